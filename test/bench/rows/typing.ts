/** Row 6: writing, and stopping, while a reply streams in. */
import { setTimeout as pause } from 'node:timers/promises';
import { inTurns, medians } from '../compare.ts';
import { markdown } from '../corpora.ts';
import { keyPaints, paintOfStop, watchKeys } from '../keyProbe.ts';
import { type Lab, withSubject } from '../lab.ts';
import { atMost, type Line, median, percentile } from '../report.ts';
import { heldRequest, warmUp } from '../stream.ts';
import { subjectNames } from '../subjects.ts';

const perSecond = 1000;
const keys = 200;
/** Milliseconds from key to key: as fast as people type. */
const interval = 80;
const stops = 5;
/** Milliseconds after which a key is not waited for any longer. */
const limit = 60_000;

export async function typing(lab: Lab): Promise<readonly Line[]> {
  const deltas = markdown(Math.ceil((keys * interval * perSecond) / 1000) + 2 * perSecond);
  const runs = await inTurns(subjectNames, lab.repetitions, (name) =>
    withSubject(lab, name, async (subject, window) => {
      await warmUp(lab, subject);
      await window.quiet();
      const request = await heldRequest(lab, subject, { deltas, deltasPerSecond: perSecond });
      await subject.box.click();
      await watchKeys(subject.frame, subject.editable);
      request.release();
      await pause(1000);
      for (let key = 0; key < keys; key += 1) {
        // Not awaited: a page that lags must not be typed into more slowly.
        void window.page.keyboard.press('x').catch(() => {});
        await pause(interval);
      }
      const paints = await keyPaints(subject.frame, keys, limit);
      return {
        p50: paints && percentile(paints, 0.5),
        p99: paints ? percentile(paints, 0.99) : Number.POSITIVE_INFINITY,
        keys: paints?.length ?? 0,
      };
    }),
  );
  const p99 = medians(runs, (run) => run.p99);
  const stopped = await stopRuns(lab);
  return [
    { row: 6, what: 'key to paint at 1 000 deltas/s, p99', values: p99, unit: 'ms', bound: '≤ 33 ms', met: atMost(p99.parley, 33), runs },
    {
      row: 6,
      what: '  p50',
      values: medians(runs, (run) => run.p50 ?? Number.POSITIVE_INFINITY),
      unit: 'ms',
      bound: '',
      met: null,
      runs: null,
    },
    {
      row: 6,
      what: 'Stop, key to paint',
      values: { parley: median(stopped) },
      unit: 'ms',
      bound: '≤ 50 ms',
      met: median(stopped) <= 50,
      runs: stopped,
    },
  ];
}

/** Only Parley's: the others are stopped in ways of their own, or not at all. */
async function stopRuns(lab: Lab): Promise<readonly number[]> {
  const all: number[] = [];
  for (let repetition = 0; repetition < lab.repetitions; repetition += 1) {
    await withSubject(lab, 'parley', async (subject) => {
      await warmUp(lab, subject);
      for (let stop = 0; stop < stops; stop += 1) {
        const request = await heldRequest(lab, subject, { deltas: markdown(20_000), deltasPerSecond: perSecond });
        request.release();
        await pause(1000);
        const stopped = paintOfStop(subject.frame);
        await subject.box.press('Escape');
        all.push(await stopped);
        await request.ended;
      }
    });
  }
  return all;
}
