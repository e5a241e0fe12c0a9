/** Finds paths by some of their characters, as the editor's Quick Open does, among a hundred thousand while one types. */
import { beginnings } from './align.ts';
import { extendsQuery, lowerCase, maskOf, readQuery, type Term } from './query.ts';
import { fits, mostWithoutPrefix, prefixWorth, scoreTerm } from './score.ts';
import { TopList } from './topList.ts';

/** From, and up to but without. */
export type MatchRange = readonly [start: number, end: number];

export interface PathMatch {
  readonly path: string;
  /** Where the query's characters are in the path, in order, for highlighting. */
  readonly ranges: readonly MatchRange[];
}

/** What a query left over: a query that extends it looks only at these, and at what was added since. */
interface Narrowed {
  readonly terms: readonly Term[];
  readonly indices: Int32Array;
  /** How much of the list had been there. */
  readonly seen: number;
}

/** A query is kept for each key that one may take back. */
const mostKept = 12;
/** So many times more than are asked for are ranked fast and then exactly. */
const spare = 4;
const nothing = new Int32Array(0);
const noFit = Number.NEGATIVE_INFINITY;

/** A set of paths that can be searched while it changes. */
export class PathList {
  /** `undefined` where one was removed. */
  #paths: (string | undefined)[] = [];
  #lower: string[] = [];
  #nameStarts: number[] = [];
  #masks = new Int32Array(1024);
  #nameMasks = new Int32Array(1024);
  /** Of what the words of the name begin with. */
  #beginMasks = new Int32Array(1024);
  #places = new Map<string, number>();
  #kept: Narrowed[] = [];
  #looked = 0;

  get size(): number {
    return this.#places.size;
  }

  /** How many paths the last search looked at. */
  get looked(): number {
    return this.#looked;
  }

  has(path: string): boolean {
    return this.#places.has(path);
  }

  /** In the order in which they came. */
  paths(): MapIterator<string> {
    return this.#places.keys();
  }

  /** False where it was there. */
  add(path: string): boolean {
    if (this.#places.has(path)) return false;
    const index = this.#paths.length;
    if (index === this.#masks.length) this.#grow();
    const lower = lowerCase(path);
    const nameStart = lower.lastIndexOf('/') + 1;
    this.#paths.push(path);
    this.#lower.push(lower);
    this.#nameStarts.push(nameStart);
    this.#masks[index] = maskOf(lower, 0);
    this.#nameMasks[index] = maskOf(lower, nameStart);
    this.#beginMasks[index] = maskOf(beginnings(path, lower, nameStart), 0);
    this.#places.set(path, index);
    return true;
  }

  /** False where it was not there. */
  remove(path: string): boolean {
    const index = this.#places.get(path);
    if (index === undefined) return false;
    this.#places.delete(path);
    this.#paths[index] = undefined;
    this.#lower[index] = '';
    this.#masks[index] = 0;
    if (this.#paths.length > 1000 && this.#places.size < this.#paths.length / 2) this.#compact();
    return true;
  }

  /** The best so many, best first: in the name before in the folder, then the shorter path. Nothing for a query without a word. */
  search(query: string, limit: number): readonly PathMatch[] {
    const terms = readQuery(query);
    this.#looked = 0;
    if (terms.length === 0) return [];
    const top = new TopList(limit * spare);
    const indices = this.#collect(terms, top);
    this.#keep({ terms, indices, seen: this.#paths.length });
    const again = new TopList(limit);
    for (const index of top.sorted()) again.offer(index, this.#score(index, terms, true));
    return again.sorted().map((index) => {
      const path = this.#paths[index] ?? '';
      return { path, ranges: rangesOf(terms, path, this.#lower[index] ?? '', this.#nameStarts[index] ?? 0) };
    });
  }

  /** The list is closed: what was kept for the next key can go. */
  forget(): void {
    this.#kept = [];
  }

  #collect(terms: readonly Term[], top: TopList): Int32Array {
    const mask = terms.reduce((all, term) => all | term.mask, 0);
    while (this.#kept.length && !extendsQuery(terms, this.#kept.at(-1)?.terms ?? [])) this.#kept.pop();
    const before = this.#kept.at(-1);
    const room = new Int32Array((before?.indices.length ?? 0) + this.#paths.length - (before?.seen ?? 0));
    let count = 0;
    const narrowed = before?.indices ?? nothing;
    for (let each = 0; each < narrowed.length; each += 1) {
      const index = narrowed[each] ?? 0;
      if (this.#consider(index, mask, terms, top)) room[count++] = index;
    }
    for (let index = before?.seen ?? 0; index < this.#paths.length; index += 1) {
      if (this.#consider(index, mask, terms, top)) room[count++] = index;
    }
    return room.slice(0, count);
  }

  /** Puts it among the best, if it is. False: it does not match. */
  #consider(index: number, mask: number, terms: readonly Term[], top: TopList): boolean {
    this.#looked += 1;
    if (((this.#masks[index] ?? 0) & mask) !== mask) return false;
    const lower = this.#lower[index] ?? '';
    if (top.isFull && top.least > this.#mostOf(index, terms, lower)) {
      for (const term of terms) if (!fits(term, lower)) return false;
      return true;
    }
    const score = this.#score(index, terms, false);
    if (score === noFit) return false;
    top.offer(index, score);
    return true;
  }

  /** No less than its score, if it fits. */
  #mostOf(index: number, terms: readonly Term[], lower: string): number {
    const nameStart = this.#nameStarts[index] ?? 0;
    const nameMask = this.#nameMasks[index] ?? 0;
    const begins = this.#beginMasks[index] ?? 0;
    let most = lengthCost(lower);
    for (const term of terms) {
      if (prefixWorth(term, lower, nameStart) > 0) return Number.POSITIVE_INFINITY;
      most += mostWithoutPrefix(term, lower, nameMask, begins);
    }
    return most;
  }

  #score(index: number, terms: readonly Term[], exactly: boolean): number {
    const path = this.#paths[index];
    if (path === undefined) return noFit;
    const lower = this.#lower[index] ?? '';
    const nameStart = this.#nameStarts[index] ?? 0;
    const nameMask = this.#nameMasks[index] ?? 0;
    let score = lengthCost(lower);
    for (const term of terms) {
      const fit = scoreTerm(term, path, lower, nameStart, (nameMask & term.tailMask) === term.tailMask, exactly);
      if (fit < 0) return noFit;
      score += fit;
    }
    return score;
  }

  #keep(narrowed: Narrowed): void {
    this.#kept.push(narrowed);
    if (this.#kept.length > mostKept) this.#kept.splice(1, 1);
  }

  #grow(): void {
    const larger = (array: Int32Array) => {
      const copy = new Int32Array(array.length * 2);
      copy.set(array);
      return copy;
    };
    this.#masks = larger(this.#masks);
    this.#nameMasks = larger(this.#nameMasks);
    this.#beginMasks = larger(this.#beginMasks);
  }

  #compact(): void {
    const paths = [...this.#places.keys()];
    this.#paths = [];
    this.#lower = [];
    this.#nameStarts = [];
    this.#places = new Map();
    this.#kept = [];
    for (const path of paths) this.add(path);
  }
}

/** Matches one text that is no path, such as a label: its score and ranges, or undefined. */
export function matchText(query: string, text: string): { readonly score: number; readonly ranges: readonly MatchRange[] } | undefined {
  const terms = readQuery(query);
  const lower = lowerCase(text);
  const scores = terms.map((term) => scoreTerm(term, text, lower, 0, true, true));
  if (scores.some((score) => score < 0)) return undefined;
  return { score: scores.reduce((sum, score) => sum + score, 0), ranges: rangesOf(terms, text, lower, 0) };
}

/** Of paths that fit alike, the shorter one is meant. */
function lengthCost(path: string): number {
  return -Math.min(path.length, 500) / 512;
}

function rangesOf(terms: readonly Term[], path: string, lower: string, nameStart: number): readonly MatchRange[] {
  const places = new Set<number>();
  for (const term of terms) {
    const own: number[] = [];
    scoreTerm(term, path, lower, nameStart, true, true, own);
    for (const place of own) places.add(place);
  }
  const ranges: [number, number][] = [];
  for (const place of [...places].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}
