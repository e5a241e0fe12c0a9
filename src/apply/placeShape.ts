import type { CodeText } from './codeText.ts';
import type { Pair } from './lineDiff.ts';
import { startsWithCloser } from './lineShape.ts';
import { type Range, runWeight, type Search } from './search.ts';

/** The last line is as much deeper than the first in both, in whatever steps; and what lies between goes below neither or both. */
export function hasSameShape({ code, file, work }: Search, codeRange: Range, fileRange: Range): boolean {
  const slope = (text: CodeText, { from, to }: Range) => text.columns(to) - text.columns(from);
  const dips = (text: CodeText, { from, to }: Range) => {
    const floor = Math.min(text.indent(from), text.indent(to));
    work.spend(to - from + 1);
    for (let line = from; line <= to; line++) if (!text.isBlank(line) && text.indent(line) < floor) return true;
    return false;
  };
  const [ours, theirs] = [slope(code, codeRange), slope(file, fileRange)];
  if (Math.sign(ours) !== Math.sign(theirs)) return false;
  const isInPlace = code.columns(codeRange.from) > 0 && code.columns(codeRange.from) === file.columns(fileRange.from);
  const isSameEnd = startsWithCloser(code.text(codeRange.to)) || code.number(codeRange.to) === file.number(fileRange.to);
  if (isSameEnd && ours !== theirs && (isInPlace || ![2, 4, 0.5, 0.25].includes(ours / theirs))) return false;
  return dips(code, codeRange) || !dips(file, fileRange);
}

/** Code is shown as it is indented in the file, or at the margin, or in other steps: not at a depth that is neither. */
export function isShownInPlace({ code, file }: Search, codeRange: Range, fileRange: Range): boolean {
  const [ours, theirs] = [code.columns(codeRange.from), file.columns(fileRange.from)];
  if (ours === theirs || [2, 4, 0.5, 0.25].includes(ours / theirs)) return true;
  for (let line = codeRange.from; line <= codeRange.to; line++) if (!code.isBlank(line) && code.columns(line) === 0) return true;
  return false;
}

/**
 * Lines that the file hardly has elsewhere tell the place. More of them are at others than at this one, or some are right beside it: then
 * the code is of more than this, or of another place. A named declaration may well get lines that its neighbours have.
 */
export function isElsewhere(
  { code, file }: Search,
  codeLines: readonly number[],
  pairs: readonly Pair[],
  range: Range,
  isNamed: boolean,
): boolean {
  const matched = new Set(pairs.map(([line]) => line));
  const around = codeLines.length + 5;
  const isBeside = (place: number) => place >= range.from - around && place <= range.to + around;
  let [here, elsewhere, beside] = [0, 0, 0];
  for (const line of codeLines) {
    const places = file.places(code.number(line));
    const weight = code.weight(line);
    if (matched.has(line)) {
      if (places.length === 1) here += weight;
      continue;
    }
    const outside = places.length > 2 ? [] : places.filter((place) => place < range.from || place > range.to);
    if (places.length === 1 && outside.length === 1) elsewhere += weight;
    if (outside.some(isBeside)) beside += weight;
    // What the code begins with may be the end of what stands before.
    const isFirst = line === codeLines[0] && weight >= 1;
    if (isFirst && places.some((place) => place < range.from && isBeside(place))) return true;
  }
  return (beside >= 1 && !isNamed) || (isNamed ? elsewhere > here : elsewhere > 0 && elsewhere >= here);
}

/** Whether the last lines of the code are not those of the place, but stand a little further on: then the code may be of more than the place. */
export function endsBeyond(search: Search, codeRange: Range, fileRange: Range): boolean {
  const { code, file } = search;
  const within = { code: codeRange, file: { from: fileRange.from, to: file.length - 1 } };
  const own = runWeight(search, codeRange.to, fileRange.to, -1, within);
  if (own >= 1) return false;
  const furthest = fileRange.to + (codeRange.to - codeRange.from) + 5;
  return file.places(code.number(codeRange.to)).some((line) => {
    return line > fileRange.to && line <= furthest && runWeight(search, codeRange.to, line, -1, within) >= 1;
  });
}
