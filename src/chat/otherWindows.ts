import type { RunningTurn } from './runningTurn.ts';
import type { ShownConversation } from './shownConversation.ts';

export interface OtherWindowsParts {
  readonly shown: ShownConversation;
  readonly turn: RunningTurn;
  /** Does one thing after the other. */
  readonly inTurn: (action: () => Promise<void>) => Promise<void>;
}

/** What other windows do in a conversation: a turn of theirs, what they write, and that they delete it. */
export class OtherWindows {
  readonly #parts: OtherWindowsParts;
  /** It was deleted: what streams in it by another window's doing is not heard of any more. */
  #isGone = false;
  /** Another window wrote while a turn ran here: the path is read again when that is over. */
  #isBehind = false;

  constructor(parts: OtherWindowsParts) {
    this.#parts = parts;
  }

  /** Whether a turn runs, in this window or another. */
  get busy(): boolean {
    const { shown, turn } = this.#parts;
    if (turn.isRunning || this.#isGone) return turn.isRunning;
    return shown.path.end.some(({ message }) => message.role === 'assistant' && message.status === 'streaming');
  }

  /** The same as it is by now: another window's reply may have ended. To be called in turn. */
  async isBusyNow(): Promise<boolean> {
    if (this.busy && !this.#parts.turn.isRunning) await this.takeOver();
    return this.busy;
  }

  /** Reads what another window wrote. To be called in turn. */
  async takeOver(): Promise<void> {
    const { shown, turn } = this.#parts;
    switch (await shown.copy.takeOver(() => turn.isRunning)) {
      case 'same':
        return;
      case 'gone':
        this.deleted();
        return;
      case 'new':
        this.#isGone = false;
        this.#isBehind = true;
        if (turn.isRunning) shown.headerChanged();
        else await this.#catchUp();
    }
  }

  /** The turn that ran here is over: what was written meanwhile is shown. */
  turnEnded(): void {
    if (this.#isBehind) void this.#parts.inTurn(() => this.#catchUp());
  }

  /** Tells those who show it that it is gone; its turn ends. */
  deleted(): void {
    const { shown, turn } = this.#parts;
    turn.stop();
    this.#isGone = true;
    shown.events.emit({ type: 'deleted' });
  }

  async #catchUp(): Promise<void> {
    const { shown, turn } = this.#parts;
    if (!this.#isBehind || turn.isRunning) return;
    this.#isBehind = false;
    await shown.read();
    shown.events.emit({ type: 'path' });
  }
}
