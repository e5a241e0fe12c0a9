/** What an error of SQLite or of the file system means for the history. */
import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoreNotice } from '../shared/conversation.ts';
import { isObject } from '../shared/json.ts';
import { ForeignDatabaseError, NewerSchemaError } from './schema.ts';

type Reason = Extract<StoreNotice, { kind: 'inMemory' }>['reason'];

export type Fault =
  /** The file holds nonsense: it is set aside. */
  | { readonly kind: 'damaged' }
  /** It cannot be written, and may be later. */
  | { readonly kind: 'unwritable'; readonly reason: Reason };

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const code = { perm: 3, busy: 5, locked: 6, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, protocol: 15, notADatabase: 26 };

/** Bytes below which a disk counts as full: SQLite says "I/O error" for some of what a full disk does to it. */
const asGoodAsFull = 1024 * 1024;

/** @returns null for what is not the storage's fault: a mistake of the caller's, or ours. */
export function faultOf(error: unknown, file: string): Fault | null {
  if (error instanceof ForeignDatabaseError) return { kind: 'damaged' };
  if (error instanceof NewerSchemaError) return { kind: 'unwritable', reason: 'newer' };
  if (!(error instanceof Error)) return null;
  const { errcode, code: name } = error as { errcode?: unknown; code?: unknown };
  // What damage to the search index, or to the definition of a table, is told with: a plain SQLITE_ERROR.
  if (typeof errcode === 'number' && /^(invalid fts5 file format|vtable constructor failed|no such (table|column):)/.test(error.message))
    return { kind: 'damaged' };
  if (typeof errcode === 'number') return sqliteFault(errcode & 0xff, file);
  return typeof name === 'string' && isObject(error) ? fileFault(name) : null;
}

function sqliteFault(primary: number, file: string): Fault | null {
  switch (primary) {
    case code.corrupt:
    case code.notADatabase:
      return { kind: 'damaged' };
    case code.full:
      return { kind: 'unwritable', reason: 'full' };
    case code.readOnly:
      return { kind: 'unwritable', reason: 'readOnly' };
    case code.busy:
    case code.locked:
    case code.protocol:
      return { kind: 'unwritable', reason: 'locked' };
    case code.perm:
    case code.ioError:
    case code.cantOpen:
      return { kind: 'unwritable', reason: isFull(file) ? 'full' : isReadOnly(file) ? 'readOnly' : 'unavailable' };
    default:
      return null;
  }
}

function fileFault(name: string): Fault | null {
  switch (name) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return { kind: 'unwritable', reason: 'full' };
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unwritable', reason: 'readOnly' };
    default:
      return /^E[A-Z0-9]+$/.test(name) ? { kind: 'unwritable', reason: 'unavailable' } : null;
  }
}

function isFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < asGoodAsFull;
  } catch {
    return false;
  }
}

function isReadOnly(file: string): boolean {
  try {
    accessSync(dirname(file), constants.R_OK);
  } catch {
    return false;
  }
  try {
    accessSync(dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code !== 'ENOENT';
  }
}

/** For the log: what went wrong, without anything that was said. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? `${error.message} (${errcode})` : error.message;
}
