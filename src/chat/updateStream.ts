import type { Update } from '../shared/protocol.ts';
import type { Clock } from './ports.ts';

/** How many frames' deltas may be on their way to the page without its word that they are painted. */
const unpaintedFrames = 2;
/** Milliseconds in which deltas are merged: they are painted in one frame anyway, and each message costs both sides. */
const frame = 16;

interface PendingDelta {
  readonly messageId: string;
  readonly block: number;
  readonly pieces: string[];
}

/**
 * The updates of one page, with flow control: deltas are posted once a frame, at most two frames' are unacknowledged, and what comes
 * meanwhile is merged. So a page can never be behind by more than it takes to paint two of them, and a page that is hidden costs nothing.
 */
export class UpdateStream {
  readonly #post: (seq: number, update: Update) => void;
  readonly #clock: Clock;
  #seq = 0;
  /** Cancels the end of the frame in which something was posted; undefined in no such frame. */
  #endFrame: (() => void) | undefined;
  #unpainted: number[] = [];
  #pending: PendingDelta[] = [];

  constructor(post: (seq: number, update: Update) => void, clock: Clock) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Posts nothing more by itself. */
  dispose(): void {
    this.#endFrame?.();
    this.#pending = [];
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

  /** Posts text, now or merged with what comes until the next frame, or until the page has painted. */
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
    if (this.#endFrame || this.#pending.length === 0 || this.#unpainted.length >= unpaintedFrames) return;
    this.#endFrame = this.#clock.after(frame, () => {
      this.#endFrame = undefined;
      this.#flush();
    });
    let seq = 0;
    for (const { messageId, block, pieces } of this.#pending.splice(0)) {
      seq = this.#send({ type: 'delta', messageId, block, text: pieces.join('') });
    }
    this.#unpainted.push(seq);
  }

  #send(update: Update): number {
    this.#seq++;
    this.#post(this.#seq, update);
    return this.#seq;
  }
}
