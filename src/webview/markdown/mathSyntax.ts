/**
 * TeX between dollars or brackets: where a formula begins and ends. Dollars are also prices and variables, so that what is no formula is
 * decided early, and for good: an opening mark that nothing closes must not keep a long text unsettled.
 */
import type { Found } from './blockStarts.ts';
import { noMatch, ranOut } from './tagScanner.ts';

/** A closed formula. */
export interface Formula {
  /** As it was written, with its marks. */
  readonly source: string;
  /** What is between the marks. */
  readonly tex: string;
  /** Whether it stands on lines of its own. */
  readonly display: boolean;
}

/** What ends a formula, by what begins it. */
const ends = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' } as const;
type Opener = keyof typeof ends;

/** Formulas within a line are no longer than this; so long is an opening mark without an end waited for. */
const longestInline = 1_000;
/** The same of formulas on lines of their own. */
export const longestDisplay = 5_000;

/** Letters and digits before an opening dollar, or after a closing one, make it something else: `US$5`, `$5-$10`, `$a.$b`, `${a}${b}`, `$(a).$(b)`. */
const wordBefore = /[\p{Script=Latin}\p{Nd}_$]/u;
const after = /(?:th|st|nd|rd|s)?(?![\p{Script=Latin}\p{Nd}_{($])/uy;
/** What may still become one of the endings of `$n$th`. */
const maybeEnding = 'tnr';
/** `$5 million` is a price; `${name}` is a variable. */
const price = /^\d[\d.,]*\s+\p{L}{3}/u;
const variable = /^\{[\w.]+\}$/;
/** Two words in a row outside of braces are prose. */
const prose = /\p{L}{2,}[,;:]?\s+\p{L}{3}/uy;
const letters = /\p{L}+/uy;
const command = /\\(?:[A-Za-z]+|[\s\S])/y;

function matchEnd(pattern: RegExp, text: string, pos: number): number {
  pattern.lastIndex = pos;
  return pattern.test(text) ? pattern.lastIndex : noMatch;
}

function dollars(text: string, from: number): number {
  let end = from;
  while (text[end] === '$') end += 1;
  return end - from;
}

/** Where the closing mark begins, or one of the two failures. `guarded`: prose is no formula. */
function closingMark(text: string, start: number, opener: Opener, guarded: boolean): number {
  const end = ends[opener];
  const limit = start + (opener === '$' || opener === '\\(' ? longestInline : longestDisplay);
  let depth = 0;
  let pos = start;
  while (pos < text.length && pos <= limit) {
    const char = text.charAt(pos);
    if (char === '`') return noMatch;
    if (char === '\\') {
      if (text.startsWith(end, pos)) return pos;
      // Formulas are not in one another; so many beginnings are looked through once.
      if (end.startsWith('\\') && (text[pos + 1] === '(' || text[pos + 1] === '[')) return noMatch;
      const next = matchEnd(command, text, pos);
      if (next === noMatch) return ranOut;
      pos = next;
    } else if (char === '$') {
      const run = dollars(text, pos);
      if (end === '$' || (end === '$$' && run > 2)) return end === '$' && run === 1 ? pos : noMatch;
      if (end === '$$' && run === 2) return pos;
      pos += run;
    } else if (guarded && depth === 0 && matchEnd(letters, text, pos) > pos) {
      if (matchEnd(prose, text, pos) > pos) return noMatch;
      pos = matchEnd(letters, text, pos);
    } else {
      if (char === '{') depth += 1;
      else if (char === '}') depth -= 1;
      pos += 1;
    }
  }
  return pos > limit ? noMatch : ranOut;
}

function openerAt(text: string, pos: number): Opener | null {
  if (text[pos] === '\\') return text[pos + 1] === '(' ? '\\(' : text[pos + 1] === '[' ? '\\[' : null;
  const run = dollars(text, pos);
  if (run > 2 || (pos > 0 && wordBefore.test(text.charAt(pos - 1)))) return null;
  return run === 2 ? '$$' : run === 1 ? '$' : null;
}

/** What a single dollar at `close` does to the formula that begins after `start`. */
function dollarEnd(text: string, start: number, close: number): number {
  const tex = text.slice(start, close);
  if (/\s$/.test(tex) || variable.test(tex)) return noMatch;
  if (close + 2 === text.length && maybeEnding.includes(text.charAt(close + 1))) return ranOut;
  return matchEnd(after, text, close + 1) === noMatch ? noMatch : close + 1;
}

/** Where the formula that begins at `pos`, in a paragraph's text, ends; or `noMatch`, or `ranOut`. More text may change an end that is the text's. */
export function mathEnd(text: string, pos: number): number {
  const opener = openerAt(text, pos);
  if (!opener) return noMatch;
  const start = pos + opener.length;
  if (start >= text.length) return ranOut;
  if (opener === '$' && (/\s/.test(text.charAt(start)) || price.test(text.slice(start, start + 32)))) return noMatch;
  const close = closingMark(text, start, opener, opener !== '$$');
  if (close < 0) return close;
  if (!hasContent(text.slice(start, close))) return noMatch;
  return opener === '$' ? dollarEnd(text, start, close) : close + opener.length;
}

/** White space and backslashes alone are none. */
function hasContent(tex: string): boolean {
  return /[^\s\\]/.test(tex);
}

/** The formula that is written so; null when there is nothing in it. */
export function formula(source: string): Formula | null {
  const length = source.startsWith('$') && !source.startsWith('$$') ? 1 : 2;
  const tex = source.slice(length, -length);
  return hasContent(tex) ? { source, tex: tex.trim(), display: source.startsWith('$$') || source.startsWith('\\[') } : null;
}

/** How a block of math begins. */
export interface MathStart {
  readonly opener: '$$' | '\\[';
  /** The line from the opening mark on. */
  readonly text: string;
  /** Whether the formula ends in this line. */
  readonly closed: boolean;
}

/** A line that begins a block of math: a formula with nothing after it, or the beginning of one. The text begins at the first non-space. */
export function mathStart(text: string, complete: boolean): Found<MathStart> {
  const waits = complete ? null : 'undecided';
  if (text === '$' || text === '\\') return waits;
  const opener = openerAt(text, 0);
  if (opener !== '$$' && opener !== '\\[') return null;
  if (text.length === 2 && !complete) return 'undecided';
  // `\[note\]` may be an escaped bracket: then it is the paragraph's text that decides.
  if (opener === '\\[' && !/^\\\[(?:\s|\\[A-Za-z]|\\?$)/.test(text)) return null;
  const close = text.length === 2 ? ranOut : closingMark(text, 2, opener, true);
  if (close === noMatch || (close > 0 && /\S/.test(text.slice(close + 2)))) return null;
  return complete ? { opener, text: text.trimEnd(), closed: close > 0 } : 'undecided';
}

const closingLine = { $$: /(?:^|[^$\\])\$\$\s*$/, '\\[': /(?:^|[^\\])(?:\\\\)*\\\]\s*$/ } as const;

/** Whether a line of a block of math ends it. */
export function closesMath(line: string, opener: '$$' | '\\['): boolean {
  return closingLine[opener].test(line);
}
