import { turnsOf } from '../shared/continuing.ts';
import type { Message } from '../shared/message.ts';
import type { HistoryStore, PathMessage } from './historyStore.ts';
import type { RunningTurn } from './runningTurn.ts';
import type { ShownConversation } from './shownConversation.ts';
import type { PathPart } from './visiblePath.ts';

export interface ConversationReaderParts {
  readonly store: HistoryStore;
  readonly shown: ShownConversation;
  readonly turn: RunningTurn;
  /** Resolves when everything asked for so far is stored. */
  readonly settled: () => Promise<void>;
}

/** Reads a conversation for those who look at it: nothing is changed by that. The running reply is in it as it stands. */
export class ConversationReader {
  readonly #parts: ConversationReaderParts;

  constructor(parts: ConversationReaderParts) {
    this.#parts = parts;
  }

  /** The end of the visible path, oldest first. */
  get end(): readonly PathMessage[] {
    return this.#parts.turn.asItStands(this.#path.end);
  }

  /** The last page of the visible path. */
  get lastPage(): PathPart {
    return this.#asItStands(this.#path.lastPage());
  }

  /** The page of the visible path above a message. */
  async before(messageId: string): Promise<PathPart> {
    return this.#asItStands(await this.#path.before(messageId));
  }

  /** The page of the visible path below a message. */
  async after(messageId: string): Promise<PathPart> {
    return this.#asItStands(await this.#path.after(messageId));
  }

  /** A page of the visible path with a message in its midst; undefined where it is not on it. */
  async around(messageId: string): Promise<PathPart | undefined> {
    const part = await this.#path.around(messageId);
    return part && this.#asItStands(part);
  }

  /** A message of this conversation; undefined where there is none of that id. */
  async message(id: string): Promise<Message | undefined> {
    const { store, shown } = this.#parts;
    const message = this.end.find((each) => each.message.id === id)?.message ?? (await store.readMessage(id));
    return message?.conversationId === shown.conversation.id ? message : undefined;
  }

  /** A message of this conversation as a reader sees it: a reply with all that goes on with it on the visible path. Empty where there is none. */
  async turn(id: string): Promise<readonly Message[]> {
    const replyWith = (path: readonly PathMessage[]) => {
      const turns = turnsOf(
        path.map(({ message }) => message),
        (message) => message,
      );
      return turns.flatMap((each) => (each.type === 'reply' && each.parts.some((part) => part.id === id) ? [each.parts] : []))[0];
    };
    const shown = replyWith(this.end);
    if (shown) return shown;
    const message = await this.message(id);
    if (!message) return [];
    const below = await this.after(id);
    return replyWith([{ message, siblings: [] }, ...below.messages]) ?? [message];
  }

  /** The whole visible path, as it is stored; the streaming reply as of its last checkpoint. */
  async wholePath(): Promise<readonly Message[]> {
    await this.#parts.settled();
    return this.storedPath();
  }

  /** The same as far as it is stored by now: waits for nothing that is being changed. */
  async storedPath(): Promise<readonly Message[]> {
    const { store, shown } = this.#parts;
    const { leafId } = shown.conversation;
    const path = leafId === null ? [] : await store.readPath(leafId, Number.MAX_SAFE_INTEGER);
    return path.map(({ message }) => message);
  }

  get #path() {
    return this.#parts.shown.path;
  }

  #asItStands(part: PathPart): PathPart {
    return { ...part, messages: this.#parts.turn.asItStands(part.messages) };
  }
}
