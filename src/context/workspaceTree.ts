import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ExcludeSettings } from '../mentions/excludeSettings.ts';
import { GitIgnore } from '../mentions/gitIgnore.ts';

/** A root of the workspace, with what is left out of it. */
export interface WorkspaceRoot {
  readonly uri: vscode.Uri;
  /** What paths in it begin with, with a slash at its end; empty where it is the only root. */
  readonly prefix: string;
  readonly excludes: ExcludeSettings;
  /** Null where the user has the editor's search not use such files. */
  readonly ignore: GitIgnore | null;
}

/** Milliseconds of work after which others have their turn. */
const slice = 5;
/** Folders that are read at once: those of a disk, and those of what may be a server. More would keep Node's few threads from what others have for them. */
const atOnce = { disk: 8, other: 6 };

/**
 * Reads the folders below one, the upper ones first, and tells of each file that neither the settings nor a .gitignore leaves out. The
 * editor's `findFiles` gives all of them in one piece, which holds the extension host for as long as it takes to unpack it, knows no
 * .gitignore, and finds nothing in virtual workspaces. Folders behind symbolic links are not entered: they may lead round in a circle.
 */
export class TreeWalk {
  readonly #root: WorkspaceRoot;
  readonly #found: (path: string) => void;
  readonly #token: vscode.CancellationToken;
  readonly #restUntil: () => number;
  readonly #queue: string[] = [];
  #next = 0;
  #sliceBegan = performance.now();
  #breath: Promise<void> | undefined;

  /**
   * @param found is told paths that are relative to the root
   * @param restUntil when it may go on: somebody waits for what needs the same processors. On the clock of `performance.now()`
   */
  constructor(root: WorkspaceRoot, token: vscode.CancellationToken, found: (path: string) => void, restUntil: () => number = () => 0) {
    this.#restUntil = restUntil;
    this.#root = root;
    this.#token = token;
    this.#found = found;
  }

  /** @param folder relative to the root; '' is the root. Settles when all is read, or when it is cancelled; never rejects. */
  async run(folder: string): Promise<void> {
    this.#queue.push(folder);
    const most = this.#root.uri.scheme === 'file' ? atOnce.disk : atOnce.other;
    let active = 0;
    await new Promise<void>((settle) => {
      const pump = () => {
        while (active < most && this.#next < this.#queue.length && !this.#token.isCancellationRequested) {
          const path = this.#queue[this.#next++] ?? '';
          active += 1;
          void this.#read(path).then(() => {
            active -= 1;
            pump();
          });
        }
        if (active === 0) settle();
      };
      pump();
    });
  }

  async #read(folder: string): Promise<void> {
    const { uri, ignore } = this.#root;
    const entries = await readFolder(folder === '' ? uri : vscode.Uri.joinPath(uri, folder));
    const names = new Set(entries.map(({ name }) => name));
    if (ignore && names.has('.gitignore')) await readIgnore(this.#root, folder);
    if (ignore && folder === '' && names.has('.git')) await readExclude(this.#root);
    for (const { name, isFolder } of entries) {
      // Asked again after the wait: of those that waited, another one may have used up the slice.
      while (performance.now() - this.#sliceBegan > slice) await this.#breathe();
      if (this.#token.isCancellationRequested) return;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (isLeftOut(this.#root, path, isFolder, names)) continue;
      if (!isFolder) this.#found(path);
      else this.#queue.push(path);
    }
  }

  /** One wait for all folders that are being read: after waits of their own they would all go on in the same turn, each with a slice. */
  #breathe(): Promise<void> {
    this.#breath ??= this.#rest().then(() => {
      this.#breath = undefined;
      this.#sliceBegan = performance.now();
    });
    return this.#breath;
  }

  async #rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (let left = this.#left(); left > 0; left = this.#left()) await new Promise((resolve) => setTimeout(resolve, left));
  }

  #left(): number {
    return this.#token.isCancellationRequested ? 0 : this.#restUntil() - performance.now();
  }
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, without links to folders; nothing where it is gone or may not be read. A disk is read directly: that takes a third of the time. */
async function readFolder(uri: vscode.Uri): Promise<readonly Entry[]> {
  try {
    if (uri.scheme === 'file') {
      const entries = await readdir(uri.fsPath, { withFileTypes: true });
      const links = entries.filter((entry) => entry.isSymbolicLink());
      const toFolders = new Set((await Promise.all(links.map(leadsToFolder))).flatMap((name) => name ?? []));
      return entries
        .filter((entry) => entry.isFile() || entry.isDirectory() || (entry.isSymbolicLink() && !toFolders.has(entry.name)))
        .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    }
    const entries = await vscode.workspace.fs.readDirectory(uri);
    const linkToFolder = vscode.FileType.SymbolicLink | vscode.FileType.Directory;
    return entries
      .filter(([, type]) => (type & linkToFolder) !== linkToFolder)
      .map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
  } catch {
    return [];
  }
}

async function leadsToFolder({ parentPath, name }: Dirent): Promise<string | undefined> {
  const target = await stat(join(parentPath, name)).catch(() => undefined);
  return target?.isDirectory() ? name : undefined;
}

/** Whether a file or folder is left out itself; what it is in is asked about apart, or by `isInLeftOut`. */
export function isLeftOut(root: WorkspaceRoot, path: string, isFolder: boolean, siblings: ReadonlySet<string> | undefined): boolean {
  return root.excludes.excludes(path, siblings) || (root.ignore?.ignores(path, isFolder) ?? false);
}

/** Whether it, or a folder that it is in, is left out. */
export function isInLeftOut(root: WorkspaceRoot, path: string): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    if (root.excludes.excludes(path.slice(0, end), undefined)) return true;
  }
  return isLeftOut(root, path, false, undefined);
}

/** Reads what a repository and the folders above one ignore, so that a walk can begin there. */
export async function readIgnoresAbove(root: WorkspaceRoot, folder: string): Promise<void> {
  if (!root.ignore || folder === '') return;
  const names = folder.split('/');
  const above = names.map((_, count) => names.slice(0, count).join('/'));
  await Promise.all([readExclude(root), ...above.map((each) => readIgnore(root, each))]);
}

/** Reads the .gitignore of a folder anew. */
export async function readIgnore({ uri, ignore }: WorkspaceRoot, folder: string): Promise<void> {
  ignore?.set(folder, await textOf(vscode.Uri.joinPath(uri, folder, '.gitignore')));
}

async function readExclude({ uri, ignore }: WorkspaceRoot): Promise<void> {
  ignore?.setExclude((await textOf(vscode.Uri.joinPath(uri, '.git', 'info', 'exclude'))) ?? '');
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** The roots of the workspace, with labels that tell them apart. */
export function workspaceRoots(): readonly WorkspaceRoot[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const taken = new Set<string>();
  return folders.map(({ uri, name }) => {
    const plain = name.replaceAll('/', '-');
    let label = plain;
    for (let number = 2; taken.has(label); number += 1) label = `${plain} (${number})`;
    taken.add(label);
    return rootAt(uri, folders.length > 1 ? `${label}/` : '');
  });
}

/** The root that a folder is in, and where in it; one that is in none is a root itself. */
export function rootOf(uri: vscode.Uri): { readonly root: WorkspaceRoot; readonly relative: string } {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const top = folder?.uri.path.replace(/\/$/, '') ?? '';
  const relative = folder ? uri.path.slice(top.length + 1).replace(/\/$/, '') : '';
  return { root: rootAt(folder?.uri ?? uri, ''), relative };
}

function rootAt(uri: vscode.Uri, prefix: string): WorkspaceRoot {
  const setting = (section: string, key: string): unknown => vscode.workspace.getConfiguration(section, uri).get(key);
  return {
    uri,
    prefix,
    // Plain copies: what the editor hands out is a live view, slow to read.
    excludes: new ExcludeSettings([setting('files', 'exclude'), setting('search', 'exclude')].map(plainCopy)),
    ignore: setting('search', 'useIgnoreFiles') === false ? null : new GitIgnore(),
  };
}

function plainCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
