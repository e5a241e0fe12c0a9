import { stripVTControlCharacters } from 'node:util';
import * as vscode from 'vscode';
import { lastTerminalCommand } from '../context/terminal.ts';
import type { ResolvedContext } from '../mentions/context.ts';
import { bounded, mostText, ready, refused } from './contextText.ts';

interface LastCommand {
  readonly commandLine: string;
  output: string;
  /** Characters of the output that are not kept: the beginning. */
  lost: number;
  /** Undefined while it runs, and where the shell does not say. */
  exitCode: number | undefined;
  ended: boolean;
}

/** The last command of each terminal and what it printed, as far as the shell tells the editor. Only what runs after the start is known. */
export class TerminalOutput implements vscode.Disposable {
  readonly #last = new Map<vscode.Terminal, LastCommand>();
  readonly #executions = new Map<vscode.TerminalShellExecution, LastCommand>();
  #listening: vscode.Disposable | null = null;

  start(): void {
    this.#listening ??= vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const command: LastCommand = { commandLine: execution.commandLine.value, output: '', lost: 0, exitCode: undefined, ended: false };
        this.#last.set(terminal, command);
        this.#executions.set(execution, command);
        void this.#read(execution, command);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        const command = this.#executions.get(execution);
        this.#executions.delete(execution);
        if (!command) return;
        command.exitCode = exitCode;
        command.ended = true;
      }),
      vscode.window.onDidCloseTerminal((terminal) => this.#last.delete(terminal)),
    );
  }

  async resolve(): Promise<ResolvedContext> {
    const terminal = vscode.window.activeTerminal ?? vscode.window.terminals.at(-1);
    if (!terminal) return refused('terminal', vscode.l10n.t('There is no terminal.'));
    const command = this.#last.get(terminal);
    const told = command && plain(command.output);
    // The editor tells nothing of a command that ended at once or before Parley listened, but shows it.
    const isTold = told !== undefined && (told !== '' || !command?.ended);
    const seen = isTold || terminal !== vscode.window.activeTerminal ? undefined : await lastTerminalCommand();
    if (!command && seen === undefined) {
      return refused(
        'terminal',
        terminal.shellIntegration
          ? vscode.l10n.t('No command has run in this terminal since Parley listens.')
          : vscode.l10n.t(
              'This terminal does not tell what runs in it: its shell integration is not active. Copy its text and use @clipboard.',
            ),
      );
    }
    const lines = seen === undefined ? `${command?.commandLine}\n${told}` : plain(seen);
    const { text, notice } = bounded(`$ ${lines}${command ? ending(command) : ''}`);
    const lost = command && command.lost > 0 ? vscode.l10n.t('The beginning of the output is left out: it is too long.') : null;
    return ready({ kind: 'terminal', text, notice: [lost, notice].filter((each) => each !== null).join(' ') || null });
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#last.clear();
  }

  async #read(execution: vscode.TerminalShellExecution, command: LastCommand): Promise<void> {
    for await (const data of execution.read()) {
      command.output += data;
      const excess = command.output.length - mostText;
      // The end says more than the beginning. Cut seldom: each time copies all of it.
      if (excess < mostText) continue;
      command.output = command.output.slice(excess);
      command.lost += excess;
    }
  }
}

function ending({ ended, exitCode }: LastCommand): string {
  if (!ended) return '\n[still running]';
  return exitCode === undefined ? '' : `\n[exit code ${exitCode}]`;
}

/** Without colours and other commands to the terminal; of a line that was written over, what is seen in the end. */
export function plain(output: string): string {
  const lines = stripVTControlCharacters(output).replace(/\r+\n/g, '\n').split('\n');
  return lines
    .map((line) => withoutControls(line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1)))
    .join('\n')
    .trimEnd();
}

function withoutControls(line: string): string {
  return Array.from(line, (character) => (character >= ' ' || character === '\t' ? character : '')).join('');
}
