import type { Anchor } from './anchors.ts';
import { hasInnerElision, isElision } from './elision.ts';
import { commonItems, type Pair } from './lineDiff.ts';
import { bracketBalance, likeness as likenessOf, startsWithCloser } from './lineShape.ts';
import { endsBeyond, hasSameShape, isElsewhere, isShownInPlace } from './placeShape.ts';
import type { LineRange, Refusal } from './plan.ts';
import { lineRange, type Range, type Search } from './search.ts';
import { branchesOf, type Unit } from './segments.ts';
import { sharedWords } from './sharedWords.ts';

/** A part of the code and the lines of the file that it stands for. */
export interface Place {
  readonly code: Range;
  readonly file: Range;
  /** Lines of the code and the equal ones of the file, and the heads that are known to be the same. */
  readonly pairs: readonly Pair[];
  readonly score: number;
  /** It may be meant, but something speaks against it: it is not taken, and makes others uncertain that are no better. */
  readonly isDoubtful: boolean;
}

export type Judgement = Place | Refusal;

export function isPlace(judgement: Judgement): judgement is Place {
  return 'score' in judgement;
}

const notFound: Refusal = { reason: 'notFound' };

/** Whether units of the code are what the file has from one anchor to another, and how well they fit. */
export function judgePlace(search: Search, units: readonly Unit[], top: Anchor, bottom: Anchor): Judgement {
  const { code, file, work } = search;
  const [first, last] = [units[0], units.at(-1)];
  if (!first || !last || bottom.line < top.line) return notFound;
  const from = { code: { from: first.start, to: last.end }, file: { from: top.line, to: bottom.line } };
  const codeLines = fullLines(search.code, from.code);
  if (bottom.line - top.line > 20 * codeLines.length + 400) return { reason: 'unmarkedGap', missing: lineRange(top.line, bottom.line) };
  const fileLines = fullLines(file, from.file);
  if (!hasSameShape(search, from.code, from.file)) return notFound;
  const isExact = top.by === 'run' && bottom.by === 'run';
  if (!isExact && !(headsAlike(search, first, top) && closesAlike(search, from.code, from.file))) return notFound;

  const dropped = droppedBranch(search, last, bottom);
  if (dropped !== null) return { reason: 'unmarkedGap', missing: lineRange(dropped, bottom.line) };
  const common = commonItems(
    codeLines.map((line) => code.number(line)),
    fileLines.map((line) => file.number(line)),
    work,
  );
  if (!common) return notFound;
  const pairs = common.map(([c, f]): Pair => [codeLines[c] ?? 0, fileLines[f] ?? 0]);
  const unclear = literalElision(search, codeLines, pairs);
  if (unclear !== null) return { reason: 'unclearElision', line: unclear + 1 };
  const weigh = (lines: readonly number[], text: typeof code) => lines.reduce((sum, line) => sum + text.weight(line), 0);
  const matched = weigh(
    pairs.map(([line]) => line),
    code,
  );
  const likeness = (2 * matched) / (weigh(codeLines, code) + weigh(fileLines, file) || 1);
  const isDetermined = top.by === 'structure' && bottom.by === 'structure';
  const isLine = fileLines.length === 1 && codeLines.length === 1;
  if (isExact && likeness < 0.15) return notFound;
  if (!isExact && !isDetermined && !isLine && likeness < 0.35 && !isRewritten(search, first, top, from)) return notFound;
  const isNamed = units.length === 1 && code.identity(first.head) !== null && code.identity(first.head) === file.identity(top.head);
  const isOther = !isDetermined && (isElsewhere(search, codeLines, pairs, from.file, isNamed) || endsBeyond(search, from.code, from.file));
  const isDoubtful = isOther || (likeness < 0.8 && !isShownInPlace(search, from.code, from.file));
  const gap = unmarkedGap(search, units, pairs, from, bottom);
  if (gap) return { reason: 'unmarkedGap', missing: gap };
  const anchored: Pair[] = pairs.some(([line]) => line === first.head) ? [] : [[first.head, top.head]];
  const score = isDetermined ? 1 : likeness + 0.1 * Math.min(3, top.weight) + 0.1 * Math.min(3, bottom.weight);
  return { ...from, pairs: [...pairs, ...anchored].sort(([left], [right]) => left - right), score, isDoubtful };
}

/** A declaration of the same name whose body shares words but few lines was written anew. */
function isRewritten({ code, file }: Search, first: Unit, top: Anchor, from: { code: Range; file: Range }): boolean {
  const identity = code.identity(first.head);
  return identity !== null && identity === file.identity(top.head) && sharedWords(code, from.code, file, from.file) >= 0.4;
}

export function fullLines(text: Search['code'], { from, to }: Range): number[] {
  const lines: number[] = [];
  for (let line = from; line <= to; line++) if (!text.isBlank(line)) lines.push(line);
  return lines;
}

/** Below equal comments there may be something else. */
function headsAlike({ code, file }: Search, first: Unit, top: Anchor): boolean {
  if (code.number(first.head) === file.number(top.head)) return true;
  const [ours, theirs] = [code.identity(first.head), file.identity(top.head)];
  return ours === null && theirs === null ? likenessOf(code.text(first.head), file.text(top.head)) >= 0.5 : ours === theirs;
}

/** Both end with the same bracket, and open and close as many brackets and fences. */
function closesAlike({ code, file }: Search, codeRange: Range, fileRange: Range): boolean {
  const [ours, theirs] = [code.text(codeRange.to), file.text(fileRange.to)];
  if (startsWithCloser(ours) && ours[0] !== theirs[0]) return false;
  const balance = (text: typeof code, { from, to }: Range) => {
    const texts = text.trimmed.slice(from, to + 1);
    return `${bracketBalance(texts)} ${texts.filter((line) => line.startsWith('```')).length % 2}`;
  };
  return balance(code, codeRange) === balance(file, fileRange);
}

/** A line of the code that may stand for what is left out, and that the file does not have there. */
function literalElision({ code }: Search, codeLines: readonly number[], pairs: readonly Pair[]): number | null {
  const matched = new Set(pairs.map(([line]) => line));
  return codeLines.find((line) => !matched.has(line) && (isElision(code.text(line)) || hasInnerElision(code.text(line)))) ?? null;
}

/** Lines of the file that the code would take away without putting anything in their place, where they are too many to be meant. */
function unmarkedGap(
  { code, file }: Search,
  units: readonly Unit[],
  pairs: readonly Pair[],
  from: { code: Range; file: Range },
  bottom: Anchor,
): LineRange | null {
  const strong = (text: typeof code, first: number, last: number) => {
    let count = 0;
    for (let line = first; line <= last; line++) if (text.weight(line) >= 0.4) count++;
    return count;
  };
  const all = strong(code, from.code.from, from.code.to);
  const most = units.length === 1 ? Math.max(15, all) : Math.max(6, 0.35 * all);
  const sibling = file.parent(from.file.from);
  const ends: readonly Pair[] = [...pairs, [from.code.to + 1, from.file.to + 1]];
  let [c, f] = [from.code.from, from.file.from];
  for (const [nextCode, nextFile] of ends) {
    const written = strong(code, c, nextCode - 1);
    const deleted = strong(file, f, nextFile - 1);
    const isTail = nextFile > from.file.to && bottom.by !== 'run' && !startsWithCloser(code.text(from.code.to));
    const isWhole = (line: number) => file.parent(line) === sibling && file.end(line) - line >= 2 && file.identity(line) !== null;
    const takesUnit = units.length > 1 && written * 2 < deleted && someLine(f, nextFile - 1, isWhole);
    const takesTail = isTail && (written === 0 ? fullLines(file, { from: f, to: nextFile - 1 }).length > 0 : deleted > written * 2);
    if (deleted - 3 * written > most || takesUnit || takesTail) return lineRange(f, nextFile - 1);
    [c, f] = [nextCode + 1, nextFile + 1];
  }
  return null;
}

/** The first `else`, `catch` or the like of a node of the file of which the code has fewer. */
function droppedBranch({ code, file }: Search, last: Unit, bottom: Anchor): number | null {
  if (bottom.by === 'run' || last.isOpen || last.isCloser) return null;
  const ours = branchesOf(code, last.head).length;
  const theirs = branchesOf(file, file.head(bottom.line));
  return theirs.length > ours ? (theirs[ours] ?? null) : null;
}

function someLine(first: number, last: number, test: (line: number) => boolean): boolean {
  for (let line = first; line <= last; line++) if (test(line)) return true;
  return false;
}
