/** Conversations as rows: lists, patches, deletion and purging. */
import type { SQLInputValue } from 'node:sqlite';
import type { ConversationPatch, NewConversation, StoredConversation, WorkspaceScope } from '../chat/historyStore.ts';
import { type ConversationSummary, type Draft, initialViewState, noOptions, type QueuedPrompt } from '../shared/conversation.ts';
import { changedQueue, type QueueChange } from '../shared/queue.ts';
import type { Connection } from './connection.ts';
import { storeDocuments } from './documents.ts';
import type { Owner } from './owner.ts';
import { changeUses, forgetUnused, hashesOf, hashesUsedIn, storePictures } from './pictures.ts';
import { parseJson, readableRows, readQueue, readStoredConversation, readSummary, summaryColumns } from './rows.ts';
import { unindexConversation } from './searchIndex.ts';
import { draftOfWindow } from './windowDrafts.ts';

const day = 24 * 60 * 60 * 1000;
/** Milliseconds for which a deleted conversation can be restored. */
const keptAfterDeletion = 30 * day;
/** Milliseconds after which a conversation in which nothing was ever said, typed, queued or chosen is forgotten. */
const keptWhileEmpty = day;

/** Parley has no conversation of that id. */
export class NoConversationError extends Error {
  constructor(id: string) {
    super(`There is no conversation ${id}.`);
  }
}

/** The queued prompt was sent or removed meanwhile. */
export class NoQueuedPromptError extends Error {}

/** The message is not one of the conversation's. */
export class ForeignLeafError extends Error {}

export function listConversations(connection: Connection, scope: WorkspaceScope, limit: number): ConversationSummary[] {
  const where = `deleted_at IS NULL AND message_count > 0${scope === null ? '' : ' AND workspace_id = ?'}`;
  const sql = `SELECT ${summaryColumns} FROM conversations WHERE ${where} ORDER BY pinned DESC, updated_at DESC, seq DESC LIMIT ?`;
  return readableRows(connection.all(sql, ...(scope === null ? [] : [scope]), limit), readSummary);
}

/** @param placeId of the project that is in its workspace, where that is known */
export function createConversation(connection: Connection, conversation: NewConversation, placeId: string | null): void {
  const { id, workspaceId, workspaceName, createdAt } = conversation;
  connection.run(
    `INSERT INTO conversations (id, workspace_id, workspace_name, title, pinned, created_at, updated_at, message_count, revision,
       view_state, queue, draft, place_id)
     VALUES (?, ?, ?, '', 0, ?, ?, 0, 0, ?, '[]', '""', ?)
     ON CONFLICT (id) DO NOTHING`,
    id,
    workspaceId,
    workspaceName,
    createdAt,
    createdAt,
    JSON.stringify(initialViewState),
    placeId,
  );
}

/** Undefined for one that is not there or was deleted. */
export function readConversation(connection: Connection, id: string): StoredConversation | undefined {
  return readableRows(connection.all('SELECT * FROM conversations WHERE id = ? AND deleted_at IS NULL', id), readStoredConversation)[0];
}

/** The same. What goes with its draft is `me`'s from now on, too. */
export function openConversation(connection: Connection, id: string, me: Owner): StoredConversation | undefined {
  const found = readConversation(connection, id);
  // The usual case: nothing is written.
  if (!found || hashesOf(found.draft).length === 0) return found;
  return connection.transaction(() => {
    // Read again: another window may have taken something away just now.
    const conversation = readConversation(connection, id);
    if (conversation) changeUses(connection, id, draftOfWindow(me), hashesOf(conversation.draft));
    return conversation;
  });
}

export interface PatchFacts {
  /** When something happened that others should see, milliseconds since the epoch; null when nothing did. */
  readonly newsAt: number | null;
  /** How many messages came with it; none unless said otherwise. */
  readonly added?: number;
  readonly me: Owner;
}

/**
 * Applies a patch and counts one write, unless it is of a draft or a view: what one window has typed is no news to another. Call inside a
 * transaction.
 */
export function patchConversation(
  connection: Connection,
  id: string,
  patch: ConversationPatch,
  { newsAt, added = 0, me }: PatchFacts,
): void {
  if (patch.leafId !== undefined) checkLeaf(connection, id, patch.leafId);
  const columns = patchColumns(patch);
  const queue = patch.queue && queueAfter(connection, id, patch.queue, added > 0);
  if (queue) columns.push(['queue', JSON.stringify(queue)]);
  const assignments = columns.map(([column]) => `${column} = ?`);
  const isPrivate = added === 0 && Object.keys(patch).every((key) => isOwn(key));
  if (!isPrivate) assignments.push('revision = revision + 1');
  const values: SQLInputValue[] = columns.map(([, value]) => value);
  if (added > 0) {
    assignments.push('message_count = message_count + ?');
    values.push(added);
  }
  // What is said in a window that does not know yet that another has deleted the conversation must not be hidden with it.
  if (added > 0 || patch.queue?.type === 'add') assignments.push('deleted_at = NULL');
  if (newsAt !== null) {
    assignments.push('updated_at = max(updated_at, ?)');
    values.push(newsAt);
  }
  if (assignments.length === 0) return;
  const changed = connection.run(`UPDATE conversations SET ${assignments.join(', ')} WHERE id = ?`, ...values, id);
  if (changed === 0) throw new NoConversationError(id);
  storePictures(connection, patch.files ?? []);
  storeDocuments(connection, patch.documentFiles ?? []);
  // In this order: what is queued has left the draft.
  if (queue) changeUses(connection, id, 'queue', queue.flatMap(hashesOf));
  if (patch.draft) {
    const hashes = hashesOf(patch.draft);
    changeUses(connection, id, draftOfWindow(me), hashes);
    changeUses(connection, id, 'draft', hashes);
  }
}

/** Whether others should see the conversation as newer for this patch. */
export function isNews(patch: ConversationPatch): boolean {
  return patch.title !== undefined || patch.leafId !== undefined;
}

function patchColumns(patch: ConversationPatch): [column: string, value: SQLInputValue][] {
  const columns: [string, SQLInputValue][] = [];
  // A text with a NUL would be read back only up to it; in JSON it is escaped, and in a title it means nothing.
  if (patch.title !== undefined) columns.push(['title', patch.title.replaceAll('\0', '')]);
  if (patch.pinned !== undefined) columns.push(['pinned', patch.pinned ? 1 : 0]);
  if (patch.leafId !== undefined) columns.push(['leaf_id', patch.leafId]);
  if (patch.model !== undefined) columns.push(['model', patch.model]);
  if (patch.options !== undefined) columns.push(['options', JSON.stringify(patch.options)]);
  if (patch.draft !== undefined) columns.push(['draft', JSON.stringify(draftValue(patch.draft))]);
  if (patch.viewState !== undefined) columns.push(['view_state', JSON.stringify(patch.viewState)]);
  return columns;
}

/** What each window has of its own: no news to another. */
function isOwn(key: string): boolean {
  return key === 'draft' || key === 'viewState' || key === 'files' || key === 'documentFiles';
}

/** As it is stored: a draft of a text alone is that text. */
function draftValue(draft: Draft): unknown {
  const { edit, context, pictures, documents, text } = draft;
  return edit === null && context.length + pictures.length + documents.length === 0 ? text : draft;
}

function checkLeaf(connection: Connection, id: string, leafId: string): void {
  if (!connection.get('SELECT 1 FROM messages WHERE id = ? AND conversation_id = ?', leafId, id)) {
    throw new ForeignLeafError(`The message ${leafId} is not in the conversation ${id}.`);
  }
}

/** @param isSent whether a prompt that is taken out is sent: another window may have sent or removed it, and what went with it, just now */
function queueAfter(connection: Connection, id: string, change: QueueChange, isSent: boolean): readonly QueuedPrompt[] {
  const row = connection.get('SELECT queue FROM conversations WHERE id = ?', id);
  if (!row) throw new NoConversationError(id);
  const queue = readQueue(parseJson(row['queue']));
  const mustBeThere = change.type === 'edit' || (change.type === 'remove' && isSent);
  if (mustBeThere && !queue.some((prompt) => prompt.id === change.id))
    throw new NoQueuedPromptError(`The prompt ${change.id} is not queued.`);
  return changedQueue(queue, change);
}

export function countWrite(connection: Connection, id: string): void {
  connection.run('UPDATE conversations SET revision = revision + 1 WHERE id = ?', id);
}

/** @param at when it was deleted, milliseconds since the epoch; null restores it. */
export function setDeleted(connection: Connection, id: string, at: number | null): void {
  connection.run('UPDATE conversations SET deleted_at = ?, revision = revision + 1 WHERE id = ?', at, id);
}

/** Forgets for good what was deleted long ago or never held anything; returns how many conversations. */
export function purgeConversations(connection: Connection, now: number): number {
  const expired = `SELECT id FROM conversations WHERE deleted_at < ?
    OR (message_count = 0 AND draft = '""' AND queue = '[]' AND options IN ('{}', ?) AND updated_at < ? AND created_at < ?)`;
  const bounds = [now - keptAfterDeletion, JSON.stringify(noOptions), now - keptWhileEmpty, now - keptWhileEmpty];
  // The usual case is that there is nothing to do: then nothing is written.
  if (connection.get(expired, ...bounds) === undefined) return 0;
  return connection.transaction(() => {
    const ids = connection.all(expired, ...bounds).map(({ id }) => String(id));
    for (const id of ids) {
      const hashes = hashesUsedIn(connection, id);
      unindexConversation(connection, id);
      connection.run('DELETE FROM conversations WHERE id = ?', id);
      forgetUnused(connection, hashes);
    }
    return ids.length;
  });
}
