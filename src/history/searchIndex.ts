/**
 * The index of what was said, kept in the same transactions as the messages. Two FTS5 tables that hold no text of their own, with
 * `messages.seq` as their rowid:
 *
 * - `words` finds whole words, and those that begin as the last one typed. Characters of scripts without spaces are words of their own,
 *   so that two of them can be found, too.
 * - `trigrams` finds what is inside of words: parts of names in code. Without positions (`detail=none`) it only names candidates, which
 *   are then looked through.
 *
 * Measured on 14 200 messages with 30 MB of documentation and code: `words` 8 MB and 0.1 ms a message, `trigrams` 11 MB and 0.3 ms
 * (50 ms for a message of 1 MB). Trigrams with positions would be 67 MB and no faster to ask (0.2–4 ms against 0.7–12 ms), and trigrams
 * alone find nothing shorter than three characters. Ranking by bm25 took up to 54 ms for a common word, the newest 200 matches 0.1 ms.
 */

import { fold } from '../shared/fold.ts';
import { type Message, messageText } from '../shared/message.ts';
import type { Connection } from './connection.ts';
import { readMessageRow, storedMessage } from './messageRow.ts';
import { readableRows } from './rows.ts';

export const searchTables = `
  CREATE VIRTUAL TABLE words USING fts5 (said, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2");
  CREATE VIRTUAL TABLE trigrams USING fts5 (said, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
`;

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Folded text as the table `words` takes it. */
export function separateCharacters(folded: string): string {
  return folded.replace(unspaced, ' $& ');
}

/** Indexes a message instead of what was indexed of it before; call inside a transaction. */
export function indexMessage(connection: Connection, message: Message): void {
  const seq = connection.value('SELECT seq FROM messages WHERE id = ?', message.id);
  connection.run('DELETE FROM words WHERE rowid = ?', seq);
  connection.run('DELETE FROM trigrams WHERE rowid = ?', seq);
  const said = fold(messageText(message));
  if (said.trim() === '') return;
  connection.run('INSERT INTO words (rowid, said) VALUES (?, ?)', seq, separateCharacters(said));
  connection.run('INSERT INTO trigrams (rowid, said) VALUES (?, ?)', seq, said);
}

/** Takes a whole conversation out of the index; call inside a transaction, before its messages are deleted. */
export function unindexConversation(connection: Connection, conversationId: string): void {
  for (const table of ['words', 'trigrams']) {
    connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT seq FROM messages WHERE conversation_id = ?)`, conversationId);
  }
}

/** Rewrites the index without what was taken out of it, so that nothing of a purged conversation stays in the file. */
export function forgetUnindexed(connection: Connection): void {
  for (const table of ['words', 'trigrams']) connection.run(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
  connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
}

/**
 * Makes the index anew from the messages: it is derived, so damage to it alone loses nothing. Call inside a transaction.
 * @param newest how many messages, the newest first: all of 30 MB took 6 s.
 */
export function rebuildIndex(connection: Connection, newest = Number.MAX_SAFE_INTEGER): void {
  connection.exec(`DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS trigrams; ${searchTables}`);
  const ended = `${storedMessage} WHERE m.role = 'user' OR m.status <> 'streaming' ORDER BY m.seq DESC LIMIT ?`;
  for (const row of connection.iterate(ended, newest)) {
    for (const message of readableRows([row], readMessageRow)) indexMessage(connection, message);
  }
}
