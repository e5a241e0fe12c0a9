/** What the editor reports, as it is sent. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { fieldsOf, isSame, newItem, nowhere, pathOf } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

export interface Problem {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

/** Of more the worst are sent. */
const mostProblems = 300;

/** Those that touch some parts of a document. */
export function problemsIn(uri: vscode.Uri, ranges: readonly vscode.Range[]): Problem[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => ranges.some((each) => each.intersection(range) !== undefined))
    .map((diagnostic) => ({ uri, diagnostic }));
}

export function problemCount(): number {
  return vscode.languages.getDiagnostics().reduce((sum, [, diagnostics]) => sum + diagnostics.length, 0);
}

/** All that the editor reports. */
export function takeProblems(): Taken {
  const all = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic): Problem => ({ uri, diagnostic })));
  return all.length === 0 ? refused(vscode.l10n.t('There are no problems.')) : takenTexts([problemsItem(all)]);
}

/** A line for each, the worst first. Where all are of one document it is named. @param problems at least one */
export function problemsItem(problems: readonly Problem[]): ContextItem {
  const { length } = problems;
  const sent = problems
    .map(({ uri, diagnostic }) => ({ uri, diagnostic, path: pathOf(uri) }))
    .sort(
      (one, other) =>
        one.diagnostic.severity - other.diagnostic.severity ||
        one.path.localeCompare(other.path) ||
        one.diagnostic.range.start.compareTo(other.diagnostic.range.start),
    )
    .slice(0, mostProblems);
  const lines = sent.map(({ path, diagnostic }) => problemLine(path, diagnostic));
  return newItem({
    ...nowhere,
    ...placeOf(sent),
    kind: 'problems',
    name: length === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', length),
    text: [...lines, ...(length > mostProblems ? [`… and ${length - mostProblems} more`] : [])].join('\n'),
    note: length > mostProblems ? vscode.l10n.t('Only the first {0} of {1} problems.', mostProblems, length) : null,
  });
}

/** The document that all are of, and from where to where; nothing where they are of several. */
function placeOf(problems: readonly Problem[]): Partial<Pick<ContextItem, 'path' | 'uri' | 'lines'>> {
  const [first] = problems;
  if (!first || problems.some(({ uri }) => !isSame(uri, first.uri))) return {};
  const { path, uri } = fieldsOf(first.uri);
  const lines = problems.map(({ diagnostic: { range } }) => range.start.line + 1);
  return { path, uri, lines: [Math.min(...lines), Math.max(...lines)] };
}

/** As compilers write it: `path:line:column: error: message [source code]`. */
function problemLine(path: string, { range, severity, message, source, code }: vscode.Diagnostic): string {
  const plainCode = typeof code === 'object' ? code.value : code;
  const from = [source, plainCode].filter((part) => part !== undefined && part !== '').join(' ');
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${place}: ${severityName(severity)}: ${message.replaceAll('\n', '\n  ')}${from === '' ? '' : ` [${from}]`}`;
}

function severityName(severity: vscode.DiagnosticSeverity): string {
  switch (severity) {
    case vscode.DiagnosticSeverity.Error:
      return 'error';
    case vscode.DiagnosticSeverity.Warning:
      return 'warning';
    case vscode.DiagnosticSeverity.Information:
      return 'information';
    case vscode.DiagnosticSeverity.Hint:
      return 'hint';
  }
}
