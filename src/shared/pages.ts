/** Pages of a document, as they are chosen and written: "1-5, 8". Pure. */
import { isCount } from './json.ts';

/** The first and the last of some pages in a row, counted from 1. */
export type PageRange = readonly [first: number, last: number];

/** Why what was typed names no pages. */
export type PagesProblem =
  | { readonly reason: 'empty' }
  | { readonly reason: 'unreadable'; readonly text: string }
  | { readonly reason: 'backwards'; readonly text: string }
  /** The document has no such page. */
  | { readonly reason: 'beyond'; readonly page: number };

/** Pages that were read, or why they could not be. */
export type ReadPages =
  | { readonly kind: 'pages'; readonly ranges: readonly PageRange[] }
  | { readonly kind: 'problem'; readonly problem: PagesProblem };

/** Characters of what is named in a sentence about it. */
const longestName = 20;

/**
 * Reads what a person types for pages: numbers and ranges between commas, semicolons or spaces; "5-" goes to the end, "-5" begins at the
 * first. In the order of the document, each page once.
 * @param count how many pages there are
 */
export function readPages(typed: string, count: number): ReadPages {
  const parts = typed
    .replace(/\s*[-–—]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return problem({ reason: 'empty' });
  const ranges: PageRange[] = [];
  for (const part of parts) {
    const [, from, to] = /^(\d{0,9})(?:-(\d{0,9}))?$/.exec(part) ?? [];
    if (from === undefined || (from === '' && !to)) return problem({ reason: 'unreadable', text: part.slice(0, longestName) });
    const first = from === '' ? 1 : Number(from);
    const last = to === undefined ? first : to === '' ? count : Number(to);
    const beyond = [first, last].find((page) => page < 1 || page > count);
    if (beyond !== undefined) return problem({ reason: 'beyond', page: beyond });
    if (last < first) return problem({ reason: 'backwards', text: part });
    ranges.push([first, last]);
  }
  return { kind: 'pages', ranges: joined(ranges) };
}

function problem(of: PagesProblem): ReadPages {
  return { kind: 'problem', problem: of };
}

/** In order, and in as few ranges as possible. */
function joined(ranges: readonly PageRange[]): PageRange[] {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  const result: PageRange[] = [];
  for (const [first, last] of sorted) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) result[result.length - 1] = [before[0], Math.max(before[1], last)];
    else result.push([first, last]);
  }
  return result;
}

/** How many pages these are. */
export function countPages(ranges: readonly PageRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Each of them, in order. */
export function pagesIn(ranges: readonly PageRange[]): number[] {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
}

/** The number in the whole document of the page that is the nth of these, counted from 1; undefined beyond the last. */
export function pageAt(ranges: readonly PageRange[], nth: number): number | undefined {
  let left = nth;
  for (const [first, last] of ranges) {
    const count = last - first + 1;
    if (left >= 1 && left <= count) return first + left - 1;
    left -= count;
  }
  return undefined;
}

/** "1–5, 8", for people. */
export function pagesLabel(ranges: readonly PageRange[]): string {
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

/** "1-5, 8", to be typed over. */
export function pagesText(ranges: readonly PageRange[]): string {
  return pagesLabel(ranges).replaceAll('–', '-');
}

/** Ranges as they were stored; undefined where they are none. */
export function readRanges(raw: unknown): PageRange[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0) return undefined;
  const ranges = raw.flatMap((each: unknown): PageRange[] => {
    if (!Array.isArray(each)) return [];
    const [first, last]: unknown[] = each;
    return isCount(first) && isCount(last) && first >= 1 && last >= first ? [[first, last]] : [];
  });
  return ranges.length === raw.length ? ranges : undefined;
}
