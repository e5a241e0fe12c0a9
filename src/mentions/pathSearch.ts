import type { PathColumns } from './pathColumns.ts';
import type { Term } from './query.ts';
import { type MatchRange, rangesOf } from './ranges.ts';
import { fits, mostWithoutPrefix, prefixWorth, scoreTerm } from './score.ts';
import { TopList } from './topList.ts';

export interface PathMatch {
  readonly path: string;
  /** Where the query's characters are in the path, in order, for highlighting. */
  readonly ranges: readonly MatchRange[];
}

/** What a query left over: a query that extends it looks only at these, and at what was added since. */
export interface Narrowed {
  readonly terms: readonly Term[];
  readonly indices: Int32Array;
  /** How much of the list had been there. */
  readonly seen: number;
}

/** So many times more than are asked for are ranked fast and then exactly. */
const spare = 4;
/** Paths that are looked at between two looks at the time. */
const stride = 256;
const noFit = Number.NEGATIVE_INFINITY;

/** One search of a list, which can be made in parts: what it has found so far is there at any time. */
export class PathSearch {
  readonly #columns: PathColumns;
  readonly #terms: readonly Term[];
  readonly #mask: number;
  readonly #limit: number;
  readonly #top: TopList;
  readonly #before: Narrowed | undefined;
  /** What is to be looked at: of the narrowed ones so many, then the list from where they end to where it ended at the beginning. */
  readonly #count: number;
  readonly #end: number;
  readonly #onDone: (left: Narrowed) => void;
  readonly #left: Int32Array;
  #leftCount = 0;
  #next = 0;

  /**
   * @param before what a query left over that this one extends
   * @param onDone is told what this one left over
   */
  constructor(columns: PathColumns, terms: readonly Term[], limit: number, before: Narrowed | undefined, onDone: (left: Narrowed) => void) {
    this.#onDone = onDone;
    this.#columns = columns;
    this.#terms = terms;
    this.#mask = terms.reduce((all, term) => all | term.mask, 0);
    this.#limit = limit;
    this.#top = new TopList(limit * spare);
    this.#before = before;
    this.#end = terms.length === 0 ? 0 : columns.length;
    this.#count = terms.length === 0 ? 0 : (before?.indices.length ?? 0) + this.#end - (before?.seen ?? 0);
    this.#left = new Int32Array(this.#count);
  }

  /** How many paths it has looked at. */
  get looked(): number {
    return this.#next;
  }

  get isDone(): boolean {
    return this.#next === this.#count;
  }

  /** Looks at some more paths, as long as `mayGoOn` says so, but at a few in any case. */
  step(mayGoOn: () => boolean): void {
    if (this.isDone) return;
    do {
      for (const end = Math.min(this.#count, this.#next + stride); this.#next < end; this.#next += 1) {
        const index = this.#indexAt(this.#next);
        if (this.#consider(index)) this.#left[this.#leftCount++] = index;
      }
    } while (!this.isDone && mayGoOn());
    if (this.isDone) this.#onDone({ terms: this.#terms, indices: this.#left.slice(0, this.#leftCount), seen: this.#end });
  }

  /** All of it at one go. */
  whole(): this {
    this.step(() => true);
    return this;
  }

  /** The best of what it has looked at, best first: in the name before in the folder, then the shorter path. */
  matches(): readonly PathMatch[] {
    return this.#best().flatMap((index) => {
      const path = this.#columns.paths[index];
      if (path === undefined) return [];
      return { path, ranges: rangesOf(this.#terms, path, this.#columns.lower[index] ?? '', this.#columns.nameStarts[index] ?? 0) };
    });
  }

  /** Some of those that fit and are not among the best. */
  others(): readonly string[] {
    const best = new Set(this.#best());
    return this.#top.sorted().flatMap((index) => (best.has(index) ? [] : (this.#columns.paths[index] ?? [])));
  }

  #best(): readonly number[] {
    const exact = new TopList(this.#limit);
    for (const index of this.#top.sorted()) exact.offer(index, this.#score(index, true));
    return exact.sorted();
  }

  #indexAt(place: number): number {
    const narrowed = this.#before?.indices;
    if (!narrowed) return place;
    return place < narrowed.length ? (narrowed[place] ?? 0) : place - narrowed.length + (this.#before?.seen ?? 0);
  }

  /** Puts it among the best, if it is. False: it does not match. */
  #consider(index: number): boolean {
    if (((this.#columns.masks[index] ?? 0) & this.#mask) !== this.#mask) return false;
    const lower = this.#columns.lower[index] ?? '';
    if (this.#top.isFull && this.#top.least > this.#mostOf(index, lower)) {
      for (const term of this.#terms) if (!fits(term, lower)) return false;
      return true;
    }
    const score = this.#score(index, false);
    if (score === noFit) return false;
    this.#top.offer(index, score);
    return true;
  }

  /** No less than its score, if it fits. */
  #mostOf(index: number, lower: string): number {
    const nameStart = this.#columns.nameStarts[index] ?? 0;
    const nameMask = this.#columns.nameMasks[index] ?? 0;
    const begins = this.#columns.beginMasks[index] ?? 0;
    let most = lengthCost(lower);
    for (const term of this.#terms) {
      if (prefixWorth(term, lower, nameStart) > 0) return Number.POSITIVE_INFINITY;
      most += mostWithoutPrefix(term, lower, nameMask, begins);
    }
    return most;
  }

  #score(index: number, exactly: boolean): number {
    const path = this.#columns.paths[index];
    if (path === undefined) return noFit;
    const lower = this.#columns.lower[index] ?? '';
    const nameStart = this.#columns.nameStarts[index] ?? 0;
    const nameMask = this.#columns.nameMasks[index] ?? 0;
    let score = lengthCost(lower);
    for (const term of this.#terms) {
      const fit = scoreTerm(term, path, lower, nameStart, (nameMask & term.tailMask) === term.tailMask, exactly);
      if (fit < 0) return noFit;
      score += fit;
    }
    return score;
  }
}

/** Of paths that fit alike, the shorter one is meant. */
function lengthCost(path: string): number {
  return -Math.min(path.length, 500) / 512;
}
