/** Row 2: a reply as fast as the socket takes it. */
import { inTurns, medians } from '../compare.ts';
import { markdown } from '../corpora.ts';
import { type Lab, withSubject } from '../lab.ts';
import { type LongFrame, longest } from '../probe.ts';
import { atMost, type Line, median } from '../report.ts';
import { stream } from '../stream.ts';
import type { SubjectName } from '../subjects.ts';

const reply = { deltas: markdown(20_000) };
/** Milliseconds after which the last word is not waited for any longer. */
const limit = 60_000;
/** For each of another row's: in this second all processes want both cores, and two takes differ by a factor of three. */
const takes = 3;

export async function burst(lab: Lab): Promise<readonly Line[]> {
  const measure = (name: SubjectName) => withSubject(lab, name, (subject, window) => stream(lab, subject, window, reply, limit));
  const kept = await inTurns(['parley', 'floor'], takes * lab.repetitions, measure);
  // Those that cannot keep up are given one try, and come last: what a minute of them leaves behind in the browser is not for others to clear away.
  const runs = { ...kept, ...(await inTurns(['typical', 'chat'], 1, measure)) };
  const lag = medians(runs, ({ endLag }) => endLag);
  const slowest = medians(runs, ({ endLag, longFrames }) => (endLag < limit ? longest(longFrames) : Number.NaN));
  const own = median((runs.parley ?? []).map(({ longFrames }) => longest(longFrames.filter(isParleys))));
  const what = '20 000 deltas at once:';
  return [
    { row: 2, what: `${what} last word painted after`, values: lag, unit: 'ms', bound: '≤ 250 ms', met: atMost(lag.parley, 250), runs },
    { row: 2, what: `${what} longest frame by Parley`, values: { parley: own }, unit: 'ms', bound: '≤ 50 ms', met: own <= 50, runs: null },
    { row: 2, what: `${what} longest frame, whoever's`, values: slowest, unit: 'ms', bound: '', met: null, runs: null },
    { row: 2, what: `${what} the stream took`, values: medians(runs, ({ wire }) => wire), unit: 'ms', bound: '', met: null, runs: null },
    { row: 2, what: `${what} main thread busy`, values: medians(runs, ({ busy }) => busy), unit: 'ms', bound: '', met: null, runs: null },
    {
      row: 2,
      what: `${what} messages to the page`,
      values: medians(runs, ({ messages }) => messages),
      unit: '',
      bound: '',
      met: null,
      runs: null,
    },
  ];
}

/** A frame is Parley's unless what others' scripts did in it is what made it long. Parley's own stands in its page, and has no address. */
function isParleys({ duration, scripts }: LongFrame): boolean {
  const isOthers = ({ source }: LongFrame['scripts'][number]) => source !== '' && !source.includes('parley.parley');
  const others = scripts.filter(isOthers).reduce((sum, each) => sum + each.duration, 0);
  return duration - others > 50;
}
