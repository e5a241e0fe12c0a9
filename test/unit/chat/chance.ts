import { random } from '../apply/mutations.ts';

/** What is left to chance, the same for the same seed. */
export class Chance {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  /** True in so many of one. */
  of(part: number): boolean {
    return this.#next() < part;
  }

  /** A whole number from 0, less than `count`. */
  below(count: number): number {
    return Math.floor(this.#next() * count);
  }

  pick<T>(all: readonly T[]): T {
    const picked = all[this.below(all.length)];
    if (picked === undefined) throw new Error('There is nothing to pick from.');
    return picked;
  }
}
