/** Runs subjects in turns, so that what the machine does meanwhile hits all alike, and compares what was measured. */
import { median } from './report.ts';
import { type SubjectName, subjectNames } from './subjects.ts';

export type Runs<Result> = Partial<Record<SubjectName, Result[]>>;

/** Those that are to be measured: all, unless `run.mjs` was told of some. */
const chosen = process.env['BENCH_SUBJECTS']?.split(',').filter((name) => name !== '') ?? [];

/** Measures each subject so often, another one first each time. */
export async function inTurns<Result>(
  names: readonly SubjectName[],
  repetitions: number,
  measure: (subject: SubjectName, repetition: number) => Promise<Result>,
): Promise<Runs<Result>> {
  const subjects = names.filter((name) => chosen.length === 0 || chosen.includes(name));
  const runs: Runs<Result> = {};
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (let turn = 0; turn < subjects.length; turn += 1) {
      const subject = subjects[(repetition + turn) % subjects.length];
      if (subject === undefined) continue;
      const result = await measure(subject, repetition);
      console.error(`  ${subject}: ${brief(result)}`);
      runs[subject] = [...(runs[subject] ?? []), result];
    }
  }
  return runs;
}

/** The median of a figure, for each subject. */
export function medians<Result>(runs: Runs<Result>, figure: (result: Result) => number): Partial<Record<SubjectName, number>> {
  return Object.fromEntries(subjectNames.flatMap((name) => (runs[name] ? [[name, median(runs[name].map(figure))]] : [])));
}

/** How many times the floor's a figure is, within each repetition; the median of that, for each subject. */
export function timesFloor<Result>(runs: Runs<Result>, figure: (result: Result) => number): Partial<Record<SubjectName, number>> {
  const floor = runs.floor ?? [];
  const ratios = (results: readonly Result[]) =>
    results.map((result, index) => {
      const own = floor[index];
      return own === undefined ? Number.NaN : figure(result) / figure(own);
    });
  return Object.fromEntries(subjectNames.flatMap((name) => (runs[name] ? [[name, median(ratios(runs[name]))]] : [])));
}

/** A result in a line: its numbers, rounded. */
function brief(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) =>
    typeof value === 'number'
      ? Number.isFinite(value)
        ? Math.round(value * 10) / 10
        : String(value)
      : Array.isArray(value)
        ? `[${value.length}]`
        : value,
  );
}
