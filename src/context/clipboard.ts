import * as vscode from 'vscode';
import { newItem, nowhere, plainLines } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

/** The text that is on the clipboard now. */
export async function takeClipboard(): Promise<Taken> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') return refused(vscode.l10n.t('There is no text on the clipboard.'));
  return takenTexts([newItem({ ...nowhere, kind: 'clipboard', name: vscode.l10n.t('Clipboard'), text: plainLines(text) })]);
}
