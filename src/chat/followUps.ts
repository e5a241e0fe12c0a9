import { typed } from '../shared/context.ts';
import { turnsOf } from '../shared/continuing.ts';
import type { AssistantMessage } from '../shared/message.ts';
import type { OtherWindows } from './otherWindows.ts';
import { continuePrompt } from './request.ts';
import { isPaused, type RunningTurn } from './runningTurn.ts';
import type { ShownConversation } from './shownConversation.ts';
import type { TurnHold } from './turnHold.ts';

/** How often in a row a reply that the API paused is gone on with unasked: each time costs what all that was said costs. */
const mostResumes = 5;

export interface FollowUpsParts {
  readonly newId: () => string;
  readonly shown: ShownConversation;
  readonly turn: RunningTurn;
  readonly windows: OtherWindows;
  readonly hold: TurnHold;
  /** Does one thing after the other. */
  readonly inTurn: (action: () => Promise<void>) => Promise<void>;
}

/** What begins by itself when a turn has ended: a reply that the API paused goes on, and what is queued is sent. */
export class FollowUps {
  readonly #parts: FollowUpsParts;
  #isClosing = false;

  constructor(parts: FollowUpsParts) {
    this.#parts = parts;
  }

  /** A turn has ended. A stop or an error holds the queue: what is queued may no longer be wanted. */
  after(reply: AssistantMessage): void {
    const { inTurn } = this.#parts;
    if (isPaused(reply)) void inTurn(() => this.#resume(reply));
    else if (reply.status === 'complete') void inTurn(() => this.sendNextQueued());
  }

  /** Nothing begins any more: what is queued stays. */
  close(): void {
    this.#isClosing = true;
  }

  /** Asks for more of the reply at the end of the path. To be called in turn. */
  goOnAfter(reply: AssistantMessage): Promise<void> {
    const { shown, turn, newId } = this.#parts;
    const prompt = shown.prompt(newId(), typed(continuePrompt), 'continue', reply);
    return turn.start({ above: shown.path.end, prompt, siblings: [] });
  }

  /** Sends what is queued if the reply that it waits for is over, and whole. To be called in turn. */
  async sendWhereOver(): Promise<void> {
    const { shown, windows } = this.#parts;
    await windows.takeOver();
    const last = shown.leaf;
    if (last?.role === 'assistant' && last.status === 'complete' && !isPaused(last)) await this.sendNextQueued();
  }

  /** Sends the first prompt of the queue, if no turn runs. To be called in turn. */
  async sendNextQueued(): Promise<void> {
    const { shown, turn, windows, hold } = this.#parts;
    if (windows.busy || this.#isClosing) return;
    // Another window may have queued, changed or removed one just now.
    const next = (await shown.copy.readQueue())?.[0];
    // What is held stays where it is, with the reason above it.
    if (!next || (await hold.isHeld())) return;
    const prompt = shown.prompt(next.id, next, 'typed', shown.leaf);
    const patch = { queue: { type: 'remove', id: next.id } } as const;
    try {
      await turn.start({ above: shown.path.end, prompt, siblings: shown.below, patch, begun: next.begun });
    } catch (error) {
      // Another window has sent or removed it just now.
      const isGone = (await shown.copy.readQueue())?.every(({ id }) => id !== next.id) ?? true;
      if (!isGone) throw error;
      await windows.takeOver();
      await this.sendNextQueued();
      return;
    }
    shown.headerChanged();
  }

  /** Goes on with a reply that the API paused; not again and again. The queue waits for its end. */
  async #resume(reply: AssistantMessage): Promise<void> {
    const { shown, windows, hold } = this.#parts;
    if (windows.busy || this.#isClosing || shown.leaf?.id !== reply.id) return;
    const last = turnsOf(shown.path.end, ({ message }) => message).at(-1);
    const parts = last?.type === 'reply' ? last.parts : [];
    const others = parts.findLastIndex(({ message }) => message.role !== 'assistant' || !isPaused(message));
    if (parts.length - 1 - others <= mostResumes && !(await hold.isHeld())) await this.goOnAfter(reply);
  }
}
