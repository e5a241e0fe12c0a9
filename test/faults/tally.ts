/** A table of what was tried and what came of it, with the sums in its last line. */

interface Line {
  readonly name: string;
  tried: number;
  readonly counts: number[];
}

export class Tally {
  readonly #columns: readonly string[];
  readonly #lines: Line[] = [];

  /** @param columns what is counted of each fault */
  constructor(...columns: readonly string[]) {
    this.#columns = columns;
  }

  /** One more kind of fault. @returns what takes the counts of one fault, column by column */
  begin(name: string): (...counts: readonly number[]) => void {
    const line: Line = { name, tried: 0, counts: this.#columns.map(() => 0) };
    this.#lines.push(line);
    return (...counts) => {
      line.tried++;
      for (const [column, count] of counts.entries()) line.counts[column] = (line.counts[column] ?? 0) + count;
    };
  }

  text(): string {
    const total: Line = {
      name: `${this.#lines.length} kinds`,
      tried: this.#lines.reduce((sum, { tried }) => sum + tried, 0),
      counts: this.#columns.map((_, column) => this.#lines.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0)),
    };
    const head = ['fault', 'faults tried', ...this.#columns];
    const rows = [head, ...[...this.#lines, total].map(({ name, tried, counts }) => [name, ...[tried, ...counts].map(String)])];
    const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    const lines = rows.map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    );
    const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
    return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
  }
}
