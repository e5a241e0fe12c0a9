import type { CodeText } from './codeText.ts';
import { fullLines, type Place } from './judgePlace.ts';
import { bracketBalance } from './lineShape.ts';
import { isNewUnit, type Joint } from './newUnits.ts';
import type { Range, Search } from './search.ts';
import type { Segment, Unit } from './segments.ts';

/** Where a segment goes: all of its lines, in place of lines of the file; of none where `file.to` is before `file.from`. */
export interface Placed extends Place {
  /** A blank line goes before or behind what comes in, as in the code. */
  readonly blankBefore: boolean;
  readonly blankAfter: boolean;
}

/** Which units of a segment have their counterpart in the file. */
export interface Found {
  readonly segment: Segment;
  readonly units: readonly Unit[];
  readonly first: number;
  readonly last: number;
}

/**
 * Takes the units at the edges of a segment along whose counterpart was not found by itself: they are lines that stand just there in the
 * file too, or new ones. Null where it is not clear which.
 */
export function takeEdges(search: Search, found: Found, place: Place): Placed | null {
  const before = takeBefore(search, found, place);
  const after = before && takeAfter(search, found, place);
  if (!before || !after) return null;
  return {
    ...place,
    code: { from: found.segment.first, to: found.segment.last },
    file: { from: before.line, to: after.line },
    blankBefore: before.isBlank,
    blankAfter: after.isBlank,
  };
}

interface Edge {
  readonly line: number;
  readonly isBlank: boolean;
}

function takeBefore(search: Search, { segment, units, first }: Found, place: Place): Edge | null {
  const { code, file } = search;
  let line = place.file.from;
  let index = first - 1;
  for (; index >= 0; index--) {
    const unit = units[index];
    const from = unit && counterpartBefore(search, unit, line, place);
    if (from === undefined || from === null) break;
    line = from;
  }
  if (index < 0) return { line, isBlank: false };
  // Before what closes a node they are inside of it.
  const parent = units[index + 1]?.isCloser ? file.head(line) : file.parent(line);
  const neighbor = siblingBefore(file, line, parent);
  const isFree = neighbor < 0 || file.isBlank(line - 1);
  const joint: Joint = { parent, neighbor, isFree, isMarked: segment.followsElision };
  if (!units.slice(0, index + 1).every((unit) => isNewUnit(search, unit, joint))) return null;
  return { line, isBlank: code.isBlank(segment.first - 1) && segment.first > 0 && line > 0 && !file.isBlank(line - 1) };
}

function takeAfter(search: Search, { segment, units, last }: Found, place: Place): Edge | null {
  const { code, file } = search;
  let line = place.file.to;
  let index = last + 1;
  for (; index < units.length; index++) {
    const unit = units[index];
    const to = unit && counterpartAfter(search, unit, line, place);
    if (to === undefined || to === null) break;
    line = to;
  }
  if (index >= units.length) return { line, isBlank: false };
  const parent = units[index - 1]?.isOpen ? line : file.parent(file.head(topOf(file, place.file, line)));
  const neighbor = siblingAfter(file, line, parent);
  const isFree = neighbor < 0 || file.isBlank(line + 1);
  const joint: Joint = { parent, neighbor, isFree, isMarked: segment.precedesElision };
  if (!units.slice(index).every((unit) => isNewUnit(search, unit, joint))) return null;
  const next = line + 1 < file.length && !file.isBlank(line + 1);
  return { line, isBlank: next && code.isBlank(segment.last + 1) && segment.last + 1 < code.length };
}

/** The first line in the file of a unit that stands right before `line`: the same lines, or another way to leave the function. */
function counterpartBefore(search: Search, unit: Unit, line: number, place: Place): number | null {
  const { code, file } = search;
  const lines = fullLines(code, { from: unit.start, to: unit.end });
  let at = line;
  for (const ours of lines.toReversed()) {
    at = fullBefore(file, at);
    if (at < 0 || !isSameLine(search, ours, at, place)) return leavesAlike(search, unit, line);
  }
  return at;
}

function counterpartAfter(search: Search, unit: Unit, line: number, place: Place): number | null {
  const { code, file } = search;
  let at = line;
  for (const ours of fullLines(code, { from: unit.start, to: unit.end })) {
    at++;
    while (at < file.length && file.isBlank(at)) at++;
    if (at >= file.length || !isSameLine(search, ours, at, place)) return null;
  }
  return at;
}

/** Equal lines, and as deep, where the code is shown as deep as the file has it. */
function isSameLine({ code, file }: Search, ours: number, theirs: number, place: Place): boolean {
  const isInPlace = code.columns(place.code.from) === file.columns(place.file.from);
  return code.number(ours) === file.number(theirs) && (!isInPlace || code.columns(ours) === file.columns(theirs));
}

/** A block has one way out at its end: a `return` there takes the place of the `return` before. */
function leavesAlike({ code, file }: Search, unit: Unit, line: number): number | null {
  const word = (text: string) => /^(?:return|throw|raise)\b/.exec(text)?.[0];
  const before = fullBefore(file, line);
  const ours = word(code.text(unit.head));
  if (!ours || before < 0 || unit.isOpen || unit.start < unit.head) return null;
  for (let node = before; node >= 0; node = file.parent(node)) {
    const head = file.head(node);
    if (file.end(head) !== before) return null;
    if (word(file.text(head)) !== ours) continue;
    const balance = (text: CodeText, from: number, to: number) => bracketBalance(text.trimmed.slice(from, to + 1));
    return balance(code, unit.head, unit.end) === balance(file, head, before) ? head : null;
  }
  return null;
}

function fullBefore(text: CodeText, line: number): number {
  let before = line - 1;
  while (before >= 0 && text.isBlank(before)) before--;
  return before;
}

/** The node below `parent` that ends before a line. */
function siblingBefore(file: CodeText, line: number, parent: number): number {
  let node = fullBefore(file, line);
  while (node >= 0 && file.parent(node) !== parent) node = file.parent(node);
  return node < 0 || node === parent ? -1 : file.head(node);
}

function siblingAfter(file: CodeText, line: number, parent: number): number {
  let next = line + 1;
  while (next < file.length && file.isBlank(next)) next++;
  if (next >= file.length || file.parent(next) !== parent || file.head(next) !== next) return -1;
  while (file.isLead(next) && next + 1 < file.length && !file.isBlank(next + 1)) next++;
  return next;
}

/** The head of the last unit of a range of the file. */
function topOf(file: CodeText, { from }: Range, line: number): number {
  let node = file.head(line);
  while (file.parent(node) >= from) node = file.parent(node);
  return node;
}
