/** One reply, streamed to one subject: how late it was painted and what it cost. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../sim/script.ts';
import type { SimRequest } from '../sim/simRequest.ts';
import type { BenchWindow } from './benchWindow.ts';
import { firstWord, lastWord, markdown } from './corpora.ts';
import type { Lab } from './lab.ts';
import { type LongFrame, longFrames, paintOf, watchFrames } from './probe.ts';
import type { Subject } from './subjects.ts';
import { within } from './within.ts';

/** What something cost: milliseconds of the pages' main thread and of the extension host's CPU, the idle window's taken off. */
export interface Cost {
  readonly busy: number;
  readonly script: number;
  readonly layout: number;
  readonly style: number;
  readonly hostCpu: number;
}

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

/** Milliseconds for which an idle window is looked at, and for which things may settle. */
const idle = 3000;
const settle = 500;

/** Streams a reply of `corpora.ts` and waits for its last word, at most `limit` milliseconds. */
export async function stream(lab: Lab, subject: Subject, window: BenchWindow, reply: Reply, limit: number): Promise<Streamed> {
  await warmUp(lab, subject);
  await window.quiet();
  const rates = await idleRates(window);
  const { frame, root } = subject;
  const request = await heldRequest(lab, subject, reply);
  const first = paintOf(frame, root, firstWord);
  const last = paintOf(frame, root, lastWord);
  await watchFrames(frame);
  const cost = await costMeter(window, rates);
  request.release();
  const painted = await within(last, limit);
  if (painted) await request.ended;
  await pause(settle);
  const spent = await cost();
  const writes = request.deltas;
  const [firstAt = 0, lastAt = 0] = [writes.at(0)?.at, writes.at(-1)?.at];
  return {
    ...spent,
    firstLag: painted ? (await first).paintedAt - firstAt : Number.NaN,
    endLag: painted ? painted.paintedAt - lastAt : Number.POSITIVE_INFINITY,
    wire: lastAt - firstAt,
    messages: painted?.messages ?? Number.NaN,
    nodes: painted?.nodes ?? Number.NaN,
    longFrames: painted ? await longFrames(frame) : [],
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

/** What an idle window costs in a millisecond. */
export async function idleRates(window: BenchWindow): Promise<Cost> {
  const cost = await costMeter(window, { busy: 0, script: 0, layout: 0, style: 0, hostCpu: 0 });
  const began = performance.now();
  await pause(idle);
  const spent = await cost();
  const elapsed = performance.now() - began;
  return mapCost(spent, (value) => value / elapsed);
}

/** Begins to measure; the result ends it. */
export async function costMeter(window: BenchWindow, rates: Cost): Promise<() => Promise<Cost>> {
  const before = { ...(await window.metrics()), hostCpu: window.hostCpu() };
  const began = performance.now();
  return async () => {
    const after = { ...(await window.metrics()), hostCpu: window.hostCpu() };
    const elapsed = performance.now() - began;
    return mapCost(rates, (rate, name) => after[name] - before[name] - rate * elapsed);
  };
}

function mapCost(cost: Cost, map: (value: number, name: keyof Cost) => number): Cost {
  return {
    busy: map(cost.busy, 'busy'),
    script: map(cost.script, 'script'),
    layout: map(cost.layout, 'layout'),
    style: map(cost.style, 'style'),
    hostCpu: map(cost.hostCpu, 'hostCpu'),
  };
}
