import type { CodeText } from './codeText.ts';
import type { Placed } from './edges.ts';
import { reindenter } from './indentation.ts';
import { commonItems } from './lineDiff.ts';
import type { LineChange } from './lineEdits.ts';
import { indentOf } from './lines.ts';
import type { Search } from './search.ts';
import type { Work } from './work.ts';

/** The changes that put a part of the code in its place. Lines that are there already stay as they are. */
export function changesOf({ code, file, work }: Search, { code: from, file: to, pairs, blankBefore, blankAfter }: Placed): LineChange[] {
  const indentation = reindenter(code, file, pairs, from, to);
  const lines = blankBefore ? [''] : [];
  for (let line = from.from; line <= from.to; line++) {
    const text = code.lines[line]?.text ?? '';
    const indent = indentOf(text);
    const moved = indentation(indent);
    lines.push(code.isBlank(line) && moved !== indent ? '' : moved + text.slice(indent.length));
  }
  if (blankAfter) lines.push('');
  return replaceLines(file, to.from, to.to + 1, lines, work);
}

/** The changes that make lines `from` up to `to` others, where only what differs is changed. White space at a line's end is no difference. */
export function replaceLines(file: CodeText, from: number, to: number, lines: readonly string[], work: Work): LineChange[] {
  const numbers = new Map<string, number>();
  const number = (text: string) => {
    const trimmed = text.trimEnd();
    const known = numbers.get(trimmed) ?? numbers.size;
    numbers.set(trimmed, known);
    return known;
  };
  const old = file.lines.slice(from, to).map(({ text }) => number(text));
  const pairs = commonItems(old, lines.map(number), work) ?? [];
  const changes: LineChange[] = [];
  let [l, r] = [0, 0];
  for (const [left, right] of [...pairs, [old.length, lines.length] as const]) {
    if (left > l || right > r) changes.push({ from: from + l, to: from + left, lines: lines.slice(r, right) });
    [l, r] = [left + 1, right + 1];
  }
  return changes;
}
