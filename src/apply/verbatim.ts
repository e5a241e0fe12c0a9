import type { Placed } from './edges.ts';
import type { Pair } from './lineDiff.ts';
import type { Range, Search } from './search.ts';
import type { Segment } from './segments.ts';

/** Where a segment stands just as it is, if it does so once. Then it says where the marks around it begin and end, and changes nothing. */
export function placeVerbatim({ code, file, work }: Search, { first, last }: Segment, range: Range): Placed | null {
  let weight = 0;
  let key = first;
  const places = (line: number) => file.places(code.number(line));
  for (let line = first; line <= last; line++) {
    work.spend(1);
    if (places(line).length === 0) return null;
    weight += code.weight(line);
    if (places(line).length < places(key).length) key = line;
  }
  if (weight < 1) return null;
  const found = places(key)
    .map((line) => line - (key - first))
    .filter((start) => {
      if (start < range.from || start + last - first > range.to) return false;
      const isInPlace = code.columns(first) === file.columns(start);
      for (let line = first; line <= last; line++) {
        work.spend(1);
        const theirs = start + line - first;
        if (file.number(theirs) !== code.number(line)) return false;
        if (isInPlace && !code.isBlank(line) && file.columns(theirs) !== code.columns(line)) return false;
      }
      return true;
    });
  const [start, ...others] = found;
  if (start === undefined || others.length > 0) return null;
  const pairs: Pair[] = [];
  for (let line = first; line <= last; line++) if (!code.isBlank(line)) pairs.push([line, start + line - first]);
  return {
    code: { from: first, to: last },
    file: { from: start, to: start + last - first },
    pairs,
    score: 2,
    isDoubtful: false,
    blankBefore: false,
    blankAfter: false,
  };
}
