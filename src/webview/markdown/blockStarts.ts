/**
 * What begins a block, decided from the rest of a line. A line that is still arriving may be undecided: the answer would depend on what
 * comes next. Whoever asks then waits, so that nothing shown has to be taken back.
 */
import { noMatch, ranOut, tagEnd } from './tagScanner.ts';

export type Undecided = 'undecided';
export type Found<T> = T | Undecided | null;

/** `#` to `######`: its length. The text begins at the marker. */
export function headingStart(text: string, complete: boolean): Found<number> {
  const match = /^#{1,6}(?=[ \t]|$)/.exec(text);
  if (!match) return null;
  return !complete && match[0].length === text.length ? 'undecided' : match[0].length;
}

export interface FenceStart {
  readonly marker: string;
  readonly length: number;
  readonly info: string;
}

export function fenceStart(text: string, complete: boolean): Found<FenceStart> {
  const match = /^(?:`+|~+)/.exec(text);
  if (!match) return null;
  const length = match[0].length;
  if (length < 3) return !complete && length === text.length ? 'undecided' : null;
  const marker = text.charAt(0);
  const info = text.slice(length);
  if (marker === '`' && info.includes('`')) return null;
  return complete ? { marker, length, info: info.trim() } : 'undecided';
}

/** Whether the line closes a fence of `length` or more `marker`s. The text begins at the first non-space. */
export function fenceEnd(text: string, marker: string, length: number, complete: boolean): Found<true> {
  let run = 0;
  while (text[run] === marker) run += 1;
  if (run === 0 || /[^ \t]/.test(text.slice(run))) return null;
  if (run < length) return !complete && run === text.length ? 'undecided' : null;
  return complete ? true : 'undecided';
}

export function thematicBreak(text: string, complete: boolean): Found<true> {
  const marker = text.charAt(0);
  if (marker !== '*' && marker !== '-' && marker !== '_') return null;
  let count = 0;
  for (const char of text) {
    if (char === marker) count += 1;
    else if (char !== ' ' && char !== '\t') return null;
  }
  if (!complete) return 'undecided';
  return count >= 3 ? true : null;
}

/** The level of a setext underline. */
export function underline(text: string, complete: boolean): Found<1 | 2> {
  const match = /^(=+|-+)[ \t]*$/.exec(text);
  if (!match) return null;
  return complete ? (text[0] === '=' ? 1 : 2) : 'undecided';
}

export interface ListStart {
  /** `-`, `+` or `*` for bullets; `.` or `)` for numbers. Another delimiter begins another list. */
  readonly delimiter: string;
  /** Null for bullets. */
  readonly start: number | null;
  /** The length of the marker. */
  readonly length: number;
}

export function listStart(text: string, complete: boolean): Found<ListStart> {
  const match = /^(?:[-+*]|(\d{1,9})([.)]?))(?=[ \t]|$)/.exec(text);
  if (!match) return null;
  const [marker, digits, delimiter] = match;
  if (!complete && marker.length === text.length) return 'undecided';
  if (digits === undefined) return { delimiter: marker, start: null, length: 1 };
  return delimiter ? { delimiter, start: Number(digits), length: marker.length } : null;
}

/** `[^label]:`: the label and the marker's length. */
export function footnoteStart(text: string, complete: boolean): Found<{ readonly label: string; readonly length: number }> {
  if (!text.startsWith('[')) return null;
  const match = /^\[\^([^\]\s[]{1,999})\]:/.exec(text);
  if (match) return { label: match[1] ?? '', length: match[0].length };
  return !complete && /^\[(?:\^(?:[^\]\s[]{0,999}|[^\]\s[]{1,999}\]))?$/.test(text) ? 'undecided' : null;
}

/** How an HTML block ends: at a line that holds `end`, or, where it is null, before a blank line. */
export interface HtmlStart {
  readonly end: RegExp | null;
}

const verbatimTags = /^<(?:script|pre|style|textarea)(?:[ \t>]|$)/i;
const blockTags = new RegExp(
  `^</?(?:${[
    'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption',
    'figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option',
    'p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul',
  ].join('|')})(?:[ \\t]|/?>|$)`,
  'i',
);
const toBlank: HtmlStart = { end: null };
const endings: readonly (readonly [begin: RegExp, start: HtmlStart])[] = [
  [verbatimTags, { end: /<\/(?:script|pre|style|textarea)>/i }],
  [/^<!--/, { end: /-->/ }],
  [/^<\?/, { end: /\?>/ }],
  [/^<!\[CDATA\[/, { end: /\]\]>/ }],
  [/^<![a-z]/i, { end: />/ }],
  [blockTags, toBlank],
];
/** Longest text that an HTML block's end may be split over. */
export const longestHtmlEnd = 12;

/** `anyTag`: whether a line with nothing but one whole tag begins a block too, as it does where no paragraph is open. */
export function htmlStart(text: string, complete: boolean, anyTag: boolean): Found<HtmlStart> {
  if (!text.startsWith('<')) return null;
  if (!complete && /^<(?:\/?[a-z][a-z0-9]*\/?|\/|!(?:-|\[[A-Z]*)?)?$/i.test(text)) return 'undecided';
  for (const [begin, start] of endings) if (begin.test(text)) return start;
  if (!anyTag) return null;
  const end = tagEnd(text, 0);
  if (end === noMatch) return null;
  if (end === ranOut) return complete ? null : 'undecided';
  if (/[^ \t]/.test(text.slice(end))) return null;
  return complete ? toBlank : 'undecided';
}
