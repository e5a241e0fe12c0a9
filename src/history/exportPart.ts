/** Conversations as parts of a file: what is read of one call is bounded, so that nobody waits long for the history meanwhile. */
import type { WorkspaceScope } from '../chat/historyStore.ts';
import type { ExportPart, ExportPlace } from '../chat/historyTransfer.ts';
import { contextLabel } from '../shared/context.ts';
import { documentsOf, type Message, picturesOf } from '../shared/message.ts';
import { type SecretReason, secretByName, secretByText } from '../shared/secrets.ts';
import { exportSeparator, type FoundSecret } from '../shared/transfer.ts';
import type { Connection } from './connection.ts';
import { readConversation } from './conversations.ts';
import { readDocument } from './documents.ts';
import { conversationJson, messageJson } from './exportItems.ts';
import { readMessageRow, storedMessage } from './messageRow.ts';
import { readPicture } from './pictures.ts';
import { readableRows, text } from './rows.ts';
import { readStream, recover } from './streams.ts';

/** Characters of a part, beside the message that goes past them. */
const longEnough = 500_000;

const encoder = new TextEncoder();

/** The conversations of a list, in the order in which they were made. */
export function exportedConversations(connection: Connection, scope: WorkspaceScope): string[] {
  const where = `deleted_at IS NULL AND message_count > 0${scope === null ? '' : ' AND workspace_id = ?'}`;
  const rows = connection.all(`SELECT id FROM conversations WHERE ${where} ORDER BY seq`, ...(scope === null ? [] : [scope]));
  return readableRows(rows, (row) => text(row, 'id'));
}

/**
 * The next messages of a conversation, and before the first of them the conversation itself, as entries of a file.
 * @param place what the part before this one named as the next; null for the first
 * @returns undefined where there is no such conversation, or not any more
 */
export function exportMessages(connection: Connection, id: string, place: ExportPlace | null): ExportPart | undefined {
  const conversation = readConversation(connection, id);
  if (!conversation) return undefined;
  const entries = place ? [] : [conversationJson({ ...conversation, type: 'conversation' })];
  const { offset, last } = place ?? { offset: 0, last: lastOf(connection, id) };
  let length = 0;
  let count = 0;
  for (const message of messagesOf(connection, id, last, offset)) {
    if (length >= longEnough) return { bytes: encoder.encode(entries.join(exportSeparator)), next: { offset: offset + count, last } };
    const json = messageJson(message);
    entries.push(json);
    length += json.length;
    count++;
  }
  return { bytes: encoder.encode(entries.join(exportSeparator)), next: null };
}

/** What looks like a secret in a conversation's instructions, in what was said, and in what went with it, in that order; one for each thing. */
export function findSecrets(connection: Connection, id: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const instructions = secretByText(readConversation(connection, id)?.options.instructions ?? '');
  if (instructions) found.push({ messageId: null, where: null, reason: instructions });
  for (const message of messagesOf(connection, id, lastOf(connection, id), 0)) {
    const note = (where: string | null, reason: SecretReason | null) => {
      if (reason) found.push({ messageId: message.id, where, reason });
    };
    for (const block of message.blocks) {
      if (block.type === 'context') {
        const { item } = block;
        note(contextLabel(item), secretByName(item.path ?? item.name) ?? secretByText(item.text));
      } else if (block.type === 'text') note(null, secretByText(block.text));
      else if (block.type === 'instruction') note(block.title, secretByText(block.text));
      else if (block.type === 'thinking') note(null, secretByText(block.thinking));
      else if (block.type === 'opaque') note(null, secretByText(JSON.stringify(block.raw)));
    }
    for (const { name, description } of picturesOf(message)) note(name, secretByName(name) ?? secretByText(description ?? ''));
    for (const { name } of documentsOf(message)) note(name, secretByName(name));
  }
  return found;
}

/** The hashes of the pictures and documents that the messages of a conversation refer to, in an order that depends on nothing else. */
export function exportedFiles(connection: Connection, id: string): string[] {
  const sql = 'SELECT DISTINCT hash FROM picture_uses u JOIN messages m ON m.id = u.place WHERE u.conversation_id = ? ORDER BY hash';
  return readableRows(connection.all(sql, id), (row) => text(row, 'hash'));
}

/** A picture or a document as an entry of a file; undefined where nothing is kept of it. */
export function exportFile(connection: Connection, hash: string): ExportPart | undefined {
  const document = readDocument(connection, hash);
  if (document) return part(['{"type":"document","hash":"', hash, '","data":"', document.bytes, '"}']);
  const [whole, small, thumbnail] = (['whole', 'small', 'thumbnail'] as const).map((size) => readPicture(connection, { hash, size }));
  if (!whole || !thumbnail) return undefined;
  const encoded = ({ type, bytes }: typeof whole) => [`{"type":"${type}","data":"`, bytes, '"}'];
  return part([
    ...['{"type":"picture","hash":"', hash, '","whole":', ...encoded(whole)],
    ...[',"small":', ...(small ? encoded(small) : ['null']), ',"thumbnail":', ...encoded(thumbnail), '}'],
  ]);
}

/** Bytes are written as base64. */
function part(pieces: readonly (string | Uint8Array<ArrayBuffer>)[]): ExportPart {
  const texts = pieces.map((piece) =>
    typeof piece === 'string' ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('base64'),
  );
  return { bytes: encoder.encode(texts.join('')), next: null };
}

/** The number of the last message that a conversation has by now: those that come while it is read in parts are left out. */
function lastOf(connection: Connection, id: string): number {
  return Number(connection.value('SELECT max(seq) FROM messages WHERE conversation_id = ?', id));
}

/** Each after what it answers: in a history that was saved from damage, the numbers alone do not tell. */
function* messagesOf(connection: Connection, id: string, last: number, offset: number): Generator<Message> {
  const places = 'SELECT seq FROM messages WHERE conversation_id = ? AND seq <= ? ORDER BY depth, seq LIMIT -1 OFFSET ?';
  for (const { seq } of connection.all(places, id, last, offset)) {
    const rows = connection.all(`${storedMessage} WHERE m.seq = ?`, seq ?? null);
    for (const message of readableRows(rows, readMessageRow)) yield ended(connection, message);
  }
}

/** A reply that streams goes as it would be if it ended now: who reads the file has nobody who goes on with it. */
function ended(connection: Connection, message: Message): Message {
  if (message.role === 'user' || message.status !== 'streaming') return message;
  return recover(connection, message, readStream(connection, message.id));
}
