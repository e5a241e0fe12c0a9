import { DomPatcher } from './domPatcher.ts';
import { InlineParser } from './inlineParser.ts';
import type { InlineReferences, InlineResult } from './inlineTokens.ts';
import { type InlineSurroundings, InlineWriter } from './inlineWriter.ts';

/** What inline text needs from the document it is in. */
export interface InlineContext extends InlineSurroundings {
  readonly work: Work;
  /** Answers for `text`, and remembers to have it written again if an answer changes. */
  references(text: InlineText): InlineReferences;
}

/** What was done so far, for tests that count. */
export interface Work {
  /** Characters given to the inline parser and, of lines that were not decided yet, to the block parser. */
  parsed: number;
}

/** Up to this many characters the part that may change is parsed at every delta. */
const alwaysParsed = 1_000;
/** Beyond it, it is parsed again when it has grown by this factor; what came since is shown as it is written. */
const growth = 1.125;
/** Rewriting for definitions that came later is put off to the end once it has cost this many characters. */
const rewriteBudget = 2_000_000;

/**
 * The text of a paragraph, heading or cell that may grow at its end. The part that can still change is parsed and patched; what is before it
 * is fixed in the page.
 */
export class InlineText {
  private readonly context: InlineContext;
  private readonly references: InlineReferences;
  private readonly patcher: DomPatcher;
  /** All of it, in pieces. */
  private pieces: string[] = [];
  /** What is not fixed. */
  private tail = '';
  /** What of the tail was parsed or shown. */
  private parsed = 0;
  private shown = 0;
  private readonly trim: (tail: string) => string;
  private readonly fixes: boolean;
  private rewritten = 0;

  /** `trim` takes off what is not content at the end; where it looks at more than white space, nothing is fixed before the end. */
  constructor(element: Element, context: InlineContext, trim?: (tail: string) => string) {
    this.context = context;
    this.references = context.references(this);
    this.patcher = new DomPatcher(element);
    this.trim = trim ?? ((tail) => tail.trimEnd());
    this.fixes = trim === undefined;
  }

  append(text: string): void {
    this.pieces.push(text);
    this.tail += text;
  }

  moveTo(element: Element): void {
    this.patcher.moveTo(element);
  }

  /** The whole source. O(length). */
  source(): string {
    return this.pieces.join('');
  }

  /** Shows what came. */
  flush(): void {
    const { length } = this.tail;
    if (length === this.shown) return;
    if (length > alwaysParsed && length < this.parsed * growth) {
      this.patcher.showLoose(this.tail.slice(this.shown));
      this.shown = length;
    } else this.update();
  }

  /** No more text comes. */
  close(): void {
    this.update();
    this.tail = '';
  }

  /** Writes all of it again, since a definition came. False: it was put off, since it has cost too much already. */
  rewrite(atEnd: boolean): boolean {
    const source = this.source();
    this.rewritten += source.length;
    if (!atEnd && this.rewritten > Math.max(rewriteBudget, source.length * 4)) return false;
    this.patcher.reset();
    this.tail = source;
    this.close();
    return true;
  }

  /** The text without its last `length` characters, from the start. */
  shorten(length: number): void {
    const source = this.source();
    this.pieces = [source.slice(0, source.length - length)];
    this.patcher.reset();
    this.tail = this.source();
  }

  private update(): void {
    const text = this.trim(this.tail);
    this.context.work.parsed += text.length;
    const result = new InlineParser(text, this.references).parse();
    this.write(result);
    if (result.settled && this.fixes) this.tail = this.tail.slice(result.settled.pos);
    this.shown = this.parsed = this.tail.length;
  }

  private write({ tokens, settled }: InlineResult): void {
    const { patcher } = this;
    const writer = new InlineWriter(patcher, this.context);
    const fixed = this.fixes ? settled : null;
    patcher.begin();
    tokens.forEach((token, index) => {
      if (fixed?.index !== index) writer.write(token);
      else if (token.kind === 'text') {
        writer.write({ kind: 'text', text: token.text.slice(0, fixed.offset) });
        patcher.fix();
        writer.write({ kind: 'text', text: token.text.slice(fixed.offset) });
      } else {
        patcher.fix();
        writer.write(token);
      }
    });
    patcher.end();
  }
}
