/** Where the runs of backticks in a text are, so that looking for the end of a code span takes no time to speak of. */
export class TickRuns {
  /** Positions by length, the last first: those that were passed by are dropped from the end. */
  private readonly positions = new Map<number, number[]>();

  constructor(text: string) {
    for (const run of text.matchAll(/`+/g)) {
      const positions = this.positions.get(run[0].length);
      if (positions) positions.push(run.index);
      else this.positions.set(run[0].length, [run.index]);
    }
    for (const positions of this.positions.values()) positions.reverse();
  }

  /** The next run of exactly `length` at or after `from`, which never goes back; null when there is none. */
  next(length: number, from: number): number | null {
    const positions = this.positions.get(length);
    while (positions?.length) {
      const position = positions.at(-1) ?? 0;
      if (position >= from) return position;
      positions.pop();
    }
    return null;
  }
}
