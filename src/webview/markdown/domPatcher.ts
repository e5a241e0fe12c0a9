type Attributes = Readonly<Record<string, string>>;

const none: Attributes = {};

function isLike(element: Element, tag: string, attributes: Attributes): boolean {
  const names = Object.keys(attributes);
  if (element.localName !== tag || element.attributes.length !== names.length) return false;
  return names.every((name) => element.getAttribute(name) === attributes[name]);
}

interface Level {
  readonly parent: Element;
  /** The next child that may be used again. */
  next: Node | null;
}

/**
 * Writes inline content into an element from a fixed place on, reusing the nodes that are there. What is before that place is never looked at
 * again, so a paragraph's cost is that of its end.
 */
export class DomPatcher {
  private root: Element;
  /** What is before the content and not part of it: a task's checkbox. */
  private readonly floor: Node | null;
  /** The last fixed node; null when nothing is fixed. */
  private anchor: Node | null;
  /** When the anchor is text: how much of it is fixed, and what is written after that. */
  private fixedLength = 0;
  private loose = '';

  private levels: Level[] = [];
  private level: Level;
  /** Text to be written before the next element. */
  private text = '';
  /** How much of `text` is to be fixed with it; null when nothing is. */
  private fixing: number | null = null;
  /** Elements that `keep` wrote and that are not fixed: this time, and last time. */
  private kept = new Set<HTMLElement>();
  private spare = new Set<HTMLElement>();

  constructor(root: Element) {
    this.root = root;
    this.floor = this.anchor = root.lastChild;
    this.level = { parent: root, next: null };
  }

  /** Nothing is fixed any more. */
  reset(): void {
    this.anchor = this.floor;
    this.fixedLength = 0;
    this.loose = '';
  }

  /** Adds text at the end, to be replaced when the content is written again. */
  showLoose(text: string): void {
    const last = this.root.lastChild;
    if (!(last instanceof Text)) {
      this.root.append(text);
      return;
    }
    last.appendData(text);
    if (last === this.anchor) this.loose += text;
  }

  /** The content was moved to another element. */
  moveTo(root: Element): void {
    this.root = root;
  }

  /** Starts to write after what is fixed. */
  begin(): void {
    this.levels = [];
    this.spare = this.kept;
    this.kept = new Set();
    this.level = { parent: this.root, next: this.anchor ? this.anchor.nextSibling : this.root.firstChild };
  }

  write(text: string): void {
    this.text += text;
  }

  /** Begins an element, and returns it. */
  enter(tag: string, attributes: Attributes = none): Element {
    this.flush();
    const element = this.reuse(tag, attributes) ?? this.create(tag, attributes);
    this.levels.push(this.level);
    this.level = { parent: element, next: element.firstChild };
    return element;
  }

  /** Writes an element whose content is not of this writing once it is there, and returns it where it is a new one. */
  keep(tag: string, attributes: Attributes, text: string): HTMLElement | null {
    this.flush();
    const there = this.reuse(tag, attributes) ?? this.moveHere(tag, attributes);
    const element = there ?? this.create(tag, attributes);
    this.spare.delete(element);
    this.kept.add(element);
    if (there) return null;
    element.textContent = text;
    return element;
  }

  exit(): void {
    this.flush();
    this.removeRest();
    const outer = this.levels.pop();
    if (outer) this.level = outer;
  }

  /** Fixes all that was written so far. Outside of elements only. */
  fix(): void {
    this.kept = new Set();
    if (this.text === '') this.fixPrevious();
    else this.fixing = this.text.length;
  }

  /** All is written: what is left of the old content goes. */
  end(): void {
    this.flush();
    this.removeRest();
  }

  private fixPrevious(): void {
    const previous = this.level.next ? this.level.next.previousSibling : this.root.lastChild;
    if (previous === this.anchor) return;
    this.anchor = previous;
    this.fixedLength = previous instanceof Text ? previous.length : 0;
    this.loose = '';
  }

  private flush(): void {
    const { text, fixing } = this;
    this.text = '';
    this.fixing = null;
    const { anchor } = this;
    const atAnchor = this.levels.length === 0 && anchor instanceof Text && this.level.next === anchor.nextSibling;
    if (atAnchor) this.extend(anchor, text, fixing);
    else if (text !== '') {
      const node = this.place(text);
      if (fixing === null) return;
      this.anchor = node;
      this.fixedLength = fixing;
      this.loose = text.slice(fixing);
    }
  }

  private extend(anchor: Text, text: string, fixing: number | null): void {
    const { loose } = this;
    if (text !== loose) {
      if (text.startsWith(loose)) anchor.appendData(text.slice(loose.length));
      else anchor.replaceData(this.fixedLength, loose.length, text);
    }
    this.fixedLength += fixing ?? 0;
    this.loose = text.slice(fixing ?? 0);
  }

  private place(text: string): Text {
    const { level } = this;
    const { next } = level;
    if (next instanceof Text) {
      const { data } = next;
      if (data !== text) {
        if (text.startsWith(data)) next.appendData(text.slice(data.length));
        else next.data = text;
      }
      level.next = next.nextSibling;
      return next;
    }
    const node = document.createTextNode(text);
    level.parent.insertBefore(node, next);
    return node;
  }

  private reuse(tag: string, attributes: Attributes): HTMLElement | null {
    const { next } = this.level;
    if (!(next instanceof HTMLElement) || !isLike(next, tag, attributes)) return null;
    this.level.next = next.nextSibling;
    return next;
  }

  /** One that was kept last time and is elsewhere now: what was put into it comes along. */
  private moveHere(tag: string, attributes: Attributes): HTMLElement | null {
    for (const found of this.spare) {
      if (!isLike(found, tag, attributes) || !this.root.contains(found)) continue;
      for (const level of this.levels) if (level.next === found) level.next = found.nextSibling;
      this.level.parent.insertBefore(found, this.level.next);
      return found;
    }
    return null;
  }

  private create(tag: string, attributes: Attributes): HTMLElement {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    this.level.parent.insertBefore(element, this.level.next);
    return element;
  }

  private removeRest(): void {
    let rest = this.level.next;
    while (rest) {
      const after = rest.nextSibling;
      this.level.parent.removeChild(rest);
      rest = after;
    }
    this.level.next = null;
  }
}
