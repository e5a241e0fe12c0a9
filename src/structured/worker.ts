/** The thread in which one answer is compared with its schema. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckJob } from './calls.ts';
import { checkAnswer } from './checkAnswer.ts';

parentPort?.postMessage(checkAnswer(workerData as CheckJob));
