/** A text as lines. Each line knows its own ending, so that those of untouched lines stay. */

export interface Line {
  /** Without its ending. */
  readonly text: string;
  /** `''` where the text ends without one. */
  readonly ending: string;
  /** Offset of its first character in the text. */
  readonly start: number;
}

const lineEnding = /\r\n|\n|\r/g;

/** A byte order mark is of no line. An empty text has no line, and there is none after the last ending. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const { 0: ending, index } of text.matchAll(lineEnding)) {
    lines.push({ text: text.slice(start, index), ending, start });
    start = index + ending.length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), ending: '', start });
  return lines;
}

/** The ending that most lines have. */
export function commonEnding(lines: readonly Line[], otherwise = '\n'): string {
  const counts = new Map<string, number>();
  for (const { ending } of lines) if (ending !== '') counts.set(ending, (counts.get(ending) ?? 0) + 1);
  let common = otherwise;
  let most = 0;
  for (const [ending, count] of counts) {
    if (count > most) [common, most] = [ending, count];
  }
  return common;
}

/** Where a line ends, with its ending. */
export function endOf(line: Line): number {
  return line.start + line.text.length + line.ending.length;
}

/** The white space that a line begins with. */
export function indentOf(text: string): string {
  let end = 0;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(0, end);
}
