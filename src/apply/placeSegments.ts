import { beginnings, endings } from './anchors.ts';
import { type Placed, takeEdges } from './edges.ts';
import { isPlace, judgePlace } from './judgePlace.ts';
import { placeAtEnds } from './placeAtEnds.ts';
import { type Refusal, Refused } from './plan.ts';
import type { Known, Range, Search } from './search.ts';
import { lineRange } from './search.ts';
import { type Segment, unitsOf } from './segments.ts';
import { placeVerbatim } from './verbatim.ts';

/** The places of all segments, in order. */
export interface Chain {
  readonly places: readonly Placed[];
  readonly score: number;
}

/** What is found at most before the search is given up: so many places are no place. */
const mostChains = 200;

/**
 * Finds where segments go, one after the other.
 * @returns all ways that are about as good as the best one. More than one: it cannot be told which is meant.
 * @throws {Refused} if there is none
 */
export function placeSegments(search: Search, segments: readonly Segment[]): Chain[] {
  const chains: Chain[] = [];
  let refusal: Refusal = { reason: 'notFound' };
  let furthest = -1;
  const extend = (index: number, places: readonly Placed[], known: Known) => {
    const segment = segments[index];
    if (!segment) {
      chains.push({ places, score: places.reduce((sum, { score }) => sum + score, 0) });
      if (chains.length > mostChains) throw new Refused({ reason: 'ambiguous', places: chains.slice(0, 20).map(rangeOf) });
      return;
    }
    const range = { from: (places.at(-1)?.file.to ?? -1) + 1, to: search.file.length - 1 };
    const found = placesOf(search, segment, range, known, segments.length === 1);
    for (const place of found.places) extend(index + 1, [...places, place], new Map([...known, ...place.pairs]));
    if (found.places.length === 0 && (index > furthest || (index === furthest && refusal.reason === 'notFound'))) {
      furthest = index;
      refusal = found.refusal ?? unclear(search, segment);
    }
  };
  extend(0, [], new Map());
  const best = Math.max(...chains.map(({ score }) => score));
  const rivals = chains.filter(({ score }) => score > best - 0.25);
  if (rivals.length === 0) throw new Refused(refusal);
  const doubtful = rivals.filter(({ places }) => places.some(({ isDoubtful }) => isDoubtful));
  if (doubtful.length === rivals.length) throw new Refused(refusal);
  if (doubtful.length > 0) throw new Refused({ reason: 'ambiguous', places: rivals.slice(0, 20).map(rangeOf) });
  return rivals.sort((one, other) => other.score - one.score);
}

export function rangeOf({ places }: Chain): { first: number; last: number } {
  return lineRange(places[0]?.file.from ?? 0, places.at(-1)?.file.to ?? 0);
}

/** Lines that the file has so often say nothing of a place. */
function refuseMany(lines: readonly number[]): never {
  throw new Refused({ reason: 'ambiguous', places: lines.slice(0, 20).map((line) => lineRange(line, line)) });
}

/** The mark before a segment without a place. */
function unclear({ code }: Search, { first }: Segment): Refusal {
  const mark = [...code.elisions].findLast((line) => line < first);
  return mark === undefined ? { reason: 'notFound' } : { reason: 'unclearElision', line: mark + 1 };
}

interface Found {
  readonly places: readonly Placed[];
  readonly refusal: Refusal | null;
}

function placesOf(search: Search, segment: Segment, range: Range, known: Known, isOnly: boolean): Found {
  const verbatim = placeVerbatim(search, segment, range);
  if (verbatim) return { places: [verbatim], refusal: null };
  const units = unitsOf(search.code, segment);
  const places = new Map<string, Placed>();
  let refusal: Refusal | null = null;
  for (let first = 0; first < units.length && places.size === 0; first++) {
    const top = units[first];
    if (!top) break;
    const tops = beginnings(search, top, { from: top.start, to: segment.last }, range, known);
    if (tops.length > mostChains) refuseMany(tops.map(({ line }) => line));
    for (let last = tops.length > 0 ? units.length - 1 : -1; last >= first && places.size === 0; last--) {
      const part = units.slice(first, last + 1);
      const codeRange = { from: top.start, to: part.at(-1)?.end ?? top.end };
      for (const begin of tops) {
        const heads: Known = new Map([...known, [top.head, begin.head]]);
        for (const end of endings(search, part, codeRange, range, begin, heads)) {
          const judged = judgePlace(search, part, begin, end);
          if (!isPlace(judged)) {
            if (judged.reason !== 'notFound') refusal ??= judged;
            continue;
          }
          const placed = takeEdges(search, { segment, units, first, last }, judged);
          const key = placed && `${placed.file.from} ${placed.file.to}`;
          if (placed && key && (places.get(key)?.score ?? -1) < placed.score) places.set(key, placed);
        }
      }
    }
  }
  if (places.size > 0) return { places: [...places.values()], refusal };
  const atEnds = isOnly || known.size > 0 || range.from === 0 ? placeAtEnds(search, segment, units, range) : null;
  return { places: atEnds ? [atEnds] : [], refusal };
}
