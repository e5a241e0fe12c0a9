import * as vscode from 'vscode';

/** The one log. Never prompts, answers, code, keys or the content of files: ids, kinds, counts and times only. */
export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Parley', { log: true });
}
