import { nameIn } from './identity.ts';
import { endsWithOpener, startsWithCloser } from './lineShape.ts';
import { type Known, type Range, runWeight, type Search } from './search.ts';
import { branchesOf, headBelow, leadStart, type Unit } from './segments.ts';

/** A line of the file where a part of the code may begin or end. */
export interface Anchor {
  readonly line: number;
  /** The head of the unit of the file that begins or ends there. */
  readonly head: number;
  /** Equal lines; the same name; or the end of a known node. */
  readonly by: 'run' | 'name' | 'structure';
  /** The weight of the equal lines. */
  readonly weight: number;
}

/** Equal lines say where they stand only if they have words of their own: fewer of them if the file has the line but once. */
function isEnough({ code, file }: Search, codeLine: number, weight: number): boolean {
  return weight >= 1 || (weight >= 0.4 && file.places(code.number(codeLine)).length === 1);
}

/** Where a unit of the code may begin in the file. */
export function beginnings(search: Search, unit: Unit, codeRange: Range, range: Range, known: Known): Anchor[] {
  const { code, file, work } = search;
  const closing = closerOf(search, unit, known);
  if (closing !== null) return closing >= range.from && closing <= range.to ? [structural(closing, closing)] : [];
  const found = new Map<number, Anchor>();
  // What is deeper behind a mark is inside of the line before only if that line opens something.
  const around = code.parent(unit.head);
  const parent = endsWithOpener(code.text(around)) || code.text(around).startsWith('<') ? known.get(around) : undefined;
  const fits = (head: number) => parent === undefined || file.parent(head) === parent;
  for (const line of file.places(code.number(unit.start))) {
    work.spend(1);
    if (line < range.from || line > range.to) continue;
    const weight = runWeight(search, unit.start, line, 1, { code: codeRange, file: range });
    const head = unit.head === unit.start ? line : headBelow(file, line);
    if (isEnough(search, unit.start, weight) && fits(head)) found.set(line, { line, head, by: 'run', weight });
  }
  const startsInComment = unit.head > unit.start && /^\*(?:\s|\/|$)/.test(code.text(unit.start));
  const identity = unit.isCloser || startsInComment ? null : code.identity(unit.head);
  if (identity === null) return [...found.values()];
  for (const head of file.declarations(identity, nameIn(identity), range.from, range.to, work)) {
    const line = Math.max(range.from, leadStart(file, head, code, unit));
    if (!found.has(line) && fits(head)) found.set(line, { line, head, by: 'name', weight: 0 });
  }
  return [...found.values()];
}

/** Where the last unit of a part of the code may end in the file, if it begins at `top`. */
export function endings(search: Search, units: readonly Unit[], codeRange: Range, range: Range, top: Anchor, known: Known): Anchor[] {
  const { code, file, work } = search;
  const [first, last] = [units[0], units.at(-1)];
  if (!first || !last) return [];
  if (first === last) {
    if (last.isOpen || last.end === last.head)
      return [last.isOpen || last.isCloser ? { ...top, line: top.head } : nodeEnd(search, top.head)];
    return [nodeEnd(search, file.head(top.head))];
  }
  const found = new Map<number, Anchor>();
  const below = { from: top.line, to: range.to };
  const closing = closerOf(search, last, known) ?? enclosingEnd(search, units, top);
  if (closing !== null && closing >= below.from && closing <= below.to) found.set(closing, structural(closing, file.head(closing)));
  if (closing === null && !last.isCloser) {
    for (const { head, by, weight } of beginnings(search, last, codeRange, below, known)) {
      const line = last.isOpen ? head : file.end(head);
      if (line <= below.to) found.set(line, { line, head, by: by === 'run' ? 'structure' : by, weight });
    }
  }
  for (const line of file.places(code.number(codeRange.to))) {
    work.spend(1);
    if (line < below.from || line > below.to) continue;
    const weight = runWeight(search, codeRange.to, line, -1, { code: codeRange, file: below });
    if (isEnough(search, codeRange.to, weight) && !(found.get(line)?.weight ?? 0))
      found.set(line, { line, head: file.head(line), by: 'run', weight });
  }
  return [...found.values()];
}

function nodeEnd({ file }: Search, head: number): Anchor {
  return structural(file.end(head), head);
}

function structural(line: number, head: number): Anchor {
  return { line, head, by: 'structure', weight: 0 };
}

/** Where a unit that goes on with a node stands, if it is known where that node is. */
function closerOf({ code, file }: Search, unit: Unit, known: Known): number | null {
  const head = code.head(unit.head);
  const node = head === unit.head ? undefined : known.get(head);
  if (node === undefined) return null;
  const end = file.end(node);
  if (code.end(head) === unit.head && !unit.isOpen) {
    if (branchesOf(file, node).length > branchesOf(code, head).length) return null;
    return end > node && startsWithCloser(file.text(end)) ? end : null;
  }
  const same = file.places(code.number(unit.head)).filter((line) => line > node && line <= end && file.head(line) === node);
  return same.length === 1 ? (same[0] ?? null) : null;
}

/** The end of the node around `top` that the last unit closes, where that node begins before the code does. */
function enclosingEnd({ code, file }: Search, units: readonly Unit[], top: Anchor): number | null {
  const isStray = (unit: Unit) => unit.isCloser && code.head(unit.head) === unit.head;
  const last = units.at(-1);
  if (!last || last.isOpen || !isStray(last)) return null;
  let toClose = units.filter((unit) => unit !== units[0] && isStray(unit)).length;
  for (let node = file.parent(top.head); node >= 0; node = file.parent(node)) {
    const end = file.end(node);
    if (end <= node || !startsWithCloser(file.text(end)) || --toClose > 0) continue;
    // What is closed may be a branch only.
    return branchesOf(file, node).some((line) => line > top.line) ? null : end;
  }
  return null;
}
