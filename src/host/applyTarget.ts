import * as vscode from 'vscode';
import type { CodeBlock } from '../shared/codeBlock.ts';
import type { Dialogs } from './dialogs.ts';
import { nameOf } from './editable.ts';
import { filesNamed } from './workspaceFile.ts';

export type ApplyTarget =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  /** The block says what file it is of, and there is none. */
  | { readonly kind: 'missing'; readonly path: string }
  /** The user was asked and wanted none. */
  | { readonly kind: 'none' };

/** How many files are offered where nothing says which. */
const mostOffered = 5000;

/**
 * The file that a block goes into: the one it names, else the one that the text before it mentions, else the one that is open, else the one
 * that the user chooses.
 * @param open the document in the last active editor
 */
export async function applyTarget(block: CodeBlock, open: vscode.Uri | undefined, dialogs: Dialogs): Promise<ApplyTarget> {
  const [path] = block.named;
  if (path !== undefined) {
    const named = await filesOf(block.named, open);
    return named.length === 0 ? { kind: 'missing', path } : choose(named, dialogs);
  }
  const mentioned = await filesOf(block.mentioned, open);
  if (open && mentioned.some((uri) => isSame(uri, open))) return { kind: 'file', uri: open };
  if (mentioned.length > 0) return choose(mentioned, dialogs);
  if (open) return { kind: 'file', uri: open };
  return choose(await vscode.workspace.findFiles('**/*', undefined, mostOffered), dialogs);
}

/** The files that paths lead to. The one that is open is meant where its own path ends so, be it outside of the workspace or not saved yet. */
async function filesOf(paths: readonly string[], open: vscode.Uri | undefined): Promise<vscode.Uri[]> {
  const found = new Map<string, vscode.Uri>();
  for (const path of paths) {
    const uris = open && endsWith(open, path) ? [open] : await filesNamed(path);
    for (const uri of uris) found.set(uri.toString(), uri);
  }
  return [...found.values()];
}

function endsWith(uri: vscode.Uri, path: string): boolean {
  const end = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  return end !== '' && !end.split('/').includes('..') && `/${uri.path}`.endsWith(`/${end}`);
}

async function choose(uris: readonly vscode.Uri[], dialogs: Dialogs): Promise<ApplyTarget> {
  const [only] = uris;
  if (only && uris.length === 1) return { kind: 'file', uri: only };
  const items = uris.map((uri) => ({ label: nameOf(uri), uri }));
  const choice = await dialogs.pick(items, vscode.l10n.t('Which file does this code go into?'));
  return choice ? { kind: 'file', uri: choice.uri } : { kind: 'none' };
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
