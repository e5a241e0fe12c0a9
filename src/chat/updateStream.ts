import type { HostMessage, Update } from '../shared/protocol.ts';
import type { Clock } from './clock.ts';

/**
 * How much may be on its way to the page without its word that it is painted: so many frames' deltas, so many UTF-16 units of text. Less,
 * and a page that keeps up would be waiting, as its words take their time too; more, and it would be further behind than one notices.
 */
const window = { frames: 16, length: 32_768 };
/** The part of the window after which the page is asked for its word: each word costs the host as much as a frame's deltas. */
const asked = 3 / 4;
/** Milliseconds in which deltas are merged, one frame's: they are painted together anyway, and each message costs both sides. */
const frame = 17;
/**
 * UTF-16 units in one frame after which the next one is left out: text comes faster than anybody reads, and what a frame costs the browser
 * beside its text is spent half as often.
 */
const much = 2048;

type UpdateMessage = Extract<HostMessage, { type: 'update' }>;

/** What a frame's deltas were, once they are posted. */
interface PostedFrame {
  readonly seq: number;
  readonly length: number;
}

interface PendingDelta {
  readonly messageId: string;
  readonly block: number;
  readonly pieces: string[];
}

/**
 * The updates of one page, with flow control: deltas are posted once a frame, a window of them is unacknowledged at the most, and what
 * comes meanwhile is merged. So a page can never be behind by more than that, and a page that is hidden costs nothing.
 */
export class UpdateStream {
  readonly #post: (message: UpdateMessage) => void;
  readonly #clock: Clock;
  #seq = 0;
  /** Cancels the end of the frame in which something was posted; undefined in no such frame. */
  #endFrame: (() => void) | undefined;
  #unpainted: PostedFrame[] = [];
  /** Those of them since the page was last asked. */
  #unasked: PostedFrame[] = [];
  #pending: PendingDelta[] = [];

  constructor(post: (message: UpdateMessage) => void, clock: Clock) {
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
        this.#unasked = [];
        break;
      case 'turn':
        this.flush();
        break;
      case 'header':
        break;
    }
    this.#send(update, false);
  }

  /** Posts text, now or merged with what comes until the next frame, or until the page has painted. */
  delta(messageId: string, block: number, text: string): void {
    const last = this.#pending.at(-1);
    if (last && last.messageId === messageId && last.block === block) last.pieces.push(text);
    else this.#pending.push({ messageId, block, pieces: [text] });
    this.#flushInTime();
  }

  /** The page has painted everything up to `seq`. */
  acknowledge(seq: number): void {
    this.#unpainted = this.#unpainted.filter((each) => each.seq > seq);
    this.#flushInTime();
  }

  /** Posts the text that is waiting, unless it is to wait longer. */
  #flushInTime(): void {
    if (this.#endFrame || this.#pending.length === 0 || isFull(this.#unpainted, 1)) return;
    const length = this.flush();
    this.#endFrame = this.#clock.after(length < much ? frame : 2 * frame, () => {
      this.#endFrame = undefined;
      this.#flushInTime();
    });
  }

  /** Posts the text that is waiting. @returns how long it was */
  flush(): number {
    const deltas = this.#pending
      .splice(0)
      .map(({ messageId, block, pieces }) => ({ type: 'delta', messageId, block, text: pieces.join('') }) as const);
    if (deltas.length === 0) return 0;
    const posted = { seq: this.#seq + deltas.length, length: deltas.reduce((sum, { text }) => sum + text.length, 0) };
    this.#unpainted.push(posted);
    this.#unasked.push(posted);
    const ack = isFull(this.#unasked, asked);
    if (ack) this.#unasked = [];
    for (const delta of deltas) this.#send(delta, ack && this.#seq + 1 === posted.seq);
    return posted.length;
  }

  #send(update: Update, ack: boolean): void {
    this.#seq++;
    this.#post({ type: 'update', seq: this.#seq, update, ack });
  }
}

/** Whether posted frames fill that part of the window. */
function isFull(frames: readonly PostedFrame[], part: number): boolean {
  return frames.length >= window.frames * part || frames.reduce((sum, { length }) => sum + length, 0) >= window.length * part;
}
