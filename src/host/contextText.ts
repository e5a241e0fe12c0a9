/** What all kinds of context have in common: bounds, secrets, estimates. */
import * as vscode from 'vscode';
import type { ContextKind, ReadyContext, RefusedContext } from '../mentions/context.ts';
import { secretByName, secretByText } from '../mentions/secrets.ts';

/** Characters of a context that are sent at most, and bytes of a file that is sent whole. */
export const mostText = 200_000;

type Optional = 'path' | 'uri' | 'lines' | 'language' | 'notice';

/** @param context what is not given is null */
export function ready(context: Pick<ReadyContext, 'kind' | 'text'> & Partial<Pick<ReadyContext, Optional>>): ReadyContext {
  const { path = null, uri = null, lines = null, language = null, notice = null, kind, text } = context;
  const secret = (path === null ? null : secretByName(path)) ?? secretByText(text);
  return { state: 'ready', kind, path, uri, lines, language, text, notice, secret };
}

export function refused(kind: ContextKind, sentence: string): RefusedContext {
  return { state: 'refused', kind, sentence };
}

/** The first whole lines that are not too long together, and a sentence about what is not there. */
export function bounded(text: string): { readonly text: string; readonly notice: string | null; readonly lineCount: number } {
  const count = lineCount(text);
  if (text.length <= mostText) return { text, notice: null, lineCount: count };
  const end = text.lastIndexOf('\n', mostText);
  const part = text.slice(0, end > 0 ? end : mostText);
  const kept = lineCount(part);
  const notice =
    kept < count
      ? vscode.l10n.t('Only the first {0} of {1} lines: the whole is too long.', kept, count)
      : vscode.l10n.t('Only the first {0} of {1} characters: the whole is too long.', part.length, text.length);
  return { text: part, notice, lineCount: kept };
}

export function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A document's path as a context block names it: of a notebook's cell, that of the notebook and the number of the cell. */
export function pathOf(uri: vscode.Uri): string {
  if (uri.scheme !== 'vscode-notebook-cell') return uri.scheme === 'untitled' ? uri.path : vscode.workspace.asRelativePath(uri);
  const notebook = vscode.workspace.notebookDocuments.find((each) => each.getCells().some(({ document }) => isSame(document.uri, uri)));
  const cell = notebook?.getCells().find(({ document }) => isSame(document.uri, uri));
  return notebook && cell
    ? `${vscode.workspace.asRelativePath(notebook.uri)}#cell${cell.index + 1}`
    : vscode.workspace.asRelativePath(uri.path);
}

export function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
