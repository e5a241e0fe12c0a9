import {
  fenceEnd,
  fenceStart,
  footnoteStart,
  headingStart,
  htmlStart,
  type ListStart,
  listStart,
  thematicBreak,
  type Undecided,
  underline,
} from './blockStarts.ts';
import type { Container } from './containers.ts';
import type { Content, LinePlan, Opening, OpenLeaf } from './lineContent.ts';
import type { LineCursor } from './lineCursor.ts';
import { mathStart } from './mathSyntax.ts';
import { delimiterCells, mayBeDelimiterRow } from './tableSyntax.ts';

/** Containers nested deeper than this are text. */
const deepestContainer = 32;

/** Whether a container goes on in this line; the cursor moves past its mark. */
function goesOn(container: Container, line: LineCursor): boolean {
  switch (container.kind) {
    case 'root':
      return true;
    case 'quote':
      if (line.indent >= 4 || line.text[line.nonspace] !== '>') return false;
      skipQuoteMark(line);
      return true;
    default:
      if (line.blank) return container.kind === 'footnote' || container.hasChild;
      if (line.indent < container.indent) return false;
      line.skipColumns(container.indent);
      return true;
  }
}

function skipQuoteMark(line: LineCursor): void {
  line.skipMarker(1);
  line.skipColumns(1);
}

/**
 * Decides what a line is, without changing anything. For a line that is still arriving (`complete` is false) the answer is 'undecided' unless
 * it holds whatever the rest of the line may be.
 */
export function planLine(
  line: LineCursor,
  complete: boolean,
  containers: readonly Container[],
  leaf: OpenLeaf | null,
): LinePlan | Undecided {
  let depth = 0;
  for (const container of containers) {
    if (!complete && line.blank) return 'undecided';
    if (!goesOn(container, line)) break;
    depth += 1;
  }
  if (!complete && line.blank) return 'undecided';
  const all = depth === containers.length;
  const more = all && leaf ? continueLeaf(line, complete, leaf) : null;
  if (more === 'undecided') return more;
  if (more) return { depth, openings: [], content: more, lazy: false };
  return new Starts(line, complete, depth, all, leaf).plan();
}

/** The line as part of a leaf that takes whatever comes; null for the other leaves. */
function continueLeaf(line: LineCursor, complete: boolean, leaf: OpenLeaf): Content | Undecided | null {
  if (leaf.kind === 'html') {
    if (line.blank && !leaf.end) return null;
    return { kind: 'more', text: line.rest() };
  }
  if (leaf.kind === 'math') {
    if (line.blank && !leaf.takesBlank) return null;
    return { kind: 'more', text: line.content() };
  }
  if (leaf.kind !== 'fence') return null;
  const end = line.indent < 4 ? fenceEnd(line.content(), leaf.marker, leaf.length, complete) : null;
  if (end === 'undecided') return end;
  if (end) return { kind: 'fenceEnd' };
  line.skipColumns(leaf.indent);
  return { kind: 'more', text: line.rest() };
}

/** Looks for what begins in a line, container after container, until its content is reached. */
class Starts {
  private readonly line: LineCursor;
  private readonly complete: boolean;
  private readonly depth: number;
  private readonly leaf: OpenLeaf | null;
  private readonly openings: Opening[] = [];
  /** The open paragraph could take this line as text: as its own next line, or as a lazy one. */
  private paragraph: 'own' | 'lazy' | null;

  constructor(line: LineCursor, complete: boolean, depth: number, all: boolean, leaf: OpenLeaf | null) {
    this.line = line;
    this.complete = complete;
    this.depth = depth;
    this.leaf = all ? leaf : null;
    this.paragraph = leaf?.kind === 'paragraph' ? (all ? 'own' : 'lazy') : null;
    if (!all && leaf?.kind === 'paragraph') this.leaf = leaf;
  }

  plan(): LinePlan | Undecided {
    for (;;) {
      const { line } = this;
      if (line.blank) return this.complete ? this.done(this.blank()) : 'undecided';
      if (line.indent >= 4) return this.done(this.indented());
      const opening = this.opening();
      if (opening === 'undecided') return opening;
      if (!opening) {
        const content = this.content();
        return content === 'undecided' ? content : this.done(content);
      }
      this.openings.push(opening);
      this.paragraph = null;
    }
  }

  private done(content: Content): LinePlan {
    const { depth, openings } = this;
    return { depth, openings, content, lazy: this.paragraph === 'lazy' && content.kind === 'text' };
  }

  private get leafHere(): OpenLeaf | null {
    return this.openings.length === 0 && this.paragraph !== 'lazy' ? this.leaf : null;
  }

  private blank(): Content {
    this.line.skipColumns(4);
    return { kind: 'blank', text: this.line.rest() };
  }

  private indented(): Content {
    const { line } = this;
    if (this.paragraph) return { kind: 'text', text: line.content() };
    line.skipColumns(4);
    return { kind: 'indented', text: line.rest() };
  }

  /** A container that begins here; the cursor moves past its mark. */
  private opening(): Opening | Undecided | null {
    const { line, complete } = this;
    if (this.depth + this.openings.length > deepestContainer) return null;
    const rest = line.content();
    if (rest.startsWith('>')) {
      skipQuoteMark(line);
      return { kind: 'quote' };
    }
    const rule = thematicBreak(rest, complete);
    const under = this.paragraph === 'own' ? underline(rest, complete) : null;
    if (rule === 'undecided' || under === 'undecided') return 'undecided';
    if (rule || (under && this.canUnderline())) return null;
    const list = listStart(rest, complete);
    if (list === 'undecided') return list;
    if (list && !complete && !/[^ \t]/.test(rest.slice(list.length))) return 'undecided';
    if (list && this.listFits(list, rest)) return this.item(list);
    const footnote = footnoteStart(rest, complete);
    if (footnote === null || footnote === 'undecided') return footnote;
    line.skipMarker(footnote.length);
    line.skipSpace();
    return { kind: 'footnote', label: footnote.label };
  }

  private canUnderline(): boolean {
    return this.leaf?.kind === 'paragraph' && this.leaf.hasText();
  }

  /** In the middle of a paragraph only a list that begins with 1 and is not empty is one. */
  private listFits(list: ListStart, rest: string): boolean {
    if (this.paragraph !== 'own') return true;
    return (list.start === null || list.start === 1) && /[^ \t]/.test(rest.slice(list.length));
  }

  private item(start: ListStart): Opening {
    const { line } = this;
    const before = line.indent;
    line.skipMarker(start.length);
    const space = line.blank || line.indent >= 5 ? 1 : line.indent;
    line.skipColumns(space);
    return { kind: 'item', start, indent: before + start.length + space };
  }

  private content(): Content | Undecided {
    const { line, complete, leafHere } = this;
    const rest = line.content();
    const heading = headingStart(rest, complete);
    const fence = fenceStart(rest, complete);
    const html = htmlStart(rest, complete, this.paragraph === null);
    const math = mathStart(rest, complete);
    if (heading === 'undecided' || fence === 'undecided' || html === 'undecided' || math === 'undecided') return 'undecided';
    if (heading) return { kind: 'heading', level: heading, text: rest.slice(heading) };
    if (fence) return { kind: 'fence', start: fence, indent: line.indent };
    if (math) return { kind: 'math', start: math };
    if (html) return { kind: 'html', start: html, text: line.rest() };
    if (this.paragraph === 'own') {
      const level = underline(rest, complete);
      if (level && level !== 'undecided' && this.canUnderline()) return { kind: 'underline', level };
    }
    if (thematicBreak(rest, complete)) return { kind: 'rule' };
    if (leafHere?.kind === 'table') return { kind: 'row', text: rest };
    if (leafHere?.kind === 'paragraph' && mayBeDelimiterRow(rest)) {
      if (!complete) return 'undecided';
      const alignments = delimiterCells(rest);
      if (alignments && alignments.length === leafHere.headerCells()) return { kind: 'table', alignments };
    }
    return { kind: 'text', text: rest };
  }
}
