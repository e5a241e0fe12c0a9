import { beginningOf } from '../shared/beginning.ts';
import type { WaitView } from '../shared/headerView.ts';
import type { AssistantMessage, UserMessage } from '../shared/message.ts';
import type { Choices } from './choices.ts';
import type { Clock } from './clock.ts';
import { failureLine } from './failure.ts';
import type { ConversationPatch, HistoryStore, PathMessage } from './historyStore.ts';
import type { ModelApi } from './modelApi.ts';
import { newReply } from './newMessages.ts';
import { namingRefused } from './refusedPictures.ts';
import type { MadeRequest, Requests } from './requests.ts';
import type { ShownConversation } from './shownConversation.ts';
import type { TurnEvent } from './turnEvents.ts';
import { TurnRun } from './turnRun.ts';

export interface RunningTurnParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Throws `TurnFailure` where there is no key. */
  readonly connect: () => Promise<ModelApi>;
  readonly newId: () => string;
  readonly log: (line: string) => void;
  readonly shown: ShownConversation;
  readonly choices: Choices;
  readonly requests: Requests;
  /** What follows is asked for here: before anybody is told of the end, so that who waits until all is settled waits for that, too. */
  readonly onEnd: (reply: AssistantMessage) => void;
}

/** A turn that is to begin. */
export interface NewTurn {
  /** The path that it follows; it ends with the prompt itself where that is stored already. */
  readonly above: readonly PathMessage[];
  readonly prompt: UserMessage;
  /** Of the message that is new: those it has already. */
  readonly siblings: readonly string[];
  /** What changes with it in the conversation. */
  readonly patch?: ConversationPatch;
  /** What the reply is to begin with, where the model goes on with that. */
  readonly begun?: string | undefined;
}

/** The turn that runs in a conversation by this window's doing, one at the most: it begins it, shows it, stores it and ends it. */
export class RunningTurn {
  readonly #parts: RunningTurnParts;
  #run: TurnRun | null = null;
  #wait: WaitView = null;

  constructor(parts: RunningTurnParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** What it waits for; null where it runs, and where there is none. */
  get wait(): WaitView {
    return this.#wait;
  }

  /** Some messages of the path, with its reply as it is now. */
  asItStands(messages: readonly PathMessage[]): readonly PathMessage[] {
    const run = this.#run;
    return run ? messages.map((each) => (each.message.id === run.turn.id ? { ...each, message: run.turn.message() } : each)) : messages;
  }

  /**
   * Shows a prompt's turn at once, starts its request and stores it, all three side by side: the request needs nothing the disk says. Rejects
   * when it could not be stored: then it was not said.
   */
  async start({ above, prompt, siblings, patch = {}, begun = '' }: NewTurn): Promise<void> {
    const { shown, choices, newId } = this.#parts;
    const isNewPrompt = above.at(-1)?.message.id !== prompt.id;
    const reply = newReply(shown.base(newId()), prompt, choices.model, choices.noBeginning === null ? begun : '');
    const added: PathMessage[] = isNewPrompt
      ? [
          { message: prompt, siblings: [...siblings, prompt.id] },
          { message: reply, siblings: [reply.id] },
        ]
      : [{ message: reply, siblings: [...siblings, reply.id] }];
    const extendsPath = above === shown.path.end && siblings.length === 0;
    const messages = shown.add(above, added, { ...patch, leafId: reply.id }, prompt);
    if (extendsPath && isNewPrompt) shown.pictures.add(prompt);
    const run = this.#createRun(reply, [...above, ...added.slice(0, -1)]);
    this.#run = run;
    if (extendsPath) for (const { message } of added) shown.events.emit({ type: 'turn', message });
    else shown.events.emit({ type: 'path' });
    // What went with it goes from the box with it.
    if (patch.draft) shown.headerChanged();

    const stored = messages.store();
    void run.run();
    try {
      await stored;
    } catch (error) {
      // What is not stored was not said: the prompt is still in the composer.
      this.#run = null;
      this.#wait = null;
      run.stop();
      messages.takeBack();
      shown.events.emit({ type: 'path' });
      throw error;
    } finally {
      shown.lookAhead();
    }
  }

  /** Ends it at once and keeps what has come. Works on a wait too. */
  stop(): void {
    this.#run?.stop();
  }

  /** Gives up waiting for another attempt. */
  cancelWait(): void {
    this.#run?.cancelWait();
  }

  /** @param history the path up to the prompt, as far as it was read; the rest is read from the store when the request is built. */
  #createRun(reply: AssistantMessage, history: readonly PathMessage[]): TurnRun {
    const { clock, connect, store, shown, choices, requests } = this.#parts;
    let made: MadeRequest | null = null;
    // What is chosen while it waits is for the next one.
    const chosen = { ...choices.chosen, model: reply.model };
    const run: TurnRun = new TurnRun(reply, {
      clock,
      connect,
      buildRequest: async () => {
        const parentId = history[0]?.message.parentId ?? null;
        const above = parentId === null ? [] : await store.readPath(parentId, Number.MAX_SAFE_INTEGER);
        const messages = [...above, ...history].map(({ message }) => message);
        const { documentsLeftOut } = requests;
        made = await requests.forReply(messages, chosen, beginningOf(reply));
        if (requests.documentsLeftOut !== documentsLeftOut) shown.headerChanged();
        return made.request;
      },
      asked: () => requests.asked,
      format: () => requests.format,
      citedSource: (raw, pages) => requests.citedSource(raw, pages),
      newRecord: () => requests.newRecord(),
      checkpoint: (id, events) => shown.copy.write(store.checkpoint(id, events)),
      onEvent: (event) => this.#tell(run, event),
      onWait: (wait) => {
        this.#wait = wait;
        shown.headerChanged();
      },
      onEnd: (message) => {
        requests.keepPaused(isPaused(message) ? (made?.request ?? null) : null);
        if (this.#run === run) this.#end(namingRefused(message, made));
        made = null;
      },
    });
    return run;
  }

  #tell({ turn }: TurnRun, event: TurnEvent): void {
    const { events } = this.#parts.shown;
    switch (event.type) {
      case 'text':
      case 'thinking':
        events.emit({ type: 'delta', messageId: turn.id, block: turn.before + event.index, text: event.text });
        return;
      case 'blockStarted':
        events.emit({ type: 'turn', message: turn.message() });
        return;
      case 'blockEnded':
        if (turn.hasInput(event.index)) events.emit({ type: 'turn', message: turn.message() });
        return;
      case 'started':
      case 'signature':
      case 'citation':
      case 'inputJson':
      case 'ended':
        return;
    }
  }

  #end(message: AssistantMessage): void {
    const { shown, store, log, onEnd } = this.#parts;
    this.#run = null;
    this.#wait = null;
    shown.replace(message);
    shown.path.trim();
    shown.copy.write(store.finishMessage(message)).catch(() => {
      // The store has gone on in memory and says so itself; what it could not take at all is still in this session.
    });
    if (message.error) log(`A reply failed: ${failureLine(message.error)}`);
    onEnd(message);
    shown.events.emit({ type: 'turn', message });
    shown.headerChanged();
    shown.lookAtTurns();
  }
}

/** Whether the API paused a reply, and goes on with it where it gets it back. */
export function isPaused({ status, stopReason }: AssistantMessage): boolean {
  return status === 'complete' && stopReason === 'pause_turn';
}
