/** The table, and the same with every run beside it for machines. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { outFolder } from '../host/paths.mjs';
import { type SubjectName, subjectNames } from './subjects.ts';

/** One line of the table. */
export interface Line {
  readonly row: number | '@';
  readonly what: string;
  /** Medians. `Infinity`: it did not come within the limit; absent: not measured. */
  readonly values: Partial<Readonly<Record<SubjectName, number>>>;
  readonly unit: 'ms' | '×' | 'MB' | '';
  readonly bound: string;
  /** Null: a line that is there to understand the others, without a bound of its own. */
  readonly met: boolean | null;
  /** What the medians are of. */
  readonly runs: unknown;
}

/** Whether a figure is within its bound; one that is missing is not. */
export function atMost(value: number | undefined, bound: number): boolean {
  return value !== undefined && value <= bound;
}

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = sorted.length % 2 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return low === high ? low : (low + high) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

const titles: Readonly<Record<SubjectName, string>> = {
  parley: 'Parley',
  floor: 'floor',
  typical: 'typical webview',
  chat: "editor's Chat",
};

export function printTable(lines: readonly Line[]): void {
  const head = ['', 'what', ...subjectNames.map((name) => titles[name]), 'bound', ''];
  const body = lines.map(({ row, what, values, unit, bound, met }) => [
    String(row),
    what,
    ...subjectNames.map((name) => shown(values[name], unit)),
    bound,
    met === null ? '' : met ? 'within' : 'NOT within',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  for (const cells of [head, ...body])
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** @returns the file */
export function writeJson(lines: readonly Line[], facts: Readonly<Record<string, unknown>>): string {
  const folder = join(outFolder, 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'bench.json');
  const [cpu] = cpus();
  const machine = { cpu: cpu?.model, cores: cpus().length, load: loadavg() };
  // JSON has no infinity.
  const readable = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'beyond the limit' : value);
  writeFileSync(file, `${JSON.stringify({ ...facts, machine, lines }, readable, 2)}\n`);
  return file;
}

function shown(value: number | undefined, unit: Line['unit']): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value === Number.POSITIVE_INFINITY) return 'never';
  const digits = unit === '×' || unit === 'MB' ? 2 : Math.abs(value) < 10 ? 1 : 0;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}
