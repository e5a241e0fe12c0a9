import * as vscode from 'vscode';
import { late, within } from '../context/patience.ts';

/** So many questions may be unanswered; then no more are asked until one is. */
const mostOpen = 2;

/** The symbols of the workspace, by the languages' extensions, which may be slow, or broken. */
export class WorkspaceSymbols {
  readonly #patience: number;
  #open = 0;

  /** @param patience milliseconds */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** What matches, in each language's own way; `late` where there is no answer in time, and at once where others are still waited for. */
  async find(query: string): Promise<readonly vscode.SymbolInformation[] | typeof late> {
    return this.#open >= mostOpen ? late : within(this.#patience, this.#ask(query));
  }

  async #ask(query: string): Promise<readonly vscode.SymbolInformation[]> {
    this.#open += 1;
    try {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
        'vscode.executeWorkspaceSymbolProvider',
        query,
      );
      return found ?? [];
    } finally {
      this.#open -= 1;
    }
  }
}
