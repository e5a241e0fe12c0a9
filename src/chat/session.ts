import { beginningOf } from '../shared/beginning.ts';
import type { BudgetHold } from '../shared/budget.ts';
import type { ContextItem, PromptContent } from '../shared/context.ts';
import { type ConversationSummary, emptyDraft, initialViewState, noOptions, type ViewState } from '../shared/conversation.ts';
import type { WaitView } from '../shared/headerView.ts';
import { documentsOf, type Message, picturesOf } from '../shared/message.ts';
import type { Picture, PictureChange } from '../shared/picture.ts';
import type { BudgetKeeper } from './budgetKeeper.ts';
import type { ChatRequest } from './chatRequest.ts';
import { Choices } from './choices.ts';
import type { Clock } from './clock.ts';
import { Conflict } from './conflict.ts';
import { ConversationReader } from './conversationReader.ts';
import { FollowUps } from './followUps.ts';
import type { ConversationPatch, HistoryStore, PathMessage, StoredConversation } from './historyStore.ts';
import type { InstructionFile } from './instructions.ts';
import { LongConversation } from './longConversation.ts';
import type { Model } from './model.ts';
import type { ModelApi } from './modelApi.ts';
import { NextRequest } from './nextRequest.ts';
import { OtherWindows } from './otherWindows.ts';
import { OwnTurns } from './ownTurns.ts';
import type { PriceTable } from './prices.ts';
import { PromptDraft } from './promptDraft.ts';
import type { RequestSettings } from './request.ts';
import { Requests } from './requests.ts';
import { RunningTurn } from './runningTurn.ts';
import { type SessionEvent, SessionEvents } from './sessionEvents.ts';
import { ShownConversation } from './shownConversation.ts';
import { TurnHold } from './turnHold.ts';
import type { UsageSum } from './usage.ts';
import type { PathPart } from './visiblePath.ts';
import type { WireRecord } from './wireRecord.ts';

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
  /** As they are set; without it, those that are built in. */
  readonly prices?: () => PriceTable;
  /** Without it, nothing is limited. */
  readonly budget?: BudgetKeeper;
  /** For what the user may want to look up later: kinds, ids and what the API said of itself. Never what was said in a conversation. */
  readonly log: (line: string) => void;
}

/**
 * One conversation that is open in this window, as those who show it have it; several surfaces may show the same session. It knows its parts,
 * and what the user asks for goes through it.
 *
 * Changes are made one after the other, in the order they were asked for, so that none sees another half done. Stopping is not a
 * change and never waits.
 */
export class Session {
  /** The prompt that is being typed. */
  readonly draft: PromptDraft;
  /** Its model, and how it answers. */
  readonly choices: Choices;
  /** Turns for which nobody is asked. */
  readonly own: OwnTurns;
  /** What becomes of turns that do not fit. */
  readonly long: LongConversation;
  /** What was said in it, to be looked at. */
  readonly reader: ConversationReader;
  /** What would be sent. */
  readonly next: NextRequest;
  readonly #shown: ShownConversation;
  readonly #requests: Requests;
  readonly #turn: RunningTurn;
  readonly #windows: OtherWindows;
  readonly #hold: TurnHold;
  readonly #followUps: FollowUps;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(parts: SessionParts, conversation: StoredConversation) {
    const inTurn = <T>(action: () => Promise<T>) => this.#change(action);
    const requests = new Requests(parts);
    const shown = new ShownConversation(
      { ...parts, events: new SessionEvents(parts.log), nextTurns: () => this.next.turns() },
      conversation,
    );
    const choices = new Choices({ ...parts, shown, inTurn });
    const turn = new RunningTurn({
      ...{ ...parts, shown, choices, requests },
      onEnd: (reply) => {
        this.#windows.turnEnded();
        this.#followUps.after(reply);
      },
    });
    const windows = new OtherWindows({ shown, turn, inTurn });
    const hold = new TurnHold({ ...parts, shown, choices });
    const reader = new ConversationReader({ ...parts, shown, turn, settled: () => this.settled() });
    this.#shown = shown;
    this.#requests = requests;
    this.#turn = turn;
    this.#windows = windows;
    this.#hold = hold;
    this.#followUps = new FollowUps({ ...parts, shown, turn, windows, hold, inTurn });
    this.draft = new PromptDraft({ ...parts, copy: shown.copy, inTurn, onChange: () => shown.headerChanged() });
    this.choices = choices;
    this.own = new OwnTurns({ shown, windows, inTurn });
    this.long = new LongConversation({ ...parts, shown, turn, windows, hold, inTurn });
    this.reader = reader;
    this.next = new NextRequest({ ...parts, shown, choices, reader, requests });
  }

  /** Opens a stored conversation; undefined where there is none of that id. */
  static async open(parts: SessionParts, id: string): Promise<Session | undefined> {
    const conversation = await parts.store.openConversation(id);
    if (!conversation) return undefined;
    const session = new Session(parts, conversation);
    await session.#shown.read();
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
    return this.#shown.conversation;
  }

  /** The conversation as lists show it. */
  summary(): ConversationSummary {
    const { id, workspaceId, workspaceName, title, pinned, createdAt, updatedAt, messageCount } = this.conversation;
    return { id, workspaceId, workspaceName, title, pinned, createdAt, updatedAt, messageCount };
  }

  /** The end of the visible path, oldest first. The streaming reply is in it as it stands now. */
  get path(): readonly PathMessage[] {
    return this.reader.end;
  }

  get model(): string {
    return this.choices.model;
  }

  /** Whether a turn runs, in this window or another. */
  get busy(): boolean {
    return this.#windows.busy;
  }

  get wait(): WaitView {
    return this.#turn.wait;
  }

  /** Why the last turn that was asked for did not begin; null where it did, or where that was answered. */
  get hold(): BudgetHold | null {
    return this.#hold.reason;
  }

  /** Over the whole path. */
  get usage(): UsageSum {
    return this.#shown.path.usage;
  }

  /** Prices have changed: the costs are summed anew. */
  sumAgain(): Promise<void> {
    return this.#shown.path.sumAgain();
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    return this.#shown.events.listen(listener);
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

  /** How many documents of the path did not go with the last request, as there is too much. */
  get documentsLeftOut(): number {
    return this.#requests.documentsLeftOut;
  }

  /**
   * Sends what was typed, with what was added to it, or queues it while a turn runs. Resolves when it is stored. White text is nothing
   * without a picture or a document. What is typed while it waits for others, as for a slow disk, stays. Rejects with `HeldByBudget`, as all do
   * that begin a turn.
   * @param messageId the id the prompt is to have.
   */
  send(messageId: string, text: string): Promise<{ queued: boolean }> {
    const typed = this.conversation.draft;
    return this.#change(async () => {
      const { draft } = this.conversation;
      const { context, pictures, documents, begun = '' } = draft;
      if (text.trim() === '' && pictures.length + documents.length === 0) return { queued: false };
      // What the model does not go on with stays where it was written.
      const goes = this.choices.noBeginning === null;
      if (!(await this.#windows.isBusyNow())) await this.#hold.throwIfHeld();
      this.#shown.copy.dropDraft();
      const content = { text, title: null, context, pictures, documents, ...(goes && begun !== '' && { begun }) };
      // The page's box has it until it is stored: what was typed since stands behind it, or in its place.
      const since = this.conversation.draft;
      const more = since === typed ? '' : since.text.startsWith(text) ? since.text.slice(text.length) : since.text;
      const left = { text: more, edit: since.edit, ...(!goes && begun !== '' && { begun }) };
      return this.#sendOrQueue(messageId, content, { draft: { ...emptyDraft, ...left } });
    });
  }

  /** Sends a prompt that was not typed, with what goes with it, or queues it; what is being typed stays. It is queued, too, where a budget holds it. */
  ask(messageId: string, content: PromptContent): Promise<{ queued: boolean }> {
    return this.#change(async () => {
      const held = !(await this.#windows.isBusyNow()) && (await this.#hold.isHeld());
      return this.#sendOrQueue(messageId, content, {}, held);
    });
  }

  async #sendOrQueue(messageId: string, content: PromptContent, patch: ConversationPatch, held = false): Promise<{ queued: boolean }> {
    const { path, leaf, below } = this.#shown;
    if (this.busy || held) {
      await this.#shown.patch({ ...patch, queue: { type: 'add', prompt: { id: messageId, ...content } } });
      // Another window's reply may have ended before that window could see the prompt: then nobody but this one sends it.
      if (!held && !this.#turn.isRunning) void this.#change(() => this.#followUps.sendWhereOver());
      return { queued: true };
    }
    const prompt = this.#shown.prompt(messageId, content, 'typed', leaf);
    await this.#turn.start({ above: path.end, prompt, siblings: below, patch, begun: content.begun });
    return { queued: false };
  }

  /** Ends the running turn at once and keeps what has come. Works on a wait too. */
  stop(): void {
    this.#turn.stop();
  }

  /** Gives up waiting for another attempt. */
  cancelWait(): void {
    this.#turn.cancelWait();
  }

  /** Asks again for a reply: a new sibling of it. Of a prompt that has no reply yet, the first one. */
  regenerate(messageId: string): Promise<void> {
    return this.#change(async () => {
      const busy = await this.#windows.isBusyNow();
      const path = await this.#shown.upTo(messageId);
      const found = path.at(-1);
      if (!found || busy) return;
      const above = found.message.role === 'user' ? path : path.slice(0, -1);
      const prompt = above.at(-1)?.message;
      if (prompt?.role !== 'user') return;
      const replies = found.message.role === 'assistant' ? found : (await this.#shown.path.after(messageId)).messages[0];
      await this.#hold.throwIfHeld();
      await this.#turn.start({ above, prompt, siblings: replies?.siblings ?? [], begun: beginningOf(found.message) });
    });
  }

  /** Goes on after a reply that was cut. */
  continueAfter(messageId: string): Promise<void> {
    return this.#change(async () => {
      const busy = await this.#windows.isBusyNow();
      const last = this.#shown.leaf;
      if (last?.id !== messageId || last.role !== 'assistant' || busy) return;
      await this.#hold.throwIfHeld();
      await this.#followUps.goOnAfter(last);
    });
  }

  /**
   * Sends another version of a prompt: a new sibling of it. The running turn, if any, is stopped: its prompt is being replaced. Rejects with
   * `Conflict` where it is not stored any more, or where another window's reply runs.
   */
  edit(messageId: string, newMessageId: string, text: string): Promise<void> {
    return this.#change(async () => {
      const runsElsewhere = (await this.#windows.isBusyNow()) && !this.#turn.isRunning;
      const path = await this.#shown.upTo(messageId);
      const edited = path.at(-1);
      if (edited?.message.role === 'assistant') return this.long.editSummary(path, newMessageId, text);
      // What must not be sent yet stops nothing.
      await this.#hold.throwIfHeld();
      // Who asked still has the text. Another window may have removed it from the queue just when it was to be sent.
      if (!edited) throw new Conflict('promptIsGone');
      const [pictures, documents] = [picturesOf(edited.message), documentsOf(edited.message)];
      if (text.trim() === '' && pictures.length + documents.length === 0) return;
      if (runsElsewhere) throw new Conflict('replyRuns');
      this.stop();
      const above = path.slice(0, -1);
      this.#shown.copy.dropDraft();
      const content = { text, title: null, context: contextOf(edited.message), pictures, documents };
      const prompt = this.#shown.prompt(newMessageId, content, 'typed', above.at(-1)?.message);
      const patch = { draft: { ...this.conversation.draft, edit: null } };
      await this.#turn.start({ above, prompt, siblings: edited.siblings, patch });
    });
  }

  /** Rejects with `Conflict` when it is not queued any more: who asked still has the text. */
  editQueued(id: string, text: string): Promise<void> {
    return this.#change(async () => {
      if (!this.conversation.queue.some((each) => each.id === id)) throw new Conflict('promptIsNotQueued');
      this.#shown.copy.dropDraft();
      await this.#shown.patch({ queue: { type: 'edit', id, text }, draft: { ...this.conversation.draft, edit: null } });
    });
  }

  removeQueued(id: string): Promise<void> {
    return this.#change(() => this.#shown.patch({ queue: { type: 'remove', id } }));
  }

  /** Sends the first queued prompt, if no turn runs. */
  sendQueued(): Promise<void> {
    return this.#change(() => this.#followUps.sendNextQueued());
  }

  /** The user has answered what holds the next turn: it may begin, or not. The same is not asked again. */
  answerHold(allow: boolean): void {
    this.#hold.answer(allow);
  }

  /** Shows the sibling at `index` (from 0) of a message, with what was last said below it. */
  selectSibling(messageId: string, index: number): Promise<void> {
    return this.#change(async () => {
      const target = (await this.#shown.upTo(messageId)).at(-1)?.siblings[index];
      if (target !== undefined && target !== messageId && !this.#turn.isRunning) await this.#shown.showBranch(target);
    });
  }

  /**
   * A page of the visible path with a message in its midst; undefined where it is not on it.
   * @param anyBranch shows the message's branch where it is on another; not while a turn runs, which would be out of sight
   */
  around(messageId: string, anyBranch: boolean): Promise<PathPart | undefined> {
    return this.#change(async () => {
      const part = await this.reader.around(messageId);
      if (part || !anyBranch || this.#turn.isRunning || !(await this.reader.message(messageId))) return part;
      await this.#shown.showBranch(messageId);
      return this.reader.around(messageId);
    });
  }

  rename(title: string): Promise<void> {
    return this.#change(() => this.#shown.patch({ title: title.trim() }));
  }

  pin(pinned: boolean): Promise<void> {
    return this.#change(() => this.#shown.patch({ pinned }));
  }

  saveViewState(viewState: ViewState): Promise<void> {
    return this.#shown.copy.putViewState(viewState);
  }

  /** A picture of the path, of what is being typed or of what is queued. */
  findPicture(id: string): Promise<Picture | undefined> {
    return this.#shown.findPicture(id);
  }

  /** Changes how pictures and documents are sent from now on, wherever in the conversation they are. */
  changePictures(change: PictureChange): Promise<void> {
    return this.#change(() => this.#shown.changePictures(change));
  }

  /** Takes over what another window wrote. A turn that runs here goes on. */
  refresh(): Promise<void> {
    return this.#change(() => this.#windows.takeOver());
  }

  /** Tells those who show it that it is gone; its turn ends. */
  deleted(): void {
    this.#windows.deleted();
  }

  /** The window closes: the turn ends, what is queued stays, and all is stored when this resolves. */
  close(): Promise<void> {
    this.#followUps.close();
    this.stop();
    return this.settled();
  }

  /** Resolves when everything asked for so far is stored. */
  settled(): Promise<void> {
    return this.#change(() => this.#shown.copy.settled());
  }

  #change<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }
}

function contextOf(message: Message): ContextItem[] {
  return message.blocks.flatMap((block) => (block.type === 'context' ? [block.item] : []));
}
