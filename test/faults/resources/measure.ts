/** What a process holds: what must not grow however long it is used. */
import { subscribe } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { readdirSync } from 'node:fs';
import { globalAgent } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Session } from '../../../src/chat/session.ts';
import { TurnRun } from '../../../src/chat/turnRun.ts';
import { isObject } from '../../../src/shared/json.ts';

/** What is measured. Counts, but for the first three, which are bytes. */
export const measures = [
  // Of the main thread and of the database's, after their garbage was collected; and what the process has beside the heaps of both.
  ...(['heap', 'thread', 'native'] as const),
  // What keeps the loop alive: sockets, ports of threads, timers of Node's. Open files, sockets and pipes; 0 where the system does not tell.
  ...(['handles', 'files'] as const),
  // Of the engine's clock, waiting.
  'timers',
  // Conversations that are open, replies that are remembered.
  ...(['sessions', 'runs'] as const),
  // Alive. Each listener is a function.
  ...(['emitters', 'signals', 'functions'] as const),
] as const;

export type Measured = Readonly<Record<(typeof measures)[number] | 'turns', number>>;

/** The last thread that was started. */
let started: Worker | undefined;
subscribe('worker_threads', (message) => {
  if (isObject(message) && message['worker'] instanceof Worker) started = message['worker'];
});

/** @param timers of the engine's clock; nothing may be under way */
export async function measure(turns: number, timers: number): Promise<Measured> {
  const { gc } = globalThis;
  if (!gc) throw new Error('Node was started without --expose-gc.');
  // Connections that are kept for the next request would be closed by the server, sooner or later.
  globalAgent.destroy();
  for (let round = 0; round < 4; round++) {
    await nextTurn();
    gc();
  }
  const thread = await threadHeap();
  const { heapUsed, heapTotal, rss } = process.memoryUsage();
  return {
    ...{ turns, timers },
    heap: heapUsed,
    thread: thread.used,
    native: rss - heapTotal - thread.total,
    handles: process.getActiveResourcesInfo().length,
    files: openFiles(),
    sessions: alive(Session),
    runs: alive(TurnRun),
    emitters: alive(EventEmitter),
    signals: alive(AbortSignal),
    functions: alive(Function),
  };
}

/** Of the database's thread, in bytes. */
async function threadHeap(): Promise<{ readonly used: number; readonly total: number }> {
  if (!started) throw new Error('There is no thread.');
  // Who wants to see what lives has the garbage collected first.
  (await started.getHeapSnapshot()).destroy();
  const { used_heap_size: used, total_heap_size: total } = await started.getHeapStatistics();
  return { used, total };
}

/** @param kind a class */
function alive(kind: Parameters<typeof queryObjects>[0]): number {
  return queryObjects(kind, { format: 'count' });
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
