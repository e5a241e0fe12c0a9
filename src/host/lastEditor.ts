import * as vscode from 'vscode';
import { applyScheme, conversationScheme, diagramScheme, requestScheme } from './ids.ts';

/** What looks like an editor to the editor and is none that one writes in, or is Parley's own. */
const others: ReadonlySet<string> = new Set([
  ...['output', 'debug', 'comment', 'vscode-interactive-input', 'vscode-terminal', 'chat-editing-text-model'],
  ...[applyScheme, conversationScheme, diagramScheme, requestScheme],
]);

/** The text editor that was active last. A chat in an editor tab is active itself, and the editor it covers is meant all the same. */
export class LastEditor implements vscode.Disposable {
  #last: vscode.TextEditor | undefined;
  readonly #listening: vscode.Disposable;

  constructor() {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    this.#last = [activeTextEditor, ...visibleTextEditors].find(isForText);
    this.#listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (isForText(editor)) this.#last = editor;
    });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** It may be covered by another tab. */
  get(): vscode.TextEditor | undefined {
    const { activeTextEditor } = vscode.window;
    if (isForText(activeTextEditor)) this.#last = activeTextEditor;
    return this.#last?.document.isClosed ? undefined : this.#last;
  }

  /** It, in sight and with the focus. */
  async show(): Promise<vscode.TextEditor | undefined> {
    const last = this.get();
    if (!last) return undefined;
    const { selections, viewColumn } = last;
    const shown = await vscode.window.showTextDocument(last.document, { preview: false, ...(viewColumn !== undefined && { viewColumn }) });
    shown.selections = selections;
    return shown;
  }
}

function isForText(editor: vscode.TextEditor | undefined): editor is vscode.TextEditor {
  return editor !== undefined && !others.has(editor.document.uri.scheme);
}
