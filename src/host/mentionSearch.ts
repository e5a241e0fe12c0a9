import * as vscode from 'vscode';
import type { GroupKind, MentionEntry, MentionGroup } from '../mentions/entry.ts';
import { editorEntries, fixedEntries } from './mentionEntries.ts';
import type { MentionSources } from './mentionSources.ts';
import { PathGroups } from './pathGroups.ts';

/** Milliseconds between looks at what has come while the files are read. */
const lookAgain = 300;
const nothing: Pick<MentionGroup, 'entries' | 'others'> = { entries: [], others: [] };

/**
 * What the list behind `@` shows. It is made of what is known at once; files that are still being read and symbols that others have to find
 * come later.
 */
export class MentionSearch implements vscode.Disposable {
  readonly #sources: MentionSources;
  #latest: vscode.CancellationTokenSource | null = null;

  constructor(sources: MentionSources) {
    this.#sources = sources;
  }

  /**
   * Begins to read the workspace's files and to listen to terminals, with the first search. `file:`, `folder:` and `symbol:` (or `#`) before
   * the query ask for one kind only.
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
    this.#sources.terminal.start();
    void this.#sources.files.start();
    const list = new List(this.#sources, readScope(query));
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
    this.#sources.files.index.forget();
  }

  dispose(): void {
    this.#latest?.cancel();
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
  readonly #sources: MentionSources;
  readonly #scope: Scope;
  /** As they were when the query was typed: what the editor knows is not asked again for each report. */
  readonly #fixed: readonly MentionEntry[];
  readonly #editors: readonly MentionEntry[];
  #paths: PathGroups | null = null;
  #symbols: Pick<MentionGroup, 'entries' | 'notice' | 'pending'>;

  constructor(sources: MentionSources, scope: Scope) {
    this.#sources = sources;
    this.#scope = scope;
    const { only, text } = scope;
    this.#fixed = only === null ? fixedEntries(text, sources) : [];
    this.#editors = only === null || only === 'file' ? editorEntries(text, sources) : [];
    this.#symbols = { entries: [], notice: null, pending: this.#wantsSymbols };
  }

  get #wantsSymbols(): boolean {
    return (this.#scope.only === null || this.#scope.only === 'symbol') && this.#scope.text.trim() !== '';
  }

  groups(): readonly MentionGroup[] {
    const { only } = this.#scope;
    const { state } = this.#sources.files;
    const paths = this.#pathsNow();
    const isPartial = state === 'filling' || state === 'idle' || paths?.isWhole === false;
    const notice = state === 'cut' ? vscode.l10n.t('The workspace has too many files: not all of them are listed.') : null;
    const shown = new Set(this.#editors.map(({ id }) => id));
    const isNew = ({ id }: MentionEntry) => !shown.has(id);
    const { entries: files, others } = paths?.files() ?? nothing;
    const groups: readonly MentionGroup[] = [
      group('context', this.#fixed),
      group('editors', this.#editors),
      {
        ...group('files', files.filter(isNew)),
        others: others.filter(isNew),
        pending: isPartial && (only === null || only === 'file'),
        notice,
      },
      { ...group('folders', []), ...paths?.folders(), pending: isPartial && only === 'folder' },
      { ...group('symbols', []), ...this.#symbols },
    ];
    return groups.filter(({ entries, pending: more, notice: sentence }) => entries.length > 0 || more || sentence !== null);
  }

  async addSymbols(token: vscode.CancellationToken, tell: () => void): Promise<void> {
    if (!this.#wantsSymbols) return;
    const found = await this.#sources.symbols.search(this.#scope.text.trim(), token);
    this.#symbols = { entries: found?.entries ?? [], notice: found?.notice ?? null, pending: false };
    tell();
  }

  async addFiles(token: vscode.CancellationToken, tell: () => void): Promise<void> {
    const { files } = this.#sources;
    await this.#lookOn(token, tell);
    while (this.#paths && files.state === 'filling' && !token.isCancellationRequested) {
      const count = files.index.fileCount;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([files.start(), new Promise((resolve) => (timer = setTimeout(resolve, lookAgain)))]);
      clearTimeout(timer);
      if (files.state !== 'filling' || files.index.fileCount > count) tell();
      await this.#lookOn(token, tell);
    }
  }

  /** Until all that is known has been looked at. */
  async #lookOn(token: vscode.CancellationToken, tell: () => void): Promise<void> {
    if (this.#paths?.isWhole !== false) return;
    while (!this.#paths.isWhole && !token.isCancellationRequested) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#paths.look();
    }
    tell();
  }

  /** Looked for again only when there are others. */
  #pathsNow(): PathGroups | null {
    const { only, text } = this.#scope;
    if (only === 'symbol') return null;
    const { index } = this.#sources.files;
    if (!this.#paths || this.#paths.isOld(index)) {
      this.#paths = new PathGroups(index, text, only);
      this.#paths.look();
    }
    return this.#paths;
  }
}

function group(kind: GroupKind, entries: readonly MentionEntry[]): MentionGroup {
  return { kind, title: titleOf(kind), entries, others: [], pending: false, notice: null };
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
