/** Rows 3 and 4: what a delta costs does not depend on how much there is already, be it prose, one code block or one table. */
import { inTurns, medians, type Runs } from '../compare.ts';
import { code, markdown, partsOf, table } from '../corpora.ts';
import { type Lab, withSubject } from '../lab.ts';
import { atMost, type Line, median } from '../report.ts';
import { type Stretch, type Stretched, streamInStretches } from '../stretches.ts';
import type { SubjectName } from '../subjects.ts';

/** Deltas of a stretch that is measured. */
const length = 2000;
/** The early one, around delta 2 000, when all code has been compiled. */
const early: Stretch = { from: 1000, to: 1000 + length };
const around = (middle: number): Stretch => ({ from: middle - length / 2, to: middle + length / 2 });
const subjects: readonly SubjectName[] = ['parley', 'floor'];

export async function longReply(lab: Lab): Promise<readonly Line[]> {
  const deltas = markdown(300_000);
  const parts = partsOf(deltas.join('')).join();
  const runs = await inTurns(subjects, lab.repetitions, (name) =>
    withSubject(lab, name, async (subject, window) => {
      const streamed = await streamInStretches(lab, subject, window, deltas, [early, around(100_000)]);
      const shown = await subject.frame.locator(subject.root).evaluate((element) => element.textContent);
      return { ...streamed, whole: partsOf(shown).join().endsWith(parts) ? 1 : 0 };
    }),
  );
  const whole = medians(runs, (run) => run.whole);
  return [
    ...growthLines(3, 'busy at delta 100 000 / at 2 000', runs, 1.2),
    { row: 3, what: '300 000 tokens: shown whole (1: yes)', values: whole, unit: '', bound: '1', met: whole.parley === 1, runs: null },
    endLagLine(3, '300 000 tokens', runs, null),
  ];
}

export async function longBlocks(lab: Lab): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [name, deltas] of [['code, 20 000 lines', code(20_000)] as const, ['table, 5 000 rows', table(5_000)] as const]) {
    const late = { from: deltas.length - length - 1, to: deltas.length - 1 };
    const runs = await inTurns(subjects, lab.repetitions, (subjectName) =>
      withSubject(lab, subjectName, (subject, window) => streamInStretches(lab, subject, window, deltas, [early, late])),
    );
    lines.push(...growthLines(4, `${name}: busy at its end / at delta 2 000`, runs, 1.5), endLagLine(4, name, runs, 1.5 * 250));
  }
  return lines;
}

function growthLines(row: number, what: string, runs: Runs<Stretched>, bound: number): readonly Line[] {
  const per1000 = (run: Stretched, index: number) => ((run.costs[index]?.busy ?? Number.NaN) * 1000) / length;
  const growth = medians(runs, (run) => per1000(run, 1) / per1000(run, 0));
  return [
    { row, what, values: growth, unit: '×', bound: `≤ ${bound} ×`, met: atMost(growth.parley, bound), runs },
    {
      row,
      what: '  per 1 000 deltas, early',
      values: medians(runs, (run) => per1000(run, 0)),
      unit: 'ms',
      bound: '',
      met: null,
      runs: null,
    },
    {
      row,
      what: '  per 1 000 deltas, late',
      values: medians(runs, (run) => per1000(run, 1)),
      unit: 'ms',
      bound: '',
      met: null,
      runs: null,
    },
  ];
}

function endLagLine(row: number, name: string, runs: Runs<Stretched>, bound: number | null): Line {
  const values = medians(runs, ({ endLag }) => endLag);
  const met = bound === null ? null : atMost(median([values.parley ?? Number.NaN]), bound);
  return {
    row,
    what: `${name}: last word painted after`,
    values,
    unit: 'ms',
    bound: bound === null ? '' : `≤ ${bound} ms`,
    met,
    runs: null,
  };
}
