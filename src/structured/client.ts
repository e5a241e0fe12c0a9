import { Worker } from 'node:worker_threads';
import type { AnswerCheck } from '../shared/answerFormat.ts';
import type { AnswerChecker, CheckJob } from './calls.ts';

export interface AnswerCheckerOptions {
  /** The bundle of `worker.ts`. */
  readonly workerScript: string;
  /** Told what went wrong: kinds of errors, never what is in an answer. */
  readonly log: (message: string) => void;
  /** Milliseconds for one answer. */
  readonly patience?: number;
}

/** Megabytes of a thread's heap. */
const heapSize = 256;

/** Compares answers with schemas, one after the other, each in a thread of its own that ends with it: patterns may be anybody's. */
export function openAnswerChecker(options: AnswerCheckerOptions): AnswerChecker {
  let last: Promise<unknown> = Promise.resolve();
  return {
    check(job) {
      const outcome = last.then(() => inThread(job, options));
      last = outcome;
      return outcome;
    },
  };
}

function inThread(job: CheckJob, { workerScript, log, patience = 5000 }: AnswerCheckerOptions): Promise<AnswerCheck> {
  return new Promise((resolve) => {
    const worker = new Worker(workerScript, {
      ...{ name: 'Parley answers', workerData: job, stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: heapSize },
    });
    // What is printed may have parts of the answer in it.
    for (const stream of [worker.stdout, worker.stderr]) stream.resume();
    const end = (outcome: AnswerCheck, why?: string) => {
      clearTimeout(timer);
      if (why !== undefined) log(`answers: a thread ended (${why}).`);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ kind: 'unchecked', reason: 'slow' }, 'it took too long'), patience);
    worker.on('message', (outcome: AnswerCheck) => end(outcome));
    worker.on('error', ({ name }) => end({ kind: 'unchecked', reason: 'schema' }, name));
    worker.on('exit', () => end({ kind: 'unchecked', reason: 'schema' }));
  });
}
