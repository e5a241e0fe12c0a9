/** Reading tables of a file of which parts are unreadable. */
import type { Connection, Row } from './connection.ts';

/** The name under which rowids come with the rows. */
const rowid = 'row id';

const usualBatch = 64;

/** How far beyond the last readable rowid the next one is looked for. */
const longestGap = 1_000_000_000;

/**
 * All rows of a table that can be read, in the order of their rowids, stepping over those that cannot.
 * @param isLate ends the reading: a failing disk may take minutes for a page.
 * @param batch how many rows are read, and in memory, at once
 * @returns whether nothing had to be left out.
 */
export function* readDamagedTable(source: Connection, table: string, isLate: () => boolean, batch = usualBatch): Generator<Row, boolean> {
  const select = `SELECT rowid AS "${rowid}", * FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT ?`;
  let next = 0;
  let size = batch;
  let whole = true;
  while (!isLate()) {
    const rows = attempt(() => source.all(select, next, size));
    if (rows?.length === 0) return whole;
    if (rows && isInOrder(rows, next)) {
      yield* rows;
      next = Number(rows.at(-1)?.[rowid]) + 1;
      size = Math.min(size * 2, batch);
    } else if (size > 1) {
      size = 1;
    } else {
      whole = false;
      const readable = nextReadable(next, (from) => attempt(() => source.get(select, from, 1) ?? null));
      if (readable === null) return false;
      next = readable;
    }
  }
  return false;
}

/** Undefined where it cannot be read. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Damage can make a table go round in circles. */
function isInOrder(rows: readonly Row[], from: number): boolean {
  let least = from;
  return rows.every((row) => {
    const id = row[rowid];
    if (typeof id !== 'number' || id < least) return false;
    least = id + 1;
    return true;
  });
}

/**
 * The smallest rowid after `bad` from which a row can be read, found in leaps that double and then halve; null when there is none.
 * @param probe the first row from a rowid on; null where there is no more, undefined where it cannot be read.
 */
function nextReadable(bad: number, probe: (from: number) => Row | null | undefined): number | null {
  let low = bad;
  for (let step = 1; step <= longestGap; step *= 2) {
    let found = probe(bad + step);
    if (found === undefined) {
      low = bad + step;
      continue;
    }
    let high = bad + step;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const row = probe(middle);
      if (row === undefined) low = middle;
      else {
        high = middle;
        found = row;
      }
    }
    return found === null ? null : high;
  }
  return null;
}
