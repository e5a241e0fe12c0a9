import { PathList } from './pathList.ts';
import type { PathSearch } from './pathSearch.ts';

/**
 * The files of a workspace, and the folders that they are in. Paths have `/` between names; where the workspace has several roots, each
 * path begins with the label of its own.
 */
export class FileIndex {
  readonly #files = new PathList();
  readonly #folders = new PathList();
  /** How many files and folders are directly in a folder. */
  readonly #counts = new Map<string, number>();

  get fileCount(): number {
    return this.#files.size;
  }

  get folderCount(): number {
    return this.#folders.size;
  }

  hasFile(path: string): boolean {
    return this.#files.has(path);
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  files(): MapIterator<string> {
    return this.#files.paths();
  }

  add(path: string): void {
    if (path === '' || !this.#files.add(path)) return;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const count = this.#counts.get(folder) ?? 0;
      this.#counts.set(folder, count + 1);
      if (count > 0) return;
      this.#folders.add(folder);
    }
  }

  /** A file, or a folder with all that is in it: of a folder that is deleted one only hears its own name. */
  remove(path: string): void {
    if (this.#folders.has(path)) {
      const below = `${path}/`;
      for (const file of [...this.#files.paths()].filter((each) => each.startsWith(below))) this.#removeFile(file);
    }
    this.#removeFile(path);
  }

  /** As `PathList.search`. */
  searchFiles(query: string, limit: number): PathSearch {
    return this.#files.search(query, limit);
  }

  searchFolders(query: string, limit: number): PathSearch {
    return this.#folders.search(query, limit);
  }

  /** The list is closed. */
  forget(): void {
    this.#files.forget();
    this.#folders.forget();
  }

  #removeFile(path: string): void {
    if (!this.#files.remove(path)) return;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const count = (this.#counts.get(folder) ?? 0) - 1;
      if (count > 0) {
        this.#counts.set(folder, count);
        return;
      }
      this.#counts.delete(folder);
      this.#folders.remove(folder);
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
