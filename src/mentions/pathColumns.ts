import { beginnings } from './align.ts';
import { lowerCase, maskOf } from './query.ts';

/** What a search reads of each path, column by column. Paths are added at the end and are blanked where they go, so that places stay. */
export class PathColumns {
  /** `undefined` where one was removed. */
  readonly paths: (string | undefined)[] = [];
  readonly lower: string[] = [];
  readonly nameStarts: number[] = [];
  masks = new Int32Array(1024);
  nameMasks = new Int32Array(1024);
  /** Of what the words of the name begin with. */
  beginMasks = new Int32Array(1024);

  get length(): number {
    return this.paths.length;
  }

  /** @returns its place */
  add(path: string): number {
    const place = this.paths.length;
    if (place === this.masks.length) this.#grow();
    const lower = lowerCase(path);
    const nameStart = lower.lastIndexOf('/') + 1;
    this.paths.push(path);
    this.lower.push(lower);
    this.nameStarts.push(nameStart);
    this.masks[place] = maskOf(lower, 0);
    this.nameMasks[place] = maskOf(lower, nameStart);
    this.beginMasks[place] = maskOf(beginnings(path, lower, nameStart), 0);
    return place;
  }

  blank(place: number): void {
    this.paths[place] = undefined;
    this.lower[place] = '';
    this.masks[place] = 0;
  }

  #grow(): void {
    const larger = (array: Int32Array) => {
      const copy = new Int32Array(array.length * 2);
      copy.set(array);
      return copy;
    };
    this.masks = larger(this.masks);
    this.nameMasks = larger(this.nameMasks);
    this.beginMasks = larger(this.beginMasks);
  }
}
