/** What is selected, as Markdown. */
import type { Alignment } from '../markdown/tableSyntax.ts';
import type { Block, Inline } from './copyModel.ts';
import { escapeLineStarts } from './escapeText.ts';
import { inlineMarkdown } from './writeInline.ts';

/** Blocks, without a line break at their end. */
export function markdownOf(blocks: readonly Block[]): string {
  return join(blocks, 'apart');
}

/** Where blocks stand: anywhere, or in an item of a list that has blank lines, or of one that has none. */
type Layout = 'apart' | 'loose' | 'tight';

function join(blocks: readonly Block[], layout: Layout): string {
  let written = '';
  let previous: Block | null = null;
  /** Whether the list before is of the second kind. Lists side by side would be one else. */
  let other = false;
  for (const block of blocks) {
    other = previous?.kind === 'list' && block.kind === 'list' && !other;
    if (previous) written += layout === 'tight' && meet(previous, block) ? '\n' : '\n\n';
    written += write(block, layout, other);
    previous = block;
  }
  return written;
}

/** Whether a block may begin in the line after another. */
function meet(previous: Block, next: Block): boolean {
  if (previous.kind === 'table' || previous.kind === 'verbatim' || previous.kind === 'footnotes') return false;
  switch (next.kind) {
    case 'heading':
    case 'code':
    case 'rule':
      return true;
    case 'quote':
      return previous.kind !== 'quote';
    case 'list':
      return previous.kind !== 'paragraph' || next.start === null || next.start === 1;
    case 'paragraph':
    case 'table':
    case 'verbatim':
    case 'footnotes':
    case 'turn':
      return previous.kind === 'heading' || previous.kind === 'rule' || previous.kind === 'code';
  }
}

function write(block: Block, layout: Layout, other: boolean): string {
  switch (block.kind) {
    case 'paragraph': {
      const text = escapeLineStarts(inlineMarkdown(block.children));
      return block.task === null ? text : `[${block.task ? 'x' : ' '}] ${text}`;
    }
    case 'heading':
      return heading(block.level, inlineMarkdown(block.children));
    case 'quote':
      return indent(join(block.blocks, 'apart'), '> ', '> ');
    case 'list':
      return list(block, other);
    case 'code':
      return fence(block.language, block.text);
    case 'table':
      return table(block.alignments, block.rows);
    case 'rule':
      // Behind an item's mark dashes would be one rule with it, and so would asterisks.
      return layout === 'apart' ? '---' : '___';
    case 'verbatim':
      return block.text;
    case 'footnotes':
      return block.notes.map(({ label, blocks }) => indent(join(blocks, 'apart'), `[^${label.toLowerCase()}]: `, '    ')).join('\n\n');
    case 'turn':
      return [`## ${block.heading}`, ...(block.blocks.length > 0 ? [join(block.blocks, 'apart')] : [])].join('\n\n');
  }
}

/** Of several lines only a heading of the first two levels can be. */
function heading(level: number, text: string): string {
  if (text.includes('\n') && level <= 2) return `${escapeLineStarts(text)}\n${level === 1 ? '===' : '---'}`;
  return `${'#'.repeat(level)} ${text.replace(/\\?\n/g, ' ').replace(/(^|[ \t])(#+)$/, '$1\\$2')}`.trimEnd();
}

function list({ start, tight, items }: Extract<Block, { kind: 'list' }>, other: boolean): string {
  const written = items.map((blocks, index) => {
    const mark = start === null ? (other ? '*' : '-') : `${start + index}${other ? ')' : '.'}`;
    return indent(join(blocks, tight ? 'tight' : 'loose'), `${mark} `, ' '.repeat(mark.length + 1));
  });
  return written.join(tight ? '\n' : '\n\n');
}

/** Lines behind a mark, and what stands in the place of the mark in those after the first. */
function indent(text: string, first: string, others: string): string {
  return text
    .split('\n')
    .map((line, index) => {
      const before = index === 0 ? first : others;
      return line === '' ? before.trimEnd() : before + line;
    })
    .join('\n');
}

/** A fence that is longer than all that looks like one in it. */
function fence(language: string, text: string): string {
  const char = language.includes('`') ? '~' : '`';
  const longest = Math.max(2, ...(text.match(char === '`' ? /`+/g : /~+/g) ?? []).map((run) => run.length));
  const marks = char.repeat(longest + 1);
  return `${marks}${language}\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}${marks}`;
}

function table(alignments: readonly Alignment[], rows: readonly (readonly (readonly Inline[])[])[]): string {
  const [head = [], ...others] = rows;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = (inlines: readonly Inline[]) => inlineMarkdown(inlines).replace(/\\?\n/g, ' ').replaceAll('|', '\\|');
  const line = alignments.map((alignment) => {
    const left = alignment === 'left' || alignment === 'center' ? ':' : '-';
    return `${left}-${alignment === 'right' || alignment === 'center' ? ':' : '-'}`;
  });
  return [row(head.map(cell)), row(line), ...others.map((cells) => row(cells.map(cell)))].join('\n');
}
