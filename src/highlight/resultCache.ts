/** The last results, so that what is scrolled back to or opened again costs nothing. */
import { createHash } from 'node:crypto';
import type { CodeColors } from '../shared/codeColors.ts';

export class ResultCache {
  readonly #entries = new Map<string, CodeColors>();
  readonly #limit: number;
  #size = 0;

  /** @param limit bytes of runs that are kept; at least the last result is */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The key of a text in a language and a theme. */
  static key(theme: string, scope: string, text: string): string {
    return createHash('sha1')
      .update(JSON.stringify([theme, scope]))
      .update(text)
      .digest('base64');
  }

  get(key: string): CodeColors | undefined {
    const found = this.#entries.get(key);
    if (!found) return undefined;
    // A map keeps the order in which its keys came, so this one is the last to go.
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found;
  }

  set(key: string, colors: CodeColors): void {
    this.#remove(key);
    this.#entries.set(key, colors);
    this.#size += colors.runs.byteLength;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#limit || oldest === key) return;
      this.#remove(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }

  #remove(key: string): void {
    this.#size -= this.#entries.get(key)?.runs.byteLength ?? 0;
    this.#entries.delete(key);
  }
}
