/** What is in a line, as Markdown. */

import { bracketedAutolink } from '../markdown/autolink.ts';
import { entityAt } from '../markdown/entities.ts';
import type { Mark } from '../markdown/inlineTokens.ts';
import type { Inline } from './copyModel.ts';
import { escapeText, type TextPlace } from './escapeText.ts';

/** The text of a block, without white space around it. Line breaks are in it. */
export function inlineMarkdown(inlines: readonly Inline[]): string {
  return write(inlines, { before: '', after: '', inLink: false, paired: pairedMarks(inlines) })
    .replace(/^(?:\\?\n|[ \t])+/, '')
    .replace(/(?:\\?\n|[ \t])+$/, '')
    .replace(/[ \t]*\n[ \t\n]*/g, '\n')
    .replace(/^\u00a0|\u00a0$/g, '&nbsp;');
}

/** Words of a line: with the white space around them that is selected. */
export function phraseMarkdown(inlines: readonly Inline[]): string {
  // Surrounded by anything: it is pasted among other words.
  return write(inlines, { before: ' ', after: ' ', inLink: false, paired: pairedMarks(inlines) });
}

/** The text alone, as it is read. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map(plainInline).join('');
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
    case 'image':
      return inline.text;
    case 'em':
    case 'strong':
    case 'del':
    case 'link':
      return plainText(inline.children);
    case 'break':
      return '\n';
    case 'formula':
      return inline.source;
    case 'footnote':
    case 'citation':
      return `[${inline.number}]`;
  }
}

/** One of a pair means nothing by itself. */
function pairedMarks(inlines: readonly Inline[]): ReadonlySet<string> {
  const seen = { '*': 0, _: 0, '~': 0, '`': 0, $: 0 };
  const count = (all: readonly Inline[]): void => {
    for (const inline of all) {
      if (inline.kind === 'text') for (const char of ['*', '_', '~', '`', '$'] as const) seen[char] += inline.text.split(char).length - 1;
      else if (inline.kind === 'code') seen['`'] += 2;
      else if (inline.kind === 'formula') seen.$ += 2;
      else if (inline.kind === 'del') seen['~'] += 2;
      else if (inline.kind === 'em' || inline.kind === 'strong') {
        seen['*'] += 2;
        seen._ += 2;
      }
      if ('children' in inline) count(inline.children);
    }
  };
  count(inlines);
  return new Set(Object.entries(seen).flatMap(([char, times]) => (times > 1 ? [char] : [])));
}

function write(inlines: readonly Inline[], place: TextPlace): string {
  let written = '';
  inlines.forEach((inline, index) => {
    const next = inlines[index + 1];
    const before = written === '' ? place.before : written.slice(-1);
    written += writeOne(inline, { ...place, before, after: next ? firstCharacter(next) : place.after });
  });
  return written;
}

/** How what comes next begins. */
function firstCharacter(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text.charAt(0);
    case 'code':
      return '`';
    case 'em':
    case 'strong':
      return '*';
    case 'del':
      return '~';
    case 'image':
      return '!';
    case 'break':
      return '\n';
    case 'formula':
      return inline.source.charAt(0);
    case 'link':
    case 'footnote':
    case 'citation':
      return '[';
  }
}

function writeOne(inline: Inline, place: TextPlace): string {
  switch (inline.kind) {
    case 'text':
      return escapeText(inline.text, place);
    case 'code':
      return codeSpan(inline.text);
    case 'em':
    case 'strong':
    case 'del':
      return emphasis(inline.kind, inline.children, place);
    case 'link':
      return link(inline, place);
    case 'image':
      return image(inline, place);
    case 'break':
      return '\\\n';
    case 'formula':
      return inline.source;
    case 'footnote':
      return `[^${inline.label.toLowerCase()}]`;
    case 'citation':
      return `[${inline.number}]`;
  }
}

/** In as many backticks as it has nowhere in a row. */
function codeSpan(code: string): string {
  const runs = new Set(code.match(/`+/g)?.map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const ticks = '`'.repeat(length);
  const pads = /^`|`$|^ [\s\S]*[^ ][\s\S]* $/.test(code);
  return pads ? `${ticks} ${code} ${ticks}` : `${ticks}${code}${ticks}`;
}

/** White space at its ends stands outside: within, the marks would be none. */
function emphasis(mark: Mark, children: readonly Inline[], place: TextPlace): string {
  const [only] = children;
  if (mark === 'em' && only?.kind === 'strong' && children.length === 1 && place.before !== '*' && place.after !== '*') {
    const both = write(only.children, { ...place, before: '*', after: '*' });
    // Three marks on either side are read as these two.
    if (!/^[\s*]|[\s*]$/.test(both)) return `***${both}***`;
  }
  const edge = mark === 'del' ? '~' : '*';
  const inner = write(children, { ...place, before: edge, after: edge });
  const [, before = '', text = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
  if (text === '') return inner;
  const outer = { before: before === '' ? place.before : ' ', after: after === '' ? place.after : ' ' };
  const marks = markFor(mark, text, outer);
  return `${before}${marks}${text}${marks}${after}`;
}

const word = /[\p{L}\p{N}_]/u;

function markFor(mark: Mark, text: string, { before, after }: Pick<TextPlace, 'before' | 'after'>): string {
  if (mark === 'del') return '~~';
  const meetsStars = before === '*' || after === '*' || text.startsWith('*') || /(?:^|[^\\])\*$/.test(text);
  const canUnderline = !word.test(before) && !word.test(after) && !text.startsWith('_') && !text.endsWith('_');
  return (meetsStars && canUnderline ? '_' : '*').repeat(mark === 'strong' ? 2 : 1);
}

function link({ href, title, children }: Extract<Inline, { kind: 'link' }>, place: TextPlace): string {
  const [only] = children;
  const shown = children.length === 1 && only?.kind === 'text' ? only.text : null;
  const address = shown === null || title !== null ? null : bracketedAutolink(`<${shown}>`, 0);
  if (address?.href === href && address.text === shown) return `<${shown}>`;
  return `[${write(children, { ...place, before: '[', after: ']', inLink: true })}]${target(href, title)}`;
}

function image({ href, title, text }: Extract<Inline, { kind: 'image' }>, place: TextPlace): string {
  if (href === null) return escapeText(text, place);
  // Where it has no text of its own, its address stands there.
  const own = text === href ? '' : escapeText(text, { ...place, before: '[', after: ']', inLink: true });
  return `![${own}]${target(href, title)}`;
}

function target(href: string, title: string | null): string {
  const address = references(href);
  const written = /^[^\s()<>]+$/.test(address) ? address : address === '' && title === null ? '' : `<${address}>`;
  return title === null ? `(${written})` : `(${written} "${references(title).replace(/["]/g, '\\"')}")`;
}

/** What would be read as a character reference, or as an escape, is not. */
function references(text: string): string {
  return text.replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\').replace(/&/g, (mark, at: number) => (entityAt(text, at) ? '&amp;' : mark));
}
