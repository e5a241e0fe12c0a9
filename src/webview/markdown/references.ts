import type { InlineReferences } from './inlineTokens.ts';
import type { LinkDestination } from './linkSyntax.ts';

/** A text that can be written again. False: put off until it is asked `atEnd`. */
export interface Rewritable {
  rewrite(atEnd: boolean): boolean;
}

/**
 * The definitions of a document. They may come after their uses: a text that asked in vain is written again when the answer comes.
 */
export class References {
  private readonly links = new Map<string, LinkDestination>();
  private readonly footnotes = new Set<string>();
  /** Who asked in vain, by label; a footnote's begins with `^`. */
  private readonly waiting = new Map<string, Set<Rewritable>>();
  private stale = new Set<Rewritable>();

  /** The view of one text on the definitions. */
  for(text: Rewritable): InlineReferences {
    return {
      link: (label) => {
        const found = this.links.get(label);
        if (!found) this.wait(label, text);
        return found;
      },
      footnote: (label) => {
        if (this.footnotes.has(label)) return true;
        this.wait(`^${label}`, text);
        return false;
      },
    };
  }

  /** The first definition of a label counts. */
  defineLink(label: string, destination: LinkDestination): void {
    if (this.links.has(label)) return;
    this.links.set(label, destination);
    this.wake(label);
  }

  /** True when the label is new. */
  defineFootnote(label: string): boolean {
    if (this.footnotes.has(label)) return false;
    this.footnotes.add(label);
    this.wake(`^${label}`);
    return true;
  }

  /** Has the texts written again for which an answer came. */
  rewriteStale(atEnd: boolean): void {
    if (this.stale.size === 0) return;
    const stale = this.stale;
    this.stale = new Set();
    for (const text of stale) if (!text.rewrite(atEnd)) this.stale.add(text);
  }

  private wait(key: string, text: Rewritable): void {
    const waiting = this.waiting.get(key);
    if (waiting) waiting.add(text);
    else this.waiting.set(key, new Set([text]));
  }

  private wake(key: string): void {
    for (const text of this.waiting.get(key) ?? []) this.stale.add(text);
    this.waiting.delete(key);
  }
}
