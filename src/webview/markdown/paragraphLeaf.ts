import type { Container } from './containers.ts';
import { type InlineContext, InlineText } from './inlineText.ts';
import type { Leaf } from './leaf.ts';
import { definition, type LinkDestination } from './linkSyntax.ts';
import type { MarkdownOptions } from './options.ts';
import { countCells } from './tableSyntax.ts';

/** What blocks with text need from the document. */
export interface TextContext extends InlineContext {
  readonly options: MarkdownOptions;
  defineLink(label: string, destination: LinkDestination): void;
  /** The element for a heading of this level in the source. */
  heading(level: number): HTMLElement;
}

const task = /^\[([ xX])\][ \t\n]+(?=[^ \t\n])/;
const taskSoFar = /^\[(?:[ xX](?:\][ \t\n]*)?)?$/;
const alwaysTried = 1_000;
const growth = 1.125;

/**
 * A paragraph; or what begins as one and turns out to be definitions, a heading or a table. While it could still be a definition, or looks
 * like a table's header, nothing of it is shown.
 */
export class ParagraphLeaf implements Leaf {
  readonly kind = 'paragraph';
  private readonly container: Container;
  private readonly context: TextContext;
  private readonly mayBeTask: boolean;
  private element: HTMLElement | null = null;
  private text: InlineText | null = null;
  private textLength = 0;
  /** What is not shown yet. */
  private held = '';
  private tried = 0;
  private defined = false;
  private lines = 0;
  /** The last line, in pieces: it may be a table's header. */
  private line: string[] = [];

  /** `mayBeTask`: it is the first block of a list's item. */
  constructor(container: Container, context: TextContext, mayBeTask: boolean) {
    this.container = container;
    this.context = context;
    this.mayBeTask = mayBeTask;
  }

  /** Begins a line, which has no white space at its start. */
  addLine(text: string): void {
    this.line = [];
    this.lines += 1;
    if (this.text || this.held !== '') this.put('\n');
    this.extend(text);
  }

  extend(text: string): void {
    this.line.push(text);
    this.put(text);
  }

  endLine(): boolean {
    return true;
  }

  flush(): void {
    this.text?.flush();
  }

  close(): void {
    this.release(true);
    this.text?.close();
  }

  hasText(): boolean {
    this.release(true);
    return this.text !== null;
  }

  headerCells(): number {
    return countCells(this.line.join(''));
  }

  /** Becomes a heading, which is closed. Only where `hasText`. */
  toHeading(level: number): void {
    const heading = this.context.heading(level);
    heading.append(...(this.element?.childNodes ?? []));
    this.element?.replaceWith(heading);
    this.text?.moveTo(heading);
    this.close();
  }

  /** Becomes a table: the last line is its header, what is before it stays. `make` gets the header. */
  toTable(make: (header: string) => HTMLElement): void {
    const header = this.line.join('');
    const table = make(header);
    if (this.text && this.textLength <= header.length) {
      this.element?.replaceWith(table);
      return;
    }
    if (this.text) this.text.shorten(header.length);
    else this.held = this.held.slice(0, this.held.length - header.length);
    this.close();
    this.container.add(table);
  }

  private put(text: string): void {
    if (this.text) {
      this.text.append(text);
      this.textLength += text.length;
    } else {
      this.held += text;
      this.release(false);
    }
  }

  /** Takes definitions off the start of what is held, and shows the rest once it is certain to be text. */
  private release(complete: boolean): void {
    if (this.text || (!complete && this.waits())) return;
    this.tried = this.held.length;
    this.context.work.parsed += this.held.length;
    while (this.held.startsWith('[')) {
      const found = definition(this.held, complete);
      if (found === 'undecided') return;
      if (!found) break;
      this.context.defineLink(found.value.label, found.value.destination);
      this.held = this.held.slice(found.end);
      this.defined = true;
    }
    const canBeTask = this.mayBeTask && !this.defined;
    if (this.held === '' || (canBeTask && !complete && taskSoFar.test(this.held))) return;
    this.show(canBeTask ? task.exec(this.held) : null);
  }

  /** Whether it is too early to look at what is held. */
  private waits(): boolean {
    // What looks like a table's header is shown when the next line has said whether it is one.
    if (this.lines === 1 && this.held.startsWith('|')) return true;
    return this.held.length > alwaysTried && this.held.length < this.tried * growth;
  }

  private show(checkbox: RegExpExecArray | null): void {
    this.element = document.createElement('p');
    if (checkbox) {
      const input = document.createElement('input');
      input.type = 'checkbox';
      input.disabled = true;
      // Its text may still grow; whether it is done is told by the role.
      input.setAttribute('aria-label', this.context.options.t('Task'));
      if (checkbox[1] !== ' ') input.setAttribute('checked', '');
      this.element.append(input);
      this.held = ` ${this.held.slice(checkbox[0].length)}`;
    }
    this.text = new InlineText(this.element, this.context);
    this.container.add(this.element);
    this.text.append(this.held);
    this.textLength = this.held.length;
    this.held = '';
  }
}

/** The text of an ATX heading without the marks that may close it. */
function trimHeading(tail: string): string {
  const text = tail.trimEnd();
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t' ? text.slice(0, end).trimEnd() : text;
}

/** A heading that begins with `#`s: one line. */
export class HeadingLeaf implements Leaf {
  readonly element: HTMLElement;
  private readonly text: InlineText;
  private begun = false;

  constructor(level: number, context: TextContext) {
    this.element = context.heading(level);
    this.text = new InlineText(this.element, context, trimHeading);
  }

  extend(text: string): void {
    const content = this.begun ? text : text.trimStart();
    this.begun ||= content !== '';
    this.text.append(content);
  }

  endLine(): boolean {
    return false;
  }

  flush(): void {
    this.text.flush();
  }

  close(): void {
    this.text.close();
  }
}
