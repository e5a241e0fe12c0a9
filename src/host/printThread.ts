import { Worker } from 'node:worker_threads';
import type { PrintedText, PrintReply, PrintRequest } from '../shared/print.ts';

/** The thread in which answers become HTML, as long as one file takes. */
export class PrintThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { readonly resolve: (html: readonly string[]) => void; readonly reject: (error: Error) => void }>();
  #lastId = 0;
  #ended: Error | null = null;

  /** @param script the bundle of `print/worker.ts` */
  constructor(script: string) {
    this.#worker = new Worker(script, { name: 'Parley print', stdout: true, stderr: true });
    // What is printed may have parts of what was said in it.
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.resume();
    this.#worker.on('message', ({ id, html }: PrintReply) => {
      this.#waiting.get(id)?.resolve(html);
      this.#waiting.delete(id);
    });
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  /** The HTML of each text. Rejects where the thread has ended. */
  print(texts: readonly PrintedText[]): Promise<readonly string[]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, texts } satisfies PrintRequest);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(): void {
    this.#ended ??= new Error('The thread that makes HTML has ended.');
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
