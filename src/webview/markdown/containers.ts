import type { ListStart } from './blockStarts.ts';

/** So many children share a wrapper in the page: layout then looks at one wrapper instead of all its children. */
export const groupSize = 32;

/** A block that holds blocks and is open. */
export interface Container {
  readonly kind: 'root' | 'quote' | 'item' | 'footnote';
  /** The number of the last line that held something of it. */
  lastLine: number;
  /** Whether a block was begun in it. */
  hasChild: boolean;
  /** Of an item: the columns its content is indented by. */
  readonly indent: number;
  /** Of an item: the list it is in. */
  readonly list: ListBlock | null;
  add(element: Element): void;
}

/** The document: its blocks are put into sections. */
export class RootContainer implements Container {
  readonly kind = 'root';
  lastLine = 0;
  hasChild = false;
  readonly indent = 0;
  readonly list = null;
  private readonly host: Element;
  private section: Element | null = null;

  constructor(host: Element) {
    this.host = host;
  }

  add(element: Element): void {
    if (!this.section || this.section.childElementCount >= groupSize) {
      const section = document.createElement('div');
      section.className = 'md-section';
      if (this.section) this.section.after(section);
      else this.host.prepend(section);
      this.section = section;
    }
    this.section.append(element);
  }
}

/** A block quote, a list's item or a footnote. */
export class ElementContainer implements Container {
  readonly kind: 'quote' | 'item' | 'footnote';
  lastLine = 0;
  hasChild = false;
  readonly indent: number;
  readonly list: ListBlock | null;
  readonly element: Element;

  constructor(kind: 'quote' | 'item' | 'footnote', element: Element, indent = 0, list: ListBlock | null = null) {
    this.kind = kind;
    this.element = element;
    this.indent = indent;
    this.list = list;
  }

  add(element: Element): void {
    this.element.append(element);
  }
}

/** A list. Tight ones differ by a class, not by their nodes, so that one blank line late in a long list is cheap. */
export class ListBlock {
  readonly element: HTMLElement;
  readonly start: ListStart;
  private group: Element;
  private count = 0;
  private tight = true;

  constructor(start: ListStart) {
    this.start = start;
    this.element = document.createElement(start.start === null ? 'ul' : 'ol');
    this.element.className = 'md-tight';
    if (start.start !== null && start.start !== 1) this.element.setAttribute('start', String(start.start));
    this.group = this.element;
  }

  /** Whether an item that begins so goes on with this list. */
  takes(start: ListStart): boolean {
    return start.delimiter === this.start.delimiter && (start.start === null) === (this.start.start === null);
  }

  addItem(): HTMLElement {
    const item = document.createElement('li');
    if (this.count > 0 && this.count % groupSize === 0) this.beginGroup();
    if (this.group !== this.element) item.setAttribute('role', 'listitem');
    this.group.append(item);
    this.count += 1;
    return item;
  }

  loosen(): void {
    if (!this.tight) return;
    this.tight = false;
    this.element.removeAttribute('class');
  }

  /** Wrappers between a list and its items cost them their roles; so they are said. */
  private beginGroup(): void {
    if (this.group === this.element) this.element.setAttribute('role', 'list');
    this.group = document.createElement('div');
    this.group.className = 'md-group';
    this.group.setAttribute('role', 'none');
    this.element.append(this.group);
  }
}
