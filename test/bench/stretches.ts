/** A very long reply: as fast as the socket takes it but for a few stretches, whose cost is measured. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchWindow } from './benchWindow.ts';
import { lastWord, withMark } from './corpora.ts';
import { beyondIdle, type Cost, costMeter, idleCost, type Spent } from './cost.ts';
import type { Lab } from './lab.ts';
import { paintOf } from './probe.ts';
import { heldRequest, warmUp } from './stream.ts';
import type { Subject } from './subjects.ts';
import { within } from './within.ts';

/** Deltas from `from` up to `to`, in order and apart from each other. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Stretched {
  /** Of each stretch. */
  readonly costs: readonly Cost[];
  /** From the server's write of the last delta to its paint; milliseconds. */
  readonly endLag: number;
}

/** Deltas a second in a stretch. */
const paced = 500;
/** Milliseconds in which what was written must be painted. */
const limit = 300_000;
const settle = 1000;

export async function streamInStretches(
  lab: Lab,
  subject: Subject,
  window: BenchWindow,
  text: readonly string[],
  stretches: readonly Stretch[],
): Promise<Stretched> {
  // The stream is held where a stretch begins and ends, until the word there is painted.
  const points = stretches.flatMap(({ from, to }) => [from, to]);
  const mark = (point: number) => ` Mark${point}x `;
  const deltas = points.reduce((marked, point) => withMark(marked, point - 1, mark(point)), text);
  const inStretch = (delta: number) => stretches.some(({ from, to }) => delta >= from && delta < to);
  const reply = { deltas, deltasPerSecond: (delta: number) => (inStretch(delta) ? paced : Number.POSITIVE_INFINITY) };

  await warmUp(lab, subject);
  await window.quiet();
  const before = await idleCost(window);
  const { frame, root } = subject;
  const request = await heldRequest(lab, subject, reply, points);
  const untilPainted = async (word: string) => {
    const painted = paintOf(frame, root, word);
    request.release();
    const found = await within(painted, limit);
    if (!found) throw new Error(`${subject.name} did not show ${word} within ${limit} ms.`);
    return found;
  };

  const spent: Spent[] = [];
  for (const { from, to } of stretches) {
    await untilPainted(mark(from).trim());
    await pause(settle);
    const cost = await costMeter(window);
    await untilPainted(mark(to).trim());
    spent.push(await cost());
  }
  const { paintedAt } = await untilPainted(lastWord);
  await request.ended;
  await pause(settle);
  const looks = [before, await idleCost(window)];
  return { costs: spent.map((each) => beyondIdle(each, looks)), endLag: paintedAt - (request.deltas.at(-1)?.at ?? 0) };
}
