/** Stand-ins for the engine's ports: time that stands still until told, an API that says what the test says, a store in memory. */

import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import type { Clock } from '../../../src/chat/clock.ts';
import { promptTokens } from '../../../src/chat/cost.ts';
import { TurnFailure } from '../../../src/chat/failure.ts';
import type {
  ConversationPatch,
  DocumentData,
  HistoryStore,
  PathMessage,
  PictureData,
  StoredConversation,
  UsageScope,
  WantedPicture,
} from '../../../src/chat/historyStore.ts';
import { type ModelApi, requestForms, type WrittenRequest } from '../../../src/chat/modelApi.ts';
import type { SessionParts } from '../../../src/chat/session.ts';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import { type UsageGroup, usageOf } from '../../../src/chat/usage.ts';
import { emptyDraft, initialViewState, noOptions } from '../../../src/shared/conversation.ts';
import type { DocumentFile } from '../../../src/shared/document.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import { documentsOf, type Message, noUsage, picturesOf, withChangedPictures } from '../../../src/shared/message.ts';
import type { PictureChange, PictureFiles } from '../../../src/shared/picture.ts';
import { changedQueue } from '../../../src/shared/queue.ts';

/** Time passes when `pass` is called, and in no other way. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  /** How many wait to be called back. */
  get pending(): number {
    return this.#timers.size;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

/** One request that the API has received, answered by the test. */
export interface FakeReply {
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  emit(...events: TurnEvent[]): void;
  /** Opens a text block and says something in it. */
  say(text: string): void;
  end(stopReason?: 'end_turn' | 'max_tokens'): void;
  fail(error: ChatError): void;
  /** Ends the stream without the reply's end. */
  cut(): void;
}

/** An API whose replies are given by the test, through `next`. */
export class FakeApi implements ModelApi {
  readonly requests: ChatRequest[] = [];
  #arrived: FakeReply[] = [];
  #waiting: ((reply: FakeReply) => void)[] = [];

  async next(): Promise<FakeReply> {
    return this.#arrived.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What counting is answered with; the requests that were counted. */
  counts: (request: ChatRequest, signal: AbortSignal) => Promise<number | null> = async () => null;
  readonly counted: ChatRequest[] = [];

  countTokens(request: ChatRequest, signal: AbortSignal): Promise<number | null> {
    this.counted.push(request);
    return this.counts(request, signal);
  }

  listModels(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  write(request: ChatRequest): WrittenRequest {
    const text = JSON.stringify(request);
    return { variables: [], forms: requestForms, text, as: () => text };
  }

  async stream(request: ChatRequest, signal: AbortSignal, onEvent: (event: TurnEvent) => void): Promise<void> {
    this.requests.push(request);
    const queue: (TurnEvent | Error | null)[] = [];
    let wake = () => {};
    const put = (...items: (TurnEvent | Error | null)[]) => {
      queue.push(...items);
      wake();
    };
    const reply: FakeReply = {
      request,
      signal,
      emit: put,
      say: (text) => put({ type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: '' } }, { type: 'text', index: 0, text }),
      end: (stopReason = 'end_turn') => put({ type: 'ended', stopReason, category: null, usage: noUsage }, null),
      fail: (error) => put(new TurnFailure(error)),
      cut: () => put(null),
    };
    const waiting = this.#waiting.shift();
    if (waiting) waiting(reply);
    else this.#arrived.push(reply);
    signal.addEventListener('abort', () => put(null));
    for (;;) {
      if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const item = queue.shift();
      if (item === null || item === undefined) return;
      if (item instanceof Error) throw item;
      onEvent(item);
    }
  }
}

/** A store in memory that keeps a journal of what was written, for tests that count. */
export class FakeHistory implements HistoryStore {
  readonly conversations = new Map<string, StoredConversation>();
  readonly messages = new Map<string, Message>();
  readonly journal: string[] = [];
  readonly pictures = new Map<string, PictureFiles>();
  readonly documents = new Map<string, DocumentFile>();
  /** The pictures that were asked for. */
  readonly wanted: WantedPicture[] = [];
  readonly checkpoints: { readonly messageId: string; readonly events: readonly TurnEvent[] }[] = [];
  /** Whose usage was asked for. */
  readonly usageScopes: UsageScope[] = [];
  /** When set, the next writes fail. */
  failure: Error | null = null;
  #listeners = new Set<() => void>();

  async createConversation(c: Parameters<HistoryStore['createConversation']>[0]): Promise<void> {
    this.#write('create');
    const empty = {
      title: '',
      pinned: false,
      updatedAt: c.createdAt,
      messageCount: 0,
      leafId: null,
      model: null,
      options: noOptions,
      draft: emptyDraft,
      queue: [],
      revision: 0,
    };
    this.conversations.set(c.id, { ...c, ...empty, viewState: initialViewState });
  }

  async readConversation(id: string): Promise<StoredConversation | undefined> {
    return this.conversations.get(id);
  }

  openConversation(id: string): Promise<StoredConversation | undefined> {
    return this.readConversation(id);
  }

  async patchConversation(id: string, patch: Parameters<HistoryStore['patchConversation']>[1], at: number): Promise<void> {
    this.#write('patch');
    const revision = this.conversations.get(id)?.revision ?? 0;
    this.#change(id, { ...this.#patched(id, patch), updatedAt: at });
    const stored = this.conversations.get(id);
    if (stored && Object.keys(patch).every((key) => ['draft', 'viewState', 'files', 'documentFiles'].includes(key)))
      this.conversations.set(id, { ...stored, revision });
  }

  async addMessages(messages: readonly Message[], patch: Parameters<HistoryStore['addMessages']>[1]): Promise<void> {
    this.#write('add');
    for (const message of messages) this.messages.set(message.id, message);
    const id = messages[0]?.conversationId ?? '';
    this.#change(id, { ...this.#patched(id, patch), messageCount: (this.conversations.get(id)?.messageCount ?? 0) + messages.length });
  }

  async checkpoint(messageId: string, events: readonly TurnEvent[]): Promise<void> {
    this.#write('checkpoint');
    this.checkpoints.push({ messageId, events });
    this.#change(this.messages.get(messageId)?.conversationId ?? '', {});
  }

  async finishMessage(message: Message): Promise<void> {
    this.#write('finish');
    this.messages.set(message.id, message);
    this.#change(message.conversationId, {});
  }

  async readMessage(id: string): Promise<Message | undefined> {
    return this.messages.get(id);
  }

  async readPath(leafId: string, limit: number): Promise<readonly PathMessage[]> {
    const path: PathMessage[] = [];
    for (let message = this.messages.get(leafId); message && path.length < limit; message = this.messages.get(message.parentId ?? '')) {
      path.unshift({ message, siblings: this.#children(message.conversationId, message.parentId) });
    }
    return path;
  }

  async readPathPart(leafId: string, fromDepth: number, toDepth: number): Promise<readonly PathMessage[]> {
    const path = await this.readPath(leafId, Number.MAX_SAFE_INTEGER);
    return path.filter(({ message }) => message.depth >= fromDepth && message.depth <= toDepth);
  }

  async readPathPictures(leafId: string): Promise<readonly Message[]> {
    const path = await this.readPath(leafId, Number.MAX_SAFE_INTEGER);
    return path.map(({ message }) => message).filter((message) => picturesOf(message).length + documentsOf(message).length > 0);
  }

  async changePictures(id: string, change: PictureChange): Promise<void> {
    this.#write('changePictures');
    for (const message of this.messages.values())
      if (message.conversationId === id) this.messages.set(message.id, withChangedPictures(message, change));
    this.#change(id, {});
  }

  /** Each turn is a group of its own. */
  async readUsage(scope: UsageScope): Promise<readonly UsageGroup[]> {
    this.usageScopes.push(scope);
    const messages =
      'leafId' in scope
        ? (await this.readPath(scope.leafId, Number.MAX_SAFE_INTEGER)).map(({ message }) => message)
        : [...this.messages.values()].filter((message) =>
            'since' in scope ? message.createdAt >= scope.since : message.conversationId === scope.conversationId,
          );
    return messages
      .flatMap((message) => (message.role === 'assistant' ? usageOf(message) : []))
      .map((turn) => ({ ...turn, prompt: promptTokens(turn.usage), turns: 1 }));
  }

  /** What `patchConversation` was given, by hash: the whole, for any size. */
  async readPictureData(wanted: readonly WantedPicture[]): Promise<readonly (PictureData | undefined)[]> {
    this.wanted.push(...wanted);
    return wanted.map(({ hash }) => {
      const files = this.pictures.get(hash);
      return files && { type: files.whole.type, data: new Uint8Array(Buffer.from(Buffer.from(files.whole.bytes).toString('base64'))) };
    });
  }

  async readDocument(hash: string): Promise<DocumentFile | undefined> {
    return this.documents.get(hash);
  }

  async readDocumentData(hashes: readonly string[]): Promise<readonly (DocumentData | undefined)[]> {
    return hashes.map((hash) => {
      const file = this.documents.get(hash);
      return file && { type: 'application/pdf', data: new Uint8Array(Buffer.from(Buffer.from(file.bytes).toString('base64'))) };
    });
  }

  async newestLeaf(messageId: string): Promise<string> {
    const conversationId = this.messages.get(messageId)?.conversationId ?? '';
    const child = this.#children(conversationId, messageId).at(-1);
    return child === undefined ? messageId : this.newestLeaf(child);
  }

  /** As another window would: writes past the session, and tells. */
  async writtenElsewhere(id: string, change: Partial<StoredConversation>): Promise<void> {
    this.#change(id, change);
    for (const listener of this.#listeners) listener();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  listConversations = async () => [...this.conversations.values()].filter(({ messageCount }) => messageCount > 0);
  search = async () => [];
  findInPath = async () => [];
  readPicture = async () => undefined;
  readUsageByDay = async () => [];
  deleteConversation = async (id: string) => void this.conversations.delete(id);
  restoreConversation = async () => {};
  notices = async () => [];
  retry = async () => [];
  close = async () => {};

  #children(conversationId: string, parentId: string | null): string[] {
    return [...this.messages.values()].filter((m) => m.conversationId === conversationId && m.parentId === parentId).map(({ id }) => id);
  }

  #write(what: string): void {
    if (this.failure) throw this.failure;
    this.journal.push(what);
  }

  #patched(id: string, { queue, files = [], documentFiles = [], ...rest }: ConversationPatch): Partial<StoredConversation> {
    for (const each of files) this.pictures.set(each.hash, each);
    for (const each of documentFiles) this.documents.set(each.hash, each);
    const stored = this.conversations.get(id);
    return queue && stored ? { ...rest, queue: changedQueue(stored.queue, queue) } : rest;
  }

  #change(id: string, change: Partial<StoredConversation>): void {
    const stored = this.conversations.get(id);
    if (stored) this.conversations.set(id, { ...stored, ...change, revision: stored.revision + 1 });
  }
}

/** What sessions are made of: fakes that the test leads, and in their place what it brings itself. Ids are `id1`, `id2` and so on. */
export function fakeParts(change: Partial<SessionParts> = {}) {
  const [clock, api, store] = [new FakeClock(), new FakeApi(), new FakeHistory()];
  let ids = 0;
  const parts: SessionParts = {
    ...{ store, clock, connect: () => Promise.resolve(api), model: () => undefined, newId: () => `id${++ids}`, log: () => {} },
    settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
    ...change,
  };
  return { clock, api, store, parts };
}
