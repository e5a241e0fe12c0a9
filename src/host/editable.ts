import * as vscode from 'vscode';
import { isFile } from './workspaceFile.ts';

/** How a document is named in sentences. */
export function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

/** Opens a document to change it; a sentence where that cannot be: it is gone, has no text, or may not be written. */
export async function openEditable(uri: vscode.Uri): Promise<vscode.TextDocument | string> {
  const open = vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === uri.toString());
  const refusal = await whyNot(uri, open);
  if (refusal !== null) return refusal;
  try {
    return open ?? (await vscode.workspace.openTextDocument(uri));
  } catch {
    return vscode.l10n.t('“{0}” cannot be opened as text.', nameOf(uri));
  }
}

async function whyNot(uri: vscode.Uri, open: vscode.TextDocument | undefined): Promise<string | null> {
  if (open && (open.isUntitled || isCell(open))) return null;
  const { fs } = vscode.workspace;
  if (fs.isWritableFileSystem(uri.scheme) !== true) return vscode.l10n.t('“{0}” is read-only.', nameOf(uri));
  if (!(await isFile(uri))) return vscode.l10n.t('“{0}” is not there any more.', nameOf(uri));
  const { permissions = 0 } = await fs.stat(uri);
  return (permissions & vscode.FilePermission.Readonly) === 0 ? null : vscode.l10n.t('“{0}” is read-only.', nameOf(uri));
}

function isCell(document: vscode.TextDocument): boolean {
  return vscode.workspace.notebookDocuments.some((notebook) => notebook.getCells().some((cell) => cell.document === document));
}
