/** What can be seen of the window's workspace and of other folders, as `MovedFolders` needs it. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Surroundings } from '../chat/movedFolders.ts';
import type { Sighting } from '../chat/places.ts';
import { onRepositoryOpened } from '../context/gitRepositories.ts';
import { findProject } from '../context/project.ts';

/**
 * @param workspaceId its URI: others are looked at where they are reached in the same way
 * @param folder whose project is the workspace's; undefined where it is of none
 * @param onNews is called when git, which was asked already, may know more
 */
export function surroundingsOf(workspaceId: string, folder: vscode.Uri | undefined, onNews: () => void): Surroundings & vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  return {
    get trusted() {
      return vscode.workspace.isTrusted;
    },
    async findProject() {
      if (!folder) return null;
      // It says that it has looked before all that it has found is open.
      listening ??= await onRepositoryOpened(onNews);
      return findProject(folder);
    },
    folder: (other) => folderState(other, workspaceId),
    nameOf: ({ workspaceId: other, workspaceName }) => placeName(other) ?? workspaceName,
    dispose: () => listening?.dispose(),
  };
}

/** `gone` only where the file system says so: a disk that does not answer may have it still. */
async function folderState(workspaceId: string, from: string): Promise<Sighting['folder']> {
  try {
    const [uri, here] = [vscode.Uri.parse(workspaceId, true), vscode.Uri.parse(from, true)];
    if (uri.scheme !== here.scheme || uri.authority !== here.authority) return 'unknown';
    await vscode.workspace.fs.stat(uri);
    return 'there';
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? 'gone' : 'unknown';
  }
}

/** The path, where it is one of this machine. */
function placeName(workspaceId: string): string | undefined {
  if (!workspaceId.startsWith('file:///')) return undefined;
  const path = vscode.Uri.parse(workspaceId).fsPath;
  const home = homedir();
  return home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
