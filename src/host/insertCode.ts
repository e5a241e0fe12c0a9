import * as vscode from 'vscode';
import { codeAtCursor } from '../apply/codeAtCursor.ts';

/** How far a line is looked for that is not blank. */
const farthest = 200;

/** Puts code in at the cursor, at each where there are several, as one step that can be undone. False: the editor refused it. */
export async function insertCode(editor: vscode.TextEditor, code: string): Promise<boolean> {
  const { document, options } = editor;
  const puts = editor.selections.map((selection) => ({ selection, text: codeFor(document, selection, options, code) }));
  const done = await editor.edit((builder) => {
    for (const { selection, text } of puts) builder.replace(selection, text);
  });
  if (!done) return false;
  // What was replaced is still selected; the cursor goes behind it.
  editor.selections = editor.selections.map(({ end }) => new vscode.Selection(end, end));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

function codeFor(document: vscode.TextDocument, selection: vscode.Selection, options: vscode.TextEditorOptions, code: string): string {
  const { start, end } = selection;
  // Whole lines are selected up to the start of the next one, which stays a line of its own.
  const wholeLines = end.line > start.line && end.character === 0;
  const text = codeAtCursor(code, {
    before: document.lineAt(start.line).text.slice(0, start.character),
    after: wholeLines ? '' : document.lineAt(end.line).text.slice(end.character),
    above: nearestText(document, start.line, -1),
    below: nearestText(document, wholeLines ? end.line - 1 : end.line, 1),
    insertSpaces: options.insertSpaces !== false,
    tabSize: typeof options.tabSize === 'number' ? options.tabSize : 4,
  });
  return wholeLines ? `${text}\n` : text;
}

function nearestText(document: vscode.TextDocument, line: number, step: 1 | -1): string {
  for (let at = line + step; at >= 0 && at < document.lineCount && Math.abs(at - line) <= farthest; at += step) {
    const { text, isEmptyOrWhitespace } = document.lineAt(at);
    if (!isEmptyOrWhitespace) return text;
  }
  return '';
}
