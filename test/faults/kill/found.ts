/** What is in a database, read without Parley: of a copy, so that Parley finds it as it was left. */
import { copyFileSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { isObject } from '../../../src/shared/json.ts';

export interface FoundPrompt {
  readonly text: string;
  readonly hashes: readonly string[];
}

export interface FoundConversation {
  readonly title: string;
  readonly pinned: boolean;
  readonly deleted: boolean;
  readonly draft: string;
  readonly pictures: readonly { readonly id: string; readonly hash: string }[];
  readonly queue: ReadonlyMap<string, FoundPrompt>;
  readonly messages: ReadonlyMap<string, FoundPrompt>;
  /** Ids of the path that is shown, its end first. */
  readonly shown: readonly string[];
}

export interface FoundReply {
  readonly status: string;
  readonly text: string;
  /** What was asked. */
  readonly prompt: string;
}

export interface Found {
  /** Whether SQLite has a log to play: the database was not closed. */
  readonly hadLog: boolean;
  /** What is wrong with the database itself. */
  readonly damage: readonly string[];
  readonly conversations: ReadonlyMap<string, FoundConversation>;
  readonly replies: ReadonlyMap<string, FoundReply>;
}

type Row = Readonly<Record<string, SQLOutputValue>>;

/** @param copy where a copy is made of the database with its log */
export function find(file: string, copy: string): Found {
  const hadLog = bytesOf(`${file}-wal`) > 0;
  // Killed before it was made.
  if (bytesOf(file) === 0) return { hadLog, damage: [], conversations: new Map(), replies: new Map() };
  copyFileSync(file, copy);
  if (hadLog) copyFileSync(`${file}-wal`, `${copy}-wal`);
  const database = new DatabaseSync(copy);
  try {
    return { hadLog, ...read(database) };
  } finally {
    database.close();
  }
}

/** The same of a database that is in use, all of it as of one moment. */
export function findInUse(file: string): Omit<Found, 'hadLog'> {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    database.exec('BEGIN');
    return read(database);
  } finally {
    database.close();
  }
}

function read(database: DatabaseSync): Omit<Found, 'hadLog'> {
  const all = (sql: string): Row[] => database.prepare(sql).all();
  if (all('SELECT name FROM sqlite_schema').length === 0) return { damage: [], conversations: new Map(), replies: new Map() };
  const messages = all('SELECT m.id, conversation_id, parent_id, role, status, blocks FROM messages m JOIN bodies ON message_id = m.id');
  return {
    damage: damageIn(all),
    conversations: new Map(all('SELECT * FROM conversations').map((row) => [String(row['id']), conversationIn(row, messages)])),
    replies: new Map(repliesIn(messages)),
  };
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function damageIn(all: (sql: string) => Row[]): string[] {
  const said =
    "EXISTS (SELECT 1 FROM bodies b, json_each(b.blocks) WHERE b.message_id = m.id AND trim(value ->> 'text', char(9, 10, 32, 8232)) <> '')";
  const rules: readonly (readonly [rule: string, sql: string])[] = [
    ['the integrity check', `SELECT integrity_check AS what FROM pragma_integrity_check WHERE integrity_check <> 'ok'`],
    ['a reference to nothing', 'SELECT * FROM pragma_foreign_key_check'],
    ['a message without a body', 'SELECT id FROM messages WHERE id NOT IN (SELECT message_id FROM bodies)'],
    [
      'a wrong count of messages',
      'SELECT id FROM conversations c WHERE message_count <> (SELECT count(*) FROM messages WHERE conversation_id = c.id)',
    ],
    ['a picture that nothing refers to', 'SELECT hash FROM pictures WHERE hash NOT IN (SELECT hash FROM picture_uses)'],
    ['a picture without bytes', 'SELECT * FROM picture_uses WHERE hash NOT IN (SELECT hash FROM pictures)'],
    [
      'a reply that streams and is nobody’s',
      `SELECT id FROM messages WHERE status = 'streaming' AND id NOT IN (SELECT message_id FROM streams)`,
    ],
    [
      'something said that is not in the index',
      `SELECT id FROM messages m WHERE status IS NOT 'streaming' AND seq NOT IN (SELECT rowid FROM words) AND ${said}`,
    ],
    ['nothing said in the index', 'SELECT rowid FROM words WHERE rowid NOT IN (SELECT seq FROM messages)'],
  ];
  return rules.flatMap(([rule, sql]) => all(sql).map((row) => `${rule}: ${JSON.stringify(row)}`));
}

function conversationIn(row: Row, messages: readonly Row[]): FoundConversation {
  const own = new Map(messages.filter(({ conversation_id }) => conversation_id === row['id']).map((each) => [String(each['id']), each]));
  const draft = parse(row['draft']);
  const queue = parse(row['queue']);
  const shown: string[] = [];
  for (let at = own.get(String(row['leaf_id'])); at; at = own.get(String(at['parent_id']))) shown.push(String(at['id']));
  return {
    title: String(row['title']),
    pinned: row['pinned'] === 1,
    deleted: row['deleted_at'] !== null,
    draft: typeof draft === 'string' ? draft : textIn(draft),
    pictures: picturesIn(draft),
    queue: new Map(
      objects(queue).map((each) => [String(each['id']), { text: textIn(each), hashes: picturesIn(each).map(({ hash }) => hash) }]),
    ),
    messages: new Map([...own].flatMap(([id, each]) => (each['role'] === 'user' ? [[id, promptIn(each)]] : []))),
    shown,
  };
}

function* repliesIn(messages: readonly Row[]): Generator<[string, FoundReply]> {
  const byId = new Map(messages.map((row) => [row['id'], row]));
  for (const row of messages) {
    if (row['role'] !== 'assistant') continue;
    const prompt = byId.get(row['parent_id'] ?? null);
    const text = objects(parse(row['blocks'])).map(textIn).join('');
    yield [String(row['id']), { status: String(row['status']), text, prompt: prompt ? promptIn(prompt).text : '' }];
  }
}

function promptIn(row: Row): FoundPrompt {
  const blocks = objects(parse(row['blocks']));
  const pictures = blocks.flatMap(({ picture }) => (isObject(picture) ? [String(picture['hash'])] : []));
  return { text: blocks.map(textIn).join(''), hashes: pictures };
}

function picturesIn(value: unknown): { id: string; hash: string }[] {
  return isObject(value) ? objects(value['pictures']).map(({ id, hash }) => ({ id: String(id), hash: String(hash) })) : [];
}

function textIn(value: unknown): string {
  return isObject(value) && typeof value['text'] === 'string' ? value['text'] : '';
}

function objects(value: unknown) {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function parse(json: SQLOutputValue | undefined): unknown {
  return typeof json === 'string' ? JSON.parse(json) : undefined;
}
