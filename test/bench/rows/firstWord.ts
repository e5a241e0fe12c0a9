/** Row 7: how soon the first word is on the screen. */
import { inTurns, medians } from '../compare.ts';
import { firstWord, markdown } from '../corpora.ts';
import { type Lab, withSubject } from '../lab.ts';
import { paintOf } from '../probe.ts';
import { atMost, type Line, median } from '../report.ts';
import { heldRequest, warmUp } from '../stream.ts';
import { subjectNames } from '../subjects.ts';

/** Short replies, one after the other. */
const replies = 10;
const reply = { deltas: markdown(20), deltasPerSecond: 100 };

export async function firstWords(lab: Lab): Promise<readonly Line[]> {
  const runs = await inTurns(subjectNames, lab.repetitions, (name) =>
    withSubject(lab, name, async (subject, window) => {
      await warmUp(lab, subject);
      await window.quiet();
      const lags: number[] = [];
      for (let index = 0; index < replies; index += 1) {
        const request = await heldRequest(lab, subject, reply);
        const painted = paintOf(subject.frame, subject.root, firstWord);
        request.release();
        lags.push((await painted).paintedAt - (request.deltas[0]?.at ?? 0));
        await request.ended;
      }
      return { lag: median(lags), lags };
    }),
  );
  const values = medians(runs, ({ lag }) => lag);
  return [{ row: 7, what: 'first word painted after', values, unit: 'ms', bound: '≤ 35 ms', met: atMost(values.parley, 35), runs }];
}
