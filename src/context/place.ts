/** How the editor's documents are named: for people, and in what is sent. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';

/** What every item of a document has. */
export type DocumentFields = Pick<ContextItem, 'name' | 'path' | 'uri' | 'language'>;

/** From its workspace folder, with the folder's name where there are several; whole where it is in none. Of a notebook's cell, the notebook's. */
export function pathOf(uri: vscode.Uri): string {
  const file = cellAt(uri)?.notebook.uri ?? uri;
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (folder) {
    const inFolder = file.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const several = (vscode.workspace.workspaceFolders ?? []).length > 1;
    return several ? [folder.name, ...(inFolder === '' ? [] : [inFolder])].join('/') : inFolder || folder.name;
  }
  if (file.scheme === 'file') return file.fsPath;
  return file.scheme === 'untitled' ? file.path : `${file.scheme}:${file.path}`;
}

/** The last name of a path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').filter(Boolean).at(-1) ?? uri.toString(true);
}

/** What is known of a file or folder without opening it. */
export function fieldsOf(uri: vscode.Uri): Omit<DocumentFields, 'language'> {
  const cell = cellAt(uri);
  const name = cell ? vscode.l10n.t('{0} cell {1}', nameOf(cell.notebook.uri), cell.index + 1) : nameOf(uri);
  return { name, path: pathOf(uri), uri: uri.toString() };
}

export function documentFields({ uri, languageId }: vscode.TextDocument): DocumentFields {
  return { ...fieldsOf(uri), language: languageId };
}

/** Of what is of no document. */
export const nowhere = { path: null, uri: null, lines: null, language: null, note: null } as const;

/** The notebook's cell that has an address. */
export function cellAt(uri: vscode.Uri): vscode.NotebookCell | undefined {
  if (uri.scheme !== 'vscode-notebook-cell') return undefined;
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find(({ document }) => isSame(document.uri, uri));
    if (cell) return cell;
  }
  return undefined;
}

export function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

export function newItem(fields: Omit<ContextItem, 'id'>): ContextItem {
  return { ...fields, id: crypto.randomUUID() };
}

/** A text as it is sent: whatever ends its lines in the file. */
export function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
