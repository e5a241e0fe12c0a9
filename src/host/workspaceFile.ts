import * as vscode from 'vscode';
import { isAddress } from '../shared/fileLink.ts';
import { pathsBelow } from './pathsBelow.ts';

/** How many files are looked at where only the end of a path was written. */
const mostChoices = 20;

/** Where a path that an answer names may lead: below each folder of the workspace, and never out of it. */
export function insideWorkspace(path: string): vscode.Uri[] {
  if (isAddress(path)) return [];
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri, name }) =>
    pathsBelow({ path: uri.path, name }, path).map((each) => uri.with({ path: each })),
  );
}

/** Where a file would be that is not there: in the folder that its path begins with, if there are several, else in the first one. */
export function newInWorkspace(path: string): vscode.Uri | undefined {
  const written = path.replaceAll('\\', '/');
  const folders = vscode.workspace.workspaceFolders ?? [];
  const owner = folders.length > 1 ? folders.find(({ name }) => written.startsWith(`${name}/`)) : undefined;
  const uris = insideWorkspace(path);
  const meant = owner && vscode.Uri.joinPath(owner.uri, written.slice(owner.name.length + 1)).toString();
  return uris.find((uri) => uri.toString() === meant) ?? uris[0];
}

/** The file of the workspace that a path names; where there is none, those that its end names, as answers often leave out the folder. */
export async function filesNamed(path: string): Promise<readonly vscode.Uri[]> {
  for (const uri of insideWorkspace(path)) if (await isFile(uri)) return [uri];
  const end = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  if (isAddress(path) || end === '' || end.split('/').includes('..')) return [];
  return vscode.workspace.findFiles(`**/${end.replace(/[*?{}[\]]/g, '[$&]')}`, undefined, mostChoices);
}

export async function isFile(uri: vscode.Uri): Promise<boolean> {
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
  return stat !== undefined && (stat.type & vscode.FileType.File) !== 0;
}
