import { stripVTControlCharacters } from 'node:util';
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { lastLines, longestText } from './limits.ts';
import { refused, type Taken, takenTexts } from './taken.ts';
import { lastTerminalCommand, takeTerminalSelection, terminalItem } from './terminal.ts';

interface LastCommand {
  readonly commandLine: string;
  /** Its end is kept, which says more than its beginning. */
  output: string;
  isCut: boolean;
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
        const command: LastCommand = {
          commandLine: execution.commandLine.value,
          output: '',
          isCut: false,
          exitCode: undefined,
          ended: false,
        };
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

  /** The last command of the terminal that is shown; where the shell does not tell, what is selected there. */
  async take(): Promise<Taken> {
    const terminal = vscode.window.activeTerminal ?? vscode.window.terminals.at(-1);
    if (!terminal) return refused(vscode.l10n.t('There is no terminal.'));
    const command = this.#last.get(terminal);
    const output = command && plain(command.output);
    if (command && (output || !command.ended)) return takenTexts([commandItem(terminal, command, `${command.commandLine}\n${output}`)]);
    // The editor tells nothing of a command that ended at once or before Parley listened, but shows it.
    const seen = terminal === vscode.window.activeTerminal ? await lastTerminalCommand() : undefined;
    const lines = seen ?? command?.commandLine;
    if (lines !== undefined) return takenTexts([commandItem(terminal, command, plain(lines))]);
    const selection = await takeTerminalSelection();
    if (selection.kind !== 'refused') return selection;
    return refused(
      terminal.shellIntegration
        ? vscode.l10n.t('No command has run in this terminal since Parley listens. Select there what is to be sent.')
        : vscode.l10n.t(
            'This terminal does not tell what runs in it: its shell integration is not active. Select there what is to be sent.',
          ),
    );
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#last.clear();
  }

  async #read(execution: vscode.TerminalShellExecution, command: LastCommand): Promise<void> {
    for await (const data of execution.read()) {
      command.output += data;
      // Cut seldom: each time copies all of it.
      if (command.output.length < 2 * longestText) continue;
      command.output = command.output.slice(-longestText);
      command.isCut = true;
    }
  }
}

/** Characters for what is said around the output. */
const reserve = 20_000;

/** @param lines the command's own and what it printed */
function commandItem(terminal: vscode.Terminal, command: LastCommand | undefined, lines: string): ContextItem {
  const [line = '', ...printed] = lines.split('\n');
  const output = printed.join('\n');
  const end = lastLines(output, longestText - reserve);
  const isCut = command?.isCut || end.length < output.length;
  const text = [`$ ${line}`, ...(isCut ? ['[the beginning is left out]'] : []), end].join('\n');
  const note = isCut ? vscode.l10n.t('The beginning of the output is left out: it is too long.') : null;
  return terminalItem(terminal, `${text}${command ? ending(command) : ''}`, note);
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
