import * as vscode from 'vscode';

/** The editor's own ways to say and to ask something; tests answer in the user's place. */
export interface Dialogs {
  /** Says a sentence; resolves to the action that was chosen. */
  say(sentence: string, actions: readonly string[]): Thenable<string | undefined>;
  pick<Item extends vscode.QuickPickItem>(items: readonly Item[], title: string): Thenable<Item | undefined>;
}

export const editorDialogs: Dialogs = {
  say: (sentence, actions) => vscode.window.showInformationMessage(sentence, ...actions),
  pick: (items, title) => vscode.window.showQuickPick(items, { title, matchOnDescription: true }),
};
