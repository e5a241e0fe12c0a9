/**
 * Colours code blocks as the editor does, once their text is complete and they are near the view. Long blocks are coloured part by part, as
 * they come near; what streams is never touched.
 */
import { signal } from '@preact/signals';
import { host } from './host.ts';
import { languageName } from './markdown/languages.ts';
import type { CodeBlockView } from './markdown/options.ts';
import { type PaintedRuns, paintRuns } from './paintRuns.ts';
import { onThemeTold, shownTheme } from './shownTheme.ts';
import { tokenClasses } from './tokenClasses.ts';
import { whenIdle } from './whenIdle.ts';

/** A code block's colours, in one theme. */
interface Block {
  readonly view: CodeBlockView;
  /** The theme's number for which the host was asked. */
  theme: number;
  /** Null while they are on their way, and where there are none. */
  colors: PaintedRuns | null;
}

/** What is coloured at once: the whole of a short block, or some lines of a long one. */
interface Part {
  readonly element: HTMLElement;
  readonly block: Block;
  /** Where it begins in the block's text. */
  readonly start: number;
  painted: PaintedRuns | null;
}

/** Milliseconds of a frame that may be used for colours. */
const slice = 4;
/** Milliseconds after which code is coloured even if the page is never idle. */
const longestWait = 100;
/** Characters; longer is no language's name. */
const longestName = 100;
/** Milliseconds that code is near the view before its colours are asked for: what only passes by is not. */
const passing = 60;
/** How near: a part of the view's height, above and below it. */
const margin = '50% 0px';

/** What holds code that is coloured at once. */
const colored = '.md-code code, .md-code .md-lines';

/** Counts what was coloured, for who holds places in the text of code: colours split it anew. */
export const codePaints = signal(0);

class CodeColoring {
  readonly #parts = new WeakMap<Element, Part>();
  /** What is near the view. Nothing else is held: what leaves the page is let go. */
  readonly #near = new Set<Part>();
  readonly #toPaint = new Set<Part>();
  #added: CodeBlockView[] = [];
  #observer: IntersectionObserver | undefined;
  /** Counts how often the theme was told. */
  #theme = 0;
  #scheduled = false;
  #asking = false;

  /** Takes a block whose text is complete. */
  add(view: CodeBlockView): void {
    if (view.language === '') return;
    this.#added.push(view);
    if (this.#added.length === 1) whenIdle(() => this.#takeAdded(), longestWait);
  }

  /** Of what comes fast, all at once: to be told of one more costs the browser as much as some lines of text. */
  #takeAdded(): void {
    for (const view of this.#added.splice(0)) this.#take(view);
  }

  #take(view: CodeBlockView): void {
    this.#observer ??= this.#start();
    const block: Block = { view, theme: -1, colors: null };
    const { code } = view;
    const elements = code.firstElementChild ? [...code.children].filter((child) => child instanceof HTMLElement) : [code];
    let start = 0;
    for (const element of elements) {
      this.#parts.set(element, { element, block, start, painted: null });
      this.#observer.observe(element);
      start += element.textContent?.length ?? 0;
    }
  }

  #start(): IntersectionObserver {
    const observer = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: margin, scrollMargin: margin });
    onThemeTold(() => {
      this.#theme++;
      this.#near.clear();
      for (const element of document.querySelectorAll(colored)) {
        observer.unobserve(element);
        if (this.#parts.has(element)) observer.observe(element);
      }
    });
    return observer;
  }

  /** What is coloured is looked at again when the theme changes: a browser looks at all that is observed, in each frame. */
  #done(part: Part): void {
    this.#observer?.unobserve(part.element);
    this.#near.delete(part);
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const part = this.#parts.get(target);
      if (!part) continue;
      if (isIntersecting) {
        this.#near.add(part);
        this.#see(part);
      } else this.#near.delete(part);
    }
  }

  #see(part: Part): void {
    if (part.block.theme === this.#theme) this.#enqueue(part);
    else if (!this.#asking) {
      this.#asking = true;
      setTimeout(() => this.#askForNear(), passing);
    }
  }

  #askForNear(): void {
    this.#asking = false;
    for (const { block } of this.#near) if (block.theme !== this.#theme) void this.#ask(block);
  }

  async #ask(block: Block): Promise<void> {
    const theme = this.#theme;
    block.theme = theme;
    block.colors = null;
    const languages = namesOf(block.view.language);
    // Colours are an extra: without them, the code is plain, and the host has logged why.
    const colors = await host.request('highlightCode', { text: block.view.text(), languages, theme: shownTheme() }).catch(() => null);
    // Another theme was told meanwhile: it is asked for by whoever is near then.
    if (block.theme !== theme || theme !== this.#theme) return;
    block.colors = colors && { runs: colors.runs, classes: tokenClasses(colors.styles) };
    for (const part of [...this.#near].filter((each) => each.block === block)) {
      if (colors) this.#enqueue(part);
      else this.#done(part);
    }
  }

  #enqueue(part: Part): void {
    if (!part.block.colors) return;
    if (part.painted === part.block.colors) {
      this.#done(part);
      return;
    }
    this.#toPaint.add(part);
    if (this.#scheduled) return;
    this.#scheduled = true;
    whenIdle(() => this.#paint(), longestWait);
  }

  #paint(): void {
    this.#scheduled = false;
    const end = performance.now() + slice;
    for (const part of this.#toPaint) {
      if (performance.now() >= end) break;
      this.#toPaint.delete(part);
      const { colors, theme } = part.block;
      if (!colors || theme !== this.#theme || !part.element.isConnected || !this.#near.has(part)) continue;
      paintRuns(part.element, part.start, colors);
      part.painted = colors;
      this.#done(part);
      codePaints.value++;
    }
    if (this.#toPaint.size === 0) return;
    this.#scheduled = true;
    whenIdle(() => this.#paint(), longestWait);
  }
}

/** The fence's word as it is, as people write it, and without what some add to it, as in `rust,ignore`, `ts{1,3}` or `{.python}`. */
function namesOf(language: string): string[] {
  const word = /[\w#+-][\w#+.-]*/.exec(language)?.[0] ?? '';
  return [...new Set([language, languageName(language), word])].map((name) => name.slice(0, longestName));
}

export const codeColors = new CodeColoring();
