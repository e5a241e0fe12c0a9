import * as vscode from 'vscode';
import { isInLeftOut, TreeWalk, type WorkspaceRoot, workspaceRoots } from '../context/workspaceTree.ts';
import { FileIndex } from '../mentions/fileIndex.ts';

/** More files than this are not listed. */
const mostFiles = 300_000;
/** After so many events at once all is read anew. */
const mostEvents = 5000;
/** Milliseconds in which events are gathered. */
const gatherTime = 100;
/**
 * Milliseconds for which the reading rests when the list is looked at: what is shown comes first. Where there are many files the rest is longer than
 * the time between two keys, so that nothing is read while a name is typed, and what one types is painted at once.
 */
const restForLook = { few: 80, many: 250 };
/** So many files take but a moment to read. */
const few = 2000;
/** Milliseconds without a look at the list after which all is read again, if the watcher has said nothing. */
const defaultRest = 10_000;

/** Whether the list is whole. `cut`: the workspace has more files than are listed. */
export type FilesState = 'idle' | 'filling' | 'ready' | 'cut';

/**
 * The workspace's files, as they are now. Nothing is read before `start`. While all is read anew, what was there before is used.
 */
export class WorkspaceFiles implements vscode.Disposable {
  #index = new FileIndex();
  #roots: readonly WorkspaceRoot[] = [];
  #state: FilesState = 'idle';
  #filled: Promise<void> | null = null;
  #stopFilling = new vscode.CancellationTokenSource();
  #watching: vscode.Disposable | null = null;
  /** Whether the watcher has said anything. */
  #isHeard = false;
  #again: NodeJS.Timeout | undefined;
  #lookedAt = 0;
  readonly #rest: number;
  /** What the watcher named, by address. */
  readonly #pending = new Map<string, vscode.Uri>();
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** @param rest milliseconds without a `start` after which all is read again, once, if the watcher has said nothing */
  constructor(rest = defaultRest) {
    this.#rest = rest;
  }

  get index(): FileIndex {
    return this.#index;
  }

  get state(): FilesState {
    return this.#state;
  }

  /**
   * Begins to watch and to read, if it has not begun; settles when all is read, and what the watcher said meanwhile is in it. Never rejects.
   */
  start(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    this.#lookedAt = performance.now();
    // First: what is made behind the back of the reading must be heard of.
    this.#watching ??= this.#watch();
    this.#filled ??= this.#fill().then(() => this.#readAgainLater());
    this.#again?.refresh();
    return this.#settled();
  }

  /** It may be read anew meanwhile. */
  async #settled(): Promise<void> {
    for (let filled: Promise<void> | null = null; filled !== this.#filled; ) {
      filled = this.#filled;
      await filled;
    }
  }

  /** The address of a path of the index. */
  uriOf(path: string): vscode.Uri | undefined {
    const root = this.#rootsNow().find(({ prefix }) => path.startsWith(prefix));
    return root && vscode.Uri.joinPath(root.uri, path.slice(root.prefix.length));
  }

  /** The path that the index has, or would have, for an address; undefined outside of the workspace. */
  pathOf(uri: vscode.Uri): string | undefined {
    const place = this.#placeOf(uri);
    return place && `${place.root.prefix}${place.relative}`;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#stopFilling.cancel();
    this.#watching?.dispose();
  }

  async #fill(): Promise<void> {
    this.#stopFilling.cancel();
    const stop = new vscode.CancellationTokenSource();
    this.#stopFilling = stop;
    const roots = workspaceRoots();
    const index = new FileIndex();
    this.#roots = roots;
    // The first time, what has come is there to be found at once.
    if (this.#state === 'idle' || this.#state === 'filling') this.#index = index;
    this.#state = 'filling';
    for (const root of roots) {
      const found = (path: string) => {
        if (index.fileCount < mostFiles) index.add(`${root.prefix}${path}`);
      };
      const walk = new TreeWalk(
        root,
        stop.token,
        found,
        () => this.#lookedAt + (index.fileCount < few ? restForLook.few : restForLook.many),
      );
      await walk.run('');
    }
    if (stop.token.isCancellationRequested) return;
    if (this.#pending.size > mostEvents) {
      this.#pending.clear();
      return this.#fill();
    }
    await this.#takePending(index);
    if (stop.token.isCancellationRequested) return;
    this.#index = index;
    this.#state = index.fileCount >= mostFiles ? 'cut' : 'ready';
  }

  /**
   * The editor does not tell when its own watcher has begun. One that has said nothing may have begun after the reading, and never tells of
   * what was made between the two.
   */
  #readAgainLater(): void {
    if (this.#isHeard || this.#disposed) return;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      if (!this.#isHeard) this.#refill();
    }, this.#rest);
  }

  #refill(): void {
    this.#pending.clear();
    if (this.#filled) this.#filled = this.#fill();
  }

  #watch(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher('**/*');
    const hear = () => {
      this.#isHeard = true;
    };
    const ignores = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const again = (uri: vscode.Uri) => {
      const place = this.#placeOf(uri);
      if (place && !isInLeftOut(place.root, place.relative)) this.#refill();
    };
    return vscode.Disposable.from(
      files,
      ignores,
      files.onDidCreate(hear),
      files.onDidDelete(hear),
      files.onDidChange((uri) => {
        hear();
        // What is deleted and made again at once is told as changed.
        const path = this.pathOf(uri);
        if (path !== undefined && !this.#index.hasFile(path)) this.#noteEvent(uri);
      }),
      files.onDidCreate((uri) => this.#noteEvent(uri)),
      files.onDidDelete((uri) => this.#noteEvent(uri)),
      ignores.onDidCreate(again),
      ignores.onDidChange(again),
      ignores.onDidDelete(again),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#refill()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (['files.exclude', 'search.exclude', 'search.useIgnoreFiles'].some((name) => event.affectsConfiguration(name))) this.#refill();
      }),
    );
  }

  #noteEvent(uri: vscode.Uri): void {
    const place = this.#placeOf(uri);
    if (!place || isInLeftOut(place.root, place.relative)) return;
    this.#pending.set(uri.toString(), uri);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#takeEvents();
    }, gatherTime);
  }

  async #takeEvents(): Promise<void> {
    // They may be of what has been read, or not yet.
    await this.#settled();
    if (this.#pending.size > mostEvents) this.#refill();
    else await this.#takePending(this.#index);
  }

  async #takePending(index: FileIndex): Promise<void> {
    const uris = [...this.#pending.values()];
    this.#pending.clear();
    for (const uri of uris) {
      const place = this.#placeOf(uri);
      // When it was told, not all that is left out may have been known.
      if (place && !isInLeftOut(place.root, place.relative)) await this.#look(index, place.root, place.relative);
    }
  }

  /** What is there decides, not what was told: that may be of long ago. A folder comes and goes with all that is in it. */
  async #look(index: FileIndex, root: WorkspaceRoot, path: string): Promise<void> {
    const type = await vscode.workspace.fs.stat(vscode.Uri.joinPath(root.uri, path)).then(
      (stat) => stat.type,
      () => undefined,
    );
    if (type === undefined) index.remove(`${root.prefix}${path}`);
    else if (index.fileCount >= mostFiles) return;
    else if ((type & vscode.FileType.Directory) === 0) index.add(`${root.prefix}${path}`);
    else if ((type & vscode.FileType.SymbolicLink) === 0 && !(root.ignore?.ignores(path, true) ?? false)) {
      await new TreeWalk(root, this.#stopFilling.token, (each) => index.add(`${root.prefix}${each}`)).run(path);
    }
  }

  #rootsNow(): readonly WorkspaceRoot[] {
    if (this.#roots.length === 0) this.#roots = workspaceRoots();
    return this.#roots;
  }

  #placeOf(uri: vscode.Uri): { readonly root: WorkspaceRoot; readonly relative: string } | undefined {
    const places = this.#rootsNow().flatMap((root) => {
      const base = root.uri.path.endsWith('/') ? root.uri.path : `${root.uri.path}/`;
      const isInside = uri.scheme === root.uri.scheme && uri.authority === root.uri.authority && uri.path.startsWith(base);
      return isInside ? [{ root, relative: uri.path.slice(base.length) }] : [];
    });
    // A root may be inside of another.
    return places.sort((one, other) => one.relative.length - other.relative.length)[0];
  }
}
