/** What an entry of the list behind `@` stands for. */
import * as vscode from 'vscode';
import { allChanges, takeChanges } from '../context/changes.ts';
import { takeClipboard } from '../context/clipboard.ts';
import { spotIn, takeSelection, takeSymbol } from '../context/code.ts';
import { isFolder, takeFile } from '../context/files.ts';
import { takeFolder } from '../context/folders.ts';
import { openEditors, shownFile, takeOpenEditors } from '../context/openEditors.ts';
import { takeProblems } from '../context/problems.ts';
import { refused, type Taken } from '../context/taken.ts';
import type { MentionSources } from './mentionSources.ts';
import { goesUp } from './pathsBelow.ts';

/** As it is now. @param id an entry's. Never rejects. */
export async function takeMention(id: string, sources: MentionSources): Promise<Taken> {
  const [, kind = '', rest = ''] = /^([a-z]+)(?::(.*))?$/s.exec(id) ?? [];
  try {
    switch (kind) {
      case 'file':
      case 'tab':
      case 'editor': {
        const uri = mentionedFile(id, sources);
        return uri ? await takeFile(uri) : refused(noFile(kind, rest));
      }
      case 'folder':
        return await folderAt(rest, sources);
      case 'symbol':
        return await symbolOf(id, sources);
      case 'selection': {
        const editor = sources.editor();
        return takeSelection(editor && spotIn(editor));
      }
      case 'open':
        return await takeOpenEditors();
      case 'problems':
        return takeProblems();
      case 'changes':
        return await takeChanges(allChanges);
      case 'terminal':
        return await sources.terminal.take();
      case 'clipboard':
        return await takeClipboard();
      default:
        return refused(vscode.l10n.t('This cannot be mentioned.'));
    }
  } catch {
    return refused(vscode.l10n.t('This could not be read.'));
  }
}

/** The file that an entry names; undefined where it names none that is there, or something else. */
export function mentionedFile(id: string, { files, editor }: MentionSources): vscode.Uri | undefined {
  const [, kind, rest = ''] = /^(file|tab|editor)(?::(.*))?$/s.exec(id) ?? [];
  if (kind === 'editor') return shownFile(editor());
  if (kind === 'tab') return openEditors().find((each) => each.toString() === rest);
  // Only what is, or was, in the workspace.
  return kind === undefined || goesUp(rest) ? undefined : files.uriOf(rest);
}

function noFile(kind: 'file' | 'tab' | 'editor', path: string): string {
  switch (kind) {
    case 'file':
      return vscode.l10n.t('“{0}” is not in the workspace.', path);
    case 'tab':
      return vscode.l10n.t('This file is not open any more.');
    case 'editor':
      return vscode.l10n.t('No file is open.');
  }
}

async function folderAt(path: string, { files }: MentionSources): Promise<Taken> {
  const uri = goesUp(path) ? undefined : files.uriOf(path);
  return uri && (await isFolder(uri)) ? takeFolder(uri) : refused(vscode.l10n.t('“{0}” is not there any more.', path));
}

async function symbolOf(id: string, { symbols }: MentionSources): Promise<Taken> {
  const symbol = symbols.find(id);
  return symbol ? takeSymbol(symbol.name, symbol.location) : refused(vscode.l10n.t('This symbol was not found again. Mention it anew.'));
}
