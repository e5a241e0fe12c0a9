import * as vscode from 'vscode';

/** Which workspace conversations belong to: the workspace file or the first folder, by its URI; one identity for windows without any. */
export function workspaceIdentity(): { readonly id: string; readonly name: string } {
  const { workspaceFile, workspaceFolders, name } = vscode.workspace;
  const saved = workspaceFile?.scheme === 'untitled' ? undefined : workspaceFile;
  const uri = saved ?? workspaceFolders?.[0]?.uri;
  return { id: uri?.toString() ?? 'none', name: name ?? vscode.l10n.t('No folder') };
}
