import { type PromptContent, typed } from '../shared/context.ts';
import { documentsOf, type Message, type PromptOrigin, type UserMessage, withChangedPictures } from '../shared/message.ts';
import type { Picture, PictureChange } from '../shared/picture.ts';
import type { Clock } from './clock.ts';
import type { ConversationPatch, HistoryStore, PathMessage, StoredConversation } from './historyStore.ts';
import { type NewMessage, newPrompt } from './newMessages.ts';
import { PathPictures } from './pathPictures.ts';
import { PathTurns } from './pathTurns.ts';
import { builtInPrices, type PriceTable } from './prices.ts';
import type { SentTurns } from './sentTurns.ts';
import type { SessionEvents } from './sessionEvents.ts';
import { titleFrom } from './title.ts';
import { VisiblePath } from './visiblePath.ts';
import { WorkingCopy } from './workingCopy.ts';

export interface ShownConversationParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Without it, those that are built in. */
  readonly prices?: () => PriceTable;
  readonly log: (line: string) => void;
  readonly events: SessionEvents;
  /** Which turns the next request has, with what is typed, of the whole path. */
  readonly nextTurns: () => Promise<SentTurns>;
}

/** Messages that are shown already and not stored yet. */
export interface AddedMessages {
  /** Rejects when they could not be stored: then they are to be taken back. */
  store(): Promise<void>;
  /** All is again as it was before. Who shows the path is to be told. */
  takeBack(): void;
}

/**
 * A conversation as it is in memory: what is stored of it beside its messages, the end of its visible path, and what the next request has of
 * the rest. The store is the truth; these change together.
 */
export class ShownConversation {
  readonly copy: WorkingCopy;
  readonly path: VisiblePath;
  readonly pictures: PathPictures;
  readonly turns: PathTurns;
  readonly events: SessionEvents;
  readonly #parts: ShownConversationParts;
  /** What is below a message that is shown as the end of the path. */
  #hidden: { readonly leafId: string; readonly below: readonly string[] } | null = null;

  constructor(parts: ShownConversationParts, conversation: StoredConversation) {
    this.#parts = parts;
    const onChange = () => this.headerChanged();
    this.events = parts.events;
    this.copy = new WorkingCopy(parts, conversation);
    const { store, clock, prices = () => builtInPrices } = parts;
    this.path = new VisiblePath({ store, clock, prices, onUsage: onChange });
    this.pictures = new PathPictures(parts.store, onChange);
    this.turns = new PathTurns({ end: () => this.path.end.map(({ message }) => message), next: parts.nextTurns, onChange });
  }

  get conversation(): StoredConversation {
    return this.copy.conversation;
  }

  /** The last message that is shown; undefined while there is none. */
  get leaf(): Message | undefined {
    return this.path.end.at(-1)?.message;
  }

  /** What is there already below the end of the path: siblings of what is said next. */
  get below(): readonly string[] {
    return this.#hidden?.leafId === this.conversation.leafId ? this.#hidden.below : [];
  }

  /** The path down to a message of this conversation; nothing for one of another. */
  async upTo(messageId: string): Promise<readonly PathMessage[]> {
    const path = await this.path.upTo(messageId);
    return path.at(-1)?.message.conversationId === this.conversation.id ? path : [];
  }

  /** What every new message has. */
  base(id: string): NewMessage {
    return { id, conversationId: this.conversation.id, createdAt: this.#parts.clock.now() };
  }

  /** A prompt that is said now. @param parent the message that it follows */
  prompt(id: string, content: PromptContent, origin: PromptOrigin, parent: Message | undefined): UserMessage {
    return newPrompt(this.base(id), content, origin, parent);
  }

  /** What is typed and added just now, as the prompt that it would be. */
  typedPrompt(parent: Message | undefined): UserMessage {
    const { text, context, pictures, documents } = this.conversation.draft;
    return this.prompt('', { ...typed(text), context, pictures, documents }, 'typed', parent);
  }

  headerChanged(): void {
    this.events.emit({ type: 'header' });
  }

  /** Stores a patch. Rejects when that failed: then it is taken back. */
  async patch(patch: ConversationPatch): Promise<void> {
    try {
      await this.copy.patch(patch);
    } finally {
      this.headerChanged();
    }
  }

  /**
   * Takes messages in as the new end of what is shown; to show them and to store them is left to who adds them.
   * @param above the path that they follow
   * @param patch what changes with them: the leaf, and more
   * @param entitling gives a conversation its title that has none
   */
  add(above: readonly PathMessage[], added: readonly PathMessage[], patch: ConversationPatch, entitling: Message): AddedMessages {
    const { copy, path } = this;
    const before = { conversation: copy.conversation, end: path.end };
    const messages = added.map(({ message }) => message);
    const title = copy.conversation.title === '' ? { title: titleFrom(entitling) } : {};
    const whole = { ...title, ...patch };
    path.replace([...above, ...added]);
    copy.apply(whole);
    copy.noteMessages(messages.length);
    return {
      store: () => copy.write(this.#parts.store.addMessages(messages, whole)),
      takeBack: () => {
        copy.takeBack(before.conversation, patch);
        path.replace(before.end);
      },
    };
  }

  /** A message of the path is another one now. */
  replace(message: Message): void {
    this.path.replace(this.path.end.map((each) => (each.message.id === message.id ? { ...each, message } : each)));
  }

  /** Reads the path anew. */
  async read(): Promise<void> {
    await this.path.read(this.conversation.leafId);
    this.lookAhead();
  }

  /** Shows a message with what was last said below it. */
  async showBranch(messageId: string): Promise<void> {
    await this.showLeaf(await this.#parts.store.newestLeaf(messageId));
  }

  /** Shows the path to a message. @param below what is there below it, which is not shown */
  async showLeaf(leafId: string, below?: readonly string[]): Promise<void> {
    if (below) this.#hidden = { leafId, below };
    await this.patch({ leafId });
    await this.read();
    this.events.emit({ type: 'path' });
  }

  /** Looks again what the next request has of the path. Nothing waits for it. */
  lookAhead(): void {
    const { leafId } = this.conversation;
    this.lookAtTurns();
    this.pictures.read(leafId).catch((error: unknown) => this.#parts.log(`The pictures of a path were not read: ${String(error)}`));
  }

  /** The same, where its pictures are as they were. */
  lookAtTurns(): void {
    const looked = this.turns.look(this.conversation.options.leaveOut !== undefined);
    looked.catch((error: unknown) => this.#parts.log(`The turns of a path were not read: ${String(error)}`));
  }

  /** A picture of the path, of what is being typed or of what is queued. */
  async findPicture(id: string): Promise<Picture | undefined> {
    const { draft, queue, leafId } = this.conversation;
    const waiting = [draft, ...queue].flatMap(({ pictures }) => pictures);
    const found = waiting.find((picture) => picture.id === id) ?? this.pictures.find(id);
    if (found) return found;
    // It may not have been read yet.
    await this.pictures.read(leafId);
    return this.pictures.find(id);
  }

  /** Changes how pictures and documents are sent from now on, wherever in the conversation they are. */
  async changePictures(change: PictureChange): Promise<void> {
    const { copy, path, pictures } = this;
    await copy.write(this.#parts.store.changePictures(copy.conversation.id, change));
    path.replace(path.end.map((each) => ({ ...each, message: withChangedPictures(each.message, change) })));
    pictures.change(change);
    const hashes = change.type === 'sending' ? change.hashes : [];
    const isShown = path.end.some(({ message }) => documentsOf(message).some(({ hash }) => hashes.includes(hash)));
    this.events.emit({ type: isShown ? 'path' : 'header' });
  }
}
