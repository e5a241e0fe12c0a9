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

/** Elements in wrappers of so many each. Those that come to a wrapper which is in the page come there all at once, when `flush` is called. */
class Groups {
  private readonly size: number;
  private readonly className: string;
  private readonly place: (group: Element) => void;
  private group: Element | null = null;
  private count = 0;
  /** What is to come to wrappers in the page. What is replaced before it gets there is replaced here. */
  private readonly arrived = new Map<Element, Element>();

  /** @param place puts a new wrapper after the one before it */
  constructor(className: string, size: number, place: (group: Element) => void) {
    this.className = className;
    this.size = size;
    this.place = place;
  }

  add(element: Element): void {
    const group = this.group === null || this.count % this.size === 0 ? this.begin() : this.group;
    this.count += 1;
    (group.isConnected ? this.arrivedAt(group) : group).append(element);
  }

  flush(): void {
    for (const [group, arrived] of this.arrived) group.append(...arrived.childNodes);
    this.arrived.clear();
  }

  private arrivedAt(group: Element): Element {
    const known = this.arrived.get(group);
    if (known) return known;
    const arrived = document.createElement('div');
    this.arrived.set(group, arrived);
    return arrived;
  }

  private begin(): Element {
    const group = document.createElement('div');
    group.className = this.className;
    this.group = group;
    this.place(group);
    return group;
  }
}

/** So many blocks are a section: what the browser lays out and paints, or leaves alone as it is out of sight. */
const sectionSize = 8;
/** So many sections share a wrapper that is left alone as a whole. */
const stretchSize = 16;

/** The document: its blocks are put into sections, and those into stretches. */
export class RootContainer implements Container {
  readonly kind = 'root';
  lastLine = 0;
  hasChild = false;
  readonly indent = 0;
  readonly list = null;
  private readonly sections: Groups;
  private readonly stretches: Groups;
  private readonly host: Element;
  /** The last stretch that is in the host, and those that come after it. */
  private last: Element | null = null;
  private newStretches: Element[] = [];

  constructor(host: Element) {
    this.host = host;
    this.stretches = new Groups('md-stretch', stretchSize, (stretch) => this.newStretches.push(stretch));
    this.sections = new Groups('md-section', sectionSize, (section) => this.stretches.add(section));
  }

  add(element: Element): void {
    this.sections.add(element);
  }

  /** Puts into the page what was added: there, each node that comes by itself costs more. */
  flush(): void {
    this.sections.flush();
    this.stretches.flush();
    for (const stretch of this.newStretches) {
      if (this.last) this.last.after(stretch);
      else this.host.prepend(stretch);
      this.last = stretch;
    }
    this.newStretches = [];
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
