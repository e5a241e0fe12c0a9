/** What the worker and its client say to each other. */
import type { HistoryPlaces } from '../chat/historyPlaces.ts';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { HistoryTransfer } from '../chat/historyTransfer.ts';

type Asked = Omit<HistoryStore & HistoryTransfer & HistoryPlaces, 'onDidChange'>;
export type Method = keyof Asked;

/** The store's methods as they are in the worker: the same, without the waiting. */
export type Calls = { readonly [M in Method]: (...args: Parameters<Asked[M]>) => Awaited<ReturnType<Asked[M]>> };

export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type Reply =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly name: string; readonly message: string }
  /** Another process has written, or the notices changed. */
  | { readonly type: 'changed' }
  | { readonly type: 'log'; readonly message: string };

/** What the worker is started with. */
export interface WorkerData {
  /** The database's path. */
  readonly file: string;
  /** Names this start of this process. */
  readonly instance: string;
}
