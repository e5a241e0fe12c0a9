/** Messages as rows: adding, ending, and reading one, a path, a branch. */
import type { ConversationPatch, PathMessage } from '../chat/historyStore.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import type { Connection, Row } from './connection.ts';
import { countWrite, NoConversationError, patchConversation } from './conversations.ts';
import { bodyValues, endColumns, endValues, messageColumns, messageValues, readMessageRow, storedMessage } from './messageRow.ts';
import type { Owner } from './owner.ts';
import { hashesIn, noteUses } from './pictures.ts';
import { RowError, readableRows, text } from './rows.ts';
import { indexMessage } from './searchIndex.ts';
import { dropStream, openStream } from './streams.ts';

/** A message was to be stored whose conversation, parent or id does not fit what is stored. */
export class MisplacedMessageError extends Error {}

const insertMessage = `INSERT INTO messages (${messageColumns.join(', ')}) VALUES (${messageColumns.map(() => '?').join(', ')})`;
const bodyRow = 'INTO bodies (message_id, blocks, cache) VALUES (?, ?, ?)';

/**
 * Adds messages and applies the patch, in one transaction. Doing it again changes nothing, so that a call whose outcome is unknown can
 * be repeated.
 * @throws {MisplacedMessageError}
 */
export function addMessages(connection: Connection, messages: readonly Message[], patch: ConversationPatch, me: Owner, now: number): void {
  const [first] = messages;
  if (!first) return;
  const { conversationId } = first;
  connection.transaction(() => {
    if (!connection.get('SELECT 1 FROM conversations WHERE id = ?', conversationId)) throw new NoConversationError(conversationId);
    const added = messages.filter((message) => addMessage(connection, conversationId, message, me, now)).length;
    const newsAt = Math.max(...messages.map(({ createdAt }) => createdAt));
    patchConversation(connection, conversationId, patch, { newsAt, added, me });
  });
}

function addMessage(connection: Connection, conversationId: string, message: Message, me: Owner, now: number): boolean {
  const stored = connection.get('SELECT conversation_id FROM messages WHERE id = ?', message.id);
  if (stored?.['conversation_id'] === message.conversationId) return false;
  if (stored || message.conversationId !== conversationId) {
    throw new MisplacedMessageError(`The message ${message.id} belongs to another conversation.`);
  }
  if (message.parentId !== null && !isIn(connection, message.parentId, conversationId)) {
    throw new MisplacedMessageError(`The message ${message.id} answers one that is not in its conversation.`);
  }
  insertWholeMessage(connection, message);
  if (message.role === 'assistant' && message.status === 'streaming') openStream(connection, message.id, me, now);
  return true;
}

function isIn(connection: Connection, messageId: string, conversationId: string): boolean {
  return connection.get('SELECT 1 FROM messages WHERE id = ? AND conversation_id = ?', messageId, conversationId) !== undefined;
}

/** Inserts a message, its body, its words and what it refers to; one that streams is indexed when it has ended. Call inside a transaction. */
export function insertWholeMessage(connection: Connection, message: Message): void {
  connection.run(insertMessage, ...messageValues(message));
  connection.run(`INSERT ${bodyRow}`, ...bodyValues(message));
  noteUses(connection, message.conversationId, message.id, hashesIn(message));
  if (message.role === 'user' || message.status !== 'streaming') indexMessage(connection, message);
}

/** Writes a message over what is stored of it, whoever wrote that; call inside a transaction. */
export function replaceMessage(connection: Connection, message: AssistantMessage): void {
  const changed = connection.run(
    `UPDATE messages SET ${endColumns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
    ...endValues(message),
    message.id,
  );
  if (changed === 0) throw new MisplacedMessageError(`There is no message ${message.id}.`);
  connection.run(`INSERT OR REPLACE ${bodyRow}`, ...bodyValues(message));
  if (message.status !== 'streaming') indexMessage(connection, message);
}

/** Replaces a streaming message by its end and drops its checkpoints, in one transaction. */
export function finishMessage(connection: Connection, message: AssistantMessage): void {
  connection.transaction(() => {
    replaceMessage(connection, message);
    dropStream(connection, message.id);
    countWrite(connection, message.conversationId);
  });
}

export function readMessage(connection: Connection, id: string): Message | undefined {
  return readableRows(connection.all(`${storedMessage} WHERE m.id = ?`, id), readMessageRow)[0];
}

/** The last `limit` messages of the path that ends with `leafId`, oldest first, as they are stored. */
export function readPath(connection: Connection, leafId: string, limit: number): PathMessage[] {
  const rows = connection.all(
    `WITH RECURSIVE path (id, parent_id, place) AS (
       SELECT id, parent_id, 0 FROM messages WHERE id = ?1
       UNION ALL
       SELECT m.id, m.parent_id, place + 1 FROM path JOIN messages m ON m.id = path.parent_id WHERE place + 1 < ?2
     )
     SELECT path.place, whole.* FROM path JOIN (${storedMessage}) whole ON whole.id = path.id ORDER BY path.place DESC`,
    leafId,
    Math.min(limit, Number.MAX_SAFE_INTEGER),
  );
  return readableRows(rows, (row) => ({ message: readMessageRow(row), siblings: siblings(connection, row) }));
}

/** Those messages of the path that ends with `leafId` whose depth is between two, oldest first; 10 ms from the end of 10 000 messages to their beginning. */
export function readPathPart(connection: Connection, leafId: string, fromDepth: number, toDepth: number): PathMessage[] {
  const rows = connection.all(
    `WITH RECURSIVE path (id, parent_id, depth) AS (
       SELECT id, parent_id, depth FROM messages WHERE id = ?1
       UNION ALL
       SELECT m.id, m.parent_id, m.depth FROM path JOIN messages m ON m.id = path.parent_id WHERE path.depth > ?2
     )
     SELECT whole.* FROM (SELECT id, depth AS place FROM path WHERE depth BETWEEN ?2 AND ?3) part
     JOIN (${storedMessage}) whole ON whole.id = part.id ORDER BY part.place`,
    leafId,
    fromDepth,
    toDepth,
  );
  return readableRows(rows, (row) => ({ message: readMessageRow(row), siblings: siblings(connection, row) }));
}

/** Those messages of the path that ends with `leafId` that have pictures, oldest first. Of a conversation without any, nothing is read. */
export function readPathPictures(connection: Connection, leafId: string): Message[] {
  const uses = `SELECT 1 FROM picture_uses u JOIN messages m ON m.conversation_id = u.conversation_id
    WHERE m.id = ? AND u.place NOT LIKE 'draft%' AND u.place <> 'queue' LIMIT 1`;
  if (connection.get(uses, leafId) === undefined) return [];
  const rows = connection.all(
    `WITH RECURSIVE path (id, parent_id, conversation_id, depth) AS (
       SELECT id, parent_id, conversation_id, depth FROM messages WHERE id = ?
       UNION ALL
       SELECT m.id, m.parent_id, m.conversation_id, m.depth FROM path JOIN messages m ON m.id = path.parent_id
     )
     SELECT whole.* FROM path JOIN (${storedMessage}) whole ON whole.id = path.id
     WHERE EXISTS (SELECT 1 FROM picture_uses u WHERE u.conversation_id = path.conversation_id AND u.place = path.id)
     ORDER BY path.depth`,
    leafId,
  );
  return readableRows(rows, readMessageRow);
}

/** Ids of the messages that have the same parent, in order of creation. */
function siblings(connection: Connection, row: Row): string[] {
  return connection
    .all(
      'SELECT id FROM messages WHERE conversation_id = ? AND parent_id IS ? ORDER BY seq',
      text(row, 'conversation_id'),
      row['parent_id'] ?? null,
    )
    .map((each) => text(each, 'id'));
}

/** Follows the latest child down from a message; resolves to the last one. */
export function newestLeaf(connection: Connection, messageId: string): string {
  let id = messageId;
  for (;;) {
    const child = connection.value('SELECT id FROM messages WHERE parent_id = ? ORDER BY seq DESC LIMIT 1', id);
    if (child === null) return id;
    if (typeof child !== 'string') throw new RowError('id');
    id = child;
  }
}
