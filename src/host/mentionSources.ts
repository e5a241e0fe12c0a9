import type * as vscode from 'vscode';
import type { TerminalOutput } from '../context/terminalOutput.ts';
import type { SymbolMentions } from './symbolMentions.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** What mentions are listed and taken from. */
export interface MentionSources {
  readonly files: WorkspaceFiles;
  readonly symbols: SymbolMentions;
  readonly terminal: TerminalOutput;
  /** The text editor that is, or was last, active. */
  editor(): vscode.TextEditor | undefined;
}
