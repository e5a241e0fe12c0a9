import type { Update } from '../shared/protocol.ts';

/** UTF-16 units of text that are shown in one go: a millisecond or two of work, so that a burst leaves room for frames and keys. */
const portion = 1024;

interface Waiting {
  readonly update: Update;
  /** Null where none is asked for, and for a piece of an update that has more of them behind it. */
  readonly seq: number | null;
}

/** Updates that have arrived and are not shown, in their order. Long text is handed out in portions. */
export class UpdateQueue {
  #waiting: Waiting[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** @param seq what `take` says once all of the update is taken; null where nobody asks */
  add(seq: number | null, update: Update): void {
    if (update.type !== 'delta' || update.text.length <= portion) {
      this.#waiting.push({ update, seq });
      return;
    }
    const { text } = update;
    for (let from = 0; from < text.length; ) {
      let to = Math.min(from + portion, text.length);
      if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1] ?? '')) to++;
      this.#waiting.push({ update: { ...update, text: text.slice(from, to) }, seq: to < text.length ? null : seq });
      from = to;
    }
  }

  /** Takes a portion out. @returns the updates, and the last seq that was asked for and of which all has been taken; null where that is none that is new */
  take(): { readonly updates: readonly Update[]; readonly seq: number | null } {
    let length = 0;
    let count = 0;
    let seq: number | null = null;
    for (const waiting of this.#waiting) {
      const { update } = waiting;
      const more = lengthOf(update);
      if (count > 0 && length + more > portion) break;
      length += more;
      count++;
      seq = waiting.seq ?? seq;
    }
    return { updates: this.#waiting.splice(0, count).map(({ update }) => update), seq };
  }
}

function lengthOf(update: Update): number {
  return update.type === 'delta' ? update.text.length : 0;
}
