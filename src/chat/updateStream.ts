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

  /** Posts at once, after the text that was waiting: a page takes that in piece by piece, and a turn as a whole at one go. */
  update(update: Exclude<Update, { type: 'delta' }>): void {
    switch (update.type) {
      case 'snapshot':
        // It holds everything.
        this.#pending = [];
        this.#unpainted = [];
        break;
      case 'turn':
        this.#postPending();
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

  /** Posts the text that is waiting. */
  flush(): void {
    this.#postPending();
  }

  #flush(): void {
    if (this.#endFrame || this.#pending.length === 0 || this.#unpainted.length >= unpaintedFrames) return;
    this.#endFrame = this.#clock.after(frame, () => {
      this.#endFrame = undefined;
      this.#flush();
    });
    this.#postPending();
  }

  #postPending(): void {
    const seqs = this.#pending
      .splice(0)
      .map(({ messageId, block, pieces }) => this.#send({ type: 'delta', messageId, block, text: pieces.join('') }));
    const last = seqs.at(-1);
    if (last !== undefined) this.#unpainted.push(last);
  }

  #send(update: Update): number {
    this.#seq++;
    this.#post(this.#seq, update);
    return this.#seq;
  }
}
