/** Bringing to disk what was written in memory meanwhile. */
import type { SQLInputValue } from 'node:sqlite';
import { isObject } from '../shared/json.ts';
import { mergedQueue } from '../shared/queue.ts';
import type { Connection, Row } from './connection.ts';
import { mergedColumns } from './memory.ts';
import { insertWholeMessage, readMessage, replaceMessage } from './messages.ts';
import { hashesUsedIn, noteTyped } from './pictures.ts';
import { integer, parseJson, readQueue, text } from './rows.ts';

/**
 * Writes what has changed in `memory` to `disk`, in one transaction. Other windows may have written there meanwhile: of a conversation
 * only what was changed here is written over, of its queue prompt by prompt, and messages are only ever added or ended by their own window.
 */
export function bringBack(memory: Connection, disk: Connection): void {
  disk.transaction(() => {
    for (const { id, base } of memory.all('SELECT id, base FROM touched_conversations'))
      bringConversation(memory, disk, String(id), parseJson(base));
    const touched = 'SELECT m.id FROM messages m JOIN touched_messages t ON t.id = m.id ORDER BY m.seq';
    for (const { id } of memory.all(touched)) bringMessage(memory, disk, String(id));
    for (const { id } of memory.all('SELECT id FROM touched_conversations')) {
      bringFiles(memory, disk, String(id));
      disk.run(
        'UPDATE conversations SET message_count = (SELECT count(*) FROM messages WHERE conversation_id = ?1) WHERE id = ?1',
        id ?? null,
      );
    }
  });
}

/** @param base what it was when memory began; nothing where it was not there. */
function bringConversation(memory: Connection, disk: Connection, id: string, base: unknown): void {
  const ours = memory.get('SELECT * FROM conversations WHERE id = ?', id);
  if (!ours) return;
  const theirs = disk.get('SELECT queue FROM conversations WHERE id = ?', id);
  if (!theirs) {
    // New, or no longer on the disk that was found again: then it is brought whole.
    insertRow(disk, 'conversations', ours, ['seq']);
    for (const message of memory.all('SELECT id FROM messages WHERE conversation_id = ? ORDER BY seq', id)) {
      bringMessage(memory, disk, text(message, 'id'));
    }
    return;
  }
  const before = isObject(base) ? base : {};
  const changed = mergedColumns.filter((column) => ours[column] !== before[column]);
  const writes = integer(ours, 'revision') - Number(before['revision'] ?? 0);
  const queueOf = (row: { readonly [column: string]: unknown }) => readQueue(parseJson(row['queue']));
  const values: Row = { ...ours, queue: JSON.stringify(mergedQueue(queueOf(before), queueOf(ours), queueOf(theirs))) };
  disk.run(
    `UPDATE conversations SET ${[...changed.map((column) => `${column} = ?`), 'revision = revision + ?'].join(', ')} WHERE id = ?`,
    ...changed.map((column) => values[column] ?? null),
    writes,
    id,
  );
}

function bringMessage(memory: Connection, disk: Connection, id: string): void {
  const message = readMessage(memory, id);
  if (!message) return;
  if (disk.get('SELECT 1 FROM messages WHERE id = ?', id)) {
    // Another window's reply, which was recovered here as no sign of life comes to memory. Its own window writes it, or whoever reads it there.
    if (memory.get('SELECT 1 FROM streams WHERE message_id = ? AND recovered <> 0', id)) return;
    if (message.role === 'assistant') replaceMessage(disk, message);
    else bringBody(memory, disk, id);
  } else {
    if (message.parentId !== null && !disk.get('SELECT 1 FROM messages WHERE id = ?', message.parentId)) {
      bringMessage(memory, disk, message.parentId);
    }
    insertWholeMessage(disk, message);
  }
  for (const table of ['streams', 'checkpoints']) {
    disk.run(`DELETE FROM ${table} WHERE message_id = ?`, id);
    for (const row of memory.all(`SELECT * FROM ${table} WHERE message_id = ?`, id)) insertRow(disk, table, row, []);
  }
}

/** What was said in a prompt never changes; how its pictures are sent may have. */
function bringBody(memory: Connection, disk: Connection, id: string): void {
  const blocks = memory.value('SELECT blocks FROM bodies WHERE message_id = ?', id);
  if (typeof blocks === 'string') disk.run('UPDATE bodies SET blocks = ? WHERE message_id = ?', blocks, id);
}

/** What is kept of the pictures and documents that a conversation refers to, where the disk has it not. */
function bringFiles(memory: Connection, disk: Connection, conversationId: string): void {
  for (const hash of hashesUsedIn(memory, conversationId)) {
    for (const table of ['pictures', 'documents']) {
      const row = memory.get(`SELECT * FROM ${table} WHERE hash = ?`, hash);
      if (!row) continue;
      if (!disk.get(`SELECT 1 FROM ${table} WHERE hash = ?`, hash)) insertRow(disk, table, row, []);
      else if (table === 'pictures') bringSmall(disk, hash, row['small_type'] ?? null, row['small'] ?? null);
    }
  }
  noteTyped(disk, conversationId);
}

/** A smaller one may have been made meanwhile. */
function bringSmall(disk: Connection, hash: string, type: SQLInputValue, small: SQLInputValue): void {
  if (small !== null) disk.run('UPDATE pictures SET small_type = ?1, small = ?2 WHERE hash = ?3 AND small IS NOT ?2', type, small, hash);
}

function insertRow(connection: Connection, table: string, row: Row, without: readonly string[]): void {
  const columns = Object.keys(row).filter((column) => !without.includes(column));
  const values: SQLInputValue[] = columns.map((column) => row[column] ?? null);
  connection.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, ...values);
}
