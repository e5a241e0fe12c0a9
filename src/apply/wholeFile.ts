import type { Placed } from './edges.ts';
import { fullLines } from './judgePlace.ts';
import { commonItems, type Pair } from './lineDiff.ts';
import { likeness } from './lineShape.ts';
import { Refused } from './plan.ts';
import { lineRange, type Search } from './search.ts';

/** A file of so few lines may be written anew for the most part. */
const small = 12;

/** The code as a new version of the whole file: it begins and ends as the file does and has most of its lines. Null if it is not. */
export function placeWhole({ code, file, work }: Search): Placed | null {
  const range = { code: { from: 0, to: code.length - 1 }, file: { from: 0, to: file.length - 1 } };
  const ours = fullLines(code, range.code);
  const theirs = fullLines(file, range.file);
  const [first, last] = [theirs[0], theirs.at(-1)];
  if (first === undefined || last === undefined || ours.length * 4 < theirs.length) return null;
  const common = commonItems(
    ours.map((line) => code.number(line)),
    theirs.map((line) => file.number(line)),
    work,
  );
  if (!common) return null;
  const pairs = common.map(([c, f]): Pair => [ours[c] ?? 0, theirs[f] ?? 0]);
  const matched = new Set(pairs.map(([, line]) => line));
  const isSame = (codeLine: number | undefined, fileLine: number) => {
    if (matched.has(fileLine) || codeLine === undefined) return matched.has(fileLine);
    const identity = code.identity(codeLine);
    return (identity !== null && identity === file.identity(fileLine)) || likeness(code.text(codeLine), file.text(fileLine)) >= 0.6;
  };
  if (!isSame(ours[0], first) || !isSame(ours.at(-1), last)) return null;
  const weight = (lines: Iterable<number>) => [...lines].reduce((sum, line) => sum + file.weight(line), 0);
  const kept = weight(matched) / (weight(theirs) || 1);
  if (kept < (theirs.length <= small ? 0.3 : 0.5)) return null;
  refuseGap({ code, file, work }, pairs, weight(theirs));
  // Blank lines at the file's ends are no part of what a fence shows.
  return { code: range.code, file: { from: first, to: last }, pairs, score: kept, blankBefore: false, blankAfter: false };
}

/** Much of the file that is missing in one piece, with nothing in its place, was rather left out than taken away. */
function refuseGap({ code, file }: Search, pairs: readonly Pair[], all: number): void {
  const weigh = (text: typeof code, from: number, to: number) => {
    let sum = 0;
    for (let line = from; line < to; line++) sum += text.weight(line);
    return sum;
  };
  let [c, f] = [0, 0];
  for (const [nextCode, nextFile] of [...pairs, [code.length, file.length] as const]) {
    const missing = weigh(file, f, nextFile) - 3 * weigh(code, c, nextCode);
    if (missing > 8 && missing > 0.25 * all) throw new Refused({ reason: 'unmarkedGap', missing: lineRange(f, nextFile - 1) });
    [c, f] = [nextCode + 1, nextFile + 1];
  }
}
