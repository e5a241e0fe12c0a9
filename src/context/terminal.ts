/** What is selected in the terminal. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { newItem, plainLines } from './place.ts';

/**
 * The selection has no API of its own: the editor's own command copies it, and the clipboard gets back what it had. Undefined where nothing
 * is selected.
 */
export async function takeTerminalSelection(): Promise<ContextItem | undefined> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // What the command leaves is its own only if it is not this.
  const mark = `parley-${crypto.randomUUID()}`;
  let text: string;
  try {
    await clipboard.writeText(mark);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    text = await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
  if (text === mark || text.trim() === '') return undefined;
  const name = vscode.window.activeTerminal?.name ?? vscode.l10n.t('Terminal');
  const fields = { path: null, uri: null, lines: null, language: null, note: null } as const;
  return newItem({ ...fields, kind: 'terminal', name, text: plainLines(text).trimEnd() });
}
