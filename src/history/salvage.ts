/** Copying what can be read of one database into another, row by row: of a damaged file, or of one that this version may not change. */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { titleOf } from '../chat/title.ts';
import { initialViewState } from '../shared/conversation.ts';
import { isCount, isString } from '../shared/json.ts';
import { messageText } from '../shared/message.ts';
import { isHash } from '../shared/picture.ts';
import type { Connection, Row } from './connection.ts';
import { readMessage } from './messages.ts';
import { rebuildUses } from './pictures.ts';
import { readRawRows } from './rawRows.ts';
import { attempt, readDamagedTable } from './readDamaged.ts';
import { rebuildIndex } from './searchIndex.ts';

/** What holds the history; the index and the references to pictures and documents are made anew. */
const tables = ['conversations', 'messages', 'bodies', 'streams', 'checkpoints', 'pictures', 'documents', 'places', 'moves'] as const;
/** Those that have megabytes in a row. */
const large: ReadonlySet<string> = new Set(['pictures', 'documents']);
/** Those that an earlier version had not. */
const newer: ReadonlySet<string> = new Set(['pictures', 'documents', 'places', 'moves']);

export interface SalvageOptions {
  /** Whose pages are read where SQLite cannot; null for a database that is not damaged. */
  readonly file: string | null;
  /** Ends the reading. */
  readonly isLate: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many of the newest messages can be searched afterwards. */
  readonly indexed: number;
  /** Whether the bytes of pictures and documents are copied, too. */
  readonly pictures: boolean;
}

export interface Salvaged {
  readonly messages: number;
  /** Whether nothing had to be left out. */
  readonly whole: boolean;
}

/** Copies every readable row, mends what refers to rows that are lost, and makes the index. `target` is of this version's schema. */
export function salvage(source: Connection, target: Connection, { file, isLate, now, indexed, pictures }: SalvageOptions): Salvaged {
  // References are mended below, and until then may point to what is not there.
  target.exec('PRAGMA foreign_keys = OFF');
  try {
    return target.transaction(() => {
      const copied = tables.filter((table) => pictures || !large.has(table));
      const whole = copied.map((table) => copyTable(source, target, table, isLate)).every((each) => each);
      if (!whole) {
        if (file !== null) copyRawRows(file, target, isLate);
        restoreFromIndexes(source, target, now);
        mendReferences(target, now);
      }
      rebuildUses(target);
      rebuildIndex(target, indexed);
      return { messages: Number(target.value('SELECT count(*) FROM messages')), whole };
    });
  } finally {
    target.exec('PRAGMA foreign_keys = ON');
  }
}

/**
 * Copies the columns that both have: a newer schema may have others. Where there are as many, one of another name is told by its place: the
 * definition itself may be damaged. Rows that the target has already, or does not take, are left out.
 */
function copyTable(source: Connection, target: Connection, table: string, isLate: () => boolean): boolean {
  const theirs = attempt(() => columnsOf(source, table)) ?? [];
  if (theirs.length === 0 && newer.has(table)) return true;
  const isFresh = target.get(`SELECT 1 FROM ${table} LIMIT 1`) === undefined;
  const ours = columnsOf(target, table);
  const nameOf = (column: string) => (theirs.includes(column) || theirs.length !== ours.length ? column : theirs[ours.indexOf(column)]);
  const columns = ours.filter((column) => theirs.includes(nameOf(column) ?? '') && (isFresh || column !== 'seq'));
  if (columns.length === 0) return false;
  const rows = large.has(table) ? readDamagedTable(source, table, isLate, 1) : readDamagedTable(source, table, isLate);
  for (;;) {
    const next = rows.next();
    if (next.done) return next.value;
    const { value } = next;
    insertRow(target, table, Object.fromEntries(columns.map((column) => [column, value[nameOf(column) ?? ''] ?? null])), columns);
  }
}

/** Inserts a row, unless one of the same id is there; returns how many rows that were. */
function insertRow(target: Connection, table: string, row: Row, columns: readonly string[]): number {
  const insert = `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  try {
    return target.run(insert, ...columns.map((column) => row[column] ?? null));
  } catch (error) {
    // SQLITE_CONSTRAINT and SQLITE_MISMATCH say that the row is nonsense; anything else, that the target is in trouble.
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode !== 'number' || ![19, 20].includes(errcode & 0xff)) throw error;
    return 0;
  }
}

function columnsOf(connection: Connection, table: string): string[] {
  return connection.all(`PRAGMA table_info(${table})`).map(({ name }) => String(name));
}

/** What tells the rows of a table from those of others: how they begin, and how many columns they have at least. */
const shapes: readonly (readonly [
  table: (typeof tables)[number],
  columns: number,
  begins: (values: readonly SQLOutputValue[]) => boolean,
])[] = [
  ['conversations', 16, ([seq, id, , , title]) => seq === null && isString(id) && isString(title)],
  ['messages', 21, ([seq, id, , , depth]) => seq === null && isString(id) && isCount(depth)],
  ['bodies', 2, ([id, blocks]) => isString(id) && isString(blocks)],
  ['streams', 8, ([id, host, pid]) => isString(id) && isString(host) && isCount(pid)],
  ['checkpoints', 3, ([id, ordinal, events]) => isString(id) && isCount(ordinal) && isString(events)],
  ['pictures', 7, ([hash, type, , , thumbnail]) => isHash(hash) && isString(type) && thumbnail instanceof Uint8Array],
  ['documents', 2, ([hash, bytes]) => isHash(hash) && bytes instanceof Uint8Array],
];

/** Adds the rows that only the pages themselves still tell of. */
function copyRawRows(file: string, target: Connection, isLate: () => boolean): void {
  for (const { rowid, values } of readRawRows(file, isLate)) {
    const shape = shapes.find(([, columns, begins]) => values.length >= columns && begins(values));
    if (!shape) continue;
    const [table] = shape;
    const names = columnsOf(target, table).slice(0, values.length);
    const row: Row = Object.fromEntries(names.map((name, n) => [name, name === 'seq' ? rowid : (values[n] ?? null)]));
    // The order of creation is kept where it is still free.
    if (insertRow(target, table, row, names) === 0 && names[0] === 'seq') insertRow(target, table, row, names.slice(1));
  }
}

/**
 * Twenty rows of `messages` are in one page, and their texts in others. Where such a page is lost, the two indexes of the table still
 * have each message's id and place, so that its text can be shown.
 */
function restoreFromIndexes(source: Connection, target: Connection, now: number): void {
  const ids = new Map<number, string>();
  attempt(() => {
    for (const { seq, id } of source.iterate('SELECT seq, id FROM messages ORDER BY id')) ids.set(Number(seq), String(id));
  });
  const places: Row[] = [];
  attempt(() => {
    const covered = 'SELECT seq, conversation_id, parent_id FROM messages INDEXED BY messages_tree';
    for (const row of source.iterate(covered)) places.push(row);
  });
  for (const { seq, conversation_id, parent_id } of places.sort((a, b) => Number(a['seq']) - Number(b['seq']))) {
    const id = ids.get(Number(seq));
    if (id === undefined || target.get('SELECT 1 FROM messages WHERE id = ?', id)) continue;
    const parent = target.get('SELECT depth, created_at FROM messages WHERE id = ?', parent_id ?? null);
    const depth = parent_id === null ? 0 : Number(parent?.['depth'] ?? 0) + 1;
    insertPlaceholder(target, { id, conversation_id, parent_id, depth, created_at: parent?.['created_at'] ?? now });
  }
}

/** A message of which only the place is known. Prompts and replies nearly always alternate, so the depth tells which it may be. */
function insertPlaceholder(target: Connection, row: Readonly<Record<string, SQLInputValue | undefined>>): void {
  const { id, conversation_id, parent_id, depth, created_at } = row;
  const isPrompt = Number(depth) % 2 === 0;
  target.run(
    `INSERT OR IGNORE INTO messages (id, conversation_id, parent_id, depth, role, created_at, origin, status, model)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id ?? null,
    conversation_id ?? null,
    parent_id ?? null,
    depth ?? null,
    isPrompt ? 'user' : 'assistant',
    created_at ?? null,
    ...(isPrompt ? ['typed', null, null] : [null, 'complete', '']),
  );
}

function mendReferences(target: Connection, now: number): void {
  const orphans = `SELECT parent_id AS id, conversation_id, depth - 1 AS depth, created_at FROM messages m
    WHERE parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messages p WHERE p.id = m.parent_id) GROUP BY parent_id`;
  for (const row of target.all(orphans)) {
    // What was above the lost message is not known; the newest one at its height is the best guess.
    const above = target.value(
      'SELECT id FROM messages WHERE conversation_id = ? AND depth = ? ORDER BY seq DESC LIMIT 1',
      row['conversation_id'] ?? null,
      Number(row['depth']) - 1,
    );
    insertPlaceholder(target, { ...row, parent_id: above });
  }
  const lost = `SELECT conversation_id, min(created_at) AS first, max(created_at) AS last FROM messages m
    WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id) GROUP BY conversation_id`;
  for (const row of target.all(lost)) insertLostConversation(target, row, now);
  target.exec(`
    DELETE FROM bodies WHERE message_id NOT IN (SELECT id FROM messages);
    DELETE FROM streams WHERE message_id NOT IN (SELECT id FROM messages);
    DELETE FROM checkpoints WHERE message_id NOT IN (SELECT id FROM messages);
    DELETE FROM moves WHERE conversation_id NOT IN (SELECT id FROM conversations);
    UPDATE conversations SET message_count = (SELECT count(*) FROM messages m WHERE m.conversation_id = conversations.id);
    UPDATE conversations SET leaf_id = (SELECT id FROM messages m WHERE m.conversation_id = conversations.id ORDER BY depth DESC, seq DESC LIMIT 1)
      WHERE leaf_id IS NULL OR leaf_id NOT IN (SELECT id FROM messages);
  `);
}

/** Messages whose conversation is lost: it is found under "all workspaces", by its first words. */
function insertLostConversation(target: Connection, row: Row, now: number): void {
  const id = String(row['conversation_id']);
  const first = target.value('SELECT id FROM messages WHERE conversation_id = ? ORDER BY depth, seq LIMIT 1', id);
  const message = typeof first === 'string' ? readMessage(target, first) : undefined;
  target.run(
    `INSERT INTO conversations (id, workspace_id, workspace_name, title, pinned, created_at, updated_at, message_count, revision,
       view_state, queue, draft)
     VALUES (?, '', '', ?, 0, ?, ?, 0, 0, ?, '[]', '""')`,
    id,
    message ? titleOf(messageText(message)) : '',
    row['first'] ?? now,
    row['last'] ?? now,
    JSON.stringify(initialViewState),
  );
}
