/** Finds paths by some of their characters, as the editor's Quick Open does, among a hundred thousand while one types. */
import { PathColumns } from './pathColumns.ts';
import { type Narrowed, PathSearch } from './pathSearch.ts';
import { extendsQuery, readQuery } from './query.ts';

/** A query is kept for each key that one may take back. */
const mostKept = 12;

/** A set of paths that can be searched while it changes. */
export class PathList {
  #columns = new PathColumns();
  #places = new Map<string, number>();
  #kept: Narrowed[] = [];

  get size(): number {
    return this.#places.size;
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
    this.#places.set(path, this.#columns.add(path));
    return true;
  }

  /** False where it was not there. */
  remove(path: string): boolean {
    const place = this.#places.get(path);
    if (place === undefined) return false;
    this.#places.delete(path);
    this.#columns.blank(place);
    if (this.#columns.length > 1000 && this.#places.size < this.#columns.length / 2) this.#compact();
    return true;
  }

  /**
   * Begins to look for the best so many; nothing is found for a query without a word. What is added meanwhile is not looked at. What a search
   * leaves over when it is done is kept for the next key.
   */
  search(query: string, limit: number): PathSearch {
    const terms = readQuery(query);
    while (this.#kept.length && !extendsQuery(terms, this.#kept.at(-1)?.terms ?? [])) this.#kept.pop();
    const columns = this.#columns;
    return new PathSearch(columns, terms, limit, this.#kept.at(-1), (left) => {
      if (columns === this.#columns) this.#keep(left);
    });
  }

  /** The list is closed: what was kept for the next key can go. */
  forget(): void {
    this.#kept = [];
  }

  #keep(narrowed: Narrowed): void {
    this.#kept.push(narrowed);
    if (this.#kept.length > mostKept) this.#kept.splice(1, 1);
  }

  /** A search that is under way goes on in what was there. */
  #compact(): void {
    const paths = [...this.#places.keys()];
    this.#columns = new PathColumns();
    this.#places = new Map();
    this.#kept = [];
    for (const path of paths) this.add(path);
  }
}
