import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds for a shell to say that it is ready; one that never says so gets the text all the same. */
const patience = 4000;

/**
 * Puts text at a terminal's prompt and never runs it. A terminal that runs something has no prompt: what is typed there is a program's. So
 * only one is used whose shell has said that nothing runs, and else a new one.
 */
export class Terminals implements vscode.Disposable {
  readonly #busy = new Set<vscode.Terminal>();
  readonly #listening: readonly vscode.Disposable[];
  #own: vscode.Terminal | undefined;

  constructor() {
    const { window } = vscode;
    this.#listening = [
      window.onDidStartTerminalShellExecution(({ terminal }) => this.#busy.add(terminal)),
      window.onDidEndTerminalShellExecution(({ terminal }) => this.#busy.delete(terminal)),
      window.onDidCloseTerminal((terminal) => {
        this.#busy.delete(terminal);
        if (this.#own === terminal) this.#own = undefined;
      }),
    ];
    // What they ran before this was here is not known.
    for (const terminal of window.terminals) if (terminal.state.isInteractedWith) this.#busy.add(terminal);
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  /** @param line has no line break and no control character */
  async put(line: string): Promise<void> {
    const terminal = this.#waiting() ?? (await this.#make());
    terminal.show();
    terminal.sendText(line, false);
  }

  #waiting(): vscode.Terminal | undefined {
    return [vscode.window.activeTerminal, this.#own].find((terminal) => terminal !== undefined && this.#isFree(terminal));
  }

  #isFree(terminal: vscode.Terminal): boolean {
    return terminal.shellIntegration !== undefined && terminal.exitStatus === undefined && !this.#busy.has(terminal);
  }

  async #make(): Promise<vscode.Terminal> {
    const terminal = vscode.window.createTerminal();
    this.#own = terminal;
    terminal.show();
    // Typed before the prompt is there, it would be seen twice.
    let ready = () => {};
    const integrated = new Promise<void>((resolve) => (ready = resolve));
    const listening = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) ready();
    });
    await Promise.race([integrated, pause(patience)]);
    listening.dispose();
    return terminal;
  }
}
