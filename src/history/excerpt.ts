/** The piece of a text that shows why it was found. */
import { fold, foldWithOffsets } from '../shared/fold.ts';
import { withoutMarks } from './plainExcerpt.ts';
import type { SearchTerm } from './searchQuery.ts';

/** UTF-16 units of an excerpt: about three lines of a narrow sidebar. */
const longest = 180;
/** How much of it may come before the first match. */
const longestBefore = 60;
/** Matches that are looked at; the best place is among the first ones. */
const mostMatches = 200;
/** UTF-16 units of a text that are looked at in one go, and how much of the next ones they share: no term is longer. */
const longestWindow = 50_000;
const longestOverlap = 1_000;

export interface Excerpt {
  readonly excerpt: string;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

type Range = readonly [start: number, end: number];
interface Match {
  readonly term: number;
  readonly range: Range;
}

/** The sentence around the place where the most terms are close together, with what matches in it marked. */
export function excerptOf(said: string, terms: readonly SearchTerm[]): Excerpt {
  const text = windowOf(said, terms);
  const matches = findMatches(text, terms);
  const best = densest(matches);
  const [from, to] = sentenceAround(text, best?.range ?? [0, 0]);
  const before = from > 0 && !isSentenceEnd(text, from) ? '…' : '';
  const after = to < text.length && !isSentenceEnd(text, to) ? '…' : '';
  const inside = matches.map(({ range }) => range).filter(([start, end]) => start >= from && end <= to);
  const plain = withoutMarks(
    text.slice(from, to),
    withoutOverlap(inside).map(([start, end]) => [start - from, end - from] as const),
  );
  return {
    excerpt: before + plain.text.replace(/\s/g, ' ') + after,
    ranges: plain.ranges.map(([start, end]) => [start + before.length, end + before.length] as const),
  };
}

/** The part of a long text that holds the first match: what a megabyte was pasted into must not cost a megabyte's folding for each hit. */
function windowOf(text: string, terms: readonly SearchTerm[]): string {
  if (text.length <= longestWindow) return text;
  for (let from = 0; from < text.length; from += longestWindow - longestOverlap) {
    const start = isInside(text, from) ? from + 1 : from;
    const part = text.slice(start, from + longestWindow);
    const folded = fold(part);
    if (terms.some((term) => folded.search(term.asWords ?? term.anywhere) >= 0)) return part;
  }
  return text.slice(0, longestWindow);
}

function findMatches(text: string, terms: readonly SearchTerm[]): Match[] {
  const { folded, originalRange } = foldWithOffsets(text);
  return terms.flatMap(({ asWords, anywhere }, term) => {
    const asWhole = asWords ? take(folded, asWords) : [];
    const found = asWhole.length > 0 ? asWhole : take(folded, anywhere);
    return found.map(([start, end]) => ({ term, range: originalRange(start, end) }));
  });
}

function take(folded: string, pattern: RegExp): Range[] {
  const found: Range[] = [];
  for (const match of folded.matchAll(pattern)) {
    if (match[0] !== '') found.push([match.index, match.index + match[0].length]);
    if (found.length >= mostMatches) break;
  }
  return found;
}

/** The match that has the most different terms within an excerpt's length after it; the first of those. */
function densest(matches: readonly Match[]): Match | undefined {
  const inOrder = [...matches].sort((a, b) => a.range[0] - b.range[0]);
  let best: Match | undefined;
  let most = 0;
  for (const [n, match] of inOrder.entries()) {
    const near = new Set<number>();
    for (let m = n; m < inOrder.length; m++) {
      const other = inOrder[m];
      if (!other || other.range[1] > match.range[0] + longest - longestBefore) break;
      near.add(other.term);
    }
    if (near.size > most) {
      most = near.size;
      best = match;
    }
  }
  return best ?? inOrder[0];
}

function sentenceAround(text: string, [start, end]: Range): Range {
  let from = start;
  while (from > 0 && start - from < longestBefore && !isSentenceEnd(text, from)) from--;
  let to = Math.max(end, start + 1);
  while (to < text.length && to - from < longest && !(to > end && isSentenceEnd(text, to))) to++;
  // What is long is cut, but never in a character, and rather not in a word.
  if (from > 0 && !isSentenceEnd(text, from)) {
    const space = text.slice(from, start).search(/\s\S/);
    if (space >= 0) from += space + 1;
    else if (isInside(text, from)) from++;
  }
  if (isInside(text, to)) to--;
  while (from < start && /\s/.test(text[from] ?? '')) from++;
  while (to > end && /\s/.test(text[to - 1] ?? '')) to--;
  return [from, Math.min(Math.max(to, end), text.length)];
}

/** Whether a sentence or a line has ended just before `at`. */
function isSentenceEnd(text: string, at: number): boolean {
  const previous = text[at - 1] ?? '\n';
  if ('\n。！？'.includes(previous) || text[at] === '\n') return true;
  return /\s/.test(previous) && '.!?:'.includes(text[at - 2] ?? '\n');
}

function isInside(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
}

function withoutOverlap(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1);
    if (last && start < last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)];
    else result.push([start, end]);
  }
  return result;
}
