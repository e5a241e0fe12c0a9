/**
 * JSON as a tree that grows while it comes. What came is kept as plain nodes; elements are made for what is unfolded and near to the beginning
 * of its list, so that a large answer costs no more of the page than a small one.
 */
import type { JsonSink } from '../../structured/jsonReader.ts';
import { count, t } from '../words.ts';
import { addTreeKeys, itemAround, type TreeActions } from './treeKeys.ts';

/** Entries of a list or an object that are shown at once; more of them when they are asked for. */
const portion = 100;
/** UTF-16 units of a text that are shown before it is unfolded. */
const shortText = 600;
/** What is deeper, or comes after so many elements, comes folded. */
const unfoldedDepth = 4;
const unfoldedItems = 300;

interface Base {
  readonly parent: Container | null;
  readonly name: string;
  readonly level: number;
  view: View | null;
}

interface Container extends Base {
  readonly kind: 'object' | 'array';
  readonly children: JsonNode[];
  open: boolean;
  /** How many of its entries may have elements. */
  limit: number;
}

interface TextLeaf extends Base {
  readonly kind: 'string';
  readonly pieces: string[];
  length: number;
  open: boolean;
}

interface Literal extends Base {
  readonly kind: 'literal';
  readonly text: string;
}

type JsonNode = Container | TextLeaf | Literal;

interface View {
  /** The line, which is what assistive technology knows, and around it what is in it. */
  readonly item: HTMLElement;
  readonly entry: HTMLElement;
  /** Of a list or an object: how many entries. */
  readonly size: HTMLElement | null;
  readonly group: HTMLElement | null;
  /** Of a text. */
  readonly text: Text | null;
  /** The entry that shows more of them. */
  more: HTMLElement | null;
}

export class JsonTree implements JsonSink, TreeActions {
  readonly element = document.createElement('div');
  readonly #nodes = new WeakMap<Element, JsonNode>();
  #current: Container | null = null;
  #text: TextLeaf | null = null;
  #key = '';
  #items = 0;

  constructor() {
    this.element.className = 'json-tree';
    this.element.setAttribute('role', 'tree');
    this.element.setAttribute('aria-label', t('Answer'));
    this.element.hidden = true;
    this.element.addEventListener('click', (event) => this.#clicked(event));
    addTreeKeys(this.element, this);
  }

  begin(kind: 'object' | 'array'): void {
    const base = this.#base();
    const open = base.level <= unfoldedDepth && this.#items < unfoldedItems;
    const node: Container = { ...base, kind, children: [], open, limit: portion };
    this.#add(node);
    this.#current = node;
  }

  end(): void {
    this.#current = this.#current?.parent ?? null;
  }

  key(name: string): void {
    this.#key = name;
  }

  beginString(): void {
    this.#text = { ...this.#base(), kind: 'string', pieces: [], length: 0, open: false };
    this.#add(this.#text);
  }

  string(text: string): void {
    const leaf = this.#text;
    if (!leaf) return;
    const room = leaf.open ? Number.POSITIVE_INFINITY : shortText - leaf.length;
    leaf.pieces.push(text);
    leaf.length += text.length;
    if (room <= 0) return;
    leaf.view?.text?.appendData(text.slice(0, room));
    if (leaf.length > shortText && !leaf.open) leaf.view?.item.setAttribute('aria-expanded', 'false');
  }

  endString(): void {
    this.#text = null;
  }

  literal(text: string): void {
    this.#add({ ...this.#base(), kind: 'literal', text });
  }

  #base(): Base {
    const parent = this.#current;
    const name = parent === null ? '' : parent.kind === 'object' ? this.#key : String(parent.children.length);
    return { parent, name, level: (parent?.level ?? 0) + 1, view: null };
  }

  #add(node: JsonNode): void {
    const { parent } = node;
    if (!parent) {
      this.element.append(this.#show(node).entry);
      this.element.hidden = false;
      node.view?.item.setAttribute('tabindex', '0');
      return;
    }
    parent.children.push(node);
    const { view } = parent;
    if (!view) return;
    if (view.size) view.size.textContent = sizeOf(parent);
    if (parent.open && parent.children.length <= parent.limit) view.group?.append(this.#show(node).entry);
    else if (parent.open) this.#showMore(parent, view);
  }

  /** Makes the elements of a node, and of what is unfolded in it. */
  #show(node: JsonNode): View {
    this.#items++;
    const entry = element('div', 'json-entry');
    entry.setAttribute('role', 'none');
    const item = itemAt(node.level);
    entry.append(item);
    const twistie = element('span', 'json-twistie codicon codicon-chevron-right');
    twistie.setAttribute('aria-hidden', 'true');
    item.append(twistie);
    if (node.parent)
      item.append(
        element('span', node.parent.kind === 'object' ? 'json-name' : 'json-name json-index', node.name),
        element('span', 'json-colon', ': '),
      );
    const view: View = { item, entry, ...this.#value(node, item), more: null };
    node.view = view;
    this.#nodes.set(item, node);
    if (node.kind === 'object' || node.kind === 'array') {
      item.setAttribute('aria-expanded', String(node.open));
      if (node.open) this.#fill(node, view);
    } else if (node.kind === 'string' && node.length > shortText) item.setAttribute('aria-expanded', String(node.open));
    return view;
  }

  #value(node: JsonNode, item: HTMLElement): Pick<View, 'size' | 'group' | 'text'> {
    switch (node.kind) {
      case 'object':
      case 'array': {
        const size = element('span', 'json-size', sizeOf(node));
        item.append(size);
        return { size, group: element('div', 'json-group'), text: null };
      }
      case 'string': {
        const value = element('span', 'json-value json-string');
        const whole = node.pieces.join('');
        const text = document.createTextNode(node.open ? whole : whole.slice(0, shortText));
        value.append(text);
        item.append(value);
        return { size: null, group: null, text };
      }
      case 'literal': {
        const what = /^[tfn]/.test(node.text) ? 'json-word' : 'json-number';
        item.append(element('span', `json-value ${what}`, node.text));
        return { size: null, group: null, text: null };
      }
    }
  }

  /** Shows the entries of a list or an object, as many as it may. */
  #fill(node: Container, view: View): void {
    const { group } = view;
    if (!group) return;
    group.setAttribute('role', 'group');
    view.more?.remove();
    view.more = null;
    group.append(...node.children.slice(group.childElementCount, node.limit).map((child) => this.#show(child).entry));
    view.entry.append(group);
    if (node.children.length > node.limit) this.#showMore(node, view);
  }

  #showMore(node: Container, view: View): void {
    if (!view.more) {
      view.more = itemAt(node.level + 1);
      view.more.classList.add('json-more');
      view.group?.append(view.more);
    }
    view.more.textContent = t('Show more: {0} of {1} are shown', count(node.limit), count(node.children.length));
  }

  #clicked({ target }: Event): void {
    // What is selected is to be copied, and not to be folded.
    if (!(target instanceof Element) || !getSelection()?.isCollapsed) return;
    const item = target.closest('.json-item');
    if (!(item instanceof HTMLElement)) return;
    item.focus({ preventScroll: true });
    this.toggle(item);
  }

  toggle(item: HTMLElement): void {
    const node = this.#nodes.get(item);
    if (node) this.#unfold(node, !('open' in node && node.open));
    else this.#more(item);
  }

  unfold(item: HTMLElement, open: boolean): void {
    const node = this.#nodes.get(item);
    if (node) this.#unfold(node, open);
  }

  /** The entry that shows more of them was chosen. */
  #more(item: HTMLElement): void {
    const parent = itemAround(item);
    const node = parent && this.#nodes.get(parent);
    if (!node || (node.kind !== 'object' && node.kind !== 'array') || !node.view) return;
    const next = node.limit;
    node.limit += portion;
    this.#fill(node, node.view);
    node.children[next]?.view?.item.focus();
  }

  #unfold(node: JsonNode, open: boolean): void {
    const { view } = node;
    if (!view || node.kind === 'literal' || node.open === open) return;
    if (node.kind === 'string') {
      if (node.length <= shortText) return;
      node.open = open;
      const whole = node.pieces.join('');
      if (view.text) view.text.data = open ? whole : whole.slice(0, shortText);
    } else {
      node.open = open;
      if (open) this.#fill(node, view);
      else this.#fold(node, view);
    }
    view.item.setAttribute('aria-expanded', String(open));
  }

  /** What is folded has no elements: it is made again from what is kept. */
  #fold(node: Container, view: View): void {
    const forget = (each: JsonNode) => {
      if (!each.view) return;
      each.view = null;
      this.#items--;
      if (each.kind === 'object' || each.kind === 'array') each.children.forEach(forget);
    };
    node.children.forEach(forget);
    view.more = null;
    view.group?.replaceChildren();
    view.group?.remove();
  }
}

function itemAt(level: number): HTMLElement {
  const item = element('div', 'json-item');
  item.setAttribute('role', 'treeitem');
  item.setAttribute('aria-level', String(level));
  item.setAttribute('tabindex', '-1');
  return item;
}

function sizeOf({ kind, children: { length } }: Container): string {
  if (kind === 'object') return length === 1 ? t('1 property') : t('{0} properties', count(length));
  return length === 1 ? t('1 item') : t('{0} items', count(length));
}

function element(name: 'div' | 'span', className: string, text?: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
