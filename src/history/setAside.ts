/** Moving a damaged database out of the way, so that nothing of it is lost, and waiting while another window does that. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** Milliseconds after which a lock is taken for one whose process has died. */
const lockTimeout = 60_000;
const pause = 20;

/** A database is its file and the two that SQLite keeps beside it. */
const companions = ['-wal', '-shm'] as const;

/** Carries out `action` while no other process is setting the same file aside or waits to open it. */
export function whileAlone<T>(file: string, action: () => T): T {
  takeLock(file);
  try {
    return action();
  } finally {
    rmSync(lockOf(file), { force: true });
  }
}

function takeLock(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    waitUntilFree(file);
    try {
      closeSync(openSync(lockOf(file), 'wx'));
      return;
    } catch (error) {
      // Another process was faster.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Waits while another process sets the file aside. A lock whose process died is removed. */
export function waitUntilFree(file: string): void {
  const lock = lockOf(file);
  for (;;) {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since === undefined) return;
    if (Math.abs(Date.now() - since) > lockTimeout) {
      rmSync(lock, { force: true });
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
}

function lockOf(file: string): string {
  return `${file}.setting-aside`;
}

/**
 * Renames a database to `NAME.damaged-YYYYMMDD-HHMMSS.db` in its folder. Call inside `whileAlone`.
 * @returns the new path.
 */
export function rename(file: string, now: number): string {
  const target = freeName(file, now);
  const moved: (readonly [from: string, to: string])[] = [];
  try {
    // The log goes first: beside a new database, SQLite would play it into that.
    for (const suffix of [...companions, '']) {
      if (!existsSync(file + suffix)) continue;
      renameSync(file + suffix, target + suffix);
      moved.push([file + suffix, target + suffix]);
    }
  } catch (error) {
    // On Windows a file that another window has open stays where it is; then all of it does.
    for (const [from, to] of moved) renameSync(to, from);
    throw error;
  }
  return target;
}

function freeName(file: string, now: number): string {
  const extension = extname(file);
  const stamp = new Date(now)
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-');
  for (let n = 1; ; n++) {
    const name = `${basename(file, extension)}.damaged-${stamp}${n > 1 ? `-${n}` : ''}${extension}`;
    const path = join(dirname(file), name);
    if (!existsSync(path)) return path;
  }
}
