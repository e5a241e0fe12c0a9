/** What is said of files of conversations. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { HtmlWords } from '../chat/htmlPage.ts';
import { type Citation, citedText, citedTitle, documentOf } from '../shared/citation.ts';
import { describeError } from '../shared/errorText.ts';
import type { Message } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import type { SecretReason } from '../shared/secrets.ts';
import { describeStop } from '../shared/stopText.ts';
import type { FoundSecret, Imported, ImportProblem } from '../shared/transfer.ts';
import { documentLabel } from './documentWords.ts';

export function exportWords(modelName: (id: string) => string): HtmlWords {
  const { language } = vscode.env;
  const { t } = vscode.l10n;
  return {
    language,
    you: t('You'),
    model: modelName,
    edited: (name) => t('{0}, edited by you', name),
    written: t('Written by you'),
    document: documentLabel,
    picture: pictureLabel,
    sources: t('Sources'),
    noPicture: t('this picture is not kept any more'),
    time: (at) => new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' }),
    citation: citationLabel,
    ending,
  };
}

/** "shot.png, 640 × 400: what is on it" */
export function pictureLabel({ name, width, height, description }: Picture): string {
  const label = vscode.l10n.t('{0}, {1} × {2}', name, width, height);
  return description === null ? label : `${label}: ${description}`;
}

function citationLabel(citation: Citation): string {
  const [first, last] = documentOf(citation.source)?.pages ?? [];
  const { t } = vscode.l10n;
  const pages = first === undefined || last === undefined ? '' : first === last ? t('page {0}', first) : t('pages {0}–{1}', first, last);
  const place = [citedTitle(citation), pages].filter((each) => each !== '').join(', ');
  const quote = citedText(citation).trim();
  return quote === '' ? place : t('{0}: “{1}”', place, quote);
}

function ending(message: Message): string | null {
  if (message.role === 'user') return null;
  const { t } = vscode.l10n;
  switch (message.status) {
    case 'streaming':
      return t('This answer was not complete yet.');
    case 'stopped':
      return t('Stopped');
    case 'failed':
      return message.error && describeError(message.error, t).sentence;
    case 'complete':
      return message.stopReason && (describeStop(message.stopReason, t, true, false, message.stopSequence)?.sentence ?? null);
  }
}

/** "a token in “config.ts:1–20”, line 3" */
export function secretLabel({ messageId, where, reason }: FoundSecret): string {
  const { t } = vscode.l10n;
  const what = secretName(reason);
  const said = messageId === null ? t('{0} in the instructions', what) : t('{0} in what was said', what);
  const place = where === null ? said : t('{0} in “{1}”', what, where);
  return reason.kind === 'text' ? t('{0}, line {1}', place, reason.line) : place;
}

function secretName(reason: SecretReason): string {
  const { t } = vscode.l10n;
  if (reason.kind === 'name') return t('a file that is named as those with secrets are');
  switch (reason.what) {
    case 'privateKey':
      return t('a private key');
    case 'accessKey':
      return t('an access key');
    case 'token':
      return t('a token');
    case 'password':
      return t('a password');
  }
}

/** Why nothing was imported. @param path the file's */
export function problemSentence(problem: ImportProblem, path: string): string {
  const { t } = vscode.l10n;
  const name = basename(path);
  switch (problem.kind) {
    case 'unreadable':
      return t('“{0}” cannot be read.', name);
    case 'tooLarge':
      return t('“{0}” is too large to be imported ({1} MB). Export fewer conversations at once.', name, Math.round(problem.bytes / 1e6));
    case 'notAnExport':
      return t('“{0}” is not a file of conversations that Parley has exported as JSON.', name);
    case 'newer':
      return t('“{0}” was exported by a newer Parley. Update Parley to import it.', name);
    case 'cut':
      return t('“{0}” is not complete: its end is missing. Nothing was imported.', name);
    case 'damaged':
      return t('“{0}” is damaged: its entry {1} cannot be read. Nothing was imported.', name, problem.entry);
    case 'wrongBytes':
      return t(
        '“{0}” is damaged: the picture or document in its entry {1} is not the one that it says. Nothing was imported.',
        name,
        problem.entry,
      );
    case 'unwritable':
      return t('The history cannot be written at the moment, so nothing was imported.');
    case 'canceled':
      return t('Canceled. Nothing was imported.');
  }
}

/** What came of a file, in a few sentences. */
export function importedSentence(imported: Imported, workspaceId: string): string {
  const { t } = vscode.l10n;
  const { added, copies, extended, same, branches, missing } = imported;
  const elsewhere = imported.workspaces.filter(({ id }) => id !== workspaceId).map(({ name }) => `“${name}”`);
  const sentences = [
    added === 1 ? t('1 conversation was imported.') : added > 0 ? t('{0} conversations were imported.', added) : '',
    copies > 0 ? t('{0} of them stand beside others of the same origin that say something else.', copies) : '',
    extended === 1
      ? t('1 conversation was there and has got more.')
      : extended > 0
        ? t('{0} conversations were there and have got more.', extended)
        : '',
    branches === 1 ? t('What was there and says something else was kept; what the file says is beside it, in 1 branch.') : '',
    branches > 1 ? t('What was there and says something else was kept; what the file says is beside it, in {0} branches.', branches) : '',
    same > 0 && added + extended === 0 ? t('All of it was there already.') : '',
    same + added + extended === 0 ? t('There are no conversations in the file.') : '',
    missing > 0 ? t('{0} pictures or documents were not in the file.', missing) : '',
    elsewhere.length > 0 && added + extended > 0
      ? t('What is of {0} is shown in the history under all workspaces.', elsewhere.join(', '))
      : '',
  ];
  return sentences.filter((each) => each !== '').join(' ');
}

/** Why a file could not be written. */
export function writeProblem(error: unknown, path: string): string {
  const { t } = vscode.l10n;
  const name = basename(path);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return t('“{0}” could not be written: there is no room for it.', name);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'NoPermissions':
      return t('“{0}” could not be written: it is not allowed there.', name);
    case 'ENOENT':
    case 'ENOTDIR':
    case 'FileNotFound':
      return t('“{0}” could not be written: its folder is not there.', name);
    default:
      return t('“{0}” could not be written.', name);
  }
}
