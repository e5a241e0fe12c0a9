import type { DomPatcher } from './domPatcher.ts';
import type { BracketToken, InlineToken, Mark, RunToken } from './inlineTokens.ts';
import { displayMathClass, mathClass } from './mathLeaf.ts';
import type { Formula } from './mathSyntax.ts';
import type { LinkTarget } from './options.ts';

const citationClass = 'citation';

/** Emphasis nested deeper than this is shown as it is written. */
const deepestNesting = 40;

/** What the writer needs to know of the view it writes for. */
export interface InlineSurroundings {
  resolveLink(href: string): LinkTarget | null;
  /** Code in a line that names a place. */
  resolveCode(text: string): LinkTarget | null;
  /** The link's element is in the page: clicks on it go to `target`. */
  bindLink(element: Element, target: LinkTarget): void;
  /** The formula's element is in the page. */
  showMath(element: HTMLElement, formula: Formula): void;
  /** The name of a button for something that is cited; null where there is none. */
  citationName(number: number): string | null;
  /** The button is in the page. */
  showCitation(button: HTMLElement, number: number): void;
  /** Writes a reference to a footnote that is defined. */
  writeFootnote(patcher: DomPatcher, label: string): void;
}

/** A begun thing: an element that is to be left, or the text that stands for its end. */
type Begun = { readonly element: boolean; readonly end: string; readonly link: boolean };

/** Writes tokens as DOM. One use for one text: keeps what is open between calls. */
export class InlineWriter {
  private readonly patcher: DomPatcher;
  private readonly around: InlineSurroundings;
  private readonly begun: Begun[] = [];
  private depth = 0;
  private links = 0;
  /** The alternative text being collected, and how many images deep. */
  private alt: { text: string; depth: number; readonly token: BracketToken } | null = null;

  constructor(patcher: DomPatcher, around: InlineSurroundings) {
    this.patcher = patcher;
    this.around = around;
  }

  write(token: InlineToken): void {
    switch (token.kind) {
      case 'text':
        this.text(token.text);
        return;
      case 'code':
        this.code(token.text);
        return;
      case 'math':
        this.math(token.formula);
        return;
      case 'break':
        this.lineBreak();
        return;
      case 'autolink':
        this.autolink(token.text, token.href);
        return;
      case 'footnote':
        if (!this.alt) this.around.writeFootnote(this.patcher, token.label);
        return;
      case 'citation':
        this.citation(token.number);
        return;
      case 'run':
        this.run(token);
        return;
      case 'bracket':
        this.bracket(token);
        return;
      case 'bracketEnd':
        this.bracketEnd();
        return;
    }
  }

  private text(text: string): void {
    if (this.alt) this.alt.text += text;
    else this.patcher.write(text);
  }

  private code(text: string): void {
    if (this.alt) this.alt.text += text;
    else {
      const target = this.links > 0 ? null : this.around.resolveCode(text);
      if (target) this.around.bindLink(this.patcher.enter('a', { href: target.href }), target);
      this.patcher.enter('code');
      this.patcher.write(text);
      this.patcher.exit();
      if (target) this.patcher.exit();
    }
  }

  private math(formula: Formula): void {
    const { source, display } = formula;
    if (this.alt) {
      this.alt.text += source;
      return;
    }
    const element = this.patcher.keep('span', { class: display ? displayMathClass : mathClass, 'data-math': source }, source);
    if (element) this.around.showMath(element, formula);
  }

  private citation(number: number): void {
    const name = this.alt ? null : this.around.citationName(number);
    if (name === null) return;
    const attributes = { type: 'button', class: citationClass, 'data-citation': String(number), 'aria-label': name };
    const button = this.patcher.keep('button', attributes, '');
    if (button) this.around.showCitation(button, number);
  }

  private lineBreak(): void {
    if (this.alt) this.alt.text += '\n';
    else {
      this.patcher.enter('br');
      this.patcher.exit();
    }
  }

  private run({ char, length, left, ends, begins }: RunToken): void {
    if (this.alt) {
      this.alt.text += char.repeat(left);
      return;
    }
    for (let count = ends.length; count > 0; count -= 1) this.leave();
    if (left > 0) this.patcher.write(char.repeat(left));
    for (const mark of begins.toReversed())
      this.enterMark(mark, mark === 'em' ? char : mark === 'strong' ? char + char : char.repeat(length));
  }

  private enterMark(mark: Mark, written: string): void {
    if (this.depth < deepestNesting) this.enter(mark, {}, false);
    else {
      this.patcher.write(written);
      this.begin(false, written, false);
    }
  }

  private enter(tag: string, attributes: Readonly<Record<string, string>>, link: boolean): Element {
    this.depth += 1;
    this.begin(true, '', link);
    return this.patcher.enter(tag, attributes);
  }

  private begin(element: boolean, end: string, link: boolean): void {
    if (link) this.links += 1;
    this.begun.push({ element, end, link });
  }

  private leave(): void {
    const last = this.begun.pop();
    if (!last) return;
    if (last.link) this.links -= 1;
    if (last.element) {
      this.depth -= 1;
      this.patcher.exit();
    } else if (last.end) this.patcher.write(last.end);
  }

  private bracket(token: BracketToken): void {
    if (!token.destination) this.text(token.image ? '![' : '[');
    else if (this.alt) this.alt.depth += 1;
    else if (token.image) this.alt = { text: '', depth: 1, token };
    else this.enterLink(token.destination.href, token.destination.title);
  }

  private bracketEnd(): void {
    if (!this.alt) {
      this.leave();
      return;
    }
    this.alt.depth -= 1;
    if (this.alt.depth > 0) return;
    const { text, token } = this.alt;
    this.alt = null;
    this.image(text, token);
  }

  /** Pictures are never loaded: the text stands for them, and leads to them where it may. */
  private image(alt: string, { destination }: BracketToken): void {
    const href = destination?.href ?? '';
    this.enterLink(href, destination?.title ?? null, 'md-image');
    this.patcher.write(alt || href);
    this.leave();
  }

  private autolink(text: string, href: string): void {
    if (this.alt) this.alt.text += text;
    else {
      this.enterLink(href, null);
      this.patcher.write(text);
      this.leave();
    }
  }

  /** Begins a link where it is allowed, and else what has no element, or a span that carries the class. Links inside it are text. */
  private enterLink(href: string, title: string | null, className?: string): void {
    const target = this.links > 0 ? null : this.around.resolveLink(href);
    const tooltip = [target?.title, title].filter((each) => typeof each === 'string').join('\n');
    const attributes: Record<string, string> = {
      ...(className && { class: className }),
      ...(target && { href: target.href }),
      // Of a picture: what is copied says where it is, too.
      ...(className && !target && { 'data-href': href }),
      ...(tooltip !== '' && (target || className) && { title: tooltip }),
    };
    if (target) this.around.bindLink(this.enter('a', attributes, true), target);
    else if (className) this.enter('span', attributes, false);
    else this.begin(false, '', true);
  }
}
