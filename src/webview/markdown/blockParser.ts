import { longestHtmlEnd } from './blockStarts.ts';
import { FenceLeaf, HtmlLeaf, IndentedLeaf } from './codeLeaf.ts';
import { type Container, ElementContainer, ListBlock, RootContainer } from './containers.ts';
import type { Leaf } from './leaf.ts';
import { type Content, type LinePlan, leafTakes, type Opening } from './lineContent.ts';
import { LineCursor } from './lineCursor.ts';
import { planLine } from './linePlan.ts';
import { normalizeLabel } from './linkSyntax.ts';
import { MathLeaf } from './mathLeaf.ts';
import { HeadingLeaf, ParagraphLeaf, type TextContext } from './paragraphLeaf.ts';
import { TableLeaf } from './tableLeaf.ts';

/** What the parser needs from the document. */
export interface BlockContext extends TextContext {
  /** Where a footnote's text goes, by its normalized label; an element outside the page when its label is defined already. */
  defineFootnote(label: string): HTMLElement;
}

type TextLeaf = ParagraphLeaf | FenceLeaf | IndentedLeaf | HtmlLeaf | MathLeaf | TableLeaf;

/** A line that is not decided is looked at again at every delta up to this length, and beyond it whenever it has grown by this factor. */
const alwaysTried = 256;
const growth = 1.125;

/**
 * Turns lines into blocks in the page, each line once. Of a line that is still arriving nothing is done until it is certain what it is; from
 * then on its text goes straight to its block. So nothing is ever taken back, and the parts of the page that are closed are never touched.
 */
export class BlockParser {
  private readonly context: BlockContext;
  private readonly root: RootContainer;
  private readonly containers: Container[];
  private leaf: TextLeaf | null = null;
  /** An item that a blank line ended, since it was empty: its list still goes on where the next item begins in the same place. */
  private ended: { readonly container: Container; readonly depth: number } | null = null;
  /** What takes the rest of the line that is arriving, once that is decided. */
  private receiver: Leaf | null = null;
  /** The part of the line that has arrived and is not decided. */
  private held = '';
  private tried = 0;
  private line = 1;

  constructor(host: Element, context: BlockContext) {
    this.context = context;
    this.root = new RootContainer(host);
    this.containers = [this.root];
  }

  /** A part of a line, without its end. */
  addText(text: string): void {
    if (this.receiver) {
      this.receiver.extend(text);
      return;
    }
    this.held += text;
    if (this.held.length <= alwaysTried || this.held.length >= this.tried * growth) this.tryLine(false);
  }

  /** The line ends, after `rest`. */
  endLine(rest: string): void {
    if (this.receiver) this.receiver.extend(rest);
    else {
      this.held += rest;
      this.tryLine(true);
    }
    const { receiver } = this;
    this.receiver = null;
    if (receiver && !receiver.endLine()) this.closeReceiver(receiver);
    this.line += 1;
  }

  /** Shows what came. */
  flush(): void {
    (this.receiver ?? this.leaf)?.flush();
    this.root.flush();
  }

  /** The text ends. */
  finish(): void {
    if (this.receiver || this.held !== '') this.endLine('');
    this.closeLeaf();
    this.root.flush();
  }

  private get tip(): Container {
    const tip = this.containers.at(-1);
    if (!tip) throw new Error('The document is always open.');
    return tip;
  }

  private tryLine(complete: boolean): void {
    this.tried = this.held.length;
    this.context.work.parsed += this.held.length;
    const plan = planLine(new LineCursor(this.held), complete, this.containers, this.leaf);
    if (plan === 'undecided') return;
    this.held = '';
    this.tried = 0;
    this.carryOut(plan);
  }

  private carryOut(plan: LinePlan): void {
    const { content, depth, openings } = plan;
    if (plan.lazy) {
      this.addToParagraph(plan.content.kind === 'text' ? plan.content.text : '');
      this.markLines(this.containers.length);
      return;
    }
    if (depth < this.containers.length || openings.length > 0 || !leafTakes(this.leaf?.kind, content)) this.closeLeaf();
    const closed = this.containers[depth] ?? (this.ended?.depth === depth ? this.ended.container : null);
    this.ended = content.kind === 'blank' && openings.length === 0 && closed ? { container: closed, depth } : null;
    this.containers.length = depth;
    openings.forEach((opening, index) => {
      this.open(opening, index === 0 ? closed : null);
    });
    this.place(content);
    this.markLines(content.kind === 'blank' ? this.deepestMark(depth) : this.containers.length);
  }

  /** On a line that is blank after these containers' marks, those up to the last one with a mark of its own have something on the line. */
  private deepestMark(continued: number): number {
    if (this.containers.length > continued) return this.containers.length;
    let depth = continued;
    while (depth > 0 && this.containers[depth - 1]?.kind !== 'quote') depth -= 1;
    return depth;
  }

  private markLines(depth: number): void {
    for (let index = 0; index < depth; index += 1) {
      const container = this.containers[index];
      if (container) container.lastLine = this.line;
    }
  }

  /** A block begins in the innermost container. A blank line before it makes a list loose. */
  private beginChild(): void {
    const { tip } = this;
    if (tip.hasChild && tip.lastLine < this.line - 1) tip.list?.loosen();
    tip.hasChild = true;
  }

  /** `closed`: the container that ended just before. */
  private open(opening: Opening, closed: Container | null): void {
    if (opening.kind === 'item') this.openItem(opening, closed);
    else {
      this.beginChild();
      if (opening.kind === 'quote') {
        const quote = document.createElement('blockquote');
        this.tip.add(quote);
        this.containers.push(new ElementContainer('quote', quote));
      } else this.containers.push(new ElementContainer('footnote', this.context.defineFootnote(normalizeLabel(opening.label)), 4));
    }
  }

  private openItem(opening: Opening & { kind: 'item' }, closed: Container | null): void {
    let list = closed?.list?.takes(opening.start) ? closed.list : null;
    if (list) {
      if (closed && closed.lastLine < this.line - 1) list.loosen();
    } else {
      this.beginChild();
      list = new ListBlock(opening.start);
      this.tip.add(list.element);
    }
    this.containers.push(new ElementContainer('item', list.addItem(), opening.indent, list));
  }

  private place(content: Content): void {
    const { context } = this;
    switch (content.kind) {
      case 'blank':
        if (this.leaf?.kind === 'indented') this.leaf.addBlank(content.text);
        return;
      case 'text':
        this.addToParagraph(content.text);
        return;
      case 'heading': {
        const heading = new HeadingLeaf(content.level, context);
        this.beginElement(heading.element);
        this.receive(heading, content.text);
        return;
      }
      case 'underline':
        if (this.leaf?.kind === 'paragraph') this.leaf.toHeading(content.level);
        this.leaf = null;
        return;
      case 'rule':
        this.beginElement(document.createElement('hr'));
        return;
      case 'fence':
        this.begin(new FenceLeaf(content.start, content.indent, context.options));
        return;
      case 'math':
        this.begin(new MathLeaf(content.start, context.options));
        if (content.start.closed) this.closeLeaf();
        return;
      case 'fenceEnd':
        this.closeLeaf();
        return;
      case 'html':
        this.receive(this.begin(new HtmlLeaf(content.start.end, longestHtmlEnd)), content.text);
        return;
      case 'indented':
        this.receive(this.leaf?.kind === 'indented' ? this.leaf : this.begin(new IndentedLeaf(context.options)), content.text);
        return;
      case 'table':
        this.beginTable(content);
        return;
      case 'row':
        if (this.leaf?.kind !== 'table') return;
        this.leaf.beginRow(content.text);
        this.receiver = this.leaf;
        return;
      case 'more':
        if (this.leaf) this.receive(this.leaf, content.text);
        return;
    }
  }

  private beginTable(content: Content & { kind: 'table' }): void {
    if (this.leaf?.kind !== 'paragraph') return;
    const paragraph = this.leaf;
    paragraph.toTable((header) => {
      const table = new TableLeaf(header, content.alignments, this.context, this.context.options);
      this.leaf = table;
      return table.element;
    });
  }

  private addToParagraph(text: string): void {
    if (this.leaf?.kind !== 'paragraph') {
      const { tip } = this;
      const mayBeTask = tip.kind === 'item' && !tip.hasChild;
      this.beginChild();
      this.leaf = new ParagraphLeaf(tip, this.context, mayBeTask);
    }
    this.leaf.addLine(text);
    this.receiver = this.leaf;
  }

  private begin<T extends FenceLeaf | HtmlLeaf | IndentedLeaf | MathLeaf>(leaf: T): T {
    this.beginElement(leaf.element);
    this.leaf = leaf;
    return leaf;
  }

  private beginElement(element: Element): void {
    this.beginChild();
    this.tip.add(element);
  }

  private receive(leaf: Leaf, text: string): void {
    leaf.extend(text);
    this.receiver = leaf;
  }

  private closeReceiver(receiver: Leaf): void {
    receiver.close();
    if (receiver === this.leaf) this.leaf = null;
  }

  private closeLeaf(): void {
    this.leaf?.close();
    this.leaf = null;
  }
}
