/** What is selected in the terminal. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { newItem, nowhere, plainLines } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

/**
 * The selection has no API of its own: the editor's own command copies it, and the clipboard gets back what it had. That command says so
 * itself where nothing is selected.
 */
export async function takeTerminalSelection(): Promise<Taken> {
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
  if (text === mark || text.trim() === '') return refused(vscode.l10n.t('Nothing is selected in the terminal.'));
  return takenTexts([terminalItem(vscode.window.activeTerminal, text, null)]);
}

export function terminalItem(terminal: vscode.Terminal | undefined, text: string, note: string | null): ContextItem {
  const name = terminal?.name ?? vscode.l10n.t('Terminal');
  return newItem({ ...nowhere, kind: 'terminal', name, text: plainLines(text).trimEnd(), note });
}
