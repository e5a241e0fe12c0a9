import type { Translate } from '../../shared/l10n.ts';
import type { DomPatcher } from './domPatcher.ts';

interface Footnote {
  readonly item: HTMLElement;
  readonly content: HTMLElement;
  /** Counts from 1 in the order of the references; 0 while nothing refers to it. */
  number: number;
}

/** With more footnotes than this, numbers are only set when the text is complete. */
const numberedAtOnce = 200;
const referenceClass = 'md-footnote';

/** The footnotes of a document: references to them, and their texts after everything else. Those that nothing refers to are not shown. */
export class Footnotes {
  private readonly host: Element;
  private readonly t: Translate;
  private readonly notes = new Map<string, Footnote>();
  private section: HTMLElement | null = null;
  private readonly list = document.createElement('ol');
  private stale = false;
  /** References were written: some of them may have gone again. */
  private written = false;

  constructor(host: Element, t: Translate) {
    this.host = host;
    this.t = t;
  }

  /** Where the text of a new footnote goes. */
  define(label: string): HTMLElement {
    const item = document.createElement('li');
    const content = document.createElement('div');
    const back = document.createElement('a');
    back.className = 'md-footnote-back';
    back.href = '#';
    back.textContent = '↩';
    back.setAttribute('role', 'doc-backlink');
    back.setAttribute('aria-label', this.t('Back to the text'));
    back.dataset['footnote'] = label;
    item.append(content, back);
    this.notes.set(label, { item, content, number: 0 });
    this.stale = true;
    return content;
  }

  writeReference(patcher: DomPatcher, label: string): void {
    const number = this.notes.get(label)?.number || '?';
    this.written = true;
    if (number === '?') this.stale = true;
    patcher.enter('sup', { class: referenceClass });
    patcher.enter('a', { href: '#', role: 'doc-noteref', 'data-footnote': label });
    patcher.write(String(number));
    patcher.exit();
    patcher.exit();
  }

  /** Numbers the footnotes in the order of their first references and shows them so, if anything changed. */
  update(atEnd: boolean): void {
    if (atEnd ? !this.stale && !this.written : !this.stale || this.notes.size > numberedAtOnce) return;
    this.stale = false;
    for (const note of this.notes.values()) note.number = 0;
    const order: Footnote[] = [];
    const number = (root: Element): void => {
      for (const link of root.querySelectorAll<HTMLElement>(`.${referenceClass} > a`)) {
        const note = this.notes.get(link.dataset['footnote'] ?? '');
        if (!note) continue;
        if (note.number === 0) note.number = order.push(note);
        const text = String(note.number);
        if (link.textContent !== text) link.textContent = text;
      }
    };
    this.section?.remove();
    number(this.host);
    // Footnotes may refer to further ones: the list grows while it is gone through.
    for (const note of order) number(note.content);
    this.show(order);
  }

  /** Goes to a footnote, or back from it to its first reference. True when the click was on such a link. */
  follow(link: HTMLElement): boolean {
    const label = link.dataset['footnote'];
    if (label === undefined) return false;
    const note = this.notes.get(label);
    const back = link.classList.contains('md-footnote-back');
    const target = back
      ? this.host.querySelector<HTMLElement>(`.${referenceClass} > a[data-footnote="${CSS.escape(label)}"]`)
      : note?.item.querySelector<HTMLElement>('.md-footnote-back');
    (back ? target : note?.item)?.scrollIntoView({ block: 'nearest' });
    target?.focus({ preventScroll: true });
    return true;
  }

  private show(order: readonly Footnote[]): void {
    if (order.length === 0) return;
    this.section ??= this.createSection();
    const items = order.map((note) => note.item);
    const same = items.length === this.list.children.length && items.every((item, index) => item === this.list.children[index]);
    if (!same) this.list.replaceChildren(...items);
    this.host.append(this.section);
  }

  private createSection(): HTMLElement {
    const section = document.createElement('section');
    section.className = 'md-footnotes';
    section.setAttribute('role', 'doc-endnotes');
    section.setAttribute('aria-label', this.t('Footnotes'));
    section.append(this.list);
    return section;
  }
}
