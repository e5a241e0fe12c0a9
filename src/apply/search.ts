import type { CodeText } from './codeText.ts';
import type { LineRange } from './plan.ts';
import type { Work } from './work.ts';

/** What a search for the place of code has at hand. */
export interface Search {
  readonly code: CodeText;
  readonly file: CodeText;
  readonly work: Work;
}

/** For lines of the code, the lines of the file that they are. */
export type Known = ReadonlyMap<number, number>;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * How much the lines from a pair of equal ones on speak for each other: the sum of their weights, as long as they are equal. Blank lines
 * do not count.
 * @param step 1 for the lines that follow, -1 for those before
 */
export function runWeight(
  { code, file, work }: Search,
  codeLine: number,
  fileLine: number,
  step: 1 | -1,
  within: { readonly code: Range; readonly file: Range },
): number {
  let weight = 0;
  let [c, f] = [codeLine, fileLine];
  const inCode = () => c >= within.code.from && c <= within.code.to;
  const inFile = () => f >= within.file.from && f <= within.file.to;
  while (weight < 4) {
    while (inCode() && code.isBlank(c)) c += step;
    while (inFile() && file.isBlank(f)) f += step;
    work.spend(1);
    if (!inCode() || !inFile() || code.number(c) !== file.number(f)) break;
    weight += code.weight(c);
    c += step;
    f += step;
  }
  return weight;
}

/** In words for people: lines from 1. */
export function lineRange(first: number, last: number): LineRange {
  return { first: first + 1, last: Math.max(first, last) + 1 };
}
