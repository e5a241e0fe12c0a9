/** How long what goes with a prompt may be. Pure. */

/** UTF-16 units, about 115,000 tokens: what is longer is refused, or offered in part. */
export const longestText = 400_000;
/** Bytes. A file that is larger is not even opened. */
export const largestFile = 20_000_000;

export function isTooLong(text: string): boolean {
  return text.length > longestText;
}

export interface FirstLines {
  readonly text: string;
  /** How many lines these are, and how many there are. */
  readonly count: number;
  readonly all: number;
}

/** The first whole lines of a text that are not too long together; of a first line that is too long itself, its beginning. */
export function firstLines(text: string, longest: number): FirstLines {
  const all = lineCount(text);
  if (text.length <= longest) return { text, count: all, all };
  const end = text.lastIndexOf('\n', longest);
  const part = end > 0 ? text.slice(0, end) : text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return { text: part, count: lineCount(part), all };
}

/** The last whole lines of a text that are not too long together; of a last line that is too long itself, its end. */
export function lastLines(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const part = text.slice(text.length - longest);
  const start = part.indexOf('\n') + 1;
  return start > 0 && start < part.length ? part.slice(start) : part.replace(/^[\udc00-\udfff]/, '');
}

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
