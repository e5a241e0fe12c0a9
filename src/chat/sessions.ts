import type { ConversationSummary, StoreNotice, TypedDraft, ViewState } from '../shared/conversation.ts';
import { Session, type SessionParts } from './session.ts';

/** How many conversations the title's menu and the first page offer. */
const recentCount = 8;

interface Workspace {
  readonly id: string;
  readonly name: string;
}

interface OpenSession {
  readonly session: Session;
  users: number;
  /** How lists showed it when they were last read again for its sake. */
  listed: string;
}

/** The sessions that are open in this window, one for each conversation however many surfaces show it, and what all of them share. */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #workspace: Workspace;
  readonly #open = new Map<string, OpenSession>();
  readonly #listeners = new Set<() => void>();
  readonly #spentListeners = new Set<() => void>();
  readonly #stopListening: () => void;
  #recent: readonly ConversationSummary[] = [];
  #notices: readonly StoreNotice[] = [];
  #dismissed = new Set<StoreNotice['kind']>();

  constructor(parts: SessionParts, workspace: Workspace) {
    this.#parts = parts;
    this.#workspace = workspace;
    this.#stopListening = parts.store.onDidChange(() => this.#logging('What another window wrote was not read', this.#takeOver()));
  }

  get workspaceId(): string {
    return this.#workspace.id;
  }

  /** The last conversations of this workspace, newest first; as of the last `update`. */
  get recent(): readonly ConversationSummary[] {
    return this.#recent;
  }

  /** What the user must know of the store and has not dismissed. */
  get notices(): readonly StoreNotice[] {
    return this.#notices.filter(({ kind }) => !this.#dismissed.has(kind));
  }

  /** Calls back when the list of conversations or the notices changed. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when a reply has ended in this window, and what it cost is in the history. */
  onSpent(listener: () => void): () => void {
    this.#spentListeners.add(listener);
    return () => this.#spentListeners.delete(listener);
  }

  /** Opens a conversation for one more user; undefined where there is none. Each `open` and `create` is ended by one `release`. */
  async open(id: string): Promise<Session | undefined> {
    const session = this.#open.get(id)?.session ?? (await Session.open(this.#parts, id));
    return session && this.#take(session);
  }

  /** Begins an empty conversation in this workspace. */
  async create(): Promise<Session> {
    return this.#take(await Session.create(this.#parts, this.#workspace));
  }

  /** One user less. A session without users is let go of when its turn has ended. */
  release(session: Session): void {
    const open = this.#open.get(session.id);
    if (!open) return;
    open.users--;
    void this.#letGo(open);
  }

  /** Does something in a conversation, shown or not; rejects where there is none of that id. */
  async use<T>(id: string, action: (session: Session) => Promise<T> | T): Promise<T> {
    const session = await this.open(id);
    if (!session) throw new Error('The conversation is not there any more.');
    try {
      return await action(session);
    } finally {
      this.release(session);
    }
  }

  /** The open sessions in which a turn runs. */
  get running(): readonly Session[] {
    return [...this.#open.values()].map(({ session }) => session).filter((session) => session.busy);
  }

  /** Hides a conversation from lists and search; its running turn is stopped. */
  async delete(id: string): Promise<void> {
    const open = this.#open.get(id)?.session;
    open?.stop();
    await open?.settled();
    await this.#parts.store.deleteConversation(id, this.#parts.clock.now());
    open?.deleted();
    await this.update();
  }

  async restore(id: string): Promise<void> {
    await this.#parts.store.restoreConversation(id);
    await this.update();
  }

  /** Renames or pins a conversation that may not be open. */
  async patch(id: string, patch: { readonly title: string } | { readonly pinned: boolean }): Promise<void> {
    const open = this.#open.get(id)?.session;
    if (open) await ('title' in patch ? open.rename(patch.title) : open.pin(patch.pinned));
    else await this.#parts.store.patchConversation(id, patch, this.#parts.clock.now());
    await this.update();
  }

  /** Stores what a page tells of a conversation, which it may have left meanwhile. */
  async keep(id: string, kept: { readonly draft: TypedDraft } | { readonly viewState: ViewState }): Promise<void> {
    const open = this.#open.get(id)?.session;
    if (open && 'viewState' in kept) await open.saveViewState(kept.viewState);
    else if ('viewState' in kept) await this.#parts.store.patchConversation(id, kept, this.#parts.clock.now());
    // What goes with the text is not the page's to tell: it is kept.
    else await this.use(id, (session) => session.draft.save(kept.draft));
  }

  dismissNotice(kind: StoreNotice['kind']): void {
    this.#dismissed.add(kind);
    this.#changed();
  }

  /** Tries to write to disk what is only in memory. */
  async retryStore(): Promise<void> {
    this.#notices = await this.#parts.store.retry();
    this.#changed();
  }

  /** Reads the list and the notices again. */
  async update(): Promise<void> {
    const { store } = this.#parts;
    const [recent, notices] = await Promise.all([store.listConversations(this.#workspace.id, recentCount + 1), store.notices()]);
    // A trouble that comes back is news again.
    for (const kind of this.#dismissed) if (!notices.some((notice) => notice.kind === kind)) this.#dismissed.delete(kind);
    this.#recent = recent;
    this.#notices = notices;
    this.#changed();
  }

  /** Prices have changed: the costs of what is shown are summed anew. */
  async sumAgain(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ session }) => session.sumAgain()));
  }

  /** Budgets have changed: what was held may begin when it is asked for again. */
  budgetsChanged(): void {
    for (const { session } of this.#open.values()) session.answerHold(false);
  }

  /** Stops every running turn, keeping what has come, and resolves when all is stored. */
  async dispose(): Promise<void> {
    this.#stopListening();
    await Promise.allSettled([...this.#open.values()].map(({ session }) => session.close()));
  }

  #take(session: Session): Session {
    // Two may have opened it at the same time: the first stays.
    const open = this.#open.get(session.id) ?? this.#remember(session);
    open.users++;
    return open.session;
  }

  #remember(session: Session): OpenSession {
    const open: OpenSession = { session, users: 0, listed: listing(session) };
    this.#open.set(session.id, open);
    session.onEvent((event) => {
      if (event.type === 'delta') return;
      if (event.type === 'header' || event.type === 'path' || event.type === 'deleted') void this.#letGo(open);
      if (listing(session) !== open.listed) this.#logging('The list was not read', this.#listAgain(open));
      const { message } = event.type === 'turn' ? event : {};
      if (message?.role === 'assistant' && message.status !== 'streaming')
        this.#logging('What a reply cost was not told', this.#tellSpent(session));
    });
    return open;
  }

  async #tellSpent(session: Session): Promise<void> {
    await session.settled();
    for (const listener of this.#spentListeners) listener();
  }

  /** Lists are read again when what the session shows already is stored, too. */
  async #listAgain(open: OpenSession): Promise<void> {
    open.listed = listing(open.session);
    await open.session.settled();
    await this.update();
  }

  /** Not before all is settled: a queued prompt may be about to be sent. */
  async #letGo(open: OpenSession): Promise<void> {
    const isOver = () => open.users <= 0 && !open.session.busy && this.#open.get(open.session.id) === open;
    if (!isOver()) return;
    await open.session.settled();
    if (isOver()) this.#open.delete(open.session.id);
  }

  async #takeOver(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ session }) => session.refresh()));
    await this.update();
  }

  /** For what nobody waits for: it may fail where the history's thread is gone. */
  #logging(what: string, reading: Promise<void>): void {
    reading.catch((error: unknown) => this.#parts.log(`${what}: ${String(error)}`));
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What lists show of a conversation, but for its time. */
function listing(session: Session): string {
  const { title, pinned, messageCount } = session.summary();
  return JSON.stringify([title, pinned, messageCount]);
}
