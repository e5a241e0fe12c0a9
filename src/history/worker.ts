/**
 * The worker in which the database lives, so that a lock, a slow disk or a long search never holds up the extension host. Calls are
 * carried out one by one, in the order they come.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { isObject } from '../shared/json.ts';
import type { Reply, Request, WorkerData } from './calls.ts';
import { heartbeatInterval, isRunning, thisProcess } from './owner.ts';
import { Store } from './store.ts';

/** Milliseconds to wait for another process's lock: long, because only this thread waits. */
const patience = 30_000;

/** Milliseconds between two looks at whether another process has written; a look costs some microseconds. */
const pollInterval = 500;

/** Milliseconds between two attempts to get back to the disk. */
const retryInterval = 30_000;

/** Milliseconds between two attempts to erase what another window was in the way of; costs nothing where there is nothing. */
const eraseInterval = 2_000;

/** Milliseconds after the start, when the first answers are given. */
const tidyUpAfter = 3_000;

// "SQLite is an experimental feature": told by Node versions that Parley supports, and nothing a user could act upon. The listener is
// this thread's own; the warning is on its way while the modules load, and told after that.
process.removeAllListeners('warning');

function serve(port: NonNullable<typeof parentPort>, { file, instance }: WorkerData): void {
  const post = (reply: Reply, transfer: readonly ArrayBuffer[] = []) => port.postMessage(reply, transfer);
  const store = new Store({
    file,
    me: thisProcess(instance),
    life: { now: Date.now, isRunning },
    patience,
    log: (message) => post({ type: 'log', message }),
    onNoticesChanged: () => post({ type: 'changed' }),
  });

  const guarded = (action: () => void) => () => {
    try {
      action();
    } catch (error) {
      post({ type: 'log', message: `history: ${String(error)}` });
    }
  };
  const every = (ms: number, action: () => void) => setInterval(guarded(action), ms).unref();
  const timers = [
    every(pollInterval, () => {
      if (store.hasForeignWrites()) post({ type: 'changed' });
    }),
    every(heartbeatInterval, () => store.renewHeartbeat()),
    every(eraseInterval, () => store.eraseRest()),
    every(retryInterval, () => store.retry()),
    setTimeout(
      guarded(() => store.tidyUp()),
      tidyUpAfter,
    ).unref(),
  ];

  port.on('message', ({ id, method, args }: Request) => {
    try {
      const call: (...args: never) => unknown = store[method];
      const value = Reflect.apply(call, store, args);
      post({ type: 'result', id, value }, buffersIn(value));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      post({ type: 'failure', id, name, message });
    }
    if (method === 'close') {
      for (const timer of timers) clearInterval(timer);
      port.close();
    }
  });
}

/** The buffers of pictures and documents in an answer: they are handed over, not copied. Nobody else has them. */
function buffersIn(value: unknown): ArrayBuffer[] {
  const parts = (Array.isArray(value) ? value : [value]).filter(isObject).flatMap((each) => [each['bytes'], each['data']]);
  return parts.flatMap((part) => (part instanceof Uint8Array && part.buffer instanceof ArrayBuffer ? [part.buffer] : []));
}

if (parentPort) serve(parentPort, workerData as WorkerData);
