import * as vscode from 'vscode';
import type { CodeBlock } from '../shared/codeBlock.ts';
import { languageId } from './languageId.ts';
import { insideWorkspace, newInWorkspace } from './workspaceFile.ts';

/** Opens a block as a document that is not saved: at the path that the block names, if nothing is there yet, else without a name. */
export async function newFile(block: CodeBlock): Promise<void> {
  const { text } = block;
  const uri = await freePath(block.named[0]);
  const document = uri ? await fill(uri, text) : undefined;
  const language = languageId(block.language);
  const shown = document ?? (await vscode.workspace.openTextDocument({ content: text, ...(language !== undefined && { language }) }));
  await vscode.window.showTextDocument(shown, { preview: false });
}

/** Where a file would be saved that is not there, in the folder of the workspace that its path leads into. */
async function freePath(path: string | undefined): Promise<vscode.Uri | undefined> {
  if (path === undefined || /[/\\]$/.test(path)) return undefined;
  for (const uri of insideWorkspace(path)) if (await isThere(uri)) return undefined;
  const uri = newInWorkspace(path);
  // Only what the editor's own file system keeps can be saved from a document without a file.
  return uri?.scheme === 'file' || uri?.scheme === 'vscode-remote' ? uri.with({ scheme: 'untitled' }) : undefined;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Undefined where such a document is open and has a text: it is another's. */
async function fill(uri: vscode.Uri, text: string): Promise<vscode.TextDocument | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== '') return undefined;
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, new vscode.Position(0, 0), text);
  return (await vscode.workspace.applyEdit(change)) ? document : undefined;
}
