import type { Update } from '../shared/protocol.ts';

/** How many deltas may be on their way to the page without its word that they are painted. */
const unpaintedDeltas = 2;

interface PendingDelta {
  readonly messageId: string;
  readonly block: number;
  readonly pieces: string[];
}

/**
 * The updates of one page, with flow control: at most two deltas are unacknowledged, and what comes meanwhile is merged. So a page can
 * never be behind by more than it takes to paint two of them, and a page that is hidden costs nothing.
 */
export class UpdateStream {
  readonly #post: (seq: number, update: Update) => void;
  #seq = 0;
  #unpainted: number[] = [];
  #pending: PendingDelta[] = [];

  constructor(post: (seq: number, update: Update) => void) {
    this.#post = post;
  }

  /** Posts at once. A snapshot holds everything, and a turn all of its text, so what was pending of them is dropped. */
  update(update: Exclude<Update, { type: 'delta' }>): void {
    switch (update.type) {
      case 'snapshot':
        this.#pending = [];
        this.#unpainted = [];
        break;
      case 'turn':
        this.#pending = this.#pending.filter(({ messageId }) => messageId !== update.turn.id);
        break;
      case 'header':
        break;
    }
    this.#send(update);
  }

  /** Posts text, now or merged with what comes until the page has painted. */
  delta(messageId: string, block: number, text: string): void {
    const last = this.#pending.at(-1);
    if (last && last.messageId === messageId && last.block === block) last.pieces.push(text);
    else this.#pending.push({ messageId, block, pieces: [text] });
    this.#flush();
  }

  /** The page has painted everything up to `seq`. */
  acknowledge(seq: number): void {
    this.#unpainted = this.#unpainted.filter((each) => each > seq);
    this.#flush();
  }

  #flush(): void {
    while (this.#unpainted.length < unpaintedDeltas) {
      const next = this.#pending.shift();
      if (!next) return;
      this.#unpainted.push(this.#send({ type: 'delta', messageId: next.messageId, block: next.block, text: next.pieces.join('') }));
    }
  }

  #send(update: Update): number {
    this.#seq++;
    this.#post(this.#seq, update);
    return this.#seq;
  }
}
