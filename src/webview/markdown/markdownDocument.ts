import { type BlockContext, BlockParser } from './blockParser.ts';
import type { DomPatcher } from './domPatcher.ts';
import type { Footnotes } from './footnotes.ts';
import type { Work } from './inlineText.ts';
import type { InlineReferences } from './inlineTokens.ts';
import type { LinkDestination } from './linkSyntax.ts';
import type { Formula } from './mathSyntax.ts';
import type { LinkTarget, MarkdownOptions } from './options.ts';
import { References, type Rewritable } from './references.ts';
import { webLink } from './uri.ts';

/** One text while it is parsed: what its blocks share, and the splitting of what comes into lines. */
export class MarkdownDocument implements BlockContext {
  readonly options: MarkdownOptions;
  readonly work: Work = { parsed: 0 };
  private readonly targets: WeakMap<Element, LinkTarget>;
  private readonly footnotes: Footnotes;
  private readonly known = new References();
  private readonly parser: BlockParser;
  /** A `\r` came last: a `\n` after it belongs to the same line ending. */
  private afterReturn = false;

  constructor(host: Element, options: MarkdownOptions, targets: WeakMap<Element, LinkTarget>, footnotes: Footnotes) {
    this.options = options;
    this.targets = targets;
    this.footnotes = footnotes;
    this.parser = new BlockParser(host, this);
  }

  /** Takes in text at the end. It is not shown yet. */
  take(text: string): void {
    this.split(text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);
  }

  /** Shows all that was taken in. */
  flush(): void {
    this.parser.flush();
    this.known.rewriteStale(false);
    this.footnotes.update(false);
  }

  finish(): void {
    this.parser.finish();
    this.known.rewriteStale(true);
    this.footnotes.update(true);
  }

  references(text: Rewritable): InlineReferences {
    return this.known.for(text);
  }

  defineLink(label: string, destination: LinkDestination): void {
    this.known.defineLink(label, destination);
  }

  defineFootnote(label: string): HTMLElement {
    return this.known.defineFootnote(label) ? this.footnotes.define(label) : document.createElement('div');
  }

  writeFootnote(patcher: DomPatcher, label: string): void {
    this.footnotes.writeReference(patcher, label);
  }

  resolveLink(href: string): LinkTarget | null {
    return (this.options.resolveLink ?? webLink)(href);
  }

  resolveCode(text: string): LinkTarget | null {
    return this.options.resolveCode?.(text) ?? null;
  }

  bindLink(element: Element, target: LinkTarget): void {
    this.targets.set(element, target);
  }

  showMath(element: HTMLElement, formula: Formula): void {
    this.options.onMath?.(element, formula);
  }

  citationName(number: number): string | null {
    return this.options.citations?.name(number) ?? null;
  }

  showCitation(button: HTMLElement, number: number): void {
    this.options.citations?.show(button, number);
  }

  heading(level: number): HTMLElement {
    const shown = level + (this.options.headingShift ?? 0);
    const element = document.createElement(`h${Math.min(shown, 6)}`);
    if (shown > 6) element.setAttribute('aria-level', String(shown));
    return element;
  }

  private split(text: string): void {
    let from = this.afterReturn && text.startsWith('\n') ? 1 : 0;
    if (text !== '') this.afterReturn = text.endsWith('\r');
    const lineEnd = /\r\n?|\n/g;
    lineEnd.lastIndex = from;
    for (let match = lineEnd.exec(text); match; match = lineEnd.exec(text)) {
      this.parser.endLine(text.slice(from, match.index));
      from = lineEnd.lastIndex;
    }
    if (from < text.length) this.parser.addText(text.slice(from));
  }
}
