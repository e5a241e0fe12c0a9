import * as vscode from 'vscode';
import type { ContextKind, GroupKind, MentionEntry, MentionGroup, ResolvedContext } from '../mentions/context.ts';
import type { FileIndex } from '../mentions/fileIndex.ts';
import { type MatchRange, matchText } from '../mentions/fuzzy.ts';
import { secretByName } from '../mentions/secrets.ts';
import { contextLabel } from '../shared/context.ts';
import { pathOf, refused } from './contextText.ts';
import {
  clipboardContext,
  currentEditor,
  editorContext,
  openContext,
  openEditors,
  problemCount,
  problemsContext,
  selectedLines,
  selectionContext,
} from './editorContexts.ts';
import { fileContext, folderContext } from './fileContext.ts';
import { changesContext } from './gitChanges.ts';
import { SymbolMentions } from './symbolMentions.ts';
import { TerminalOutput } from './terminalOutput.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

const mostFiles = 40;
const mostFolders = 10;
const mostEditors = 12;
/** Milliseconds between looks at what has come while the files are read. */
const lookAgain = 300;

/** The kinds that are mentioned as such, by the name that is typed. */
type FixedKind = Exclude<ContextKind, 'file' | 'folder' | 'symbol'>;

interface Parts {
  readonly files: WorkspaceFiles;
  readonly symbols: SymbolMentions;
  readonly terminal: TerminalOutput;
}

/**
 * What the list behind `@` shows, and what of an entry is sent. The list is made of what is known at once; files that are still being read
 * and symbols that others have to find come later. Nothing is read for an entry until it is chosen.
 */
export class MentionSearch implements vscode.Disposable {
  readonly #parts: Parts;
  #latest: vscode.CancellationTokenSource | null = null;

  constructor(parts: Partial<Parts> = {}) {
    this.#parts = {
      files: parts.files ?? new WorkspaceFiles(),
      symbols: parts.symbols ?? new SymbolMentions(),
      terminal: parts.terminal ?? new TerminalOutput(),
    };
  }

  /** Begins to read the workspace's files and to listen to terminals, with the first `@`. */
  prepare(): void {
    this.#parts.terminal.start();
    void this.#parts.files.start();
  }

  /**
   * `file:`, `folder:` and `symbol:` (or `#`) before the query ask for one kind only.
   * @param report told all groups whenever they have changed; for the first time before this function returns. Not told what is superseded,
   *   by a later search or by the token
   * @returns the groups when nothing more will come
   */
  async search(
    query: string,
    token: vscode.CancellationToken,
    report: (groups: readonly MentionGroup[]) => void,
  ): Promise<readonly MentionGroup[]> {
    this.#latest?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.#latest = source;
    const subscription = token.onCancellationRequested(() => source.cancel());
    if (token.isCancellationRequested) source.cancel();
    this.prepare();
    const list = new List(this.#parts, readScope(query));
    const tell = () => {
      if (!source.token.isCancellationRequested) report(list.groups());
    };
    tell();
    try {
      await Promise.all([list.addSymbols(source.token, tell), list.addFiles(source.token, tell)]);
      return list.groups();
    } finally {
      subscription.dispose();
      source.dispose();
    }
  }

  /** The list is closed: what was kept for its next key is let go. */
  close(): void {
    this.#latest?.cancel();
    this.#parts.files.index.forget();
  }

  /** What an entry stands for, now. Never rejects. */
  async resolve(entryId: string): Promise<ResolvedContext> {
    const [, kind = '', rest = ''] = /^([a-z]+)(?::(.*))?$/s.exec(entryId) ?? [];
    try {
      switch (kind) {
        case 'file':
          return await this.#resolveFile(rest);
        case 'tab':
          return await this.#resolveTab(rest);
        case 'folder':
          return this.#resolveFolder(rest);
        case 'symbol':
          return await this.#parts.symbols.resolve(entryId);
        case 'terminal':
          return await this.#parts.terminal.resolve();
        case 'problems':
          return problemsContext();
        case 'selection':
          return selectionContext();
        case 'editor':
          return await editorContext();
        case 'open':
          return await openContext();
        case 'changes':
          return await changesContext();
        case 'clipboard':
          return await clipboardContext();
        default:
          return refused('file', vscode.l10n.t('This cannot be mentioned.'));
      }
    } catch {
      return refused('file', vscode.l10n.t('This could not be read.'));
    }
  }

  dispose(): void {
    this.#latest?.cancel();
    this.#parts.files.dispose();
    this.#parts.terminal.dispose();
  }

  /** Only what is, or was, in the workspace. */
  #resolveFile(path: string): Promise<ResolvedContext> {
    const uri = path.split('/').includes('..') ? undefined : this.#parts.files.uriOf(path);
    return uri ? fileContext(uri) : Promise.resolve(refused('file', vscode.l10n.t('“{0}” is not in the workspace.', path)));
  }

  #resolveTab(address: string): Promise<ResolvedContext> {
    const uri = openEditors().find((each) => each.toString() === address);
    return uri ? fileContext(uri) : Promise.resolve(refused('file', vscode.l10n.t('This file is not open any more.')));
  }

  #resolveFolder(path: string): ResolvedContext {
    const uri = this.#parts.files.uriOf(path);
    if (!uri || !this.#parts.files.index.hasFolder(path)) return refused('folder', vscode.l10n.t('“{0}” is not there any more.', path));
    const below = `${path}/`;
    const files = [...this.#parts.files.index.files()].filter((each) => each.startsWith(below)).map((each) => each.slice(below.length));
    return folderContext(uri, path, files);
  }
}

type Scope = { readonly only: 'file' | 'folder' | 'symbol' | null; readonly text: string };

function readScope(query: string): Scope {
  const [, kind, text = ''] = /^(file|folder|symbol):\s*(.*)$/is.exec(query) ?? [];
  switch (kind?.toLowerCase()) {
    case 'file':
      return { only: 'file', text };
    case 'folder':
      return { only: 'folder', text };
    case 'symbol':
      return { only: 'symbol', text };
    default:
      return query.startsWith('#') ? { only: 'symbol', text: query.slice(1) } : { only: null, text: query };
  }
}

/** The groups of one query. */
class List {
  readonly #parts: Parts;
  readonly #scope: Scope;
  /** As they were when the query was typed: what the editor knows is not asked again for each report. */
  readonly #fixed: readonly MentionEntry[];
  readonly #editors: readonly MentionEntry[];
  #paths: { readonly fileCount: number; readonly files: readonly MentionEntry[]; readonly folders: readonly MentionEntry[] } | null = null;
  #symbols: Pick<MentionGroup, 'entries' | 'notice' | 'pending'>;

  constructor(parts: Parts, scope: Scope) {
    this.#parts = parts;
    this.#scope = scope;
    const { only, text } = scope;
    this.#fixed = only === null ? fixedEntries(text) : [];
    this.#editors = only === null || only === 'file' ? editorEntries(text, parts.files) : [];
    this.#symbols = { entries: [], notice: null, pending: this.#wantsSymbols };
  }

  get #wantsSymbols(): boolean {
    return (this.#scope.only === null || this.#scope.only === 'symbol') && this.#scope.text.trim() !== '';
  }

  groups(): readonly MentionGroup[] {
    const { only } = this.#scope;
    const { state } = this.#parts.files;
    const pending = (state === 'filling' || state === 'idle') && only !== 'folder' && only !== 'symbol';
    const notice = state === 'cut' ? vscode.l10n.t('The workspace has too many files: not all of them are listed.') : null;
    const { files, folders } = this.#findPaths();
    const shown = new Set(this.#editors.map(({ id }) => id));
    const groups: readonly MentionGroup[] = [
      group('context', this.#fixed),
      group('editors', this.#editors),
      {
        ...group(
          'files',
          files.filter(({ id }) => !shown.has(id)),
        ),
        pending,
        notice,
      },
      group('folders', folders),
      { ...group('symbols', []), ...this.#symbols },
    ];
    return groups.filter(({ entries, pending: more, notice: sentence }) => entries.length > 0 || more || sentence !== null);
  }

  async addSymbols(token: vscode.CancellationToken, tell: () => void): Promise<void> {
    if (!this.#wantsSymbols) return;
    const found = await this.#parts.symbols.search(this.#scope.text.trim(), token);
    this.#symbols = { entries: found?.entries ?? [], notice: found?.notice ?? null, pending: false };
    tell();
  }

  async addFiles(token: vscode.CancellationToken, tell: () => void): Promise<void> {
    if (this.#scope.only === 'symbol') return;
    const { files } = this.#parts;
    while (files.state === 'filling' && !token.isCancellationRequested) {
      const count = files.index.fileCount;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([files.start(), new Promise((resolve) => (timer = setTimeout(resolve, lookAgain)))]);
      clearTimeout(timer);
      if (files.state !== 'filling' || files.index.fileCount > count) tell();
    }
  }

  /** Looked for again only when more have come. */
  #findPaths(): { readonly files: readonly MentionEntry[]; readonly folders: readonly MentionEntry[] } {
    const { index } = this.#parts.files;
    if (this.#paths?.fileCount === index.fileCount) return this.#paths;
    const { only, text } = this.#scope;
    const isEmpty = text.trim() === '';
    const files = only !== null && only !== 'file' ? [] : isEmpty ? firstFiles(index) : filesOf(index, text);
    const folders = (only !== null && only !== 'folder') || isEmpty ? [] : foldersOf(index, text);
    this.#paths = { fileCount: index.fileCount, files, folders };
    return this.#paths;
  }
}

/** Those that are nearest to the roots. */
function firstFiles(index: FileIndex): readonly MentionEntry[] {
  const first: MentionEntry[] = [];
  for (const path of index.files()) {
    if (first.length === mostFiles) break;
    first.push(pathEntry('file', `file:${path}`, path, []));
  }
  return first;
}

function filesOf(index: FileIndex, text: string): readonly MentionEntry[] {
  return index.searchFiles(text, mostFiles).map(({ path, ranges }) => pathEntry('file', `file:${path}`, path, ranges));
}

function foldersOf(index: FileIndex, text: string): readonly MentionEntry[] {
  return index.searchFolders(text, mostFolders).map(({ path, ranges }) => pathEntry('folder', `folder:${path}`, path, ranges));
}

function group(kind: GroupKind, entries: readonly MentionEntry[]): MentionGroup {
  return { kind, title: titleOf(kind), entries, pending: false, notice: null };
}

function titleOf(kind: GroupKind): string {
  switch (kind) {
    case 'context':
      return vscode.l10n.t('Context');
    case 'editors':
      return vscode.l10n.t('Open editors');
    case 'files':
      return vscode.l10n.t('Files');
    case 'folders':
      return vscode.l10n.t('Folders');
    case 'symbols':
      return vscode.l10n.t('Symbols');
  }
}

/** A path as its name and the folder that it is in. */
function pathEntry(kind: 'file' | 'folder', id: string, path: string, ranges: readonly MatchRange[]): MentionEntry {
  const start = path.lastIndexOf('/') + 1;
  const part = (from: number, to: number): readonly MatchRange[] =>
    ranges
      .map(([first, end]): MatchRange => [Math.max(first, from) - from, Math.min(end, to) - from])
      .filter(([first, end]) => first < end);
  return {
    kind,
    id,
    label: path.slice(start),
    detail: path.slice(0, Math.max(start - 1, 0)),
    labelRanges: part(start, path.length),
    detailRanges: part(0, Math.max(start - 1, 0)),
    secret: kind === 'file' && secretByName(path) !== null,
  };
}

/** Of a file in the workspace the id is that of the file, so that it is not listed twice. */
function editorEntries(text: string, files: WorkspaceFiles): readonly MentionEntry[] {
  return openEditors()
    .flatMap((uri, place) => {
      const inWorkspace = files.pathOf(uri);
      const path = inWorkspace ?? pathOf(uri);
      const match = matchText(text, path);
      const id = inWorkspace === undefined ? `tab:${uri.toString()}` : `file:${path}`;
      return match ? [{ entry: pathEntry('file', id, path, match.ranges), score: match.score, place }] : [];
    })
    .sort((one, other) => other.score - one.score || one.place - other.place)
    .slice(0, mostEditors)
    .map(({ entry }) => entry);
}

const fixedKinds: readonly FixedKind[] = ['selection', 'editor', 'open', 'problems', 'changes', 'terminal', 'clipboard'];

function fixedEntries(text: string): readonly MentionEntry[] {
  return fixedKinds.flatMap((kind) => {
    const label = labelOf(kind);
    // What is typed is what it is called, or the kind's name, which is not translated.
    const ranges = matchText(text, label)?.ranges ?? (matchText(text, kind) && []);
    const detail = ranges ? detailOf(kind) : null;
    return detail === null || !ranges ? [] : [{ kind, id: kind, label, detail, labelRanges: ranges, detailRanges: [], secret: false }];
  });
}

function labelOf(kind: FixedKind): string {
  switch (kind) {
    case 'selection':
      return vscode.l10n.t('Selection');
    case 'editor':
      return vscode.l10n.t('Editor');
    case 'open':
      return vscode.l10n.t('Open editors');
    case 'problems':
      return vscode.l10n.t('Problems');
    case 'changes':
      return vscode.l10n.t('Changes');
    case 'terminal':
      return vscode.l10n.t('Terminal');
    case 'clipboard':
      return vscode.l10n.t('Clipboard');
  }
}

/** What it will be, as far as that is known without asking anybody; null: there is nothing of the kind. */
function detailOf(kind: FixedKind): string | null {
  switch (kind) {
    case 'selection': {
      const editor = currentEditor();
      if (!editor || editor.selection.isEmpty) return null;
      return contextLabel({ name: pathOf(editor.document.uri), lines: selectedLines(editor.selection) });
    }
    case 'editor': {
      const editor = currentEditor();
      return editor ? pathOf(editor.document.uri) : null;
    }
    case 'open': {
      const { length } = openEditors();
      return length > 0 ? String(length) : null;
    }
    case 'problems': {
      const count = problemCount();
      return count > 0 ? String(count) : null;
    }
    case 'changes':
      return vscode.l10n.t('git diff, staged and not');
    case 'terminal':
      return vscode.window.terminals.length > 0 ? vscode.l10n.t('the last command and its output') : null;
    case 'clipboard':
      return vscode.l10n.t('the text on it');
  }
}
