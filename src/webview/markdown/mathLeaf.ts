import { CodeText } from './codeText.ts';
import type { Leaf } from './leaf.ts';
import { closesMath, formula, longestDisplay, type MathStart } from './mathSyntax.ts';
import type { MarkdownOptions } from './options.ts';

/** What formulas are in the page: they show how they are written until someone renders them. */
export const mathClass = 'md-math';
export const displayMathClass = `${mathClass} md-math-display`;

function count(line: string, what: RegExp): number {
  return line.match(what)?.length ?? 0;
}

/** A formula on lines of its own. While it is open it is plain text, and stays it if nothing closes it before the next blank line. */
export class MathLeaf implements Leaf {
  readonly kind = 'math';
  readonly element = document.createElement('div');
  private readonly options: MarkdownOptions;
  private readonly opener: MathStart['opener'];
  private readonly text: CodeText;
  private ended: boolean;
  /** The line that is arriving, in pieces. */
  private line: string[] = [];
  /** The end of a line waits until another line comes. */
  private lineEnds = 1;
  private length = 0;
  private environments = 0;

  constructor(start: MathStart, options: MarkdownOptions) {
    this.options = options;
    this.opener = start.opener;
    this.ended = start.closed;
    this.element.className = 'md-source';
    this.text = new CodeText(this.element);
    this.text.append(start.text);
    this.count(start.text);
  }

  /** TeX has no blank lines in formulas; between the rows of an environment they are written all the same. */
  get takesBlank(): boolean {
    return this.environments > 0 && this.length <= longestDisplay;
  }

  extend(text: string): void {
    for (; this.lineEnds > 0; this.lineEnds -= 1) this.text.endLine();
    this.text.append(text);
    this.line.push(text);
  }

  endLine(): boolean {
    const line = this.line.join('');
    this.line = [];
    this.lineEnds += 1;
    this.count(line);
    this.ended = closesMath(line, this.opener);
    return !this.ended;
  }

  flush(): void {
    this.text.flush();
  }

  close(): void {
    this.flush();
    const found = this.ended ? formula((this.element.textContent ?? '').trimEnd()) : null;
    if (!found) return;
    this.element.className = displayMathClass;
    this.element.dataset['math'] = found.source;
    this.element.textContent = found.source;
    this.options.onMath?.(this.element, found);
  }

  private count(line: string): void {
    this.length += line.length + 1;
    this.environments += count(line, /\\begin\s*\{/g) - count(line, /\\end\s*\{/g);
  }
}
