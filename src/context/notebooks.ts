/** Notebooks as text: what is written in their cells, without what these have put out. */
import * as vscode from 'vscode';
import { cellAt, isSame, plainLines } from './place.ts';

/** The notebook that a file is; undefined where it is none, or cannot be read as one. */
export async function notebookAt(uri: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
  const open = vscode.workspace.notebookDocuments.find((each) => isSame(each.uri, uri));
  if (open || !uri.path.endsWith('.ipynb')) return open;
  try {
    return await vscode.workspace.openNotebookDocument(uri);
  } catch {
    return undefined;
  }
}

/** The notebook of a cell, else the address itself. */
export function notebookOf(uri: vscode.Uri): vscode.Uri {
  return cellAt(uri)?.notebook.uri ?? uri;
}

/** Its cells, each behind a line that says what it is, as many tools write them; and the language of its first code. */
export function notebookText(notebook: vscode.NotebookDocument): { readonly text: string; readonly language: string | null } {
  const cells = notebook.getCells();
  const first = cells.find(({ kind }) => kind === vscode.NotebookCellKind.Code);
  const text = cells
    .map(({ kind, document }) => `# %%${kind === vscode.NotebookCellKind.Markup ? ` [${document.languageId}]` : ''}\n${document.getText()}`)
    .join('\n\n');
  return { text: plainLines(text), language: first?.document.languageId ?? null };
}
