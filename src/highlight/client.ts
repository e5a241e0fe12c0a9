import { Worker } from 'node:worker_threads';
import type { CodeColors, CodeToColor, ExtensionContributions } from '../shared/codeColors.ts';
import type { Reply, Request, WorkerData } from './calls.ts';

export interface HighlighterOptions {
  /** The bundle of `worker.ts`. */
  readonly workerScript: string;
  /** Oniguruma, as WebAssembly. */
  readonly wasmFile: string;
  /** What is installed; asked when code is first coloured, and again after `refresh`. */
  readonly extensions: () => readonly ExtensionContributions[];
  /** The setting `editor.tokenColorCustomizations`. */
  readonly customizations: () => unknown;
  /** Told what went wrong: names of files and kinds of errors, never code. */
  readonly log: (message: string) => void;
  /** Milliseconds without a sign of life after which the thread is ended: some grammar does not come to an end. */
  readonly patience?: number;
}

/** Colours code in a thread of its own, which starts with the first block. */
export interface CodeHighlighter {
  /** Null where the language is unknown, or nothing came of it. Never rejects. */
  highlight(code: CodeToColor): Promise<CodeColors | null>;
  /** Extensions came or went. */
  refresh(): void;
  close(): Promise<void>;
}

/** So often a thread is started; one that ends by itself so often would do so again. */
const mostStarts = 3;
/** Megabytes of the thread's heap: a grammar that has no end must not take the extension host with it. */
const heapSize = 512;

export function openHighlighter(options: HighlighterOptions): CodeHighlighter {
  return new HighlighterClient(options);
}

class HighlighterClient implements CodeHighlighter {
  readonly #options: HighlighterOptions;
  readonly #pending = new Map<number, (colors: CodeColors | null) => void>();
  #worker: Worker | null = null;
  #starts = 0;
  #lastId = 0;
  #fresh = false;
  #closed = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: HighlighterOptions) {
    this.#options = options;
  }

  highlight(code: CodeToColor): Promise<CodeColors | null> {
    const worker = this.#worker ?? this.#start();
    if (!worker) return Promise.resolve(null);
    const send = (request: Request) => worker.postMessage(request);
    return new Promise((resolve) => {
      try {
        if (!this.#fresh) send({ type: 'extensions', extensions: this.#options.extensions() });
        this.#fresh = true;
        const id = ++this.#lastId;
        send({ type: 'highlight', id, code, customizations: this.#options.customizations() });
        this.#pending.set(id, resolve);
        // What waits already has its time running.
        if (this.#pending.size === 1) this.#keepWatch(worker);
      } catch (error) {
        // Something in a manifest or in the setting cannot be handed to a thread.
        this.#log(String(error));
        resolve(null);
      }
    });
  }

  refresh(): void {
    this.#fresh = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker) this.#lose(worker);
    await worker?.terminate();
  }

  #start(): Worker | null {
    if (this.#closed || this.#starts >= mostStarts) return null;
    this.#starts++;
    this.#fresh = false;
    const data: WorkerData = { wasmFile: this.#options.wasmFile };
    const worker = new Worker(this.#options.workerScript, {
      name: 'Parley highlighter',
      workerData: data,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapSize },
    });
    worker.stderr.setEncoding('utf8').on('data', (text: string) => this.#log(text.trimEnd()));
    worker.on('message', (reply: Reply) => this.#receive(worker, reply));
    worker.on('error', (error) => this.#lose(worker, String(error)));
    worker.on('exit', (code) => this.#lose(worker, `exit code ${code}`));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, reply: Reply): void {
    if (reply.type === 'log') this.#log(reply.message);
    if (reply.type === 'result') {
      const settle = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      settle?.(reply.colors);
    }
    this.#keepWatch(worker);
  }

  /** From now on the thread has its time again; nothing but a call under way keeps the process alive, or is watched. */
  #keepWatch(worker: Worker): void {
    clearTimeout(this.#watch);
    if (this.#pending.size === 0) {
      worker.unref();
      return;
    }
    worker.ref();
    this.#watch = setTimeout(() => {
      this.#lose(worker, 'it did not answer');
      void worker.terminate();
    }, this.#options.patience ?? 30_000);
  }

  /** The thread has ended, or is to end: what it was asked for stays plain. The next call starts another. */
  #lose(worker: Worker, why?: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    clearTimeout(this.#watch);
    if (why !== undefined) this.#log(`the worker ended (${why}).`);
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const settle of lost) settle(null);
  }

  #log(message: string): void {
    this.#options.log(`highlighter: ${message}`);
  }
}
