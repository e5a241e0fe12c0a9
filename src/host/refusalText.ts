import * as vscode from 'vscode';
import type { LineRange, Refusal } from '../apply/plan.ts';

/** Why code does not go into a file, in words. @param name the file's */
export function refusalText(refusal: Refusal, name: string): string {
  const { t } = vscode.l10n;
  switch (refusal.reason) {
    case 'notFound':
      return t('There is no place in “{0}” that this code is a new version of.', name);
    case 'ambiguous':
      return t('This code fits in {0} places of “{1}” equally well.', refusal.places.length, name);
    case 'unclearElision':
      return t('It is not clear what line {0} of this code leaves out of “{1}”.', refusal.line, name);
    case 'unmarkedGap':
      return t('This code leaves out {0} of “{1}” without saying so.', linesText(refusal.missing), name);
    case 'malformedDiff':
      return t('Line {0} of this diff cannot be read.', refusal.line);
    case 'conflict':
      return t('“{0}” is not what this diff starts from: its part {1} does not fit.', name, refusal.hunk);
    case 'otherFile':
      return t('This diff is not of “{0}” but of {1}.', name, refusal.paths.map((path) => `“${path}”`).join(', '));
    case 'tooLarge':
      return t('“{0}” is too large to look for the place of this code in it.', name);
  }
}

/** `line 10`, or `lines 10–14`. */
export function linesText({ first, last }: LineRange): string {
  return first === last ? vscode.l10n.t('line {0}', first) : vscode.l10n.t('lines {0}–{1}', first, last);
}
