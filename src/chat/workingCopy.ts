import type { Draft, QueuedPrompt, ViewState } from '../shared/conversation.ts';
import { changedQueue } from '../shared/queue.ts';
import type { Clock } from './clock.ts';
import type { ConversationPatch, HistoryStore, StoredConversation } from './historyStore.ts';
import { LatestWrite } from './latestWrite.ts';

export interface WorkingCopyParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/**
 * What is stored of a conversation beside its messages, as this window has it: ahead of the store by what is being written, and again as it was
 * where that could not be. The draft and the view are the window's own: another window's writes never replace them.
 */
export class WorkingCopy {
  readonly #parts: WorkingCopyParts;
  #conversation: StoredConversation;
  readonly #drafts = new LatestWrite((draft: Draft) => this.#store({ draft }));
  readonly #views = new LatestWrite((viewState: ViewState) => this.#store({ viewState }));

  constructor(parts: WorkingCopyParts, conversation: StoredConversation) {
    this.#parts = parts;
    this.#conversation = conversation;
  }

  get conversation(): StoredConversation {
    return this.#conversation;
  }

  /** Stores a patch, which is taken in at once. Rejects when it could not be stored: then it is taken back. */
  async patch(patch: ConversationPatch): Promise<void> {
    const before = this.#conversation;
    this.apply(patch);
    try {
      await this.write(this.#store(patch));
    } catch (error) {
      this.takeBack(before, patch);
      throw error;
    }
  }

  /** Takes a patch in that is stored by others. */
  apply({ queue, files: _, documentFiles: __, ...rest }: ConversationPatch): void {
    const before = this.#conversation;
    this.#conversation = { ...before, ...rest, queue: queue ? changedQueue(before.queue, queue) : before.queue };
  }

  /** A patch was not stored: all is as it was before, but for what was typed or looked at meanwhile. */
  takeBack(before: StoredConversation, patch: ConversationPatch): void {
    const { draft, viewState, revision } = this.#conversation;
    const { context, pictures, documents } = before.draft;
    const kept = draft === patch.draft ? before.draft : patch.draft ? { ...draft, context, pictures, documents } : draft;
    this.#conversation = { ...before, viewState, revision, draft: kept };
    // It may not have been on disk: what waited to be written was dropped for the patch.
    if (patch.draft) this.#drafts.put(kept).catch((error: unknown) => this.#parts.log(`A draft was not stored: ${String(error)}`));
  }

  /** Counts a write of this window's, so that it is not taken for another window's; one that failed does not hide another window's. */
  async write(write: Promise<void>): Promise<void> {
    this.#count(1);
    try {
      await write;
    } catch (error) {
      this.#count(-1);
      throw error;
    }
  }

  #count(writes: number): void {
    this.#conversation = { ...this.#conversation, revision: this.#conversation.revision + writes };
  }

  /** Messages are new in it. */
  noteMessages(count: number): void {
    const { messageCount } = this.#conversation;
    this.#conversation = { ...this.#conversation, messageCount: messageCount + count, updatedAt: this.#parts.clock.now() };
  }

  /**
   * Takes over what another window wrote.
   * @param keepsLeaf is asked when it has been read: whether what is shown stays
   * @returns whether there was something new; `gone` where it is not stored any more
   */
  async takeOver(keepsLeaf: () => boolean): Promise<'same' | 'new' | 'gone'> {
    const known = this.#conversation.revision;
    const stored = await this.#parts.store.readConversation(this.#conversation.id);
    if (!stored) return 'gone';
    if (stored.revision === known) return 'same';
    const { revision, leafId, draft, viewState } = this.#conversation;
    // What was written here meanwhile is counted, too.
    const taken = { ...stored, draft, viewState, revision: stored.revision + revision - known };
    this.#conversation = keepsLeaf() ? { ...taken, leafId } : taken;
    return 'new';
  }

  /** Reads the queue, which another window may have changed; undefined where the conversation is not stored any more. */
  async readQueue(): Promise<readonly QueuedPrompt[] | undefined> {
    const queue = (await this.#parts.store.readConversation(this.#conversation.id))?.queue;
    if (queue) this.#conversation = { ...this.#conversation, queue };
    return queue;
  }

  /** Stores the draft, soon: of those that are put while one is being written, only the last is. */
  putDraft(draft: Draft): Promise<void> {
    this.#conversation = { ...this.#conversation, draft };
    return this.#drafts.put(draft);
  }

  /** Stores the draft with a patch, at once. Whoever puts one later has it, too. */
  storeDraft(draft: Draft, patch: ConversationPatch): Promise<void> {
    this.dropDraft();
    this.#conversation = { ...this.#conversation, draft };
    return this.#store({ ...patch, draft });
  }

  /** What waits to be written of the draft is not: a patch has it. */
  dropDraft(): void {
    this.#drafts.drop();
  }

  putViewState(viewState: ViewState): Promise<void> {
    this.#conversation = { ...this.#conversation, viewState };
    return this.#views.put(viewState);
  }

  /** Resolves when draft and view are stored. */
  async settled(): Promise<void> {
    await Promise.all([this.#drafts.settled(), this.#views.settled()]);
  }

  #store(patch: ConversationPatch): Promise<void> {
    return this.#parts.store.patchConversation(this.#conversation.id, patch, this.#parts.clock.now());
  }
}
