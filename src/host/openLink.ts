import * as vscode from 'vscode';
import { type FileLink, readFileLink } from '../shared/fileLink.ts';
import { pathsBelow } from './pathsBelow.ts';

/** How many files are offered where only the end of a path was written. */
const mostChoices = 20;

/**
 * Opens a link of an answer. The model wrote it: web and mail addresses are opened as the editor does, which asks before it goes to a new
 * host; else only files of the workspace, at their line. Anything else is nothing.
 */
export async function openLink(url: string): Promise<void> {
  if (/^(?:https?|mailto):/i.test(url)) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
    return;
  }
  const link = readFileLink(url);
  if (link) await openFile(link);
}

async function openFile(link: FileLink): Promise<void> {
  const uri = (await existing(candidates(link.path))) ?? (await byItsEnd(link.path));
  if (uri === null) return;
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no file “{0}” in this workspace.', link.path));
    return;
  }
  const position = new vscode.Position((link.line ?? 1) - 1, link.column - 1);
  await vscode.commands.executeCommand(
    'vscode.open',
    uri,
    link.line === null ? {} : { selection: new vscode.Range(position, position), preview: true },
  );
}

function candidates(path: string): vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri, name }) =>
    pathsBelow({ path: uri.path, name }, path).map((each) => uri.with({ path: each })),
  );
}

async function existing(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  for (const uri of uris) {
    const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    if (stat && (stat.type & vscode.FileType.File) !== 0) return uri;
  }
  return undefined;
}

/** Answers often name a file without its folder. Undefined: there is none; null: there are several and the user wanted none of them. */
async function byItsEnd(path: string): Promise<vscode.Uri | null | undefined> {
  const end = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  if (end === '' || end.split('/').includes('..')) return undefined;
  const found = await vscode.workspace.findFiles(`**/${end.replace(/[*?{}[\]]/g, '[$&]')}`, undefined, mostChoices);
  if (found.length <= 1) return found[0];
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const choice = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open “{0}”', path) });
  return choice ? choice.uri : null;
}
