/**
 * Where something is cited, in a text that is Markdown: three characters that Unicode keeps for a program's own use, and that no text has. So a
 * mark moves with its text, however it was cut, is shown in the place where it stands, and counts as nothing for the text around it.
 */

/** Begins a mark; the two after it are its number's digits. */
const start = 0xfdef;
/** Of the digits, the first. There are 30. */
const zero = 0xfdd0;
const base = 30;
/** Characters of a mark. */
export const markLength = 3;
/** Numbers of one text. */
export const mostMarks = base * base;

export const markStart = String.fromCharCode(start);
const marks = /\ufdef[\ufdd0-\ufded]{2}/g;

/** The mark of a number, less than `mostMarks`. */
export function citationMark(number: number): string {
  return String.fromCharCode(start, zero + Math.floor(number / base), zero + (number % base));
}

/** The number of the mark at a place; null where there is none. */
export function markAt(text: string, pos: number): number | null {
  const [high, low] = [text.charCodeAt(pos + 1) - zero, text.charCodeAt(pos + 2) - zero];
  const isMark = text.charCodeAt(pos) === start && high >= 0 && high < base && low >= 0 && low < base;
  return isMark ? high * base + low : null;
}

/** The text by itself. */
export function withoutMarks(text: string): string {
  return text.includes(markStart) ? text.replace(marks, '') : text;
}

/** A place before the marks that end at `pos`. */
export function beforeMarks(text: string, pos: number): number {
  let at = pos;
  while (at >= markLength && text.charCodeAt(at - markLength) === start && markAt(text, at - markLength) !== null) at -= markLength;
  return at;
}

/** A place after the marks that begin at `pos`. */
export function afterMarks(text: string, pos: number): number {
  let at = pos;
  while (text.charCodeAt(at) === start && markAt(text, at) !== null) at += markLength;
  return at;
}

/** What ends a block by itself: after a fence, a rule or a table's second line a mark would be part of none. */
const blockEnd = /(?:^|\n)[ \t>]*(?:`{3,}|~{3,}|(?:[-*_][ \t]*){3,}|[-:| \t]+)$/;

/** A text that is cited, with its marks: before white space at its end, and within the last cell of a table's row. */
export function withMarks(text: string, numbers: readonly number[]): string {
  if (numbers.length === 0) return text;
  const said = text.trimEnd();
  const added = numbers.map(citationMark).join('');
  if (blockEnd.test(said)) return `${said}\n\n${added}${text.slice(said.length)}`;
  const end = said.endsWith('|') && !said.endsWith('\\|') ? said.length - 1 : said.length;
  return text.slice(0, end) + added + text.slice(end);
}
