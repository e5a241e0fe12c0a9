import type { BudgetHold } from '../shared/budget.ts';
import { type ContextItem, type PromptContent, typed } from '../shared/context.ts';
import { turnsOf } from '../shared/continuing.ts';
import {
  type ConversationOptions,
  type ConversationSummary,
  emptyDraft,
  initialViewState,
  noOptions,
  type ViewState,
} from '../shared/conversation.ts';
import {
  type AssistantMessage,
  documentsOf,
  type Message,
  messageText,
  type PromptOrigin,
  picturesOf,
  type UserMessage,
  withChangedPictures,
} from '../shared/message.ts';
import type { Picture, PictureChange, PictureFate } from '../shared/picture.ts';
import type { WaitView } from '../shared/protocol.ts';
import { type BudgetKeeper, HeldByBudget } from './budgetKeeper.ts';
import { cachedUntil } from './cacheLife.ts';
import { type CostOf, costOf } from './cost.ts';
import type { InstructionFile } from './instructions.ts';
import { newPrompt, newReply } from './newMessages.ts';
import { type PathTokens, pathTokens } from './nextPrompt.ts';
import { PathPictures } from './pathPictures.ts';
import type { ChatRequest, Clock, ConversationPatch, HistoryStore, Model, ModelApi, PathMessage, StoredConversation } from './ports.ts';
import { PromptDraft } from './promptDraft.ts';
import { namingRefused } from './refusedPictures.ts';
import { continuePrompt, type RequestSettings, withChosen } from './request.ts';
import { type Chosen, type MadeRequest, Requests } from './requests.ts';
import { titleOf } from './title.ts';
import type { TurnEvent } from './turnEvents.ts';
import { TurnRun } from './turnRun.ts';
import type { UsageSum } from './usage.ts';
import { type PathPart, VisiblePath } from './visiblePath.ts';
import type { WireRecord } from './wireRecord.ts';
import { WorkingCopy } from './workingCopy.ts';

/** How often in a row a reply that the API paused is gone on with unasked: each time costs what all that was said costs. */
const mostResumes = 5;

/** What a session tells those who show it, as it happens. */
export type SessionEvent =
  /** Another path is shown, or another window changed it: read everything again. */
  | { readonly type: 'path' }
  /** A turn is new at the end of the path, or changed as a whole. */
  | { readonly type: 'turn'; readonly message: Message }
  | { readonly type: 'delta'; readonly messageId: string; readonly block: number; readonly text: string }
  /** Title, queue, model, wait, usage, what holds a turn, or whether one runs. */
  | { readonly type: 'header' }
  /** It was deleted, in this window or another: show something else. */
  | { readonly type: 'deleted' };

/** What sessions share. */
export interface SessionParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Throws `TurnFailure` where there is no key. */
  readonly connect: () => Promise<ModelApi>;
  /** Read at each turn; `model` is the default of those who have chosen none for the conversation. */
  readonly settings: () => RequestSettings;
  readonly model: (id: string) => Model | undefined;
  /** What the workspace's files say just now; none without it. Never rejects. */
  readonly instructionFiles?: () => Promise<readonly InstructionFile[]>;
  readonly newId: () => string;
  /** With the prices as they are set; without it, with those of the table. */
  readonly costOf?: CostOf;
  /** Without it, nothing is limited. */
  readonly budget?: BudgetKeeper;
  /** For what the user may want to look up later: kinds, ids and what the API said of itself. Never what was said in a conversation. */
  readonly log: (line: string) => void;
}

/**
 * One conversation that is open in this window: the end of its visible path, its running turn, its queue. The store is the truth and
 * this is its working copy, of as much as is shown; several surfaces may show the same session.
 *
 * Changes are made one after the other, in the order they were asked for, so that none sees another half done. Stopping is not a
 * change and never waits.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #copy: WorkingCopy;
  /** The prompt that is being typed. */
  readonly draft: PromptDraft;
  readonly #path: VisiblePath;
  readonly #pictures: PathPictures;
  readonly #requests: Requests;
  #run: TurnRun | null = null;
  #wait: WaitView = null;
  #hold: BudgetHold | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** It was deleted: what streams in it by another window's doing is not heard of any more. */
  #isGone = false;
  #isClosing = false;

  private constructor(parts: SessionParts, conversation: StoredConversation) {
    this.#parts = parts;
    this.#copy = new WorkingCopy(parts, conversation);
    const onChange = () => this.#emit({ type: 'header' });
    this.draft = new PromptDraft({ copy: this.#copy, inTurn: (action) => this.#change(action), onChange, newId: parts.newId });
    this.#path = new VisiblePath(parts.store, parts.costOf ?? costOf, onChange);
    this.#pictures = new PathPictures(parts.store, onChange);
    this.#requests = new Requests(parts);
  }

  /** Opens a stored conversation; undefined where there is none of that id. */
  static async open(parts: SessionParts, id: string): Promise<Session | undefined> {
    const conversation = await parts.store.readConversation(id);
    if (!conversation) return undefined;
    const session = new Session(parts, conversation);
    session.draft.claim();
    await session.#readPath();
    return session;
  }

  /** Begins an empty conversation. */
  static async create(parts: SessionParts, workspace: { readonly id: string; readonly name: string }): Promise<Session> {
    const id = parts.newId();
    const createdAt = parts.clock.now();
    await parts.store.createConversation({ id, workspaceId: workspace.id, workspaceName: workspace.name, createdAt });
    return new Session(parts, {
      id,
      workspaceId: workspace.id,
      workspaceName: workspace.name,
      title: '',
      pinned: false,
      createdAt,
      updatedAt: createdAt,
      messageCount: 0,
      leafId: null,
      model: null,
      options: noOptions,
      draft: emptyDraft,
      viewState: initialViewState,
      queue: [],
      revision: 0,
    });
  }

  get id(): string {
    return this.conversation.id;
  }

  get conversation(): StoredConversation {
    return this.#copy.conversation;
  }

  /** The end of the visible path, oldest first. The streaming reply is in it as it stands now. */
  get path(): readonly PathMessage[] {
    return this.#asItStands(this.#path.end);
  }

  /** The last page of the visible path. */
  get lastPage(): PathPart {
    return this.#partAsItStands(this.#path.lastPage());
  }

  /** Over the whole path. */
  get usage(): UsageSum {
    return this.#path.usage;
  }

  /** What becomes of the path's pictures, and of those that are typed with, in the next request; by id. @param model what is known of the model */
  pictureFates(model: (id: string) => Model | undefined): Readonly<Record<string, PictureFate>> {
    return this.#pictures.fates(this.conversation.draft.pictures, model(this.model));
  }

  /** How many documents of the path did not go with the last request, as there is too much. */
  get documentsLeftOut(): number {
    return this.#requests.documentsLeftOut;
  }

  /** Until when the API keeps what was said, in milliseconds since the epoch; null where it keeps nothing of it. */
  get cachedUntil(): number | null {
    return cachedUntil(this.#leaf, this.model);
  }

  /** Prices have changed: the costs are summed anew. */
  sumAgain(): Promise<void> {
    return this.#path.sumAgain();
  }

  /** Tokens of the path as it stands, for the next request: at once, by the API's last count and by estimate. */
  get pathTokens(): PathTokens {
    const end = this.path.map(({ message }) => message);
    const { options } = this.conversation;
    return pathTokens(end, this.model, `${this.#parts.settings().instructions}\n${options.instructions}`.trim());
  }

  get wait(): WaitView {
    return this.#wait;
  }

  /** Why the last turn that was asked for did not begin; null where it did, or where that was answered. */
  get hold(): BudgetHold | null {
    return this.#hold;
  }

  /** Whether a turn runs, in this window or another. */
  get busy(): boolean {
    if (this.#run !== null || this.#isGone) return this.#run !== null;
    return this.#path.end.some(({ message }) => message.role === 'assistant' && message.status === 'streaming');
  }

  get model(): string {
    return this.conversation.model ?? this.#parts.settings().model;
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends what was typed, with what was added to it, or queues it while a turn runs. Resolves when it is stored. White text is nothing
   * without a picture or a document. Rejects with `HeldByBudget`, as all do that begin a turn.
   * @param messageId the id the prompt is to have.
   */
  send(messageId: string, text: string): Promise<{ queued: boolean }> {
    return this.#change(async () => {
      const { draft } = this.conversation;
      const { context, pictures, documents } = draft;
      if (text.trim() === '' && pictures.length + documents.length === 0) return { queued: false };
      if (!(await this.#isBusy())) await this.#throwIfHeld();
      this.#copy.dropDraft();
      const content = { text, title: null, context, pictures, documents };
      return this.#sendOrQueue(messageId, content, { draft: { ...emptyDraft, edit: draft.edit } });
    });
  }

  /** Sends a prompt that was not typed, with what goes with it, or queues it; what is being typed stays. It is queued, too, where a budget holds it. */
  ask(messageId: string, content: PromptContent): Promise<{ queued: boolean }> {
    return this.#change(async () => {
      const held = !(await this.#isBusy()) && (await this.#isHeld());
      return this.#sendOrQueue(messageId, content, {}, held);
    });
  }

  /** Whether a turn runs. Another window's reply may have ended just now. */
  async #isBusy(): Promise<boolean> {
    if (this.busy && !this.#run) await this.#takeOver();
    return this.busy;
  }

  async #sendOrQueue(messageId: string, content: PromptContent, patch: ConversationPatch, held = false): Promise<{ queued: boolean }> {
    if (this.busy || held) {
      await this.#patch({ ...patch, queue: { type: 'add', prompt: { id: messageId, ...content } } });
      return { queued: true };
    }
    await this.#startTurn(this.#path.end, this.#prompt(messageId, content, 'typed', this.#leaf), [], patch);
    return { queued: false };
  }

  /** Ends the running turn at once and keeps what has come. Works on a wait too. */
  stop(): void {
    this.#run?.stop();
  }

  /** Gives up waiting for another attempt. */
  cancelWait(): void {
    this.#run?.cancelWait();
  }

  /** Asks again for a reply: a new sibling of it. Of a prompt that has no reply yet, the first one. */
  regenerate(messageId: string): Promise<void> {
    return this.#change(async () => {
      const path = await this.#upTo(messageId);
      const found = path.at(-1);
      if (!found || this.busy) return;
      const above = found.message.role === 'user' ? path : path.slice(0, -1);
      const prompt = above.at(-1)?.message;
      if (prompt?.role !== 'user') return;
      const replies = found.message.role === 'assistant' ? found : (await this.#path.after(messageId)).messages[0];
      await this.#throwIfHeld();
      await this.#startTurn(above, prompt, replies?.siblings ?? [], {});
    });
  }

  /** Goes on after a reply that was cut. */
  continueAfter(messageId: string): Promise<void> {
    return this.#change(async () => {
      const last = this.#leaf;
      if (last?.id !== messageId || last.role !== 'assistant' || this.busy) return;
      await this.#throwIfHeld();
      await this.#goOnAfter(last);
    });
  }

  /** Sends another version of a prompt: a new sibling of it. The running turn, if any, is stopped: its prompt is being replaced. */
  edit(messageId: string, newMessageId: string, text: string): Promise<void> {
    return this.#change(async () => {
      // What must not be sent yet stops nothing.
      await this.#throwIfHeld();
      this.stop();
      const path = await this.#upTo(messageId);
      const edited = path.at(-1);
      if (edited?.message.role !== 'user') return;
      const [pictures, documents] = [picturesOf(edited.message), documentsOf(edited.message)];
      if (text.trim() === '' && pictures.length + documents.length === 0) return;
      // Who asked still has the text.
      if (this.busy) throw new Error('A reply is running in this conversation.');
      const above = path.slice(0, -1);
      this.#copy.dropDraft();
      const content = { text, title: null, context: contextOf(edited.message), pictures, documents };
      const prompt = this.#prompt(newMessageId, content, 'typed', above.at(-1)?.message);
      await this.#startTurn(above, prompt, edited.siblings, { draft: { ...this.conversation.draft, edit: null } });
    });
  }

  /** Shows the sibling at `index` (from 0) of a message, with what was last said below it. */
  selectSibling(messageId: string, index: number): Promise<void> {
    return this.#change(async () => {
      const target = (await this.#upTo(messageId)).at(-1)?.siblings[index];
      if (target !== undefined && target !== messageId && !this.#run) await this.#showBranch(target);
    });
  }

  /** Rejects when it is not queued any more: who asked still has the text. */
  editQueued(id: string, text: string): Promise<void> {
    return this.#change(async () => {
      if (!this.conversation.queue.some((each) => each.id === id)) throw new Error('The prompt is not queued any more.');
      this.#copy.dropDraft();
      await this.#patch({ queue: { type: 'edit', id, text }, draft: { ...this.conversation.draft, edit: null } });
    });
  }

  removeQueued(id: string): Promise<void> {
    return this.#change(() => this.#patch({ queue: { type: 'remove', id } }));
  }

  /** Sends the first queued prompt, if no turn runs. */
  sendQueued(): Promise<void> {
    return this.#change(() => this.#sendNextQueued());
  }

  /** The user has answered what holds the next turn: it may begin, or not. The same is not asked again. */
  answerHold(allow: boolean): void {
    if (allow && this.#hold) this.#parts.budget?.allow(this.id, this.#hold);
    this.#setHold(null);
  }

  rename(title: string): Promise<void> {
    return this.#change(() => this.#patch({ title: title.trim() }));
  }

  pin(pinned: boolean): Promise<void> {
    return this.#change(() => this.#patch({ pinned }));
  }

  chooseModel(model: string | null): Promise<void> {
    return this.#change(() => this.#patch({ model }));
  }

  /** A picture of the path, of what is being typed or of what is queued. */
  async findPicture(id: string): Promise<Picture | undefined> {
    const { draft, queue, leafId } = this.conversation;
    const waiting = [draft, ...queue].flatMap(({ pictures }) => pictures);
    const found = waiting.find((picture) => picture.id === id) ?? this.#pictures.find(id);
    if (found) return found;
    // It may not have been read yet.
    await this.#pictures.read(leafId);
    return this.#pictures.find(id);
  }

  /** Changes how pictures and documents are sent from now on, wherever in the conversation they are. */
  changePictures(change: PictureChange): Promise<void> {
    return this.#change(async () => {
      await this.#copy.write(this.#parts.store.changePictures(this.id, change));
      this.#path.replace(this.#path.end.map((each) => ({ ...each, message: withChangedPictures(each.message, change) })));
      this.#pictures.change(change);
      const hashes = change.type === 'sending' ? change.hashes : [];
      const isShown = this.#path.end.some(({ message }) => documentsOf(message).some(({ hash }) => hashes.includes(hash)));
      this.#emit({ type: isShown ? 'path' : 'header' });
    });
  }

  /** The settings as its next request has them. */
  get settings(): RequestSettings {
    return withChosen(this.#parts.settings(), this.model, this.conversation.options);
  }

  /** Chooses how much the model puts into replies, from the next request on. */
  chooseAnswering(chosen: Partial<Pick<ConversationOptions, 'effort' | 'thinking'>>): Promise<void> {
    return this.#change(() => this.#patch({ options: { ...this.conversation.options, ...chosen } }));
  }

  /** Sets its own part of the system prompt, from the next request on; empty for none. */
  setInstructions(instructions: string): Promise<void> {
    return this.#change(() => this.#patch({ options: { ...this.conversation.options, instructions } }));
  }

  saveViewState(viewState: ViewState): Promise<void> {
    return this.#copy.putViewState(viewState);
  }

  /** Takes over what another window wrote. A turn that runs here goes on. */
  refresh(): Promise<void> {
    return this.#change(() => this.#takeOver());
  }

  /** The page of the visible path above a message. */
  async before(messageId: string): Promise<PathPart> {
    return this.#partAsItStands(await this.#path.before(messageId));
  }

  /** The page of the visible path below a message. */
  async after(messageId: string): Promise<PathPart> {
    return this.#partAsItStands(await this.#path.after(messageId));
  }

  /**
   * A page of the visible path with a message in its midst; undefined where it is not on it.
   * @param anyBranch shows the message's branch where it is on another; not while a turn runs, which would be out of sight
   */
  around(messageId: string, anyBranch: boolean): Promise<PathPart | undefined> {
    return this.#change(async () => {
      const part = await this.#path.around(messageId);
      if (part || !anyBranch || this.#run) return part && this.#partAsItStands(part);
      if ((await this.#parts.store.readMessage(messageId))?.conversationId !== this.id) return undefined;
      await this.#showBranch(messageId);
      return this.#path.around(messageId);
    });
  }

  /** A message of this conversation; undefined where there is none of that id. */
  async message(id: string): Promise<Message | undefined> {
    const shown = this.path.find(({ message }) => message.id === id)?.message;
    const message = shown ?? (await this.#parts.store.readMessage(id));
    return message?.conversationId === this.id ? message : undefined;
  }

  /** A message of this conversation as a reader sees it: a reply with all that goes on with it on the visible path. Empty where there is none. */
  async turn(id: string): Promise<readonly Message[]> {
    const has = (path: readonly Message[]) =>
      turnsOf(path, (message) => message).find((turn) => turn.type === 'reply' && turn.parts.some((part) => part.id === id));
    const shown = has(this.path.map(({ message }) => message));
    if (shown?.type === 'reply') return shown.parts;
    const message = await this.message(id);
    if (!message) return [];
    const below = await this.after(id);
    const turn = has([message, ...below.messages.map((each) => each.message)]);
    return turn?.type === 'reply' ? turn.parts : [message];
  }

  /** The whole visible path, as it is stored; the streaming reply as of its last checkpoint. */
  async wholePath(): Promise<readonly Message[]> {
    await this.settled();
    const { leafId } = this.conversation;
    return leafId === null ? [] : (await this.#parts.store.readPath(leafId, Number.MAX_SAFE_INTEGER)).map(({ message }) => message);
  }

  /** The request that would be sent with what is typed and added just now. */
  async nextRequest(): Promise<ChatRequest> {
    const above = await this.wholePath();
    const { text, context, pictures, documents } = this.conversation.draft;
    const prompt = this.#prompt('', { text, title: null, context, pictures, documents }, 'typed', above.at(-1));
    return this.#requests.toLookAt([...above, prompt], this.#chosen);
  }

  /** The last request that was sent from this window; undefined where there was none. */
  async lastRequest(): Promise<ChatRequest | undefined> {
    await this.settled();
    return this.#requests.last();
  }

  /** The events of the last reply in this window as they came; undefined where there was none. */
  get lastEvents(): WireRecord | undefined {
    return this.#requests.record;
  }

  /** The window closes: the turn ends, what is queued stays, and all is stored when this resolves. */
  close(): Promise<void> {
    this.#isClosing = true;
    this.stop();
    return this.settled();
  }

  /** Tells those who show it that it is gone; its turn ends. */
  deleted(): void {
    this.stop();
    this.#isGone = true;
    this.#emit({ type: 'deleted' });
  }

  /** Resolves when everything asked for so far is stored. */
  settled(): Promise<void> {
    return this.#change(() => this.#copy.settled());
  }

  /** The conversation as lists show it. */
  summary(): ConversationSummary {
    const { id, workspaceId, workspaceName, title, pinned, createdAt, updatedAt, messageCount } = this.conversation;
    return { id, workspaceId, workspaceName, title, pinned, createdAt, updatedAt, messageCount };
  }

  #change<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }

  #emit(event: SessionEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // Who shows a reply must not be able to end it.
        this.#parts.log(`A listener failed on ${event.type}: ${String(error)}`);
      }
    }
  }

  async #patch(patch: ConversationPatch): Promise<void> {
    try {
      await this.#copy.patch(patch);
    } finally {
      this.#emit({ type: 'header' });
    }
  }

  /** Reads what another window wrote. */
  async #takeOver(): Promise<void> {
    switch (await this.#copy.takeOver(() => this.#run !== null)) {
      case 'same':
        return;
      case 'gone':
        this.deleted();
        return;
      case 'new':
        this.#isGone = false;
        if (this.#run) this.#emit({ type: 'header' });
        else {
          await this.#readPath();
          this.#emit({ type: 'path' });
        }
    }
  }

  /** The path down to a message of this conversation; nothing for one of another. */
  async #upTo(messageId: string): Promise<readonly PathMessage[]> {
    const path = await this.#path.upTo(messageId);
    return path.at(-1)?.message.conversationId === this.id ? path : [];
  }

  get #chosen(): Chosen {
    return { model: this.model, options: this.conversation.options };
  }

  get #leaf(): Message | undefined {
    return this.#path.end.at(-1)?.message;
  }

  /** With the running reply as it is now. */
  #asItStands(messages: readonly PathMessage[]): readonly PathMessage[] {
    const run = this.#run;
    return run ? messages.map((each) => (each.message.id === run.turn.id ? { ...each, message: run.turn.message() } : each)) : messages;
  }

  #partAsItStands(part: PathPart): PathPart {
    return { ...part, messages: this.#asItStands(part.messages) };
  }

  /** Shows a message with what was last said below it. */
  async #showBranch(messageId: string): Promise<void> {
    const leafId = await this.#parts.store.newestLeaf(messageId);
    await this.#patch({ leafId });
    await this.#readPath();
    this.#emit({ type: 'path' });
  }

  async #readPath(): Promise<void> {
    await this.#path.read(this.conversation.leafId);
    this.#readPictures();
  }

  #readPictures(): void {
    const { leafId } = this.conversation;
    this.#pictures.read(leafId).catch((error: unknown) => this.#parts.log(`The pictures of a path were not read: ${String(error)}`));
  }

  #prompt(id: string, content: PromptContent, origin: PromptOrigin, parent: Message | undefined): UserMessage {
    return newPrompt({ id, conversationId: this.id, createdAt: this.#parts.clock.now() }, content, origin, parent);
  }

  /** Looks whether the budgets let a turn begin; says so to those who show the session. */
  async #isHeld(): Promise<boolean> {
    const { budget } = this.#parts;
    if (budget) this.#setHold(await budget.hold(this.id, this.model));
    return this.#hold !== null;
  }

  async #throwIfHeld(): Promise<void> {
    if ((await this.#isHeld()) && this.#hold) throw new HeldByBudget(this.#hold);
  }

  #setHold(hold: BudgetHold | null): void {
    if (hold === null && this.#hold === null) return;
    this.#hold = hold;
    this.#emit({ type: 'header' });
  }

  /**
   * Shows a prompt's turn at once, starts its request and stores it, all three side by side: the request needs nothing the disk says.
   * @param above the path that the turn follows; it ends with `prompt` itself when that is already stored.
   * @param siblings of the message that is new: those it has already.
   */
  async #startTurn(
    above: readonly PathMessage[],
    prompt: UserMessage,
    siblings: readonly string[],
    patch: ConversationPatch,
  ): Promise<void> {
    const before = { conversation: this.conversation, path: this.#path.end };
    const isNewPrompt = above.at(-1)?.message.id !== prompt.id;
    const reply = newReply({ id: this.#parts.newId(), conversationId: this.id, createdAt: this.#parts.clock.now() }, prompt, this.model);
    const messages = isNewPrompt ? [prompt, reply] : [reply];
    const title = this.conversation.title === '' ? { title: titleOf(messageText(prompt)) || nameOf(prompt) } : {};
    const wholePatch: ConversationPatch = { ...title, ...patch, leafId: reply.id };

    const added: PathMessage[] = isNewPrompt
      ? [
          { message: prompt, siblings: [...siblings, prompt.id] },
          { message: reply, siblings: [reply.id] },
        ]
      : [{ message: reply, siblings: [...siblings, reply.id] }];
    const extendsPath = above === this.#path.end && siblings.length === 0;
    const path = [...above, ...added];
    this.#path.replace(path);
    if (extendsPath && isNewPrompt) this.#pictures.add(prompt);
    this.#copy.apply(wholePatch);
    this.#copy.noteMessages(messages.length);
    const run = this.#createRun(reply, path.slice(0, -1));
    this.#run = run;
    if (extendsPath) for (const { message } of added) this.#emit({ type: 'turn', message });
    else this.#emit({ type: 'path' });
    // What went with it goes from the box with it.
    if (patch.draft) this.#emit({ type: 'header' });

    const stored = this.#copy.write(this.#parts.store.addMessages(messages, wholePatch));
    void run.run();
    try {
      await stored;
    } catch (error) {
      // What is not stored was not said: the prompt is still in the composer.
      this.#run = null;
      this.#wait = null;
      run.stop();
      this.#copy.takeBack(before.conversation, patch);
      this.#path.replace(before.path);
      this.#emit({ type: 'path' });
      throw error;
    } finally {
      this.#readPictures();
    }
  }

  /** @param history the path up to the prompt, as far as it was read; the rest is read from the store when the request is built. */
  #createRun(reply: AssistantMessage, history: readonly PathMessage[]): TurnRun {
    const { clock, connect, store } = this.#parts;
    let made: MadeRequest | null = null;
    // What is chosen while it waits is for the next one.
    const chosen = { ...this.#chosen, model: reply.model };
    const run: TurnRun = new TurnRun(reply, {
      clock,
      connect,
      buildRequest: async () => {
        const parentId = history[0]?.message.parentId ?? null;
        const above = parentId === null ? [] : await store.readPath(parentId, Number.MAX_SAFE_INTEGER);
        const messages = [...above, ...history].map(({ message }) => message);
        const { documentsLeftOut } = this;
        made = await this.#requests.forReply(messages, chosen);
        if (this.documentsLeftOut !== documentsLeftOut) this.#emit({ type: 'header' });
        return made.request;
      },
      asked: () => this.#requests.asked,
      citedSource: (raw) => this.#requests.citedSource(raw),
      newRecord: () => this.#requests.newRecord(),
      checkpoint: (id, events) => this.#copy.write(store.checkpoint(id, events)),
      onEvent: (event) => this.#emitTurnEvent(run, event),
      onWait: (wait) => {
        this.#wait = wait;
        this.#emit({ type: 'header' });
      },
      onEnd: (message) => {
        this.#requests.keepPaused(isPaused(message) ? (made?.request ?? null) : null);
        if (this.#run === run) this.#endTurn(namingRefused(message, made));
        made = null;
      },
    });
    return run;
  }

  #emitTurnEvent(run: TurnRun, event: TurnEvent): void {
    switch (event.type) {
      case 'text':
      case 'thinking':
        this.#emit({ type: 'delta', messageId: run.turn.id, block: event.index, text: event.text });
        return;
      case 'blockStarted':
        this.#emit({ type: 'turn', message: run.turn.message() });
        return;
      case 'started':
      case 'signature':
      case 'citation':
      case 'inputJson':
      case 'blockEnded':
      case 'ended':
        return;
    }
  }

  #endTurn(message: AssistantMessage): void {
    this.#run = null;
    this.#wait = null;
    this.#path.replace(this.#path.end.map((each) => (each.message.id === message.id ? { ...each, message } : each)));
    this.#path.trim();
    this.#copy.write(this.#parts.store.finishMessage(message)).catch(() => {
      // The store has gone on in memory and says so itself; what it could not take at all is still in this session.
    });
    const { error } = message;
    if (error) this.#parts.log(`A reply failed: ${error.kind}, request ${error.requestId ?? 'without an id'}: ${error.detail}`);
    // A stop or an error holds the queue: what is queued may no longer be wanted. Asked for before anybody is told, so that who waits until
    // all is settled waits for this, too.
    if (isPaused(message)) void this.#change(() => this.#resume(message));
    else if (message.status === 'complete') void this.#change(() => this.#sendNextQueued());
    this.#emit({ type: 'turn', message });
    this.#emit({ type: 'header' });
  }

  #goOnAfter(reply: AssistantMessage): Promise<void> {
    const prompt = this.#prompt(this.#parts.newId(), typed(continuePrompt), 'continue', reply);
    return this.#startTurn(this.#path.end, prompt, [], {});
  }

  /** Goes on with a reply that the API paused; not again and again. The queue waits for its end. */
  async #resume(reply: AssistantMessage): Promise<void> {
    if (this.busy || this.#leaf?.id !== reply.id) return;
    const turn = turnsOf(this.#path.end, ({ message }) => message).at(-1);
    const parts = turn?.type === 'reply' ? turn.parts : [];
    const others = parts.findLastIndex(({ message }) => message.role !== 'assistant' || !isPaused(message));
    if (parts.length - 1 - others <= mostResumes && !(await this.#isHeld())) await this.#goOnAfter(reply);
  }

  async #sendNextQueued(): Promise<void> {
    if (this.busy || this.#isClosing) return;
    // Another window may have queued, changed or removed one just now.
    const next = (await this.#copy.readQueue())?.[0];
    // What is held stays where it is, with the reason above it.
    if (!next || (await this.#isHeld())) return;
    const prompt = this.#prompt(next.id, next, 'typed', this.#leaf);
    try {
      await this.#startTurn(this.#path.end, prompt, [], { queue: { type: 'remove', id: next.id } });
    } catch (error) {
      // Another window has sent or removed it just now.
      const isGone = (await this.#copy.readQueue())?.every(({ id }) => id !== next.id) ?? true;
      if (!isGone) throw error;
      await this.#takeOver();
      await this.#sendNextQueued();
      return;
    }
    this.#emit({ type: 'header' });
  }
}

/** Whether the API paused a reply, and goes on with it where it gets it back. */
function isPaused({ status, stopReason }: AssistantMessage): boolean {
  return status === 'complete' && stopReason === 'pause_turn';
}

/** What went with a prompt and gives a conversation its name where nothing was written. */
function nameOf(prompt: Message): string {
  return (picturesOf(prompt)[0] ?? documentsOf(prompt)[0])?.name ?? '';
}

function contextOf(message: Message): ContextItem[] {
  return message.blocks.flatMap((block) => (block.type === 'context' ? [block.item] : []));
}
