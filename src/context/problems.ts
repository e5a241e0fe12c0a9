/** What the editor reports for a document, as it is sent. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { type DocumentFields, newItem } from './place.ts';

export function problemsIn(uri: vscode.Uri, ranges: readonly vscode.Range[]): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => ranges.some((each) => each.intersection(range) !== undefined))
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

export function problemsItem(fields: DocumentFields, problems: readonly vscode.Diagnostic[]): ContextItem {
  const lines = problems.map(({ range }) => range.start.line + 1);
  return newItem({
    ...fields,
    kind: 'problems',
    name: problems.length === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', problems.length),
    lines: [Math.min(...lines), Math.max(...lines)],
    language: null,
    text: problems.map(problemLine).join('\n'),
    note: null,
  });
}

/** "error 2322 (ts), line 12: Type …": one line, however many the message has. */
export function problemLine({ severity, code, source, range, message }: vscode.Diagnostic): string {
  const number = typeof code === 'object' ? code.value : code;
  const head = [severityName(severity), number, source && `(${source})`].filter((part) => part !== undefined && part !== '').join(' ');
  return `${head}, line ${range.start.line + 1}: ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
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
