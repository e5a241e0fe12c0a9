/**
 * The bytes of pictures, each kept once by its hash, and who refers to them. A picture is stored in the transaction of its first reference
 * and goes in that of its last, so that none is without the other.
 */

import type { PictureData, WantedPicture } from '../chat/historyStore.ts';
import type { DocumentItem } from '../shared/document.ts';
import { changedDocument } from '../shared/document.ts';
import { oneOf } from '../shared/json.ts';
import { documentsOf, type Message, picturesOf } from '../shared/message.ts';
import {
  changedPicture,
  type EncodedPicture,
  type Picture,
  type PictureChange,
  type PictureFiles,
  type PictureSize,
  pictureTypes,
} from '../shared/picture.ts';
import { base64 } from './base64.ts';
import type { Connection } from './connection.ts';
import { oweErasure } from './erase.ts';
import { readBlock, readBlocks } from './messageRow.ts';
import { parseJson, readQueue, readStoredDraft, text } from './rows.ts';

/** Bytes come last, and the largest of them at the end: to read a thumbnail is not to read through them. */
export const pictureTables = `
  CREATE TABLE pictures (
    hash TEXT PRIMARY KEY,
    whole_type TEXT NOT NULL,
    small_type TEXT,
    thumbnail_type TEXT NOT NULL,
    thumbnail BLOB NOT NULL,
    small BLOB,
    whole BLOB NOT NULL
  ) STRICT;

  -- Derived from what messages, drafts and queues say. The place is a message's id, or 'draft' or 'queue'.
  CREATE TABLE picture_uses (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (conversation_id, place, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_uses_by_hash ON picture_uses (hash);
`;

/** Stores what is kept of pictures; what is there already stays. Call inside the transaction of what refers to them. */
export function storePictures(connection: Connection, files: readonly PictureFiles[]): void {
  for (const { hash, whole, small, thumbnail } of files) {
    connection.run(
      `INSERT INTO pictures (hash, whole_type, small_type, thumbnail_type, thumbnail, small, whole) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO NOTHING`,
      hash,
      whole.type,
      small?.type ?? null,
      thumbnail.type,
      thumbnail.bytes,
      small?.bytes ?? null,
      whole.bytes,
    );
  }
}

/** The hashes of pictures and documents, of these also of what is sent of them. */
export function hashesOf({ pictures, documents }: Attached): string[] {
  const ofDocuments = documents.flatMap(({ hash, part }) => (part ? [hash, part.hash] : [hash]));
  return [...pictures.map(({ hash }) => hash), ...ofDocuments];
}

/** The draft as a window has it: see `windowDrafts.ts`. */
export type WindowDraft = `draft ${string}`;

interface Attached {
  readonly pictures: readonly Picture[];
  readonly documents: readonly DocumentItem[];
}

/** The hashes of what a message refers to. */
export function hashesIn(message: Pick<Message, 'blocks'>): string[] {
  return hashesOf({ pictures: picturesOf(message), documents: documentsOf(message) });
}

/** Notes what a message refers to. Call inside a transaction. */
export function noteUses(connection: Connection, conversationId: string, messageId: string, hashes: readonly string[]): void {
  for (const hash of hashes) {
    connection.run('INSERT OR IGNORE INTO picture_uses (conversation_id, place, hash) VALUES (?, ?, ?)', conversationId, messageId, hash);
  }
}

/** Notes what a draft or a queue refers to, and forgets what nothing refers to any more. Call inside a transaction. */
export function changeUses(
  connection: Connection,
  conversationId: string,
  place: 'draft' | 'queue' | WindowDraft,
  hashes: readonly string[],
): void {
  const before = connection.all('SELECT hash FROM picture_uses WHERE conversation_id = ? AND place = ?', conversationId, place);
  // The usual case: at each key of a draft without pictures this is all.
  if (before.length === 0 && hashes.length === 0) return;
  const after = new Set(hashes);
  const gone = before.map((row) => text(row, 'hash')).filter((hash) => !after.has(hash));
  for (const hash of gone)
    connection.run('DELETE FROM picture_uses WHERE conversation_id = ? AND place = ? AND hash = ?', conversationId, place, hash);
  noteUses(connection, conversationId, place, hashes);
  forgetUnused(connection, gone);
}

/**
 * Changes how pictures are sent in every message of a conversation that has them; what else is in those messages stays as it is written. Call
 * inside a transaction.
 */
export function changePictures(connection: Connection, conversationId: string, change: PictureChange): void {
  const hashes = change.type === 'sending' ? change.hashes : [change.hash];
  const messages = new Set<string>();
  for (const hash of hashes) {
    const rows = connection.all('SELECT place FROM picture_uses WHERE conversation_id = ? AND hash = ?', conversationId, hash);
    for (const row of rows) messages.add(text(row, 'place'));
  }
  for (const id of messages) {
    const blocks = parseJson(connection.get('SELECT blocks FROM bodies WHERE message_id = ?', id)?.['blocks']);
    if (!Array.isArray(blocks)) continue;
    const changed = blocks.map((raw: unknown) => {
      const block = readBlock(raw);
      if (block?.type === 'document') return { type: 'document', document: changedDocument(block.document, change) };
      return block?.type === 'picture' ? { type: 'picture', picture: changedPicture(block.picture, change) } : raw;
    });
    connection.run('UPDATE bodies SET blocks = ? WHERE message_id = ?', JSON.stringify(changed), id);
  }
  if (change.type === 'shrink') {
    const { type, bytes } = change.small;
    connection.run('UPDATE pictures SET small_type = ?, small = ? WHERE hash = ?', type, bytes, change.hash);
  }
}

/** The hashes of what a conversation refers to, anywhere. */
export function hashesUsedIn(connection: Connection, conversationId: string): string[] {
  return connection.all('SELECT DISTINCT hash FROM picture_uses WHERE conversation_id = ?', conversationId).map((row) => text(row, 'hash'));
}

/** Whether nothing is kept of a picture or a document that something refers to. */
export function missesFiles(connection: Connection): boolean {
  const lacks = (table: string) => `NOT EXISTS (SELECT 1 FROM ${table} f WHERE f.hash = u.hash)`;
  const missing = `SELECT 1 FROM picture_uses u WHERE ${lacks('pictures')} AND ${lacks('documents')} LIMIT 1`;
  return connection.get(missing) !== undefined;
}

/** Forgets those pictures and documents that nothing refers to. Call inside the transaction in which the references went, and `erase` after it. */
export function forgetUnused(connection: Connection, hashes: readonly string[]): void {
  for (const hash of hashes) {
    for (const table of ['pictures', 'documents']) {
      const unused = `DELETE FROM ${table} WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM picture_uses WHERE hash = ?1)`;
      if (connection.run(unused, hash) > 0) oweErasure(connection);
    }
  }
}

/** Makes the references anew from what refers. Call inside a transaction. */
export function rebuildUses(connection: Connection): void {
  connection.exec('DELETE FROM picture_uses');
  const messages = `SELECT m.id, m.conversation_id, b.blocks FROM bodies b JOIN messages m ON m.id = b.message_id
    WHERE instr(b.blocks, '"picture"') > 0 OR instr(b.blocks, '"document"') > 0`;
  for (const row of connection.iterate(messages))
    noteUses(connection, text(row, 'conversation_id'), text(row, 'id'), hashesIn({ blocks: readBlocks(row) }));
  for (const row of connection.iterate(`SELECT id FROM conversations WHERE instr(draft, '"hash"') > 0 OR instr(queue, '"hash"') > 0`))
    noteTyped(connection, text(row, 'id'));
}

/** Notes anew what the draft and the queue of a conversation refer to. Call inside a transaction. */
export function noteTyped(connection: Connection, conversationId: string): void {
  const row = connection.get('SELECT draft, queue FROM conversations WHERE id = ?', conversationId);
  if (!row) return;
  changeUses(connection, conversationId, 'draft', hashesOf(readStoredDraft(parseJson(row['draft']))));
  changeUses(connection, conversationId, 'queue', readQueue(parseJson(row['queue'])).flatMap(hashesOf));
}

export function readPicture(connection: Connection, { hash, size }: WantedPicture): EncodedPicture | undefined {
  const row = connection.get(`SELECT ${size}_type AS type, ${size} AS bytes FROM pictures WHERE hash = ?`, hash);
  const type = oneOf(pictureTypes, row?.['type']);
  const bytes = row?.['bytes'];
  return type !== undefined && bytes instanceof Uint8Array ? { type, bytes: new Uint8Array(bytes) } : undefined;
}

/** As requests have them: made here, where nobody waits. */
export function readPictureData(connection: Connection, wanted: readonly WantedPicture[]): (PictureData | undefined)[] {
  return wanted.map(({ hash, size }) => {
    const sizes: readonly PictureSize[] = size === 'small' ? ['small', 'whole'] : [size];
    for (const each of sizes) {
      const found = readPicture(connection, { hash, size: each });
      if (found) return { type: found.type, data: base64(found.bytes) };
    }
    return undefined;
  });
}
