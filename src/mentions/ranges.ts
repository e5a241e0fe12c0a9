import { lowerCase, readQuery, type Term } from './query.ts';
import { scoreTerm } from './score.ts';

/** From, and up to but without. */
export type MatchRange = readonly [start: number, end: number];

/** Matches one text that is no path, such as a label: its score and ranges, or undefined. */
export function matchText(query: string, text: string): { readonly score: number; readonly ranges: readonly MatchRange[] } | undefined {
  const terms = readQuery(query);
  const lower = lowerCase(text);
  const scores = terms.map((term) => scoreTerm(term, text, lower, 0, true, true));
  if (scores.some((score) => score < 0)) return undefined;
  return { score: scores.reduce((sum, score) => sum + score, 0), ranges: rangesOf(terms, text, lower, 0) };
}

/** Where the characters of a query's words are in a path that they fit. */
export function rangesOf(terms: readonly Term[], path: string, lower: string, nameStart: number): readonly MatchRange[] {
  const places = new Set<number>();
  for (const term of terms) {
    const own: number[] = [];
    scoreTerm(term, path, lower, nameStart, true, true, own);
    for (const place of own) places.add(place);
  }
  const ranges: [number, number][] = [];
  for (const place of [...places].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}
