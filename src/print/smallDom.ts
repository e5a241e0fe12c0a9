/**
 * As much of a document as the page's Markdown writes into, so that the same code writes an answer as HTML where there is no page: elements, texts,
 * attributes. There is no layout, nothing listens, and nothing is ever loaded.
 */

export class SmallNode {
  parentNode: SmallElement | null = null;
  previousSibling: SmallNode | null = null;
  nextSibling: SmallNode | null = null;

  get textContent(): string {
    return '';
  }

  remove(): void {
    const { parentNode, previousSibling, nextSibling } = this;
    if (!parentNode) return;
    if (previousSibling) previousSibling.nextSibling = nextSibling;
    else parentNode.firstChild = nextSibling;
    if (nextSibling) nextSibling.previousSibling = previousSibling;
    else parentNode.lastChild = previousSibling;
    this.parentNode = null;
    this.previousSibling = null;
    this.nextSibling = null;
  }

  after(node: SmallNode): void {
    this.parentNode?.insertBefore(node, this.nextSibling);
  }

  replaceWith(node: SmallNode): void {
    this.after(node);
    this.remove();
  }
}

export class SmallText extends SmallNode {
  data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }

  get length(): number {
    return this.data.length;
  }

  override get textContent(): string {
    return this.data;
  }

  appendData(text: string): void {
    this.data += text;
  }

  replaceData(offset: number, count: number, text: string): void {
    this.data = this.data.slice(0, offset) + text + this.data.slice(offset + count);
  }
}

export class SmallElement extends SmallNode {
  readonly localName: string;
  /** There is no page for it to be in. */
  readonly isConnected = false;
  firstChild: SmallNode | null = null;
  lastChild: SmallNode | null = null;
  readonly #attributes = new Map<string, string>();
  /** Reads and writes the attributes whose names begin with `data-`. */
  readonly dataset = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => this.#attributes.get(`data-${String(name)}`),
      set: (_, name, value) => {
        this.#attributes.set(`data-${String(name)}`, String(value));
        return true;
      },
    },
  );
  /** Widths of columns: a page of its own lays tables out by what is in them. */
  readonly style = { setProperty: () => {} };
  /** Only the element around all, which is not written, has its classes changed. */
  readonly classList = { add: () => {} };

  constructor(localName: string) {
    super();
    this.localName = localName;
  }

  get attributes(): { readonly length: number } {
    return { length: this.#attributes.size };
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  set className(value: string) {
    this.setAttribute('class', value);
  }

  set href(value: string) {
    this.setAttribute('href', value);
  }

  set type(value: string) {
    this.setAttribute('type', value);
  }

  set title(value: string) {
    this.setAttribute('title', value);
  }

  set disabled(value: boolean) {
    if (value) this.setAttribute('disabled', '');
  }

  set tabIndex(value: number) {
    this.setAttribute('tabindex', String(value));
  }

  get childNodes(): SmallNode[] {
    const nodes: SmallNode[] = [];
    for (let node = this.firstChild; node; node = node.nextSibling) nodes.push(node);
    return nodes;
  }

  get children(): SmallElement[] {
    return this.childNodes.filter((node) => node instanceof SmallElement);
  }

  get childElementCount(): number {
    return this.children.length;
  }

  /** Not by calls: what is nested deep is no deeper than its text here. */
  override get textContent(): string {
    let text = '';
    const open: SmallNode[] = [this];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node instanceof SmallElement) open.push(...node.childNodes.reverse());
      else text += node.textContent;
    }
    return text;
  }

  override set textContent(text: string) {
    this.replaceChildren(...(text === '' ? [] : [text]));
  }

  append(...nodes: (SmallNode | string)[]): void {
    for (const node of nodes) this.insertBefore(asNode(node), null);
  }

  prepend(node: SmallNode): void {
    this.insertBefore(node, this.firstChild);
  }

  replaceChildren(...nodes: (SmallNode | string)[]): void {
    for (const node of this.childNodes) node.remove();
    this.append(...nodes);
  }

  removeChild(node: SmallNode): void {
    node.remove();
  }

  insertBefore(node: SmallNode, next: SmallNode | null): void {
    if (node === next) return;
    node.remove();
    const previous = next ? next.previousSibling : this.lastChild;
    node.parentNode = this;
    node.previousSibling = previous;
    node.nextSibling = next;
    if (previous) previous.nextSibling = node;
    else this.firstChild = node;
    if (next) next.previousSibling = node;
    else this.lastChild = node;
  }

  contains(node: SmallNode | null): boolean {
    for (let at = node; at; at = at.parentNode) if (at === this) return true;
    return false;
  }

  /** Knows `.class > tag`, which is all that is asked for. */
  querySelectorAll(selector: string): SmallElement[] {
    const [, className, tag] = /^\.([\w-]+) > (\w+)$/.exec(selector) ?? [];
    const found: SmallElement[] = [];
    const walk = (element: SmallElement) => {
      for (const child of element.children) {
        if (child.localName === tag && element.getAttribute('class') === className) found.push(child);
        walk(child);
      }
    };
    walk(this);
    return found;
  }

  /** Nobody is there to do anything. */
  addEventListener(): void {}
}

function asNode(node: SmallNode | string): SmallNode {
  return typeof node === 'string' ? new SmallText(node) : node;
}

/** Puts the names in their places that a browser has for these. */
export function installSmallDom(target: object): void {
  const document = {
    createElement: (name: string) => new SmallElement(name),
    createTextNode: (text: string) => new SmallText(text),
  };
  Object.assign(target, { document, Node: SmallNode, Text: SmallText, Element: SmallElement, HTMLElement: SmallElement });
}
