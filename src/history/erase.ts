/**
 * Bytes that were deleted, out of the files as well. In the database SQLite overwrites them (`secure_delete`), but its log still has the page
 * as it was written first, and the deletion itself may be in the log alone. So the log is written to the database and cut to nothing.
 */
import type { Connection } from './connection.ts';

/** Milliseconds to wait for others that read or write just now; it is tried again later. */
const patience = 100;

/** In whose log there may be what was deleted. */
const owing = new WeakSet<Connection>();

/** To be called where something is deleted that nobody is to find any more. */
export function oweErasure(connection: Connection): void {
  owing.add(connection);
}

/** Erases what was deleted, where anything was. Call outside a transaction. @returns whether nothing is left to be erased */
export function erase(connection: Connection): boolean {
  if (!owing.has(connection)) return true;
  const before = Number(connection.value('PRAGMA busy_timeout'));
  connection.exec(`PRAGMA busy_timeout = ${patience}`);
  try {
    // Says that it was busy, and throws nothing, where another window is in the way.
    if (Number(connection.value('PRAGMA wal_checkpoint(TRUNCATE)')) !== 0) return false;
    owing.delete(connection);
    return true;
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${before}`);
  }
}
