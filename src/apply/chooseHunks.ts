import type { CodeText } from './codeText.ts';
import type { FoundHunk, HunkPlace } from './findHunk.ts';
import { Refused } from './plan.ts';
import { lineRange } from './search.ts';
import type { Hunk } from './unifiedDiff.ts';

/** Where a hunk goes, or that it is there already. */
export type Choice = HunkPlace | 'applied';

/** Places nearer to each other than this are not told apart by the numbers of a hunk alone: models get these wrong by a few lines. */
const tellable = 10;

/**
 * Decides between several places of a hunk: by what it says it is in, by the hunks around it, by its line number where that is
 * confirmed, or by where the user is.
 * @throws {Refused} if none of these tells
 */
export function choosePlaces(file: CodeText, hunks: readonly Hunk[], found: readonly FoundHunk[], near: number | undefined): Choice[] {
  const shifts = found.flatMap(({ places, applied }, index) => {
    const start = hunks[index]?.oldStart;
    const [only] = places;
    return only && places.length === 1 && applied.length === 0 && start ? [only.first - (start - 1)] : [];
  });
  const shift = shifts.length > 0 && shifts.every((each) => each === shifts[0]) ? shifts[0] : undefined;
  return found.map(({ places, applied }, index): Choice => {
    const hunk = hunks[index];
    const [only] = places;
    if (!only || !hunk) return 'applied';
    const expected = hunk.oldStart === null ? null : hunk.oldStart - 1;
    // Where it seems to have gone already it may not go to the next place that is alike, unless it says that it is of there.
    const isSeen = applied.length > 0;
    if (places.length === 1 && !isSeen) return only;
    if (expected !== null && shift !== undefined) {
      const there = places.find(({ first }) => first === expected + shift);
      if (there) return there;
    }
    if (expected !== null && shifts.length === 0 && hunk.isCounted) {
      const there = places.find(({ first }) => first === expected);
      if (there && places.every((place) => place === there || Math.abs(place.first - expected) >= tellable)) return there;
    }
    const named = onlyOne(bySection(file, hunk, places));
    if (named) return named;
    return (isSeen ? undefined : (onlyOne(byOrder(found, index)) ?? byOffset(file, places, near))) ?? refuse([...places, ...applied]);
  });
}

function refuse(places: readonly HunkPlace[]): never {
  throw new Refused({ reason: 'ambiguous', places: places.slice(0, 20).map(({ first, lines }) => lineRange(first, Math.max(...lines))) });
}

function onlyOne(places: readonly HunkPlace[]): HunkPlace | undefined {
  return places.length === 1 ? places[0] : undefined;
}

/** The places inside of what the hunk's header names. */
function bySection(file: CodeText, { section }: Hunk, places: readonly HunkPlace[]): readonly HunkPlace[] {
  if (section.length < 4) return [];
  return places.filter(({ first }) => {
    for (let node = file.isBlank(first) ? -1 : first; node >= 0; node = file.parent(node))
      if (file.text(node).startsWith(section)) return true;
    return false;
  });
}

/** The places between those of the hunks before and behind. */
function byOrder(found: readonly FoundHunk[], index: number): readonly HunkPlace[] {
  const fixed = (each: FoundHunk) => (each.places.length === 1 && each.applied.length === 0 ? each.places[0] : undefined);
  const before = found.slice(0, index).map(fixed);
  const after = found.slice(index + 1).map(fixed);
  if (![...before, ...after].some((place) => place)) return [];
  const from = Math.max(-1, ...before.map((place) => (place ? Math.max(...place.lines) : -1)));
  const to = Math.min(...after.map((place) => place?.first ?? Number.POSITIVE_INFINITY));
  return (found[index]?.places ?? []).filter(({ first, lines }) => first > from && Math.max(...lines) < to);
}

function byOffset(file: CodeText, places: readonly HunkPlace[], near: number | undefined): HunkPlace | undefined {
  if (near === undefined) return undefined;
  const line = file.lines.findLastIndex(({ start }) => start <= near);
  const distance = ({ first, lines }: HunkPlace) => Math.max(0, first - line, line - Math.max(...lines));
  const [nearest, next] = places.toSorted((one, other) => distance(one) - distance(other));
  return nearest && (!next || distance(nearest) * 2 < distance(next)) ? nearest : undefined;
}
