/** Child processes that end when we do: on `stop`, on Ctrl+C, and when this process ends for any other reason. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Groups of processes that we started and that are still running. @type {Set<number>} */
const groups = new Set();
/** What to do on Ctrl+C before ending. @type {Set<() => unknown>} */
const cleanups = new Set();
let watching = false;
let ending = false;

/**
 * Asks for `work` to be done when a signal ends this process; a second signal ends it at once.
 * @param {() => unknown} work
 * @returns {() => void} takes that back
 */
export function onInterrupt(work) {
  cleanups.add(work);
  watchSignals();
  return () => cleanups.delete(work);
}

function watchSignals() {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const pid of groups) signalGroup(pid, 'SIGKILL');
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, async () => {
      const code = 128 + constants.signals[signal];
      if (ending) process.exit(code);
      ending = true;
      // A cleanup that hangs must not keep the user waiting: what it leaves is killed by the exit handler.
      setTimeout(() => process.exit(code), 15_000).unref();
      await Promise.allSettled([...cleanups].map(async (work) => work()));
      process.exit(code);
    });
  }
}

/** Whether a signal is ending this process. */
export function isEnding() {
  return ending;
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a program as the leader of a process group of its own, so that all that it starts ends with it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startGroup(command, args, options) {
  watchSignals();
  const child = spawn(command, [...args], { ...options, detached: process.platform !== 'win32', windowsHide: true });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  // It is in a group of its own, so Ctrl+C reaches it only through us; and it may have started groups itself, which only it can end.
  child.once(
    'exit',
    onInterrupt(() => stopGroup(child)),
  );
  return child;
}

/**
 * Ends a program started with `startGroup` and all that it started; settles when they are gone.
 * @param {ChildProcess} child
 * @param {number} [patience] milliseconds until it is killed
 */
export async function stopGroup(child, patience = 5000) {
  const { pid } = child;
  if (pid === undefined || !groups.has(pid)) return;
  signalGroup(pid, 'SIGTERM');
  await exited(child, patience);
  // The leader may be gone while something that it started is not.
  signalGroup(pid, 'SIGKILL');
  await exited(child, patience);
  groups.delete(pid);
}

/** @param {ChildProcess} child @param {number} patience */
function exited(child, patience) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const timer = setTimeout(resolve, patience);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & {bound?: number, quiet?: boolean}} options `bound`: milliseconds until it is ended;
 *   `quiet`: its output is kept and handed back instead of shown
 * @returns {Promise<{code: number | null, output: string, timedOut: boolean}>}
 */
export async function run(command, args, { bound = 600_000, quiet = false, ...options }) {
  const child = startGroup(command, args, { stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'], ...options });
  /** @type {string[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => output.push(text));
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void stopGroup(child);
  }, bound);
  try {
    const code = await new Promise((/** @type {(code: number | null) => void} */ resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output: output.join(''), timedOut };
  } finally {
    clearTimeout(timer);
    await stopGroup(child);
  }
}

/**
 * Kills processes at once, without a chance to do anything more (`kill -9`). One that has ended since it was listed is as was wished; any other
 * reason for which one can't be killed is thrown.
 * @param {readonly number[]} pids
 */
export function killAll(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** @typedef {{pid: number, parent: number, command: string}} ProcessEntry */

/** Every process that this user can see. On Linux without `ps`, which bare systems lack. @returns {Promise<ProcessEntry[]>} */
async function allProcesses() {
  if (process.platform !== 'linux') {
    const { output } = await run('ps', ['-axwwo', 'pid=,ppid=,command='], { quiet: true });
    return output.split('\n').flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name, in parentheses, may hold spaces and parentheses itself: what we want comes after its end.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), parent, command }];
      } catch {
        return []; // It ended while we were reading.
      }
    });
}

/** What a process has started, directly or not. @param {number} ancestor */
export async function descendants(ancestor) {
  const all = await allProcesses();
  const found = new Set([ancestor]);
  let size = 0;
  while (size !== found.size) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && found.has(pid));
}
