import * as vscode from 'vscode';
import type { CodeBlock } from '../shared/codeBlock.ts';
import { isShell } from '../shared/codeBlock.ts';
import { terminalText } from '../shared/terminalText.ts';
import type { Dialogs } from './dialogs.ts';

/**
 * Puts a command at a terminal's prompt, where the user runs it, or not. Several commands go there as one line; where they cannot be joined,
 * the user chooses one: a line break in a terminal runs what is before it, and whether it does cannot be known from here.
 */
export async function runInTerminal(
  { text, language }: CodeBlock,
  terminals: { put(line: string): Promise<void> },
  dialogs: Dialogs,
): Promise<void> {
  if (!isShell(language)) return;
  const fit = terminalText(text, language);
  switch (fit.kind) {
    case 'nothing':
      return;
    case 'line':
      return terminals.put(fit.line);
    case 'lines': {
      const title = vscode.l10n.t('These lines cannot be put at the prompt together. Which one?');
      const choice = await dialogs.pick(
        fit.lines.map((line) => ({ label: line.trim(), line })),
        title,
      );
      if (choice) await terminals.put(choice.line.trim());
      return;
    }
  }
}
