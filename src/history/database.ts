/** Opening databases: the one on disk, others only to be read, and one in memory. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Connection } from './connection.ts';
import { migrate, throwIfForeign } from './schema.ts';

/** Milliseconds between two attempts to switch a new file to WAL, which SQLite does not wait for by itself. */
const pause = 20;

/** What holds the history. The index is not among them: it can be made anew. */
const checkedTables = ['conversations', 'messages', 'bodies', 'streams', 'checkpoints'];

/**
 * Opens the database for reading and writing, making it where there is none, and brings it to this version's schema.
 * @param patience milliseconds to wait for another process's lock.
 * @throws what SQLite, the file system and `migrate` throw. A database of a newer version has then not been touched.
 */
export function openDatabase(file: string, patience: number): Connection {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) throwIfNewer(file, patience);
  const connection = new Connection(new DatabaseSync(file, { timeout: patience }));
  try {
    switchToWal(connection, patience);
    configure(connection);
    migrate(connection);
    // A file or folder that is read-only opens like any other: only a write tells.
    connection.transaction(() => connection.exec(`PRAGMA application_id = ${Number(connection.value('PRAGMA application_id'))}`));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Looks without the right to write, because even closing a database may change its file. */
function throwIfNewer(file: string, patience: number): void {
  const connection = openForReading(file, patience);
  try {
    throwIfForeign(connection);
  } finally {
    connection.close();
  }
}

function switchToWal(connection: Connection, patience: number): void {
  // Asking does not need the lock that switching does.
  if (connection.value('PRAGMA journal_mode') === 'wal') return;
  const end = Date.now() + patience;
  for (;;) {
    try {
      // Where there is no WAL, as on some network disks, the journal that SQLite keeps instead is as safe, only slower.
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === 5;
      if (!isBusy || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

export function configure(connection: Connection): void {
  connection.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_size_limit = 16777216;
  `);
}

/** Opens a database that is only read. */
export function openForReading(file: string, patience: number): Connection {
  return new Connection(new DatabaseSync(file, { readOnly: true, timeout: patience }));
}

/** Opens a database as it is in its file, without its log: for media on which SQLite cannot even lock. */
export function openImmutable(file: string): Connection {
  return new Connection(new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true }));
}

/** An empty database in memory, and the name by which SQLite can copy another one into it. */
export function openInMemory(): { readonly connection: Connection; readonly name: string } {
  const name = `file:/parley-${crypto.randomUUID()}?vfs=memdb`;
  return { connection: new Connection(new DatabaseSync(name)), name };
}

/** How the tables and their indexes are defined in a file. */
function definitions(connection: Connection): string {
  const read = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name IN (${checkedTables.map(() => '?').join(', ')}) ORDER BY name`;
  return JSON.stringify(connection.all(read, ...checkedTables)).replace(/(\\n|\s)+/g, ' ');
}

let ownDefinitions: string | undefined;

/** A bit that has changed in the definition of a table is no damage to SQLite: there is only a table or a column of another name. */
function hasItsDefinitions(connection: Connection): boolean {
  if (ownDefinitions === undefined) {
    const fresh = new Connection(new DatabaseSync(':memory:'));
    migrate(fresh);
    ownDefinitions = definitions(fresh);
    fresh.close();
  }
  return definitions(connection) === ownDefinitions;
}

/**
 * Whether the tables that hold the history are in order. The index is left out: SQLite checks it by reading it whole, which took 320 ms
 * for 30 MB, against 22 ms for all the rest.
 */
export function isSound(connection: Connection): boolean {
  return hasItsDefinitions(connection) && checkedTables.every((table) => connection.value(`PRAGMA ${checkOf(table)}(${table})`) === 'ok');
}

/** The conversations are few: that each is found by its id is looked at, too. */
function checkOf(table: string): string {
  return table === 'conversations' ? 'integrity_check' : 'quick_check';
}

/** Names the file that is at a path now; null where there is none. */
export function identityOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.dev}:${stats.ino}` : null;
}

/** Whether a log was left beside the file: it was not closed in order, or another window has it open. */
export function hasLeftLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
