import { Worker } from 'node:worker_threads';
import type { HistoryStore } from '../chat/ports.ts';
import type { Calls, Method, Reply, Request, WorkerData } from './calls.ts';

export interface HistoryOptions {
  /** Where the database is, or is to be. Folders above it are made. */
  readonly file: string;
  /** The bundle of `worker.ts`. */
  readonly workerScript: string;
  /** Told what went wrong and was dealt with: kinds and names of files, never what was said. */
  readonly log: (message: string) => void;
}

/** A call that the history did not answer: its worker ended, or it was closed. Whether it was carried out is not known. */
export class HistoryUnavailableError extends Error {
  override readonly name = 'HistoryUnavailableError';
}

/** New with each start of this process: by it others can tell its open replies from those of an earlier process of the same number. */
const instance = crypto.randomUUID();

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the history. The database is in a worker thread that starts with the first call; calls are carried out in the order they are
 * made. A worker that ends by itself is started again once: calls under way are then rejected, later ones go on.
 */
export function openHistory(options: HistoryOptions): HistoryStore {
  const client = new HistoryClient(options);
  const call =
    <M extends Method>(method: M) =>
    (...args: Parameters<Calls[M]>) =>
      client.call(method, args);
  return {
    listConversations: call('listConversations'),
    search: call('search'),
    findInPath: call('findInPath'),
    createConversation: call('createConversation'),
    readConversation: call('readConversation'),
    patchConversation: call('patchConversation'),
    deleteConversation: call('deleteConversation'),
    restoreConversation: call('restoreConversation'),
    addMessages: call('addMessages'),
    checkpoint: call('checkpoint'),
    finishMessage: call('finishMessage'),
    readMessage: call('readMessage'),
    readPath: call('readPath'),
    readPathPart: call('readPathPart'),
    readPathUsage: call('readPathUsage'),
    newestLeaf: call('newestLeaf'),
    notices: call('notices'),
    retry: call('retry'),
    onDidChange: (listener) => client.onDidChange(listener),
    close: () => client.close(),
  };
}

class HistoryClient {
  readonly #options: HistoryOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<() => void>();
  #worker: Worker | null = null;
  #starts = 0;
  #lastId = 0;
  #closing: Promise<void> | null = null;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  call<M extends Method>(method: M, args: Parameters<Calls[M]>): Promise<ReturnType<Calls[M]>> {
    if (this.#closing) return Promise.reject(new HistoryUnavailableError('The history is closed.'));
    return this.#send(method, args);
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when all calls made so far are carried out and the database is closed. */
  close(): Promise<void> {
    this.#closing ??= this.#worker ? this.#end() : Promise.resolve();
    return this.#closing;
  }

  async #end(): Promise<void> {
    try {
      await this.#send('close', []);
    } catch {
      // The worker has ended; SQLite puts in order at the next opening what it left.
    }
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #send<M extends Method>(method: M, args: Parameters<Calls[M]>): Promise<ReturnType<Calls[M]>> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start();
      const id = ++this.#lastId;
      // Throws for what cannot be cloned, before anything is remembered of the call.
      worker.postMessage({ id, method, args } satisfies Request);
      this.#pending.set(id, { resolve, reject });
      // Nothing but a call under way keeps the process alive.
      worker.ref();
    });
  }

  #start(): Worker {
    if (this.#starts > 1) throw new HistoryUnavailableError('The history has ended twice and is not started again. Reload the window.');
    this.#starts++;
    const data: WorkerData = { file: this.#options.file, instance };
    // What the thread prints goes to the log, not to the console of the editor.
    const worker = new Worker(this.#options.workerScript, { name: 'Parley history', workerData: data, stderr: true });
    worker.stderr.setEncoding('utf8').on('data', (text: string) => this.#options.log(`history: ${text.trimEnd()}`));
    worker.on('message', (reply: Reply) => this.#receive(worker, reply));
    worker.on('error', (error) => this.#lose(worker, String(error)));
    worker.on('exit', (code) => this.#lose(worker, `exit code ${code}`));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, reply: Reply): void {
    switch (reply.type) {
      case 'result':
        this.#settle(worker, reply.id)?.resolve(reply.value as never);
        return;
      case 'failure':
        this.#settle(worker, reply.id)?.reject(Object.assign(new Error(reply.message), { name: reply.name }));
        return;
      case 'changed':
        for (const listener of this.#listeners) listener();
        return;
      case 'log':
        this.#options.log(reply.message);
        return;
    }
  }

  #settle(worker: Worker, id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) worker.unref();
    return pending;
  }

  /** The worker has ended by itself. Calls under way are rejected; the next call starts another. */
  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (this.#closing && this.#pending.size === 0) return;
    this.#options.log(`history: the worker ended (${why}).`);
    const error = new HistoryUnavailableError('The history stopped unexpectedly. What was being stored may not be on disk.');
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of lost) reject(error);
    // What others show may have changed with what was not stored.
    for (const listener of this.#listeners) listener();
  }
}
