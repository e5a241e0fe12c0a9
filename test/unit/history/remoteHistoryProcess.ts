/** The program of a process that has a history open and does what its parent asks: see `remoteHistory.ts`. */
import type { HistoryPlaces } from '../../../src/chat/historyPlaces.ts';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { openHistory } from '../../../src/history/client.ts';

export interface RemoteRequest {
  readonly id: number;
  readonly method: keyof (HistoryStore & HistoryPlaces);
  readonly args: readonly unknown[];
}

export type RemoteReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly changed: true };

const [file = '', workerScript = '', user = ''] = process.argv.slice(2);

// Root ignores permissions; whoever this process becomes does not.
if (user !== '') {
  process.setgroups?.([]);
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}

const store = openHistory({ file, workerScript, log: () => {} });
const send = (reply: RemoteReply) => process.send?.(reply);

store.onDidChange(() => send({ changed: true }));
process.on('message', async ({ id, method, args }: RemoteRequest) => {
  try {
    const call: (...args: never) => unknown = store[method];
    send({ id, value: await Reflect.apply(call, store, args) });
  } catch (error) {
    send({ id, error: String(error) });
  }
});
