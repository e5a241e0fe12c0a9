/** How well a word of a query fits a path. */
import { alignBest, alignFast, ideal, isWithin, prefixScore } from './align.ts';
import type { Term } from './query.ts';

/** What the name of a file has in advance of its folder, for each character: a name in which they are strewn is below a folder in which they stand together. */
const inName = 30;
const exactName = 20_000;
const exactStem = 15_000;
const namePrefix = 5_000;

/** A name that is as good as this need not be compared with the folder. */
const clearly = 0.8 * ideal;

/** What the first character loses where no word begins with it. */
const lostInside = 95;
/** What it loses where it does not begin the path. */
const lostInPath = 15;
/** What is lost where the characters do not all stand together. */
const lostByBreak = 17;

const dot = 46;

/** What a word scores at most where the name does not begin with its last part. `begins`: the masks of what the words of the name begin with. */
export function mostWithoutPrefix(term: Term, lower: string, nameMask: number, begins: number): number {
  const { length } = term.text;
  const broken = lower.includes(term.text) ? 0 : lostByBreak;
  const inPath = ideal * length - broken - (lower.charCodeAt(0) === term.text.charCodeAt(0) ? 0 : lostInPath);
  if ((nameMask & term.tailMask) !== term.tailMask) return inPath;
  const inside = (begins & term.firstMask) === 0 ? lostInside : 0;
  return Math.max(inPath, (ideal + inName) * length - broken - inside);
}

/** How the name begins as the word's last part does: 0 is not at all. */
export function prefixWorth(term: Term, lower: string, nameStart: number): number {
  const { tail } = term;
  if (tail === '' || !lower.startsWith(tail, nameStart)) return 0;
  const end = nameStart + tail.length;
  if (end === lower.length) return exactName;
  return lower.charCodeAt(end) === dot ? exactStem : namePrefix;
}

/**
 * The score, or -1 where the word does not fit. With `places`, the places in the path that it was laid on are added there.
 * `exactly` finds the best way through a folder's path, too, which takes longer.
 */
export function scoreTerm(
  term: Term,
  path: string,
  lower: string,
  nameStart: number,
  mayBeInName: boolean,
  exactly: boolean,
  places?: number[],
): number {
  if (!mayBeInName || term.tail === '') return scoreInPath(term.text, path, lower, exactly, places);
  const ownPlaces: number[] | undefined = places && [];
  const folder = term.head === '' ? 0 : alignFast(term.head, path, lower, 0, nameStart, ownPlaces);
  if (folder < 0) return scoreInPath(term.text, path, lower, exactly, places);
  const worth = prefixWorth(term, lower, nameStart);
  const name = worth > 0 && !places ? prefixScore(term.tail.length) : alignBest(term.tail, path, lower, nameStart, ownPlaces);
  if (name < 0) return scoreInPath(term.text, path, lower, exactly, places);
  const inBoth = name + folder + worth + inName * term.text.length;
  if (worth === 0 && name < clearly * term.tail.length && inBoth < ideal * term.text.length) {
    const pathPlaces: number[] | undefined = places && [];
    const whole = scoreInPath(term.text, path, lower, exactly, pathPlaces);
    if (whole > inBoth) {
      places?.push(...(pathPlaces ?? []));
      return whole;
    }
  }
  places?.push(...(ownPlaces ?? []));
  return inBoth;
}

function scoreInPath(text: string, path: string, lower: string, exactly: boolean, places: number[] | undefined): number {
  return exactly ? alignBest(text, path, lower, 0, places) : alignFast(text, path, lower, 0, lower.length, places);
}

/** Whether the characters are there at all, in order. */
export function fits(term: Term, lower: string): boolean {
  return isWithin(term.text, lower, 0);
}
