import type { BroughtOver, Elsewhere, HistoryPlaces } from '../chat/historyPlaces.ts';
import type {
  ConversationPatch,
  DocumentData,
  NewConversation,
  PathMessage,
  PictureData,
  StoredConversation,
  UsageOfDay,
  UsageScope,
  WantedPicture,
  WorkspaceScope,
} from '../chat/historyStore.ts';
import type { ExportPart, ExportPlace } from '../chat/historyTransfer.ts';
import type { TurnEvent } from '../chat/turnEvents.ts';
import type { UsageGroup } from '../chat/usage.ts';
import type { ConversationSummary, FoundMessage, SearchHit, StoreNotice } from '../shared/conversation.ts';
import type { DocumentFile } from '../shared/document.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import type { EncodedPicture, PictureChange } from '../shared/picture.ts';
import type { Project } from '../shared/project.ts';
import type { FoundSecret, ImportControl, ImportOutcome } from '../shared/transfer.ts';
import type { Calls } from './calls.ts';
import {
  countWrite,
  createConversation,
  isNews,
  listConversations,
  openConversation,
  patchConversation,
  purgeConversations,
  readConversation,
  setDeleted,
} from './conversations.ts';
import { readDocument, readDocumentData } from './documents.ts';
import { erase } from './erase.ts';
import { exportedConversations, exportedFiles, exportFile, exportMessages, findSecrets } from './exportPart.ts';
import { describe } from './faults.ts';
import { findInPath } from './find.ts';
import { Home } from './home.ts';
import { importFile } from './importFile.ts';
import { addMessages, finishMessage, newestLeaf, readMessage, readPath, readPathPart, readPathPictures } from './messages.ts';
import type { Life, Owner } from './owner.ts';
import { changePictures, readPicture, readPictureData } from './pictures.ts';
import { bringOver, elsewhere, listElsewhere, settle, undoMove } from './places.ts';
import { pathUpToDate, upToDate } from './recovery.ts';
import { search } from './search.ts';
import { forgetUnindexed } from './searchIndex.ts';
import { readUsageByDay, readUsageOf } from './spending.ts';
import { checkpoint, purgeStreams, renewHeartbeat } from './streams.ts';
import { forgetWindowDrafts } from './windowDrafts.ts';

export interface StoreParts {
  readonly file: string;
  readonly me: Owner;
  readonly life: Life;
  /** Milliseconds to wait for another process's lock. */
  readonly patience: number;
  readonly log: (message: string) => void;
  readonly onNoticesChanged: () => void;
  /** As in `HomeParts`. */
  readonly fileRoom?: number;
}

/** The history as it is in the worker. */
export class Store implements Calls {
  readonly #parts: StoreParts;
  readonly #home: Home;
  #dataVersion: number;
  /** Which project is in the window's workspace, once that is known. */
  #here: { readonly workspaceId: string; readonly placeId: string } | null = null;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    const { file, life, patience, log, onNoticesChanged, fileRoom } = parts;
    this.#home = new Home({
      ...{ file, now: life.now, patience, log, onNoticesChanged },
      ...(fileRoom !== undefined && { fileRoom }),
    });
    this.#dataVersion = 0;
    this.hasForeignWrites();
  }

  listConversations(scope: WorkspaceScope, limit: number): ConversationSummary[] {
    return this.#home.use((connection) => listConversations(connection, scope, limit));
  }

  search(query: string, scope: WorkspaceScope, limit: number): SearchHit[] {
    return this.#home.use((connection) => search(connection, query, scope, limit));
  }

  createConversation(conversation: NewConversation): void {
    this.#home.use((connection) => createConversation(connection, conversation, this.#placeIn(conversation.workspaceId)));
  }

  readConversation(id: string): StoredConversation | undefined {
    return this.#home.use((connection) => readConversation(connection, id));
  }

  openConversation(id: string): StoredConversation | undefined {
    const { me } = this.#parts;
    return this.#home.use((connection) => {
      const conversation = openConversation(connection, id, me);
      erase(connection);
      return conversation;
    });
  }

  patchConversation(id: string, patch: ConversationPatch, at: number): void {
    const { me } = this.#parts;
    this.#home.use((connection) => {
      connection.transaction(() => patchConversation(connection, id, patch, { newsAt: isNews(patch) ? at : null, me }));
      erase(connection);
    });
  }

  deleteConversation(id: string, at: number): void {
    this.#home.use((connection) => setDeleted(connection, id, at));
  }

  restoreConversation(id: string): void {
    this.#home.use((connection) => setDeleted(connection, id, null));
  }

  addMessages(messages: readonly Message[], patch: ConversationPatch): void {
    const { me, life } = this.#parts;
    this.#home.use((connection) => addMessages(connection, messages, patch, me, life.now()));
  }

  checkpoint(messageId: string, events: readonly TurnEvent[]): void {
    const { me, life } = this.#parts;
    this.#home.use((connection) => checkpoint(connection, messageId, events, me, life.now()));
  }

  finishMessage(message: AssistantMessage): void {
    this.#home.use((connection) => finishMessage(connection, message));
  }

  readMessage(id: string): Message | undefined {
    const { me, life } = this.#parts;
    return this.#home.use((connection) => {
      const message = readMessage(connection, id);
      return message && upToDate(connection, message, me, life);
    });
  }

  readPath(leafId: string, limit: number): PathMessage[] {
    const { me, life } = this.#parts;
    return this.#home.use((connection) => pathUpToDate(connection, readPath(connection, leafId, limit), me, life));
  }

  readPathPart(leafId: string, fromDepth: number, toDepth: number): PathMessage[] {
    const { me, life } = this.#parts;
    return this.#home.use((connection) => pathUpToDate(connection, readPathPart(connection, leafId, fromDepth, toDepth), me, life));
  }

  findInPath(leafId: string, query: string): FoundMessage[] {
    return this.#home.use((connection) => findInPath(connection, leafId, query));
  }

  readUsage(scope: UsageScope, longPrompts: readonly number[]): UsageGroup[] {
    return this.#home.use((connection) => readUsageOf(connection, scope, longPrompts));
  }

  readUsageByDay(days: readonly number[], longPrompts: readonly number[]): UsageOfDay[] {
    return this.#home.use((connection) => readUsageByDay(connection, days, longPrompts));
  }

  readPathPictures(leafId: string): Message[] {
    return this.#home.use((connection) => readPathPictures(connection, leafId));
  }

  changePictures(conversationId: string, change: PictureChange): void {
    this.#home.use((connection) =>
      connection.transaction(() => {
        changePictures(connection, conversationId, change);
        countWrite(connection, conversationId);
      }),
    );
  }

  readPicture(wanted: WantedPicture): EncodedPicture | undefined {
    return this.#home.use((connection) => readPicture(connection, wanted));
  }

  readPictureData(wanted: readonly WantedPicture[]): (PictureData | undefined)[] {
    return this.#home.use((connection) => readPictureData(connection, wanted));
  }

  readDocument(hash: string): DocumentFile | undefined {
    return this.#home.use((connection) => readDocument(connection, hash));
  }

  readDocumentData(hashes: readonly string[]): (DocumentData | undefined)[] {
    return this.#home.use((connection) => readDocumentData(connection, hashes));
  }

  newestLeaf(messageId: string): string {
    return this.#home.use((connection) => newestLeaf(connection, messageId));
  }

  exportedConversations(scope: WorkspaceScope): string[] {
    return this.#home.use((connection) => exportedConversations(connection, scope));
  }

  exportMessages(conversationId: string, place: ExportPlace | null): ExportPart | undefined {
    return this.#home.use((connection) => exportMessages(connection, conversationId, place));
  }

  exportedFiles(conversationId: string): string[] {
    return this.#home.use((connection) => exportedFiles(connection, conversationId));
  }

  exportFile(hash: string): ExportPart | undefined {
    return this.#home.use((connection) => exportFile(connection, hash));
  }

  findSecrets(conversationId: string): FoundSecret[] {
    return this.#home.use((connection) => findSecrets(connection, conversationId));
  }

  importFile(path: string, control: ImportControl, workspaceId?: string): ImportOutcome {
    // Memory is no place for what is to be kept.
    if (this.#isInMemory) return { kind: 'refused', problem: { kind: 'unwritable' } };
    const outcome = this.#home.use((connection) => importFile(connection, path, control, this.#parts.file, workspaceId));
    // The conversations that are open here may have got more.
    if (outcome.kind === 'imported') this.#parts.onNoticesChanged();
    return outcome;
  }

  settle(workspaceId: string, project: Project | null): Elsewhere[] {
    return this.#home.use((connection) => {
      if (project) this.#here = { workspaceId, placeId: settle(connection, workspaceId, project, this.#parts.life.now()) };
      return elsewhere(connection, workspaceId);
    });
  }

  listElsewhere(from: Parameters<HistoryPlaces['listElsewhere']>[0], limit: number): ConversationSummary[] {
    return this.#home.use((connection) => listElsewhere(connection, from, limit));
  }

  bringOver(...[moveId, from, to]: Parameters<HistoryPlaces['bringOver']>): BroughtOver | null {
    // The way back would be lost with it.
    if (this.#isInMemory) return null;
    const { life, onNoticesChanged } = this.#parts;
    const brought = this.#home.use((connection) => bringOver(connection, moveId, from, to, this.#placeIn(to.id), life.now()));
    // They may be open here.
    if (brought) onNoticesChanged();
    return brought;
  }

  undoMove(moveId: string): void {
    this.#home.use((connection) => undoMove(connection, moveId));
    this.#parts.onNoticesChanged();
  }

  #placeIn(workspaceId: string): string | null {
    return this.#here?.workspaceId === workspaceId ? this.#here.placeId : null;
  }

  get #isInMemory(): boolean {
    return this.#home.notices.some(({ kind }) => kind === 'inMemory');
  }

  notices(): StoreNotice[] {
    return this.#home.notices;
  }

  retry(): StoreNotice[] {
    this.#home.retry();
    return this.#home.notices;
  }

  close(): void {
    const { me, life, log } = this.#parts;
    try {
      this.#home.use((connection) => forgetWindowDrafts(connection, me, life, true));
    } catch (error) {
      // It is forgotten by the next window.
      log(`history: ${describe(error)}`);
    }
    this.#home.close();
  }

  /** Whether another process has written since the last look, or another database is in place of the one that was looked at. */
  hasForeignWrites(): boolean {
    const before = this.#dataVersion;
    this.#dataVersion = this.#home.use((connection) => Number(connection.value('PRAGMA data_version')));
    return this.#dataVersion !== before;
  }

  renewHeartbeat(): void {
    const { me, life } = this.#parts;
    this.#home.use((connection) => renewHeartbeat(connection, me, life.now()));
  }

  /** Erases what was deleted while another window was in the way. */
  eraseRest(): void {
    this.#home.use((connection) => void erase(connection));
  }

  /** What need not be done before the first answer: looks for damage, and forgets what was deleted long ago. */
  tidyUp(): void {
    const { me, life } = this.#parts;
    const now = life.now();
    this.#home.check();
    this.#home.use((connection) => {
      forgetWindowDrafts(connection, me, life, false);
      purgeStreams(connection, now);
      if (purgeConversations(connection, now) > 0) forgetUnindexed(connection);
      erase(connection);
    });
  }
}
