import * as vscode from 'vscode';

/** Which workspace conversations belong to: the workspace file or the first folder, by its URI; one identity for windows without any. */
export function workspaceIdentity(): { readonly id: string; readonly name: string } {
  const { workspaceFolders, name } = vscode.workspace;
  const uri = savedWorkspaceFile() ?? workspaceFolders?.[0]?.uri;
  return { id: uri?.toString() ?? 'none', name: name ?? vscode.l10n.t('No folder') };
}

/** The folder whose project is the workspace's; undefined where there are several, or a file says which: such a workspace is only itself. */
export function projectFolder(): vscode.Uri | undefined {
  const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
  return savedWorkspaceFile() || others.length > 0 ? undefined : folder?.uri;
}

function savedWorkspaceFile(): vscode.Uri | undefined {
  const { workspaceFile } = vscode.workspace;
  return workspaceFile?.scheme === 'untitled' ? undefined : workspaceFile;
}
