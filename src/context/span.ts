/** A part of a text that is found again while the text is edited. Pure. */

/** UTF-16 offsets, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement, as the editor tells it. */
export interface Edit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Where a part is after an edit: what is written within it belongs to it, what is written at its borders does not. */
export function movedSpan({ start, end }: Span, { rangeOffset, rangeLength, text }: Edit): Span {
  const editEnd = rangeOffset + rangeLength;
  const grown = text.length - rangeLength;
  if (editEnd <= start) return { start: start + grown, end: end + grown };
  if (rangeOffset >= end) return { start, end };
  const newStart = Math.min(start, rangeOffset);
  return { start: newStart, end: Math.max(newStart, Math.max(end, editEnd) + grown) };
}

/**
 * Where a text is that was taken from there or below.
 * @param from the offset of the line on which it was
 */
export function findSpan(whole: string, text: string, from: number): Span | undefined {
  if (text === '') return undefined;
  const near = whole.indexOf(text, from);
  const start = near >= 0 ? near : whole.indexOf(text);
  return start < 0 ? undefined : { start, end: start + text.length };
}
