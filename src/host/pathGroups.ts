import type { MentionGroup } from '../mentions/entry.ts';
import type { FileIndex } from '../mentions/fileIndex.ts';
import type { PathMatch, PathSearch } from '../mentions/pathSearch.ts';
import { firstFiles, pathEntry } from './mentionEntries.ts';

const mostFiles = 20;
const mostFolders = 5;
/** Of a list without a text, so many more than are shown. */
const moreFiles = 60;
/** Milliseconds of work after which others have their turn. */
const slice = 4;

type Found = Pick<MentionGroup, 'entries' | 'others'>;

/**
 * The files and folders that fit a text. A key never waits for all of 100 000 to be looked at: what is found in a slice of time is shown, the
 * rest is looked at in further slices.
 */
export class PathGroups {
  readonly #index: FileIndex;
  readonly #fileCount: number;
  readonly #isEmpty: boolean;
  readonly #files: PathSearch | null;
  readonly #folders: PathSearch | null;

  /** @param only which of them are asked for; null is both. Without a text they are the files that are nearest to the roots. */
  constructor(index: FileIndex, text: string, only: 'file' | 'folder' | null) {
    this.#index = index;
    this.#fileCount = index.fileCount;
    this.#isEmpty = text.trim() === '';
    this.#files = only === 'folder' ? null : index.searchFiles(text, mostFiles);
    this.#folders = only === 'file' ? null : index.searchFolders(text, mostFolders);
  }

  /** Whether there are more files by now, or fewer. */
  isOld(index: FileIndex): boolean {
    return index !== this.#index || index.fileCount !== this.#fileCount;
  }

  get isWhole(): boolean {
    return this.#searches().every((search) => search.isDone);
  }

  /** Looks on, for a slice of time. */
  look(): void {
    const until = performance.now() + slice;
    for (const search of this.#searches()) search.step(() => performance.now() < until);
  }

  files(): Found {
    if (!this.#isEmpty) return found('file', this.#files);
    const first = this.#files ? firstFiles(this.#index, mostFiles + moreFiles) : [];
    return { entries: first.slice(0, mostFiles), others: first.slice(mostFiles) };
  }

  folders(): Found {
    return found('folder', this.#folders);
  }

  #searches(): readonly PathSearch[] {
    return [this.#files, this.#folders].filter((search) => search !== null);
  }
}

function found(kind: 'file' | 'folder', search: PathSearch | null): Found {
  const entry = (path: string, ranges: PathMatch['ranges']) => pathEntry(kind, `${kind}:${path}`, path, ranges);
  return {
    entries: search?.matches().map(({ path, ranges }) => entry(path, ranges)) ?? [],
    others: search?.others().map((path) => entry(path, [])) ?? [],
  };
}
