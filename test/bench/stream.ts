/** One reply, streamed to one subject: how late it was painted and what it cost. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../sim/script.ts';
import type { SimRequest } from '../sim/simRequest.ts';
import type { BenchWindow } from './benchWindow.ts';
import { firstWord, lastWord, markdown } from './corpora.ts';
import { beyondIdle, type Cost, costMeter, idleCost } from './cost.ts';
import type { Lab } from './lab.ts';
import { type LongFrame, longFrames, paintOf, watchFrames } from './probe.ts';
import type { Subject } from './subjects.ts';
import { within } from './within.ts';

export interface Streamed extends Cost {
  /** From the server's write of the first delta, and of the last, to its paint; milliseconds. */
  readonly firstLag: number;
  /** `Infinity`: not within the limit. */
  readonly endLag: number;
  /** Of the stream itself: from its first write to its last; milliseconds. */
  readonly wire: number;
  readonly messages: number;
  readonly nodes: number;
  readonly longFrames: readonly LongFrame[];
}

/** Milliseconds for which things may settle. */
const settle = 500;

/** Streams a reply of `corpora.ts` and waits for its last word, at most `limit` milliseconds. */
export async function stream(lab: Lab, subject: Subject, window: BenchWindow, reply: Reply, limit: number): Promise<Streamed> {
  await warmUp(lab, subject);
  await window.quiet();
  const before = await idleCost(window);
  const { frame, root } = subject;
  const request = await heldRequest(lab, subject, reply);
  const first = paintOf(frame, root, firstWord);
  const last = paintOf(frame, root, lastWord);
  // The browser tells the outermost page of its frames, those in which a page within it took long too.
  const whole = window.page.mainFrame();
  await watchFrames(whole);
  const cost = await costMeter(window);
  request.release();
  const painted = await within(last, limit);
  if (painted) await request.ended;
  await pause(settle);
  const spent = await cost();
  const looks = painted ? [before, await idleCost(window)] : [before];
  const writes = request.deltas;
  const [firstAt = 0, lastAt = 0] = [writes.at(0)?.at, writes.at(-1)?.at];
  return {
    ...beyondIdle(spent, looks),
    firstLag: painted ? (await first).paintedAt - firstAt : Number.NaN,
    endLag: painted ? painted.paintedAt - lastAt : Number.POSITIVE_INFINITY,
    wire: lastAt - firstAt,
    messages: painted?.messages ?? Number.NaN,
    nodes: painted?.nodes ?? Number.NaN,
    longFrames: painted ? await longFrames(whole) : [],
  };
}

/** Sends a prompt; settles when the stream has begun and is held before its first delta. It is held again after each of `holds` deltas. */
export async function heldRequest({ simulator }: Lab, subject: Subject, reply: Reply, holds: readonly number[] = []): Promise<SimRequest> {
  simulator.script({ reply, hold: ['start', ...holds] });
  const next = simulator.nextRequest();
  next.catch(() => {});
  await subject.send();
  // The Chat view may say at first that there is no language model.
  let request = await within(next, 5000);
  if (!request) {
    await subject.send();
    request = await next;
  }
  await request.held();
  await pause(settle);
  return request;
}

/** A short reply, so that what is done once is done, and code is compiled. */
export async function warmUp(lab: Lab, subject: Subject): Promise<void> {
  const request = await heldRequest(lab, subject, { deltas: markdown(300), deltasPerSecond: 300 });
  const last = paintOf(subject.frame, subject.root, lastWord);
  request.release();
  if (!(await within(last, 60_000))) throw new Error(`${subject.name} does not show a short reply.`);
  await request.ended;
  await pause(2 * settle);
}
