import { Worker } from 'node:worker_threads';
import type { HistoryPlaces } from '../chat/historyPlaces.ts';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { HistoryTransfer } from '../chat/historyTransfer.ts';
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

/**
 * Which calls may be carried out twice: when the worker ends under a call, nobody knows whether it was carried out. A call that sets or
 * reads may. Twice counted is one write more in `revision`, for which sessions read the conversation again and find what they have.
 */
const repeatable: Readonly<Record<Method, boolean>> = {
  listConversations: true,
  search: true,
  findInPath: true,
  readConversation: true,
  openConversation: true,
  // Finishing the replies of dead processes, as reading a path does, is done when it is done: this process's own stay its own.
  readMessage: true,
  readPath: true,
  readPathPart: true,
  readUsage: true,
  readUsageByDay: true,
  readPathPictures: true,
  // Sets what it names.
  changePictures: true,
  readPicture: true,
  readPictureData: true,
  readDocument: true,
  readDocumentData: true,
  newestLeaf: true,
  exportedConversations: true,
  exportMessages: true,
  exportedFiles: true,
  exportFile: true,
  findSecrets: true,
  // Finds all there.
  importFile: true,
  settle: true,
  listElsewhere: true,
  // The same move is made once.
  bringOver: true,
  undoMove: true,
  notices: true,
  // Leaves one that is there as it is.
  createConversation: true,
  // Sets what it names; `updatedAt` never goes back.
  patchConversation: true,
  deleteConversation: true,
  restoreConversation: true,
  // Passes over messages that are there, and counts those it added.
  addMessages: true,
  // Appends: twice would say it twice. What is missing is in the whole reply that `finishMessage` writes.
  checkpoint: false,
  // Replaces the reply and drops its checkpoints.
  finishMessage: true,
  // What was only in memory has gone with the worker: another one would answer that nothing is left to be written.
  retry: false,
  // What was sent again before it has to be on disk first.
  close: true,
};

interface Pending {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
  /** Whether a worker has ended while it was the one carried out. */
  readonly suspect: boolean;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the history. The database is in a worker thread that starts with the first call; calls are carried out in the order they are
 * made. A worker that ends by itself is started again once. Calls that were under way are sent to the new one, in their order and before
 * any later one, where they are `repeatable`; the others are rejected. A call under which both have ended is rejected too, and the others
 * get one worker more.
 */
export function openHistory(options: HistoryOptions): HistoryStore & HistoryTransfer & HistoryPlaces {
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
    openConversation: call('openConversation'),
    patchConversation: call('patchConversation'),
    deleteConversation: call('deleteConversation'),
    restoreConversation: call('restoreConversation'),
    addMessages: call('addMessages'),
    checkpoint: call('checkpoint'),
    finishMessage: call('finishMessage'),
    readMessage: call('readMessage'),
    readPath: call('readPath'),
    readPathPart: call('readPathPart'),
    readUsage: call('readUsage'),
    readUsageByDay: call('readUsageByDay'),
    readPathPictures: call('readPathPictures'),
    changePictures: call('changePictures'),
    readPicture: call('readPicture'),
    readPictureData: call('readPictureData'),
    readDocument: call('readDocument'),
    readDocumentData: call('readDocumentData'),
    newestLeaf: call('newestLeaf'),
    exportedConversations: call('exportedConversations'),
    exportMessages: call('exportMessages'),
    exportedFiles: call('exportedFiles'),
    exportFile: call('exportFile'),
    findSecrets: call('findSecrets'),
    importFile: call('importFile'),
    settle: call('settle'),
    listElsewhere: call('listElsewhere'),
    bringOver: call('bringOver'),
    undoMove: call('undoMove'),
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
  #startsLeft = 2;
  #hasFoundCulprit = false;
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
    return new Promise((resolve, reject) => this.#post({ id: ++this.#lastId, method, args, suspect: false, resolve, reject }));
  }

  #post(call: Pending): void {
    const worker = this.#worker ?? this.#start();
    const { id, method, args } = call;
    // Throws for what cannot be cloned, before anything is remembered of the call.
    worker.postMessage({ id, method, args } satisfies Request);
    this.#pending.set(id, call);
    // Nothing but a call under way keeps the process alive.
    worker.ref();
  }

  #start(): Worker {
    if (this.#startsLeft === 0)
      throw new HistoryUnavailableError('The history has ended twice and is not started again. Reload the window.');
    this.#startsLeft--;
    const data: WorkerData = { file: this.#options.file, instance };
    // What the thread prints goes to the log, not to the console of the editor.
    const worker = new Worker(this.#options.workerScript, { name: 'Parley history', workerData: data, stderr: true });
    worker.stderr.setEncoding('utf8').on('data', (text: string) => this.#options.log(`history: ${text.trimEnd()}`));
    worker.on('message', (reply: Reply) => this.#receive(worker, reply));
    let why: string | null = null;
    worker.on('error', (error) => (why = String(error)));
    // Comes last, when all that the worker has answered is here.
    worker.on('exit', (code) => this.#lose(worker, why ?? `exit code ${code}`));
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

  /** The worker has ended by itself. */
  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (this.#closing && this.#pending.size === 0) return;
    this.#options.log(`history: the worker ended (${why}).`);
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#sendAgain(lost);
    // What others show may have changed with what was not stored.
    for (const listener of this.#listeners) listener();
  }

  /** @param lost the calls under way, in their order: the first is the one that was carried out. */
  #sendAgain(lost: readonly Pending[]): void {
    const [first] = lost;
    const culprit = first?.suspect ? first : undefined;
    if (culprit && !this.#hasFoundCulprit) {
      this.#hasFoundCulprit = true;
      this.#startsLeft++;
    }
    const again = new Set(lost.filter((call) => call !== culprit && repeatable[call.method]));
    // A worker that would only be closed is not started.
    const isWorthIt = this.#startsLeft > 0 && [...again].some(({ method }) => method !== 'close');
    const error = new HistoryUnavailableError('The history stopped unexpectedly. What was being stored may not be on disk.');
    for (const call of lost) {
      try {
        if (!isWorthIt || !again.has(call)) throw error;
        this.#post({ ...call, suspect: call === first });
      } catch (thrown) {
        call.reject(thrown instanceof Error ? thrown : error);
      }
    }
  }
}
