import * as vscode from 'vscode';
import { HeldByBudget } from '../chat/budgetKeeper.ts';
import { Conflict } from '../chat/conflict.ts';
import { isTurnFailure } from '../chat/failure.ts';
import type { Session } from '../chat/session.ts';
import type { SessionEvent } from '../chat/sessionEvents.ts';
import { takeAgain } from '../context/contextWatch.ts';
import type { PictureFile } from '../shared/attachmentViews.ts';
import { type Draft, emptyDraft } from '../shared/conversation.ts';
import { describeError } from '../shared/errorText.ts';
import type { PageRequest } from '../shared/pageRequests.ts';
import type { HostMessage, Notice } from '../shared/protocol.ts';
import { readPageMessage, requestId } from '../shared/readPageMessage.ts';
import { answerRequest } from './answerRequest.ts';
import type { Chat } from './chat.ts';
import { choosePart } from './choosePart.ts';
import { conflictText } from './conflictText.ts';
import type { DocumentSource } from './documentFiles.ts';
import { looksSecret, maySend } from './maySend.ts';
import { PageFeed } from './pageFeed.ts';
import type { PictureTaker } from './pictureFiles.ts';
import { takeAlong } from './takeAlong.ts';

/** What a surface shows is remembered by whoever owns it, so that it comes back. */
export interface SurfaceMemory {
  read(): string | undefined;
  write(conversationId: string): Thenable<void> | void;
}

/**
 * One webview that shows one conversation: the page's messages to the session, the session's events to the page's feed. It holds nothing
 * that is not elsewhere, so a page may be destroyed and made again at any moment.
 */
export class ChatSurface implements PictureTaker, vscode.Disposable {
  readonly chat: Chat;
  /** What its page is told. */
  readonly feed: PageFeed;
  readonly #webview: vscode.Webview;
  readonly #memory: SurfaceMemory;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #replyEnded = new vscode.EventEmitter<void>();
  /** A reply ended that ran in this conversation. */
  readonly onReplyEnded = this.#replyEnded.event;
  readonly #titled = new vscode.EventEmitter<string>();
  /** The title of the conversation that is shown; empty for a new one. */
  readonly onTitle = this.#titled.event;
  #session: Session | undefined;
  #stopListening: () => void = () => {};
  /** Counts what was asked to be shown: the last asked for is what is shown, however long each takes to open. */
  #asked = 0;
  #opening: Promise<void> | undefined;
  #disposed = false;
  /** Pictures for which there was no page yet. */
  readonly #untaken: HostMessage[] = [];

  /** @param heard what the page has said already */
  constructor(chat: Chat, webview: vscode.Webview, memory: SurfaceMemory, heard: readonly unknown[] = []) {
    this.chat = chat;
    this.#webview = webview;
    this.#memory = memory;
    this.feed = new PageFeed(
      chat,
      () => this.#session,
      (message) => this.#post(message),
    );
    this.#disposables.push(
      webview.onDidReceiveMessage((raw: unknown) => void this.#receive(raw)),
      this.feed,
      this.#replyEnded,
      this.#titled,
    );
    for (const raw of heard) void this.#receive(raw);
  }

  /** The conversation that is shown; undefined until the page was first there. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Whether there is a page that is seen. */
  get isLive(): boolean {
    return this.feed.isLive;
  }

  /** The page is out of sight: nothing is sent to it until it says that it is ready again. */
  hide(): void {
    this.feed.rest();
  }

  /** Asks the page to show what it has, and gives it the focus. */
  show(what: Extract<HostMessage, { type: 'show' }>['what']): void {
    this.#post({ type: 'show', what });
  }

  /**
   * Shows another conversation; a new one where there is none of that id, or no id.
   * @param typed is in the box of a new one
   */
  open(conversationId: string | undefined, typed: Draft = emptyDraft): Promise<void> {
    const opening = this.#open(conversationId, typed, ++this.#asked);
    this.#opening = opening;
    return opening;
  }

  async #open(conversationId: string | undefined, typed: Draft, asked: number): Promise<void> {
    const { sessions } = this.chat;
    let session = conversationId === undefined ? undefined : await sessions.open(conversationId);
    if (!session) {
      session = await sessions.create();
      await takeAlong(typed, session);
    }
    if (this.#disposed || asked !== this.#asked) {
      sessions.release(session);
      return;
    }
    this.#leave();
    this.#session = session;
    this.#stopListening = session.onEvent((event) => this.#onSessionEvent(session, event));
    this.#titled.fire(session.conversation.title);
    this.feed.snapshot();
    await this.#memory.write(session.id);
  }

  /** The session that is shown, opened first where none is yet. */
  async ready(): Promise<Session> {
    while (!this.#session && !this.#disposed) {
      const opening = this.#opening ?? this.open(this.#memory.read());
      try {
        await opening;
      } finally {
        // What was asked for meanwhile is waited for, too; what failed is tried again.
        if (this.#opening === opening) this.#opening = undefined;
      }
    }
    if (!this.#session) throw new Error('The view was closed.');
    return this.#session;
  }

  /** Does what the page asked of the conversation that it showed then, whatever is shown by now. */
  async inConversation<T>(id: string | null, action: (session: Session) => Promise<T> | T): Promise<T> {
    const shown = await this.ready();
    return id === null || id === shown.id ? action(shown) : this.chat.sessions.use(id, action);
  }

  /** Takes a part of the workspace that goes with what is being typed as it is now. */
  async refreshContext(session: Session, id: string): Promise<void> {
    const item = session.conversation.draft.context.find((each) => each.id === id);
    if (!item) return;
    const items = await choosePart(await takeAgain(item, this.feed.context.spanOf(id)));
    // Of what was a secret before one has been asked.
    if (items?.[0] && (looksSecret(item) || (await maySend(items)))) await session.draft.replaceContext(id, items[0]);
  }

  /** Hands files to the page that may be pictures, which it adds to what is being typed in a conversation; as soon as there is a page. */
  takePictures(conversationId: string, files: readonly PictureFile[]): void {
    const message: HostMessage = { type: 'pictures', conversationId, files };
    if (this.isLive) this.#post(message);
    else this.#untaken.push(message);
  }

  async takeDocuments(session: Session, documents: readonly DocumentSource[]): Promise<boolean> {
    let all = true;
    for (const each of documents) {
      const refusal = await this.chat.documents.add(session, crypto.randomUUID(), each);
      if (refusal === null) continue;
      all = false;
      void vscode.window.showInformationMessage(refusal);
    }
    return all;
  }

  /** Has the page put a picture of the conversation on the clipboard. */
  copyPicture(hash: string): void {
    this.#post({ type: 'copyPicture', hash });
  }

  /** Opens the conversation that is to be shown while the page is being loaded. */
  prepare(): void {
    this.ready().catch((error: unknown) => this.chat.log.error(`The conversation could not be opened: ${String(error)}`));
  }

  dispose(): void {
    this.#disposed = true;
    this.#leave();
    for (const each of this.#disposables) each.dispose();
  }

  #leave(): void {
    this.#stopListening();
    if (this.#session) this.chat.sessions.release(this.#session);
    this.#session = undefined;
  }

  #onSessionEvent(session: Session, event: SessionEvent): void {
    switch (event.type) {
      case 'delta':
        this.feed.delta(event);
        return;
      case 'turn':
        this.feed.turn(event.message.id);
        if (event.message.role === 'assistant' && event.message.status !== 'streaming') this.#replyEnded.fire();
        return;
      case 'path':
        this.#titled.fire(session.conversation.title);
        this.feed.snapshot();
        return;
      case 'header':
        this.#titled.fire(session.conversation.title);
        this.feed.header();
        return;
      case 'deleted':
        this.#leave();
        void this.open(undefined, session.conversation.draft);
        return;
    }
  }

  async #receive(raw: unknown): Promise<void> {
    const message = readPageMessage(raw);
    if (message === undefined) {
      const id = requestId(raw);
      this.chat.log.warn('A message of the page is malformed.');
      if (id !== undefined) this.#post({ type: 'failure', id, sentence: vscode.l10n.t('Parley could not read that request.') });
      return;
    }
    if (message.type === 'request') await this.#answer(message);
    // Nobody waits for it.
    else await this.#notice(message).catch((error: unknown) => this.chat.log.warn(`${message.type} failed: ${String(error)}`));
  }

  /** Every request is answered, one that throws too. */
  async #answer(request: PageRequest): Promise<void> {
    try {
      const value = await answerRequest(this, request);
      this.#post({ type: 'result', id: request.id, value });
    } catch (error) {
      if (error instanceof HeldByBudget) {
        this.#post({ type: 'failure', id: request.id, sentence: '', held: true });
        return;
      }
      if (error instanceof Conflict) {
        this.#post({ type: 'failure', id: request.id, sentence: conflictText(error.reason) });
        return;
      }
      this.chat.log.error(`${request.name} failed: ${isTurnFailure(error) ? error.error.kind : String(error)}`);
      const sentence = isTurnFailure(error)
        ? describeError(error.error, vscode.l10n.t).sentence
        : vscode.l10n.t('That did not work. The log says more.');
      this.#post({ type: 'failure', id: request.id, sentence });
    }
  }

  async #notice(notice: Notice): Promise<void> {
    switch (notice.type) {
      case 'painted':
        return;
      case 'ready':
        this.feed.begin();
        // Where it is not open yet, opening it sends the snapshot.
        if (this.#session) this.feed.snapshot();
        else await this.ready();
        for (const message of this.#untaken.splice(0)) this.#post(message);
        void this.chat.wake();
        return;
      case 'resync':
        this.feed.snapshot();
        return;
      case 'ack':
        this.feed.acknowledge(notice.seq);
        return;
      case 'draft':
        this.feed.typed();
        await this.#keep(notice.conversationId, { draft: notice.draft });
        return;
      case 'viewState':
        await this.#keep(notice.conversationId, { viewState: notice.viewState });
        return;
      case 'dismissNotice':
        if (notice.kind === 'moved') await this.chat.moved.dismiss();
        else this.chat.sessions.dismissNotice(notice.kind);
        return;
      case 'cancelWait':
        await this.inConversation(notice.conversationId, (session) => session.cancelWait());
        return;
      case 'pageError':
        this.chat.log.error(`The page: ${notice.message}`);
        return;
    }
  }

  /** The page may have left the conversation since; it is kept all the same. */
  async #keep(...what: Parameters<Chat['sessions']['keep']>): Promise<void> {
    await this.chat.sessions
      .keep(...what)
      .catch((error: unknown) => this.chat.log.warn(`A draft or a place was not stored: ${String(error)}`));
  }

  #post(message: HostMessage): void {
    // Not awaited: the promise resolves when the page is next seen, which may be never.
    void this.#webview.postMessage(message);
  }
}
