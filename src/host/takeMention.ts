/** What an entry of the list behind `@` stands for. */
import * as vscode from 'vscode';
import { allChanges, takeChanges } from '../context/changes.ts';
import { takeClipboard } from '../context/clipboard.ts';
import { spotIn, takeSelection, takeSymbol } from '../context/code.ts';
import { takeFile } from '../context/files.ts';
import { takeFolder } from '../context/folders.ts';
import { openEditors, shownFile, takeOpenEditors } from '../context/openEditors.ts';
import { takeProblems } from '../context/problems.ts';
import { refused, type Taken } from '../context/taken.ts';
import type { MentionSources } from './mentionSources.ts';

/** As it is now. @param id an entry's. Never rejects. */
export async function takeMention(id: string, sources: MentionSources): Promise<Taken> {
  const [, kind = '', rest = ''] = /^([a-z]+)(?::(.*))?$/s.exec(id) ?? [];
  try {
    switch (kind) {
      case 'file':
        return await fileAt(rest, sources);
      case 'tab':
        return await tabAt(rest);
      case 'folder':
        return await folderAt(rest, sources);
      case 'symbol':
        return await symbolOf(id, sources);
      case 'selection': {
        const editor = sources.editor();
        return takeSelection(editor && spotIn(editor));
      }
      case 'editor': {
        const uri = shownFile(sources.editor());
        return uri ? await takeFile(uri) : refused(vscode.l10n.t('No file is open.'));
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

/** Only what is, or was, in the workspace. */
async function fileAt(path: string, { files }: MentionSources): Promise<Taken> {
  const uri = path.split('/').includes('..') ? undefined : files.uriOf(path);
  return uri ? takeFile(uri) : refused(vscode.l10n.t('“{0}” is not in the workspace.', path));
}

async function tabAt(address: string): Promise<Taken> {
  const uri = openEditors().find((each) => each.toString() === address);
  return uri ? takeFile(uri) : refused(vscode.l10n.t('This file is not open any more.'));
}

async function folderAt(path: string, { files }: MentionSources): Promise<Taken> {
  const uri = files.index.hasFolder(path) ? files.uriOf(path) : undefined;
  return uri ? takeFolder(uri) : refused(vscode.l10n.t('“{0}” is not there any more.', path));
}

async function symbolOf(id: string, { symbols }: MentionSources): Promise<Taken> {
  const symbol = symbols.find(id);
  return symbol ? takeSymbol(symbol.name, symbol.location) : refused(vscode.l10n.t('This symbol was not found again. Mention it anew.'));
}
