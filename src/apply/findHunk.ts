import type { CodeText } from './codeText.ts';
import { driftedPlaces } from './driftedHunk.ts';
import { Refused } from './plan.ts';
import { lineRange } from './search.ts';
import type { Hunk } from './unifiedDiff.ts';
import type { Work } from './work.ts';

/** A hunk that fits in so many places says nothing of its own. */
const mostPlaces = 200;

/** A hunk with its lines as they are compared. */
export interface HunkText {
  readonly hunk: Hunk;
  readonly text: CodeText;
}

/** For each line of a hunk, the line of the file that it is; -1 for those it has not. */
export interface HunkPlace {
  readonly lines: readonly number[];
  readonly first: number;
}

export interface FoundHunk {
  /** Where it may go. */
  readonly places: readonly HunkPlace[];
  /** Where it seems to have gone already. */
  readonly applied: readonly HunkPlace[];
}

/**
 * All places of a hunk: where its old lines are just as they are; else but for white space; else but for context that has changed.
 * @throws {Refused} if there is none, and it has not been applied either
 */
export function findHunk(file: CodeText, hunk: HunkText, number: number, work: Work): FoundHunk {
  const applied = sidePlaces(file, hunk, 'removed', work);
  const onlyAdds = hunk.hunk.lines.every(({ kind }) => kind !== 'removed');
  const exact = sidePlaces(file, hunk, 'added', work);
  if (exact.length + applied.length > mostPlaces) {
    const places = [...exact, ...applied].slice(0, 20).map(({ first, lines }) => lineRange(first, Math.max(...lines)));
    throw new Refused({ reason: 'ambiguous', places });
  }
  const size = (kind: 'added' | 'removed') => hunk.hunk.lines.filter((line) => line.kind !== kind).length;
  // Where the new lines begin just as the old ones and go on, they are there already.
  const isDone = (place: HunkPlace) =>
    applied.some((other) => (onlyAdds ? overlaps(place, other) : place.first === other.first && size('removed') > size('added')));
  const places = exact.filter((place) => !isDone(place));
  if (places.length > 0) return { places, applied };
  if (applied.length > 0) return { places, applied };
  const drifted = exact.length > 0 ? [] : driftedPlaces(file, hunk, work);
  if (drifted.length > 0) return { places: drifted, applied };
  const old = hunk.hunk.lines.flatMap(({ kind }, index) => (kind !== 'added' && hunk.text.weight(index) >= 0.4 ? [index] : []));
  const known = old.filter((index) => file.places(hunk.text.number(index)).length > 0);
  throw new Refused(known.length * 3 > old.length || number > 1 ? { reason: 'conflict', hunk: number } : { reason: 'notFound' });
}

/** Where all lines but those of one kind are, one after the other. Where some are just the same, those that differ in white space do not count. */
function sidePlaces(file: CodeText, { hunk, text }: HunkText, without: 'added' | 'removed', work: Work): HunkPlace[] {
  const side = hunk.lines.flatMap(({ kind }, index) => (kind === without ? [] : [index]));
  const key = rarest(file, text, side);
  if (key === null) return [];
  const found: HunkPlace[] = [];
  for (const line of file.places(text.number(side[key] ?? 0))) {
    const first = line - key;
    work.spend(1);
    const fits = side.every((index, offset) => {
      work.spend(1);
      return first + offset >= 0 && first + offset < file.length && file.number(first + offset) === text.number(index);
    });
    if (!fits) continue;
    const lines = hunk.lines.map(() => -1);
    for (const [offset, index] of side.entries()) lines[index] = first + offset;
    found.push({ lines, first });
  }
  const trimEnd = (line: string | undefined) => line?.trimEnd();
  const same = found.filter(({ first }) =>
    side.every((index, offset) => trimEnd(file.lines[first + offset]?.text) === trimEnd(text.lines[index]?.text)),
  );
  return same.length > 0 ? same : found;
}

/** The line that says most about the place: one with words that the file has least often. Null where none has any. */
function rarest(file: CodeText, text: CodeText, side: readonly number[]): number | null {
  let best: number | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  let weight = 0;
  for (const [offset, index] of side.entries()) {
    weight += text.weight(index);
    const count = file.places(text.number(index)).length;
    if (text.weight(index) >= 0.05 && count < fewest) [best, fewest] = [offset, count];
  }
  return weight >= 0.4 ? best : null;
}

function overlaps(one: HunkPlace, other: HunkPlace): boolean {
  const last = ({ lines }: HunkPlace) => Math.max(...lines);
  return one.first <= last(other) && other.first <= last(one);
}
