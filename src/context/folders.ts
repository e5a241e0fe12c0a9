/** Folders as they go with a prompt: the paths of their files, not what is in these. */
import * as vscode from 'vscode';
import { fieldsOf, newItem, nowhere, pathOf } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';
import { readIgnoresAbove, rootOf, TreeWalk } from './workspaceTree.ts';

/** Of one folder; the upper ones are found first. */
const mostPaths = 2000;

/** Those that neither the settings nor a .gitignore leaves out; of a folder that is left out itself, all. */
export async function takeFolder(uri: vscode.Uri): Promise<Taken> {
  const { root, relative } = rootOf(uri);
  await readIgnoresAbove(root, relative);
  const isLeftOut = relative !== '' && (root.ignore?.ignores(relative, true) ?? false);
  const found: string[] = [];
  const enough = new vscode.CancellationTokenSource();
  const walk = new TreeWalk(isLeftOut ? { ...root, ignore: null } : root, enough.token, (path) => {
    found.push(path);
    if (found.length > mostPaths) enough.cancel();
  });
  await walk.run(relative);
  if (found.length === 0) return refused(vscode.l10n.t('There are no files in “{0}”.', pathOf(uri)));
  const isCut = found.length > mostPaths;
  const paths = found
    .slice(0, mostPaths)
    .map((path) => pathOf(vscode.Uri.joinPath(root.uri, path)))
    .sort();
  const note = isCut ? vscode.l10n.t('The paths of its first {0} files', mostPaths) : vscode.l10n.t('The paths of its files');
  const text = [...paths, ...(isCut ? ['… and more'] : [])].join('\n');
  return takenTexts([newItem({ ...nowhere, ...fieldsOf(uri), kind: 'folder', text, note })]);
}
