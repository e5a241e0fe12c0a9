/** How the editor's documents are named: for people, and in what is sent. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';

/** What every item of a document has. */
export type DocumentFields = Pick<ContextItem, 'name' | 'path' | 'uri' | 'language'>;

/** From its workspace folder, with the folder's name where there are several; whole where it is in none. */
export function pathOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder) {
    const inFolder = uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const several = (vscode.workspace.workspaceFolders ?? []).length > 1;
    return several ? [folder.name, ...(inFolder === '' ? [] : [inFolder])].join('/') : inFolder || folder.name;
  }
  if (uri.scheme === 'file') return uri.fsPath;
  return uri.scheme === 'untitled' ? uri.path : `${uri.scheme}:${uri.path}`;
}

/** The last name of a path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').filter(Boolean).at(-1) ?? uri.toString(true);
}

export function documentFields(document: vscode.TextDocument): DocumentFields {
  const cell = cellOf(document);
  const file = cell?.notebook.uri ?? document.uri;
  return {
    name: cell ? vscode.l10n.t('{0} cell {1}', nameOf(file), cell.index + 1) : nameOf(file),
    path: pathOf(file),
    uri: document.uri.toString(),
    language: document.languageId,
  };
}

/** The notebook's cell that a document is the text of. */
function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find((each) => each.document === document);
    if (cell) return cell;
  }
  return undefined;
}

export function newItem(fields: Omit<ContextItem, 'id'>): ContextItem {
  return { id: crypto.randomUUID(), ...fields };
}

/** A text as it is sent: whatever ends its lines in the file. */
export function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
