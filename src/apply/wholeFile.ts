import type { CodeText } from './codeText.ts';
import type { Placed } from './edges.ts';
import { hasInnerElision } from './elision.ts';
import { nameIn } from './identity.ts';
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
  const matchedOurs = new Set(pairs.map(([line]) => line));
  const isSame = (codeLine: number | undefined, fileLine: number) => {
    if (codeLine === undefined || matched.has(fileLine) || matchedOurs.has(codeLine)) return matched.has(fileLine);
    const identity = code.identity(codeLine);
    if (identity !== null || file.identity(fileLine) !== null) return identity === file.identity(fileLine);
    return file.weight(fileLine) >= 1 && likeness(code.text(codeLine), file.text(fileLine)) >= 0.6;
  };
  if (!isSame(ours[0], first) || !isSame(outermost(code, ours.at(-1) ?? 0), outermost(file, last))) return null;
  const weight = (lines: Iterable<number>) => [...lines].reduce((sum, line) => sum + file.weight(line), 0);
  const isSmall = theirs.length <= small;
  const isNamed = (line: number) => !matched.has(line) && isDeclared({ code, file, work }, line);
  const kept = (weight(matched) + weight(isSmall ? theirs.filter(isNamed) : [])) / (weight(theirs) || 1);
  if (kept < (isSmall ? 0.3 : 0.5)) return null;
  if (kept < 0.75 && dropsUnit({ code, file, work }, theirs, matched)) return null;
  const unclear = ours.find((line) => !matchedOurs.has(line) && hasInnerElision(code.text(line)));
  if (unclear !== undefined) throw new Refused({ reason: 'unclearElision', line: unclear + 1 });
  refuseGap({ code, file, work }, pairs, weight(theirs));
  // Blank lines at the file's ends are no part of what a fence shows.
  return {
    code: range.code,
    file: { from: first, to: last },
    pairs,
    score: kept,
    isDoubtful: false,
    blankBefore: false,
    blankAfter: false,
  };
}

function outermost(text: CodeText, line: number): number {
  let node = text.head(line);
  while (text.parent(node) >= 0) node = text.head(text.parent(node));
  return node;
}

/** Whether the code lacks a function, class or the like that the file has: then it may be a part of the file only. */
function dropsUnit(search: Search, lines: readonly number[], matched: ReadonlySet<number>): boolean {
  const { file } = search;
  const isUnit = (line: number) => file.parent(line) < 0 && file.end(line) - line >= 2 && file.identity(line) !== null;
  return lines.some((line) => !matched.has(line) && isUnit(line) && !isDeclared(search, line));
}

/** Whether the code declares what a line of the file does. */
function isDeclared({ code, file, work }: Search, line: number): boolean {
  const identity = file.identity(line);
  return identity !== null && code.declarations(identity, nameIn(identity), 0, code.length - 1, work).length > 0;
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
