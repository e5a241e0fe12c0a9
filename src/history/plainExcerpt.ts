/** What of Markdown is only a mark: an excerpt is read as text, and the marks would be noise in it. */
const marks: readonly RegExp[] = [
  /^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm,
  /`+/g,
  // Of stars only those that stand where emphasis begins or ends: `x**2` keeps its own.
  /(?<![\p{L}\p{N}*])\*{1,3}(?=[^\s*])/gu,
  /(?<=[^\s*])\*{1,3}(?![\p{L}\p{N}*])/gu,
];

type Range = readonly [start: number, end: number];

/** Takes the marks of Markdown out of a text, except in the ranges, which are moved with what they mark. Ranges are in order, without overlap. */
export function withoutMarks(text: string, ranges: readonly Range[]): { readonly text: string; readonly ranges: readonly Range[] } {
  const dropped = new Uint8Array(text.length);
  for (const mark of marks) for (const { index, 0: found } of text.matchAll(mark)) dropped.fill(1, index, index + found.length);
  for (const [start, end] of ranges) dropped.fill(0, start, end);
  let kept = '';
  /** Where each place of the text is in what is kept. */
  const places = new Uint32Array(text.length + 1);
  for (let at = 0; at < text.length; at++) {
    places[at] = kept.length;
    if (!dropped[at]) kept += text[at];
  }
  places[text.length] = kept.length;
  return { text: kept, ranges: ranges.map(([start, end]) => [places[start] ?? 0, places[end] ?? 0] as const) };
}
