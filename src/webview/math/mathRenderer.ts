import type { Formula } from '../markdown/mathSyntax.ts';
import { whenIdle } from '../whenIdle.ts';
import { t } from '../words.ts';
import { loadTex, type TexModule } from './loadTex.ts';
import type { TexProblem } from './tex.ts';

/** Formulas for one idle slice: with layout each takes up to a few milliseconds. */
const mostPerSlice = 6;
/** Milliseconds after which a slice comes even if the page is never idle. */
const longestWait = 300;

function reasonOf(problem: TexProblem): string {
  switch (problem.kind) {
    case 'tooLong':
      return t('This formula is too long to be shown.');
    case 'tooDeep':
      return t('This formula is nested too deeply to be shown.');
    case 'defines':
      return t('Formulas cannot define commands.');
    case 'unreadable':
      return t('This formula cannot be read: {0}', problem.detail);
  }
}

/** Shows the formulas of one text as MathML: those that are near to being seen, a few at a time, when the page has nothing else to do. */
export class MathRenderer {
  /** Weak, since a formula in a paragraph that is still arriving may go again. */
  readonly #formulas = new WeakMap<Element, Formula>();
  /** Near to being seen, and not shown yet. */
  readonly #near = new Set<Element>();
  #observer: IntersectionObserver | null = null;
  #read: TexModule['readTex'] | null = null;
  /** Takes back the slice that is to come. */
  #cancel: (() => void) | null = null;
  #disposed = false;

  /** A formula was closed; its element shows its source so far. */
  add(element: Element, formula: Formula): void {
    this.#formulas.set(element, formula);
    this.#observer ??= this.#observe();
    this.#observer.observe(element);
  }

  /** Nothing is shown any more. */
  dispose(): void {
    this.#disposed = true;
    this.#observer?.disconnect();
    this.#near.clear();
    this.#cancel?.();
  }

  #observe(): IntersectionObserver {
    // The margins are those of the document and of what scrolls in it.
    const near: IntersectionObserverInit & { scrollMargin: string } = { root: document, rootMargin: '100%', scrollMargin: '100%' };
    return new IntersectionObserver((entries) => this.#seen(entries), near);
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    if (this.#near.size === 0) return;
    if (this.#read) this.#schedule();
    else void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.#read = (await loadTex()).readTex;
    } catch {
      for (const element of this.#near) this.#fail(element, t('What shows formulas could not be loaded.'));
      this.#near.clear();
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#disposed || this.#near.size === 0) return;
    this.#cancel ??= whenIdle((timeLeft) => this.#slice(timeLeft), longestWait);
  }

  #slice(timeLeft: () => number): void {
    this.#cancel = null;
    let left = mostPerSlice;
    for (const element of this.#near) {
      if (left === 0 || (left < mostPerSlice && timeLeft() < 1)) break;
      left -= 1;
      this.#near.delete(element);
      this.#show(element);
    }
    this.#schedule();
  }

  #show(element: Element): void {
    const formula = this.#formulas.get(element);
    if (!formula || !this.#read || !element.isConnected) return;
    this.#observer?.unobserve(element);
    const result = this.#read(formula.tex, formula.display);
    if ('math' in result) {
      element.replaceChildren(result.math);
      element.closest('p, h1, h2, h3, h4, h5, h6')?.classList.add('md-has-math');
    } else this.#fail(element, reasonOf(result.problem));
  }

  /** The source stays, as code, and says why. */
  #fail(element: Element, reason: string): void {
    this.#observer?.unobserve(element);
    const code = document.createElement('code');
    code.className = 'md-math-failed';
    code.textContent = this.#formulas.get(element)?.source ?? element.textContent;
    code.title = reason;
    code.setAttribute('aria-description', reason);
    element.replaceChildren(code);
  }
}
