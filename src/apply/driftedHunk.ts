import type { CodeText } from './codeText.ts';
import type { HunkPlace, HunkText } from './findHunk.ts';
import { commonItems } from './lineDiff.ts';
import type { Work } from './work.ts';

/** How many lines context may have moved. */
const drift = 12;

/**
 * Where a hunk goes although some of its context has changed: all that it removes is there, in one piece each, and what stands next to
 * each change, on one side at least, is still there.
 */
export function driftedPlaces(file: CodeText, hunk: HunkText, work: Work): HunkPlace[] {
  const { lines } = hunk.hunk;
  const old = lines.flatMap(({ kind }, index) => (kind !== 'added' && !hunk.text.isBlank(index) ? [index] : []));
  const found = new Map<string, HunkPlace>();
  const tried = new Set<number>();
  const keys = old
    .filter((index) => hunk.text.weight(index) >= 1)
    .sort((one, other) => file.places(hunk.text.number(one)).length - file.places(hunk.text.number(other)).length);
  for (const index of keys) {
    for (const line of file.places(hunk.text.number(index)).slice(0, 200)) {
      if (tried.has(line - index)) continue;
      for (let near = -drift; near <= drift; near++) tried.add(line - index + near);
      const place = align(file, hunk, old, line - index - drift, line - index + lines.length + drift, work);
      if (place) found.set(place.lines.join(), place);
    }
  }
  return [...found.values()];
}

function align(file: CodeText, { hunk, text }: HunkText, old: readonly number[], from: number, to: number, work: Work): HunkPlace | null {
  const window: number[] = [];
  for (let line = Math.max(0, from); line < Math.min(file.length, to); line++) if (!file.isBlank(line)) window.push(line);
  const common = commonItems(
    old.map((index) => text.number(index)),
    window.map((line) => file.number(line)),
    work,
  );
  if (!common) return null;
  const lines = hunk.lines.map(() => -1);
  for (const [o, w] of common) lines[old[o] ?? 0] = window[w] ?? -1;
  const weigh = (indices: readonly number[]) => indices.reduce((sum, index) => sum + text.weight(index), 0);
  const matched = old.filter((index) => lines[index] !== -1);
  if (weigh(matched) < 1.5 || weigh(matched) * 2 < weigh(old)) return null;
  takeBlanks(file, { hunk, text }, lines);
  if (!changesStand(file, { hunk, text }, lines)) return null;
  return { lines, first: Math.min(...lines.filter((line) => line >= 0)) };
}

/** Blank lines are where those next to them are. */
function takeBlanks(file: CodeText, { hunk, text }: HunkText, lines: number[]): void {
  for (const [index, { kind }] of hunk.lines.entries()) {
    if (kind === 'added' || lines[index] !== -1 || !text.isBlank(index)) continue;
    let before = index - 1;
    while (before >= 0 && hunk.lines[before]?.kind === 'added') before--;
    const line = (lines[before] ?? -1) + 1;
    if (line > 0 && line < file.length && file.isBlank(line)) lines[index] = line;
  }
}

/** Whether each change is where its lines and its neighbours say. */
function changesStand(file: CodeText, { hunk, text }: HunkText, lines: readonly number[]): boolean {
  const nextFull = (line: number, step: 1 | -1) => {
    let next = line + step;
    while (file.isBlank(next) && next >= 0 && next < file.length) next += step;
    return next;
  };
  for (let index = 0; index < hunk.lines.length; ) {
    if (hunk.lines[index]?.kind === 'context') {
      index++;
      continue;
    }
    let end = index;
    while (end < hunk.lines.length && hunk.lines[end]?.kind !== 'context') end++;
    const removed: number[] = [];
    for (let each = index; each < end; each++) {
      if (hunk.lines[each]?.kind !== 'removed') continue;
      const line = lines[each] ?? -1;
      if (line >= 0) removed.push(line);
      else if (!text.isBlank(each)) return false;
    }
    if (removed.some((line, at) => at > 0 && nextFull(removed[at - 1] ?? 0, 1) !== line && line !== (removed[at - 1] ?? 0) + 1))
      return false;
    const before = neighbor(text, lines, index, -1);
    const after = neighbor(text, lines, end - 1, 1);
    const first = removed[0];
    const last = removed.at(-1);
    if (first !== undefined && last !== undefined) {
      const holds = (before !== null && nextFull(before, 1) === first) || (after !== null && nextFull(after, -1) === last);
      if (!holds) return false;
    } else if (before === null || after === null || nextFull(before, 1) !== after) return false;
    index = end;
  }
  return true;
}

/** The line of the file that the nearest context with words is, on one side of a change. Null where the file does not have it. */
function neighbor(text: CodeText, lines: readonly number[], from: number, step: 1 | -1): number | null {
  let index = from + step;
  while (index >= 0 && index < text.length && text.isBlank(index)) index += step;
  const line = lines[index] ?? -1;
  return line >= 0 ? line : null;
}
