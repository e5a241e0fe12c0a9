/** The thread in which a PDF is read or cut, so that nothing waits for a large one. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job } from './calls.ts';
import { carryOut } from './pdf.ts';

async function serve(port: NonNullable<typeof parentPort>, job: Job): Promise<void> {
  const outcome = await carryOut(job);
  port.postMessage(outcome, outcome.kind === 'cut' ? [outcome.bytes.buffer] : []);
}

if (parentPort) void serve(parentPort, workerData as Job);
