import { commonEnding, endOf, type Line } from './lines.ts';
import type { TextEdit } from './plan.ts';

/** Lines `from` up to `to` become others. */
export interface LineChange {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * The edits of changes that are in order and do not overlap. New lines end as most of the file's do, and the file's end stays as it is,
 * with or without a line ending, unless `finalEnding` says how it is to be.
 */
export function lineEdits(file: readonly Line[], textLength: number, changes: readonly LineChange[], finalEnding?: boolean): TextEdit[] {
  const ending = commonEnding(file);
  const last = file.at(-1);
  const hadEnding = last === undefined || last.ending !== '';
  const hasEnding = finalEnding ?? hadEnding;
  const edits: TextEdit[] = [];
  let touchedEnd = false;
  for (const { from, to, lines } of changes) {
    const first = file[from];
    const final = file[to - 1];
    if (to < file.length) {
      const start = first?.start ?? textLength;
      edits.push({ start, end: to > from && final ? endOf(final) : start, text: lines.map((line) => line + ending).join('') });
      continue;
    }
    touchedEnd = true;
    const before = file[from - 1];
    const written = lines.join(ending) + (hasEnding && lines.length > 0 ? ending : '');
    // What is left of the file may end otherwise than before: then the ending of the line before goes, or comes.
    const isLastNow = lines.length === 0 && before !== undefined;
    const start = before && isLastNow && !hasEnding ? before.start + before.text.length : (first?.start ?? textLength);
    const glue = before && before.ending === '' && (lines.length > 0 || hasEnding) ? ending : '';
    edits.push({ start, end: textLength, text: glue + written });
  }
  if (!touchedEnd && last && hasEnding !== hadEnding) {
    const end = last.start + last.text.length;
    edits.push({ start: end, end: textLength, text: hasEnding ? ending : '' });
  }
  return edits.filter(({ start, end, text }) => start !== end || text !== '');
}

/** The text after the edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let offset = 0;
  for (const edit of edits) {
    pieces.push(text.slice(offset, edit.start), edit.text);
    offset = edit.end;
  }
  return pieces.join('') + text.slice(offset);
}

/** The edits that take those back, in the edited text. */
export function inverseEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map(({ start, end, text: written }) => {
    const inverse = { start: start + shift, end: start + shift + written.length, text: text.slice(start, end) };
    shift += written.length - (end - start);
    return inverse;
  });
}
