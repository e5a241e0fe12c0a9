import { Footnotes } from './footnotes.ts';
import type { Work } from './inlineText.ts';
import { MarkdownDocument } from './markdownDocument.ts';
import type { LinkTarget, MarkdownOptions } from './options.ts';

/**
 * A Markdown text in the page that may grow at its end. Appending costs what the new text costs: lines are parsed once, only the last block's
 * end is patched, and what is closed is never touched again but where a definition comes after its use. However the text was cut into pieces,
 * once it is finished the nodes are those of the text as a whole.
 */
export class MarkdownView {
  private readonly container: HTMLElement;
  private readonly options: MarkdownOptions;
  private targets = new WeakMap<Element, LinkTarget>();
  private footnotes: Footnotes;
  /** Null once finished. */
  private parsing: MarkdownDocument | null;

  /** The container is the view's own: what is in it goes. */
  constructor(container: HTMLElement, options: MarkdownOptions) {
    this.container = container;
    this.options = options;
    container.replaceChildren();
    container.classList.add('md');
    container.addEventListener('click', this.onClick);
    this.footnotes = new Footnotes(container, options.t);
    this.parsing = this.begin();
  }

  /** Adds text at the end, at once. An error after `finish`. */
  append(text: string): void {
    this.take(text);
    this.flush();
  }

  /** The same, to be shown by `flush`: what stands in no page costs the browser nothing. */
  take(text: string): void {
    if (!this.parsing) throw new Error('The text is finished.');
    this.parsing.take(text);
  }

  /** Shows what was taken in. */
  flush(): void {
    this.parsing?.flush();
  }

  /** No more text comes: shows what was waiting to be decided, closes all blocks and drops the parser. */
  finish(): void {
    this.parsing?.finish();
    this.parsing = null;
  }

  /** Replaces all; more may be appended. */
  set(text: string): void {
    this.container.replaceChildren();
    this.targets = new WeakMap();
    this.footnotes = new Footnotes(this.container, this.options.t);
    this.parsing = this.begin();
    this.append(text);
  }

  /** Empties the container and lets go of it. */
  dispose(): void {
    this.parsing = null;
    this.container.removeEventListener('click', this.onClick);
    this.container.classList.remove('md');
    this.container.replaceChildren();
  }

  /** What was done for the text so far, for tests. Null once finished. */
  get work(): Readonly<Work> | null {
    return this.parsing?.work ?? null;
  }

  private begin(): MarkdownDocument {
    return new MarkdownDocument(this.container, this.options, this.targets, this.footnotes);
  }

  private readonly onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !this.container.contains(link)) return;
    // The page does not navigate, and the editor's own handling of links in webviews is not asked.
    event.preventDefault();
    event.stopPropagation();
    const target = this.targets.get(link);
    if (target) this.options.onLink(target);
    else this.footnotes.follow(link);
  };
}
