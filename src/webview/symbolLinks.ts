/**
 * Makes code in a line a link where the workspace knows a symbol of that name. Nothing is asked while a text streams, nor before it is near
 * the view; then each name once. What was not known is asked for again when the pointer or the focus comes to the page: a language may have
 * been starting, and who comes back from the editor may have written it.
 */
import { mostSymbolNames, readSymbolName, symbolText } from '../shared/symbolName.ts';
import { ask, host } from './host.ts';
import { whenIdle } from './whenIdle.ts';
import { t } from './words.ts';

/** Names that were asked for. */
const mostRemembered = 5000;
/** Milliseconds after which names are looked at even if the page is never idle. */
const longestWait = 300;
/** How near: a part of the view's height, above and below it. */
const margin = '50% 0px';

/** Code in a line that is not a link, nor anything else. */
const plainCode = ':not(pre) > code:not([class])';
const linked = 'md-symbol';

class SymbolLinks {
  /** Parts of finished texts in which there may be more to link: children of a text, which have some 30 blocks each. */
  readonly #unsettled = new WeakSet<Element>();
  /** Those of them that are near the view. */
  readonly #near = new Set<Element>();
  /** Whether the workspace knows a name, as far as it was asked. */
  readonly #answers = new Map<string, boolean>();
  #observer: IntersectionObserver | undefined;
  #scheduled = false;
  #asking = false;

  /** Takes a text that is finished. */
  add(text: Element): void {
    for (const part of text.children) {
      if (!part.querySelector(plainCode)) continue;
      this.#observer ??= this.#start();
      this.#unsettled.add(part);
      this.#observer.observe(part);
    }
  }

  #start(): IntersectionObserver {
    const observer = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: margin, scrollMargin: margin });
    const again = () => this.#lookAgain(observer);
    document.documentElement.addEventListener('pointerenter', again);
    addEventListener('focus', again);
    document.addEventListener('click', (event) => {
      // Who has selected it by dragging does not want to go there.
      if (getSelection()?.isCollapsed !== false) follow(event);
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') follow(event);
    });
    return observer;
  }

  #lookAgain(observer: IntersectionObserver): void {
    const unknown = [...this.#answers].filter(([, known]) => !known);
    if (unknown.length === 0) return;
    for (const [name] of unknown) this.#answers.delete(name);
    for (const part of document.querySelectorAll('.md > *')) {
      observer.unobserve(part);
      if (this.#unsettled.has(part)) observer.observe(part);
    }
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#near.size === 0) return;
    this.#scheduled = true;
    whenIdle(() => this.#work(), longestWait);
  }

  /** Links what is known by now, and asks for the rest, one question at a time. */
  #work(): void {
    this.#scheduled = false;
    const names = new Set<string>();
    for (const part of this.#near) {
      const unasked = part.isConnected ? this.#link(part) : [];
      if (unasked.length === 0) this.#leave(part);
      for (const name of unasked) names.add(name);
    }
    if (names.size > 0 && !this.#asking) void this.#ask([...names].slice(0, mostSymbolNames));
  }

  /** A browser looks at all that is observed, in each frame. */
  #leave(part: Element): void {
    this.#near.delete(part);
    this.#observer?.unobserve(part);
  }

  /** Links what is known in a part; the result is what has to be asked for, of the first names in it. */
  #link(part: Element): readonly string[] {
    const names = new Set<string>();
    let unknown = false;
    for (const code of part.querySelectorAll<HTMLElement>(plainCode)) {
      const read = readSymbolName(code.textContent ?? '');
      if (!read || code.closest('a')) continue;
      const name = symbolText(read);
      if (names.size >= mostSymbolNames && !names.has(name)) continue;
      names.add(name);
      const known = this.#answers.get(name);
      if (known) makeLink(code, name);
      else unknown = true;
    }
    if (!unknown) this.#unsettled.delete(part);
    return [...names].filter((name) => !this.#answers.has(name));
  }

  async #ask(names: readonly string[]): Promise<void> {
    this.#asking = true;
    // Links are an extra: without them, it is code.
    const known = new Set(await host.request('knownSymbols', { names }).catch(() => []));
    this.#asking = false;
    if (this.#answers.size > mostRemembered) this.#answers.clear();
    for (const name of names) this.#answers.set(name, known.has(name));
    this.#schedule();
  }
}

/** The element stays, with its text: what is selected or found in it must not move. */
function makeLink(code: HTMLElement, name: string): void {
  code.className = linked;
  code.tabIndex = 0;
  code.title = t('Go to “{0}” in the workspace', name);
  code.setAttribute('role', 'link');
}

function follow(event: Event): void {
  const code = event.target instanceof Element ? event.target.closest(`.${linked}`) : null;
  const read = code && readSymbolName(code.textContent ?? '');
  if (read) ask(host.request('openSymbol', { name: symbolText(read) }));
}

export const symbolLinks = new SymbolLinks();
