/** The parts of links: destinations, titles, labels and definitions. Scans return where the part ends, or `noMatch`, or `ranOut`. */
import { unescapeText } from './entities.ts';
import { isSpace, noMatch, ranOut } from './tagScanner.ts';
import { normalizeUri } from './uri.ts';

export interface LinkDestination {
  /** Unescaped and percent-encoded. */
  readonly href: string;
  readonly title: string | null;
}

/** As the reference implementations have it: deeper parentheses are no destination. */
const deepestParentheses = 32;
const longestLabel = 999;

function isControl(code: number): boolean {
  return code < 32 || code === 127;
}

/** Where a destination at `from` ends. One without brackets may be empty and may end with the text. */
function destinationEnd(text: string, from: number): number {
  const bracketed = text[from] === '<';
  let depth = 0;
  for (let pos = bracketed ? from + 1 : from; pos < text.length; pos += 1) {
    const code = text.charCodeAt(pos);
    if (code === 92 && pos + 1 < text.length && text[pos + 1] !== '\n') {
      if (!isSpace(text.charCodeAt(pos + 1))) pos += 1;
    } else if (bracketed) {
      if (code === 62) return pos + 1;
      if (code === 10 || code === 60) return noMatch;
    } else if (code === 32 || isControl(code)) return depth === 0 ? pos : noMatch;
    else if (code === 40) {
      depth += 1;
      if (depth > deepestParentheses) return noMatch;
    } else if (code === 41) {
      if (depth === 0) return pos;
      depth -= 1;
    }
  }
  return bracketed || depth > 0 ? ranOut : text.length;
}

function titleEnd(text: string, from: number): number {
  const open = text[from];
  const close = open === '(' ? ')' : open;
  if (open !== '"' && open !== "'" && open !== '(') return noMatch;
  for (let pos = from + 1; pos < text.length; pos += 1) {
    const char = text[pos];
    if (char === '\\') pos += 1;
    else if (char === close) return pos + 1;
    else if (char === '(' && open === '(') return noMatch;
  }
  return ranOut;
}

/** Where the label whose `[` is at `from` ends. */
export function labelEnd(text: string, from: number): number {
  let blank = true;
  const limit = Math.min(text.length, from + longestLabel + 2);
  for (let pos = from + 1; pos < limit; pos += 1) {
    const code = text.charCodeAt(pos);
    if (code === 91) return noMatch;
    if (code === 93) return blank ? noMatch : pos + 1;
    if (code === 92) pos += 1;
    if (!isSpace(code)) blank = false;
  }
  return limit === text.length ? ranOut : noMatch;
}

/** Labels match without regard to case and amount of white space. The text is what is between the brackets. */
export function normalizeLabel(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
}

function skipSpace(text: string, from: number): number {
  let pos = from;
  while (isSpace(text.charCodeAt(pos))) pos += 1;
  return pos;
}

function skipBlanks(text: string, from: number): number {
  let pos = from;
  while (text[pos] === ' ' || text[pos] === '\t') pos += 1;
  return pos;
}

function destination(text: string, from: number, end: number): string {
  const raw = text[from] === '<' ? text.slice(from + 1, end - 1) : text.slice(from, end);
  return normalizeUri(unescapeText(raw));
}

function title(text: string, from: number, end: number): string {
  return unescapeText(text.slice(from + 1, end - 1));
}

export interface Parsed<T> {
  readonly value: T;
  readonly end: number;
}

/** The `(destination "title")` of an inline link, whose `(` is at `from`. */
export function inlineDestination(text: string, from: number): Parsed<LinkDestination> | typeof noMatch | typeof ranOut {
  const start = skipSpace(text, from + 1);
  if (start >= text.length) return ranOut;
  const end = destinationEnd(text, start);
  if (end < 0) return end === ranOut ? ranOut : noMatch;
  const href = destination(text, start, end);
  let pos = skipSpace(text, end);
  let linkTitle: string | null = null;
  if (pos > end && pos < text.length && text[pos] !== ')') {
    const titled = titleEnd(text, pos);
    if (titled < 0) return titled === ranOut ? ranOut : noMatch;
    linkTitle = title(text, pos, titled);
    pos = skipSpace(text, titled);
  }
  if (pos >= text.length) return ranOut;
  return text[pos] === ')' ? { value: { href, title: linkTitle }, end: pos + 1 } : noMatch;
}

export interface Definition {
  readonly label: string;
  readonly destination: LinkDestination;
}

/**
 * The link reference definition at the start of `text`, which is a paragraph's or the rest of one. Null when there is none; 'undecided' when
 * the paragraph is not `complete` and more text could change the answer. The end is after the line's ending.
 */
export function definition(text: string, complete: boolean): Parsed<Definition> | 'undecided' | null {
  if (text[0] !== '[') return null;
  const wait = complete ? null : 'undecided';
  const labelled = labelEnd(text, 0);
  if (labelled < 0) return labelled === ranOut ? wait : null;
  if (labelled >= text.length) return wait;
  if (text[labelled] !== ':') return null;
  const start = skipSpace(text, labelled + 1);
  if (start >= text.length) return wait;
  const end = destinationEnd(text, start);
  if (end < 0) return end === ranOut ? wait : null;
  if (end === start) return null;
  if (end >= text.length && !complete) return 'undecided';
  const label = normalizeLabel(text.slice(1, labelled - 1));
  const href = destination(text, start, end);
  const lineEnd = skipBlanks(text, end);
  const plain: Parsed<Definition> | null =
    lineEnd >= text.length || text[lineEnd] === '\n' ? { value: { label, destination: { href, title: null } }, end: lineEnd + 1 } : null;
  const titleStart = skipSpace(text, end);
  if (titleStart >= text.length) return complete ? plain : 'undecided';
  if (titleStart === end) return plain;
  const titled = titleEnd(text, titleStart);
  if (titled < 0) return titled === ranOut && !complete ? 'undecided' : plain;
  const afterTitle = skipBlanks(text, titled);
  if (afterTitle >= text.length && !complete) return 'undecided';
  if (afterTitle < text.length && text[afterTitle] !== '\n') return plain;
  return { value: { label, destination: { href, title: title(text, titleStart, titled) } }, end: afterTitle + 1 };
}
