/** Replies that were paused: they may come back as the last message, which goes on with them. */
import { isObject } from '../../src/shared/json.ts';

export class PausedReplies {
  readonly #known = new Set<string>();

  add(content: unknown): void {
    this.#known.add(keyOf(content));
  }

  /** Whether this is one of them, as it came: but for thinking, which may be left out, and what says nothing, which must. */
  has(content: unknown): boolean {
    return this.#known.has(keyOf(content));
  }

  clear(): void {
    this.#known.clear();
  }
}

function keyOf(content: unknown): string {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  return JSON.stringify(blocks.filter((block) => !isThinking(block) && !isWhite(block)).map(said));
}

function isThinking(block: unknown): boolean {
  return isObject(block) && (block['type'] === 'thinking' || block['type'] === 'redacted_thinking');
}

function isWhite(block: unknown): boolean {
  return isObject(block) && block['type'] === 'text' && String(block['text']).trim() === '';
}

/** Without fields that are null and cache marks, in one order. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([name, each]) => each !== null && name !== 'cache_control');
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, said(each)]));
}
