import { endsWithOpener, isSequel, startsWithCloser } from './lineShape.ts';

/**
 * The structure of a text, read from its indentation and closing brackets, so for any language. A node is a line (its head), what is
 * indented below it, and lines that go on with it at the head's indentation: `} else {`, `}`, `</div>`.
 */
export interface Outline {
  /** Columns of indentation; -1 for a blank line. */
  readonly indents: readonly number[];
  /** The head of the node that a line is in, -1 for none. Lines that go on with a node have its parent. */
  readonly parents: readonly number[];
  /** The head that a line goes on with; for any other line, itself. */
  readonly heads: readonly number[];
  /** The last line of the node that a line is head of. */
  readonly ends: readonly number[];
}

const tabWidth = 4;

export function columnsOf(indent: string): number {
  let columns = 0;
  for (const character of indent) columns += character === '\t' ? tabWidth : 1;
  return columns;
}

export interface OutlineLine {
  readonly trimmed: string;
  readonly columns: number;
  readonly isElision: boolean;
  readonly isComment: boolean;
  /** The level of a heading, which holds all up to the next of its level. */
  readonly heading: number | null;
}

interface OpenNode {
  readonly head: number;
  readonly level: number;
  isClosed: boolean;
  isBare: boolean;
}

/** Headings are less deep than any indentation. */
const headingLevel = -10;

export function readOutline(lines: readonly OutlineLine[]): Outline {
  const indents = effectiveIndents(lines);
  const parents = lines.map(() => -1);
  const heads = lines.map((_, index) => index);
  const ends = lines.map((_, index) => index);
  const open: OpenNode[] = [];
  let before = -1;
  for (const [index, { trimmed, heading }] of lines.entries()) {
    const indent = indents[index] ?? -1;
    if (indent < 0) continue;
    const level = heading === null ? indent : headingLevel + heading;
    const close = () => {
      const node = open.pop();
      if (node) ends[node.head] = before;
    };
    while ((open.at(-1)?.level ?? Number.NEGATIVE_INFINITY) > level) close();
    const top = open.at(-1);
    const atTop = top?.level === level && heading === null ? top : undefined;
    if (atTop && goesOn(trimmed, atTop, lines[before]?.trimmed ?? '', before === atTop.head)) {
      heads[index] = atTop.head;
      parents[index] = parents[atTop.head] ?? -1;
      atTop.isClosed = startsWithCloser(trimmed) && !endsWithOpener(trimmed);
      atTop.isBare = false;
    } else {
      if (top?.level === level) close();
      parents[index] = open.at(-1)?.head ?? -1;
      open.push({ head: index, level, isClosed: startsWithCloser(trimmed) && !endsWithOpener(trimmed), isBare: true });
    }
    before = index;
  }
  for (const { head } of open) ends[head] = before;
  return { indents, parents, heads, ends };
}

function goesOn(trimmed: string, node: OpenNode, before: string, followsHead: boolean): boolean {
  if (startsWithCloser(trimmed)) return !node.isClosed;
  if (isSequel(trimmed)) return true;
  // A brace on a line of its own opens what the line before declares.
  return trimmed === '{' && followsHead && node.isBare && /[\w)>"'\]]$/.test(before);
}

/** A comment belongs to what follows, wherever it begins; so does a mark for code that is left out. */
function effectiveIndents(lines: readonly OutlineLine[]): number[] {
  const indents: number[] = lines.map(() => -1);
  let next: OutlineLine | null = null;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (!line || line.trimmed === '') continue;
    const floats = line.isElision || line.isComment;
    let indent = line.columns;
    if (floats && next && next.columns > indent) indent = next.columns;
    if (line.isElision) {
      if (next && next.columns === indent && startsWithCloser(next.trimmed)) indent++;
      indent = Math.max(indent, insideOpener(lines, index));
    }
    indents[index] = indent;
    if (!floats) next = line;
  }
  return indents;
}

/** A mark right behind what opens a block is inside of it. */
function insideOpener(lines: readonly OutlineLine[], index: number): number {
  let before = index - 1;
  while (before >= 0 && lines[before]?.trimmed === '') before--;
  const line = lines[before];
  return line && !line.isElision && endsWithOpener(line.trimmed) ? line.columns + 1 : -1;
}
