import { Worker } from 'node:worker_threads';
import type { DocumentRefusal, Job, Outcome } from './calls.ts';

export interface PdfReaderOptions {
  /** The bundle of `worker.ts`. */
  readonly workerScript: string;
  /** Told what went wrong: kinds of errors, never what is in a document. */
  readonly log: (message: string) => void;
  /** Milliseconds for one document. */
  readonly patience?: number;
}

/** Reads and cuts PDFs, one after the other, each in a thread of its own that ends with it. Never rejects. */
export interface PdfReader {
  /** How many pages there are, or why it cannot be read. */
  inspect(bytes: Uint8Array<ArrayBuffer>): Promise<number | DocumentRefusal>;
  /** Some pages, counted from 1, as a PDF of their own. */
  cut(bytes: Uint8Array<ArrayBuffer>, pages: readonly number[]): Promise<Uint8Array<ArrayBuffer> | DocumentRefusal>;
}

/** Megabytes of a thread's heap: a document made to fill it must not take the extension host with it. */
const heapSize = 1024;

export function openPdfReader(options: PdfReaderOptions): PdfReader {
  let last: Promise<unknown> = Promise.resolve();
  const run = (job: Job): Promise<Outcome> => {
    const outcome = last.then(() => inThread(job, options));
    last = outcome;
    return outcome;
  };
  return {
    async inspect(bytes) {
      const outcome = await run({ type: 'inspect', bytes });
      return outcome.kind === 'inspected' ? outcome.pages : reasonOf(outcome);
    },
    async cut(bytes, pages) {
      const outcome = await run({ type: 'cut', bytes, pages });
      return outcome.kind === 'cut' ? outcome.bytes : reasonOf(outcome);
    },
  };
}

function reasonOf(outcome: Outcome): DocumentRefusal {
  return outcome.kind === 'refused' ? outcome.reason : 'damaged';
}

function inThread(job: Job, { workerScript, log, patience = 60_000 }: PdfReaderOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const worker = new Worker(workerScript, {
      name: 'Parley documents',
      workerData: job,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapSize },
    });
    // What is printed has parts of the document in it.
    for (const stream of [worker.stdout, worker.stderr]) stream.resume();
    const end = (outcome: Outcome, why?: string) => {
      clearTimeout(timer);
      if (why !== undefined) log(`documents: a thread ended (${why}).`);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ kind: 'refused', reason: 'slow' }, 'it took too long'), patience);
    worker.on('message', (outcome: Outcome) => end(outcome));
    worker.on('error', ({ name }) => end({ kind: 'refused', reason: 'damaged' }, name));
    // Comes last, when all that it has said is here.
    worker.on('exit', (code) => end({ kind: 'refused', reason: 'damaged' }, code === 0 || code === 1 ? undefined : `exit code ${code}`));
  });
}
