/** What the editor itself shows and knows: selection, active and open editors, problems, clipboard. */
import * as vscode from 'vscode';
import type { ResolvedContext } from '../mentions/context.ts';
import { secretByName, secretByText } from '../mentions/secrets.ts';
import { bounded, isSame, pathOf, ready, refused } from './contextText.ts';
import { fileContext } from './fileContext.ts';

const mostProblems = 300;

/** The editor that was last written in; with the chat in a tab of its own there is no active one. */
export function currentEditor(): vscode.TextEditor | undefined {
  return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
}

/** The documents of all text tabs, each once, those of the active group first. */
export function openEditors(): readonly vscode.Uri[] {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const tabs = [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)].flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) =>
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook ? [input.uri] : [],
  );
  return uris.filter((uri, index) => uris.findIndex((other) => isSame(other, uri)) === index);
}

/** A snapshot: what is selected now, first selection first. */
export function selectionContext(editor = currentEditor()): ResolvedContext {
  const selections = editor?.selections.filter((selection) => !selection.isEmpty) ?? [];
  const [first] = selections;
  if (!editor || !first) return refused('selection', vscode.l10n.t('Nothing is selected.'));
  const { document } = editor;
  const { text, notice, lineCount } = bounded(selections.map((selection) => document.getText(selection)).join('\n'));
  const [firstLine, last] = selectedLines(first);
  return ready({
    kind: 'selection',
    path: pathOf(document.uri),
    uri: document.uri.toString(),
    lines: selections.length > 1 ? null : [firstLine, notice === null ? last : firstLine + lineCount - 1],
    language: document.languageId,
    text,
    notice,
  });
}

/** The first and the last line of a selection, counted from 1. One of whole lines ends at the beginning of the next. */
export function selectedLines({ start, end }: vscode.Range): readonly [first: number, last: number] {
  return [start.line + 1, end.character === 0 && end.line > start.line ? end.line : end.line + 1];
}

export async function editorContext(): Promise<ResolvedContext> {
  const editor = currentEditor();
  return editor ? fileContext(editor.document.uri, 'editor') : refused('editor', vscode.l10n.t('No file is open.'));
}

/** The texts of all open editors, but those that may hold secrets: they have to be mentioned one by one. */
export async function openContext(): Promise<ResolvedContext> {
  const uris = openEditors();
  if (uris.length === 0) return refused('open', vscode.l10n.t('No file is open.'));
  const parts: string[] = [];
  const left: string[] = [];
  for (const uri of uris) {
    const path = pathOf(uri);
    const context = secretByName(path) ? undefined : await fileContext(uri);
    if (context?.state !== 'ready' || secretByText(context.text)) left.push(path);
    else parts.push(`=== ${path}\n${context.notice === null ? '' : `[${context.notice}]\n`}${context.text.trimEnd()}`);
  }
  const { text, notice } = bounded(parts.join('\n\n'));
  const without = left.length
    ? vscode.l10n.t('Left out, as they are no text, look like secrets or cannot be read: {0}.', left.join(', '))
    : null;
  const all = [without, notice].filter((each) => each !== null).join(' ');
  return parts.length ? ready({ kind: 'open', text, notice: all || null }) : refused('open', all);
}

/** How many problems there are. */
export function problemCount(): number {
  return vscode.languages.getDiagnostics().reduce((sum, [, diagnostics]) => sum + diagnostics.length, 0);
}

/** A line for each problem, the worst first. */
export function problemsContext(): ResolvedContext {
  const all = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => ({ path: pathOf(uri), diagnostic })))
    .sort(
      (one, other) =>
        one.diagnostic.severity - other.diagnostic.severity ||
        one.path.localeCompare(other.path) ||
        compareLines(one.diagnostic, other.diagnostic),
    );
  if (all.length === 0) return refused('problems', vscode.l10n.t('There are no problems.'));
  const { text, notice } = bounded(
    all
      .slice(0, mostProblems)
      .map(({ path, diagnostic }) => problemLine(path, diagnostic))
      .join('\n'),
  );
  const cut = all.length > mostProblems ? vscode.l10n.t('Only the first {0} of {1} problems.', mostProblems, all.length) : null;
  return ready({ kind: 'problems', text, notice: cut ?? notice });
}

function compareLines(one: vscode.Diagnostic, other: vscode.Diagnostic): number {
  return one.range.start.compareTo(other.range.start);
}

const severities: Readonly<Record<vscode.DiagnosticSeverity, string>> = { 0: 'error', 1: 'warning', 2: 'information', 3: 'hint' };

/** As compilers write it: `path:line:column: error: message [source code]`. */
export function problemLine(path: string, { range, severity, message, source, code }: vscode.Diagnostic): string {
  const plainCode = typeof code === 'object' ? code.value : code;
  const from = [source, plainCode].filter((part) => part !== undefined && part !== '').join(' ');
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${place}: ${severities[severity]}: ${message.replaceAll('\n', '\n  ')}${from === '' ? '' : ` [${from}]`}`;
}

export async function clipboardContext(): Promise<ResolvedContext> {
  const clipboard = await vscode.env.clipboard.readText();
  if (clipboard.trim() === '') return refused('clipboard', vscode.l10n.t('There is no text on the clipboard.'));
  const { text, notice } = bounded(clipboard);
  return ready({ kind: 'clipboard', text, notice });
}
