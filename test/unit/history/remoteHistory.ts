/** A history that is open in another process, as in another window. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HistoryPlaces } from '../../../src/chat/historyPlaces.ts';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { RemoteReply, RemoteRequest } from './remoteHistoryProcess.ts';
import { bundle, temporaryFolder, workerScript } from './temporaryHistory.ts';

type History = HistoryStore & HistoryPlaces;
type Method = Exclude<keyof History, 'onDidChange'>;

export interface RemoteHistory {
  readonly pid: number;
  /** Calls a method over there. */
  readonly call: <M extends Method>(method: M, ...args: Parameters<History[M]>) => Promise<Awaited<ReturnType<History[M]>>>;
  /** Resolves at the next notice that something has changed. */
  readonly changed: () => Promise<void>;
  /** Ends the process without a chance to do anything more, and resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

let program: Promise<string> | undefined;

/** @param user the number of the user to become; only root can. */
export async function openRemoteHistory(file: string, user?: number): Promise<RemoteHistory> {
  program ??= bundle(resolve('test/unit/history/remoteHistoryProcess.ts'), resolve('out/history/remoteHistoryProcess.js'));
  // Another user may not be let into the folder of the sources.
  const { folder, dispose } = temporaryFolder();
  chmodSync(folder, 0o755);
  const [script, worker] = [join(folder, 'program.js'), join(folder, 'worker.js')];
  copyFileSync(await program, script);
  copyFileSync(await workerScript(), worker);
  const child = fork(script, [file, worker, ...(user === undefined ? [] : [String(user)])], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('exit', dispose);
  return remote(child);
}

function remote(child: ChildProcess): RemoteHistory {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let waiting: (() => void)[] = [];
  let lastId = 0;
  child.on('message', (reply: RemoteReply) => {
    if ('changed' in reply) {
      for (const resolve of waiting) resolve();
      waiting = [];
    } else if ('error' in reply) pending.get(reply.id)?.reject(new Error(reply.error));
    else pending.get(reply.id)?.resolve(reply.value as never);
  });
  child.once('exit', () => {
    for (const { reject } of pending.values()) reject(new Error('The process has ended.'));
  });
  return {
    pid: child.pid ?? 0,
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        child.send({ id, method, args } satisfies RemoteRequest);
      }),
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
