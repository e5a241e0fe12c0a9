/** Row 1: a reply of the usual length at a fast model's pace. */
import { inTurns, medians, timesFloor } from '../compare.ts';
import { markdown } from '../corpora.ts';
import { type Lab, withSubject } from '../lab.ts';
import { atMost, type Line } from '../report.ts';
import { stream } from '../stream.ts';
import { subjectNames } from '../subjects.ts';

const reply = { deltas: markdown(2000), deltasPerSecond: 200 };
/** Milliseconds after which the last word is not waited for any longer. */
const limit = 240_000;

export async function pace(lab: Lab): Promise<readonly Line[]> {
  const runs = await inTurns(subjectNames, lab.repetitions, (name) =>
    withSubject(lab, name, (subject, window) => stream(lab, subject, window, reply, limit)),
  );
  const lag = medians(runs, ({ endLag }) => endLag);
  const busy = timesFloor(runs, (run) => run.busy);
  const host = timesFloor(runs, (run) => run.hostCpu);
  const what = '2 000 deltas, 200/s:';
  return [
    { row: 1, what: `${what} last word painted after`, values: lag, unit: 'ms', bound: '≤ 50 ms', met: atMost(lag.parley, 50), runs },
    {
      row: 1,
      what: `${what} main thread busy`,
      values: busy,
      unit: '×',
      bound: '≤ 1.3 × floor',
      met: atMost(busy.parley, 1.3),
      runs: null,
    },
    { row: 1, what: '', values: medians(runs, (run) => run.busy), unit: 'ms', bound: '', met: null, runs: null },
    {
      row: 1,
      what: `${what} extension host's CPU`,
      values: host,
      unit: '×',
      bound: '≤ 1.3 × floor',
      met: atMost(host.parley, 1.3),
      runs: null,
    },
    { row: 1, what: '', values: medians(runs, (run) => run.hostCpu), unit: 'ms', bound: '', met: null, runs: null },
    {
      row: 1,
      what: `${what} messages to the page`,
      values: medians(runs, (run) => run.messages),
      unit: '',
      bound: '',
      met: null,
      runs: null,
    },
    { row: 1, what: `${what} nodes touched`, values: medians(runs, (run) => run.nodes), unit: '', bound: '', met: null, runs: null },
  ];
}
