import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Connection } from './connection.ts';
import { migrate } from './schema.ts';

/** Milliseconds to wait for another process's lock. Only the worker waits. */
const busyTimeout = 30_000;

/**
 * Opens the database for reading and writing, making it where there is none, and brings it to this version's schema.
 * @throws what SQLite and the file system throw, and what `migrate` does.
 */
export function openDatabase(file: string): Connection {
  mkdirSync(dirname(file), { recursive: true });
  const connection = new Connection(new DatabaseSync(file, { timeout: busyTimeout }));
  try {
    connection.exec('PRAGMA journal_mode = WAL');
    configure(connection);
    migrate(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function configure(connection: Connection): void {
  connection.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
  `);
}
