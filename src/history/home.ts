import type { StoreNotice } from '../shared/conversation.ts';
import { bringBack } from './bringBack.ts';
import type { Connection } from './connection.ts';
import { hasLeftLog, identityOf, isSound, openDatabase } from './database.ts';
import { oweErasure } from './erase.ts';
import { describe, faultOf } from './faults.ts';
import { goOnInMemory, mostFileBytes } from './memory.ts';
import { missesFiles } from './pictures.ts';
import { quarantine } from './quarantine.ts';
import { rebuildIndex } from './searchIndex.ts';
import { rename, waitUntilFree, whileAlone } from './setAside.ts';

/** Milliseconds to wait when trying to get back to the disk, which is done often. */
const retryPatience = 500;
/** A call is begun again on another database at most this often. */
const mostAttempts = 4;

type InMemory = Extract<StoreNotice, { kind: 'inMemory' }>;
type Reason = InMemory['reason'];

export interface HomeParts {
  readonly file: string;
  readonly now: () => number;
  /** Milliseconds to wait for another process's lock before the history goes on in memory. Only the worker waits. */
  readonly patience: number;
  readonly log: (message: string) => void;
  readonly onNoticesChanged: () => void;
  /** Bytes of pictures that memory has room for, while the disk cannot be written; 200 MB unless said otherwise. */
  readonly fileRoom?: number;
}

/**
 * Where the history is right now: the file, or memory while that cannot be written. Whatever happens to the file, calls are carried out:
 * a fault is dealt with and the call begun again.
 */
export class Home {
  readonly #parts: HomeParts;
  /** Null only while a database is being opened. */
  #connection: Connection | null = null;
  /** Why the history is in memory; null while it is on disk. */
  #inMemory: Reason | null = null;
  /** Pictures were left on the disk. */
  #withoutPictures = false;
  /** Which file is open: another one may come to be in its place. */
  #identity: string | null = null;
  #hasMendedIndex = false;
  #setAside: StoreNotice[] = [];

  constructor(parts: HomeParts) {
    this.#parts = parts;
    const wasLeft = hasLeftLog(parts.file);
    this.#open();
    // After a crash it is looked at before it is used; otherwise soon after, when nobody waits.
    if (!wasLeft) return;
    this.check();
    // What a process had deleted that ended before it could erase it is in the log.
    this.use(oweErasure);
  }

  get notices(): StoreNotice[] {
    if (this.#inMemory === null) return [...this.#setAside];
    const inMemory: InMemory = {
      kind: 'inMemory',
      reason: this.#inMemory,
      ...(this.#withoutPictures && { withoutPictures: true as const }),
    };
    return [...this.#setAside, inMemory];
  }

  /** Carries out `action`, which must write all at once or bear to be repeated: it is begun again when the database gave way under it. */
  use<T>(action: (connection: Connection) => T): T {
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = this.#current();
        const result = action(connection);
        // Written to a file that was moved away meanwhile, it has to be written to the one in its place.
        if (attempt === mostAttempts || !this.#isReplaced()) return result;
      } catch (error) {
        if (attempt === mostAttempts || !this.#dealWith(error)) throw error;
      }
    }
  }

  /** Looks for damage, and deals with it. 22 ms for 30 MB. */
  check(): void {
    if (this.#inMemory !== null) return;
    this.use((connection) => {
      if (!isSound(connection)) throw new DamagedError('The history is damaged.');
    });
  }

  /** Tries to get back to the disk, and brings what is in memory. */
  retry(): void {
    const memory = this.#connection;
    if (this.#inMemory === null || !memory) return;
    try {
      const disk = openDatabase(this.#parts.file, retryPatience);
      try {
        bringBack(memory, disk);
        disk.exec(`PRAGMA busy_timeout = ${this.#parts.patience}`);
      } catch (error) {
        disk.close();
        throw error;
      }
      this.#settle(disk, null);
      memory.close();
      this.#parts.log('history: back on disk.');
    } catch (error) {
      const fault = faultOf(error, this.#parts.file);
      this.#parts.log(`history: still in memory: ${describe(error)}`);
      if (fault?.kind === 'damaged') this.#bringToFresh(memory);
      else if (fault && fault.reason !== this.#inMemory) {
        this.#inMemory = fault.reason;
        this.#parts.onNoticesChanged();
      }
    }
  }

  close(): void {
    if (this.#inMemory !== null) this.retry();
    this.#connection?.close();
    this.#connection = null;
  }

  #current(): Connection {
    if (this.#inMemory === null && this.#isReplaced()) this.#follow();
    if (!this.#connection) this.#open();
    if (!this.#connection) throw new Error('The history is closed.');
    return this.#connection;
  }

  #isReplaced(): boolean {
    return this.#inMemory === null && this.#connection !== null && identityOf(this.#parts.file) !== this.#identity;
  }

  /** Another file is in place of the open one: another window has set that aside. Or none is: someone has deleted it. */
  #follow(): void {
    const { file, now, log } = this.#parts;
    waitUntilFree(file);
    const old = this.#connection;
    if (identityOf(file) === null && old) {
      log('history: the file is gone; it is written again.');
      whileAlone(file, () => {
        if (identityOf(file) !== null) return;
        rename(file, now());
        old.run('VACUUM INTO ?', file);
      });
    }
    this.#connection = null;
    old?.close();
    this.#open();
  }

  #open(): void {
    const { file, patience, log } = this.#parts;
    for (let attempt = 1; ; attempt++) {
      try {
        waitUntilFree(file);
        this.#identity = identityOf(file);
        this.#settle(openDatabase(file, patience), null);
        return;
      } catch (error) {
        log(`history: cannot be opened: ${describe(error)}`);
        const fault = faultOf(error, file);
        if (fault?.kind !== 'damaged' || attempt === mostAttempts || !this.#setFileAside()) {
          this.#moveToMemory(fault?.kind === 'unwritable' ? fault.reason : 'unavailable');
          return;
        }
      }
    }
  }

  #settle(connection: Connection, inMemory: Reason | null): void {
    const before = JSON.stringify(this.notices);
    this.#connection = connection;
    this.#inMemory = inMemory;
    this.#hasMendedIndex = false;
    this.#identity = inMemory === null ? identityOf(this.#parts.file) : null;
    if (JSON.stringify(this.notices) !== before) this.#parts.onNoticesChanged();
  }

  /** @returns whether it is worth to begin again. */
  #dealWith(error: unknown): boolean {
    const fault = error instanceof DamagedError ? ({ kind: 'damaged' } as const) : faultOf(error, this.#parts.file);
    if (fault === null || this.#inMemory !== null) return false;
    this.#parts.log(`history: ${describe(error)}`);
    if (fault.kind === 'unwritable') this.#moveToMemory(fault.reason);
    else if (!(this.#isIndexFault() && this.#mendIndex())) {
      if (this.#setFileAside()) this.#open();
      else this.#moveToMemory('unavailable');
    }
    return true;
  }

  #isIndexFault(): boolean {
    try {
      return this.#connection !== null && isSound(this.#connection);
    } catch {
      return false;
    }
  }

  #mendIndex(): boolean {
    const connection = this.#connection;
    // Once for a file: where it does not help, more is broken than can be seen.
    if (!connection || this.#hasMendedIndex) return false;
    this.#hasMendedIndex = true;
    try {
      connection.transaction(() => rebuildIndex(connection));
      this.#parts.log('history: the search index was damaged and has been made anew.');
      return true;
    } catch (error) {
      this.#parts.log(`history: the search index cannot be made anew: ${describe(error)}`);
      return false;
    }
  }

  #moveToMemory(reason: Reason): void {
    const { file, now, log, fileRoom = mostFileBytes } = this.#parts;
    const old = this.#connection;
    const memory = goOnInMemory(file, old, now, fileRoom);
    old?.close();
    this.#withoutPictures = missesFiles(memory);
    this.#settle(memory, reason);
    log(`history: going on in memory (${reason}).`);
  }

  /** Sets the damaged file aside; returns false where that is not possible. The connection is closed either way. */
  #setFileAside(): boolean {
    const damaged = this.#connection;
    this.#connection = null;
    try {
      const kept = quarantine(this.#parts, damaged, this.#identity);
      if (kept !== null) {
        this.#setAside = [...this.#setAside, { kind: 'setAside', file: kept }];
        this.#parts.onNoticesChanged();
      }
      return true;
    } catch (error) {
      damaged?.close();
      this.#parts.log(`history: cannot be set aside: ${describe(error)}`);
      return false;
    }
  }

  /** The disk can be written again, but what is there is damaged. */
  #bringToFresh(memory: Connection): void {
    this.#identity = identityOf(this.#parts.file);
    this.#connection = null;
    const setAside = this.#setFileAside();
    this.#connection = memory;
    if (setAside) this.retry();
  }
}

/** A check has found damage that no statement ran into. */
class DamagedError extends Error {}
