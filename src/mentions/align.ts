/**
 * Lays the characters of a text on those of a path, in order, where it looks best: on the beginnings of words and in runs.
 * Working memory is shared between calls, as a key asks for a hundred thousand of them.
 */

const startOfName = 90;
const afterSlash = 80;
const afterSeparator = 75;
const camelHump = 70;
const afterDot = 55;
const inRun = 95;
const matched = 20;
const gap = 2;
const longestGap = 40;

/** What a character is worth at most. */
export const ideal = matched + inRun;

/** Longer texts are laid fast. */
const mostRows = 64;
/** A character that stands in a path more often than this is not looked for further. */
const mostColumns = 32;

/** By row, which is a character of the text: the places where it is in the path, the best score that ends there, and from which of the row before. */
const columns = new Int32Array(mostRows * mostColumns);
const scores = new Int32Array(mostRows * mostColumns);
const origins = new Int32Array(mostRows * mostColumns);
const counts = new Int32Array(mostRows);

/** The best of all ways from `start` on; -1: there is none. With `places`, the way is added there. */
export function alignBest(text: string, path: string, lower: string, start: number, places?: number[]): number {
  if (text.length > mostRows) return alignFast(text, path, lower, start, lower.length, places);
  if (!isWithin(text, lower, start)) return -1;
  findColumns(text, lower, start);
  for (let row = 0; row < text.length; row += 1) scoreRow(row, path, start);
  return bestWay(text.length - 1, places);
}

/** Whether the characters are there, in order, from `start` on. */
export function isWithin(text: string, lower: string, start: number): boolean {
  for (let index = 0, at = start - 1; index < text.length; index += 1) {
    at = lower.indexOf(text.charAt(index), at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** No place is looked at that is before the first one of the row above. */
function findColumns(text: string, lower: string, start: number): void {
  for (let row = 0, from = start; row < text.length; row += 1) {
    const offset = row * mostColumns;
    const character = text.charAt(row);
    let count = 0;
    for (let at = lower.indexOf(character, from); at >= 0 && count < mostColumns; at = lower.indexOf(character, at + 1)) {
      columns[offset + count] = at;
      count += 1;
    }
    counts[row] = count;
    from = (columns[offset] ?? 0) + 1;
  }
}

function scoreRow(row: number, path: string, start: number): void {
  const offset = row * mostColumns;
  const above = offset - mostColumns;
  const count = counts[row] ?? 0;
  for (let each = 0; each < count; each += 1) {
    const at = columns[offset + each] ?? 0;
    const bonus = bonusAt(path, at, start);
    let best = row === 0 ? bonus - Math.min(at - start, longestGap) : Number.MIN_SAFE_INTEGER;
    let origin = -1;
    const aboveCount = row === 0 ? 0 : (counts[row - 1] ?? 0);
    for (let other = 0; other < aboveCount; other += 1) {
      const before = columns[above + other] ?? 0;
      if (before >= at) break;
      const way = (scores[above + other] ?? 0) + step(before, at, bonus);
      if (way < best) continue;
      best = way;
      origin = other;
    }
    scores[offset + each] = row > 0 && origin < 0 ? -1_000_000 : best + matched;
    origins[offset + each] = origin;
  }
}

function step(before: number, at: number, bonus: number): number {
  return before + 1 === at ? Math.max(inRun, bonus) : bonus - Math.min(gap * (at - 1 - before), longestGap);
}

function bestWay(lastRow: number, places: number[] | undefined): number {
  const offset = lastRow * mostColumns;
  let best = 0;
  for (let each = 1; each < (counts[lastRow] ?? 0); each += 1) {
    if ((scores[offset + each] ?? 0) > (scores[offset + best] ?? 0)) best = each;
  }
  const score = scores[offset + best] ?? 0;
  if (score <= -500_000) return -1;
  if (places) {
    const way: number[] = [];
    for (let row = lastRow, each = best; row >= 0; row -= 1) {
      way.push(columns[row * mostColumns + each] ?? 0);
      each = origins[row * mostColumns + each] ?? 0;
    }
    places.push(...way.reverse());
  }
  return Math.max(score, 0);
}

/** A good way that ends before `end`: in one piece if it can be, the last one at a word's beginning first; else each character on its last place. */
export function alignFast(text: string, path: string, lower: string, start: number, end: number, places?: number[]): number {
  const whole = lastInOnePiece(text, path, lower, start, end);
  if (whole >= 0) {
    for (let index = 0; places && index < text.length; index += 1) places.push(whole + index);
    return wholeScore(text.length, bonusAt(path, whole, start), 0);
  }
  let score = 0;
  let next = end;
  const way: number[] = [];
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const at = next <= start ? -1 : lower.lastIndexOf(text.charAt(index), next - 1);
    if (at < start) return -1;
    score += matched + (index === text.length - 1 ? 0 : step(at, next, 0)) + (at + 1 === next ? 0 : bonusAt(path, at, start));
    next = at;
    if (places) way.push(at);
  }
  places?.push(...way.reverse());
  return Math.max(score, 0);
}

function lastInOnePiece(text: string, path: string, lower: string, start: number, end: number): number {
  if (text.length < 2) return -1;
  let found = -1;
  for (let at = end - text.length; at >= start; at -= 1) {
    at = lower.lastIndexOf(text, at);
    if (at < start) break;
    if (bonusAt(path, at, start) > 0) return at;
    if (found < 0) found = at;
  }
  return found;
}

/** What a run of characters scores that begins at a place of this worth, so far from the start. */
export function wholeScore(length: number, bonus: number, distance: number): number {
  return matched + bonus - Math.min(distance, longestGap) + (length - 1) * ideal;
}

/** What a beginning of the name scores. */
export function prefixScore(length: number): number {
  return wholeScore(length, startOfName, 0);
}

/** The characters, in lower case, that words from `start` on begin with. */
export function beginnings(path: string, lower: string, start: number): string {
  let found = '';
  for (let at = start; at < lower.length; at += 1) if (bonusAt(path, at, start) > 0) found += lower.charAt(at);
  return found;
}

/** What the place is worth by what stands before it. */
function bonusAt(path: string, at: number, start: number): number {
  if (at === start) return startOfName;
  const before = path.charCodeAt(at - 1);
  switch (before) {
    case 47: // /
      return afterSlash;
    case 45: // -
    case 95: // _
    case 32: // space
    case 64: // @
      return afterSeparator;
    case 46: // .
      return afterDot;
    default:
      return isHump(before, path.charCodeAt(at)) ? camelHump : 0;
  }
}

function isHump(before: number, code: number): boolean {
  if (isUpper(code)) return !isUpper(before);
  return isDigit(code) && !isDigit(before);
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
