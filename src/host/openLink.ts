import * as vscode from 'vscode';
import { type FileLink, readFileLink } from '../shared/fileLink.ts';
import { filesNamed } from './workspaceFile.ts';

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
  const found = await filesNamed(link.path);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no file “{0}” in this workspace.', link.path));
    return;
  }
  const uri = found.length === 1 ? found[0] : await choose(found, link.path);
  if (!uri) return;
  const position = new vscode.Position((link.line ?? 1) - 1, link.column - 1);
  await vscode.commands.executeCommand(
    'vscode.open',
    uri,
    link.line === null ? {} : { selection: new vscode.Range(position, position), preview: true },
  );
}

async function choose(found: readonly vscode.Uri[], path: string): Promise<vscode.Uri | undefined> {
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open “{0}”', path) }))?.uri;
}
