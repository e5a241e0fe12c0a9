/** Several runs may be at work in one checkout: what they make for all of them, they make one after the other. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { outFolder } from './paths.mjs';
import { onInterrupt } from './processes.mjs';

/** Milliseconds after which a lock's holder cannot be at work any more. */
const longest = 600_000;

/**
 * Does `work` while no other run does work of that name.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(name, work) {
  mkdirSync(outFolder, { recursive: true });
  const file = join(outFolder, `${name}.lock`);
  const unlock = () => rmSync(file, { force: true });
  for (let said = false; !tryLock(file); said = true) {
    if (!said) console.log(`Waiting for another run that is at the same (${name}).`);
    await pause(200);
  }
  const forget = onInterrupt(unlock);
  try {
    return await work();
  } finally {
    forget();
    unlock();
  }
}

/** @param {string} file */
function tryLock(file) {
  if (isAbandoned(file)) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the lock is of a run that no longer lives. @param {string} file */
function isAbandoned(file) {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  const age = Date.now() - made;
  try {
    process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 0);
    return age > longest;
  } catch {
    // No such process; or nothing is written yet, by one that made the file a moment ago.
    return age > 2000;
  }
}
