/** What is seen in the terminal. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { newItem, nowhere, plainLines } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

/** The selection has no API of its own: the editor's own command copies it. That command says so itself where nothing is selected. */
export async function takeTerminalSelection(): Promise<Taken> {
  const text = await copiedBy('workbench.action.terminal.copySelection');
  if (text === undefined || text.trim() === '') return refused(vscode.l10n.t('Nothing is selected in the terminal.'));
  return takenTexts([terminalItem(vscode.window.activeTerminal, text, null)]);
}

/** The last command of the active terminal that has ended and what it printed, as they are seen there; undefined where there is none. */
export function lastTerminalCommand(): Promise<string | undefined> {
  return copiedBy('workbench.action.terminal.copyLastCommandAndLastCommandOutput');
}

/** What a command of the editor's copies; undefined where it copies nothing. The clipboard gets back what it had. */
async function copiedBy(command: string): Promise<string | undefined> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // What the command leaves is its own only if it is not this.
  const mark = `parley-${crypto.randomUUID()}`;
  try {
    await clipboard.writeText(mark);
    await vscode.commands.executeCommand(command);
    const text = await clipboard.readText();
    return text === mark ? undefined : text;
  } finally {
    await clipboard.writeText(before);
  }
}

export function terminalItem(terminal: vscode.Terminal | undefined, text: string, note: string | null): ContextItem {
  const name = terminal?.name ?? vscode.l10n.t('Terminal');
  return newItem({ ...nowhere, kind: 'terminal', name, text: plainLines(text).trimEnd(), note });
}
