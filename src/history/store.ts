import type { ConversationPatch, NewConversation, PathMessage, StoredConversation, WorkspaceScope } from '../chat/ports.ts';
import type { TurnEvent } from '../chat/turnEvents.ts';
import type { ConversationSummary, SearchHit, StoreNotice } from '../shared/conversation.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import type { Calls } from './calls.ts';
import type { Connection } from './connection.ts';
import { createConversation, isNews, listConversations, patchConversation, readConversation, setDeleted } from './conversations.ts';
import { openDatabase } from './database.ts';
import { addMessages, finishMessage, newestLeaf, readMessage, readPath } from './messages.ts';
import type { Life, Owner } from './owner.ts';
import { pathUpToDate, upToDate } from './recovery.ts';
import { checkpoint, renewHeartbeat } from './streams.ts';

export interface StoreParts {
  readonly file: string;
  readonly me: Owner;
  readonly life: Life;
  readonly log: (message: string) => void;
  readonly onNoticesChanged: () => void;
}

/** The history as it is in the worker. */
export class Store implements Calls {
  readonly #parts: StoreParts;
  readonly #connection: Connection;
  #dataVersion = 0;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#connection = openDatabase(parts.file);
  }

  listConversations(scope: WorkspaceScope, limit: number): ConversationSummary[] {
    return this.#do((connection) => listConversations(connection, scope, limit));
  }

  search(_query: string, _scope: WorkspaceScope, _limit: number): SearchHit[] {
    return [];
  }

  createConversation(conversation: NewConversation): void {
    this.#do((connection) => createConversation(connection, conversation));
  }

  readConversation(id: string): StoredConversation | undefined {
    return this.#do((connection) => readConversation(connection, id));
  }

  patchConversation(id: string, patch: ConversationPatch, at: number): void {
    this.#do((connection) => patchConversation(connection, id, patch, isNews(patch) ? at : null));
  }

  deleteConversation(id: string, at: number): void {
    this.#do((connection) => setDeleted(connection, id, at));
  }

  restoreConversation(id: string): void {
    this.#do((connection) => setDeleted(connection, id, null));
  }

  addMessages(messages: readonly Message[], patch: ConversationPatch): void {
    const { me, life } = this.#parts;
    this.#do((connection) => addMessages(connection, messages, patch, me, life.now()));
  }

  checkpoint(messageId: string, events: readonly TurnEvent[]): void {
    const { me, life } = this.#parts;
    this.#do((connection) => checkpoint(connection, messageId, events, me, life.now()));
  }

  finishMessage(message: AssistantMessage): void {
    this.#do((connection) => finishMessage(connection, message));
  }

  readMessage(id: string): Message | undefined {
    const { me, life } = this.#parts;
    return this.#do((connection) => {
      const message = readMessage(connection, id);
      return message && upToDate(connection, message, me, life);
    });
  }

  readPath(leafId: string, limit: number): PathMessage[] {
    const { me, life } = this.#parts;
    return this.#do((connection) => pathUpToDate(connection, readPath(connection, leafId, limit), me, life));
  }

  newestLeaf(messageId: string): string {
    return this.#do((connection) => newestLeaf(connection, messageId));
  }

  notices(): StoreNotice[] {
    return [];
  }

  retry(): StoreNotice[] {
    return [];
  }

  close(): void {
    this.#connection.close();
  }

  /** Whether another process has written since the last look. */
  hasForeignWrites(): boolean {
    const version = Number(this.#connection.value('PRAGMA data_version'));
    const changed = this.#dataVersion !== 0 && version !== this.#dataVersion;
    this.#dataVersion = version;
    return changed;
  }

  renewHeartbeat(): void {
    const { me, life } = this.#parts;
    this.#do((connection) => renewHeartbeat(connection, me, life.now()));
  }

  retryIfInMemory(): void {}

  #do<T>(action: (connection: Connection) => T): T {
    return action(this.#connection);
  }
}
