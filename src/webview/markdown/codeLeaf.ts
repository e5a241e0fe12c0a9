import type { FenceStart } from './blockStarts.ts';
import { CodeText } from './codeText.ts';
import { unescapeText } from './entities.ts';
import { languageName } from './languages.ts';
import type { Leaf } from './leaf.ts';
import type { CodeBlockView, MarkdownOptions } from './options.ts';

/** The figure around code: a bar with the language and room for actions, and the text. */
class CodeFigure implements CodeBlockView {
  readonly element = document.createElement('div');
  readonly actions = document.createElement('div');
  readonly code = document.createElement('code');
  readonly content: CodeText;
  readonly language: string;
  readonly info: string;
  closed = false;
  private readonly options: MarkdownOptions;

  constructor(info: string, options: MarkdownOptions) {
    this.options = options;
    this.info = unescapeText(info);
    this.language = /^\S*/.exec(this.info)?.[0] ?? '';
    this.element.className = 'md-code';
    this.element.setAttribute('role', 'figure');
    this.element.dataset['language'] = this.language;
    this.content = new CodeText(this.code);
    this.element.append(this.bar(), this.pre());
    this.label();
    options.decorateCode?.(this);
  }

  get lineCount(): number {
    return this.content.lines;
  }

  text(): string {
    this.content.flush();
    return (this.code.textContent ?? '').replace(/\n$/, '');
  }

  close(): void {
    this.content.flush();
    this.closed = true;
    this.label();
    this.options.onCodeClosed?.(this);
  }

  /** The number of lines is said once it is known. */
  private label(): void {
    const { t } = this.options;
    const name = languageName(this.language);
    const start = name ? t('Code block, {0}', name) : t('Code block');
    const count = this.lineCount === 1 ? t('1 line') : t('{0} lines', this.lineCount);
    this.element.setAttribute('aria-label', this.closed ? `${start}, ${count}` : start);
  }

  private bar(): HTMLElement {
    const bar = document.createElement('div');
    bar.className = 'md-code-bar';
    const language = document.createElement('span');
    language.className = 'md-code-language';
    language.textContent = languageName(this.language);
    this.actions.className = 'md-code-actions';
    bar.append(language, this.actions);
    return bar;
  }

  private pre(): HTMLElement {
    const pre = document.createElement('pre');
    pre.tabIndex = 0;
    pre.append(this.code);
    return pre;
  }
}

/** What code blocks have in common, however they are written. */
class CodeLeaf {
  protected readonly figure: CodeFigure;

  constructor(info: string, options: MarkdownOptions) {
    this.figure = new CodeFigure(info, options);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  endLine(): boolean {
    this.figure.content.endLine();
    return true;
  }

  flush(): void {
    this.figure.content.flush();
  }

  close(): void {
    this.figure.close();
  }
}

/** A fenced code block. */
export class FenceLeaf extends CodeLeaf implements Leaf {
  readonly kind = 'fence';
  readonly marker: string;
  readonly length: number;
  /** Columns of indentation that are taken off each line. */
  readonly indent: number;

  constructor(start: FenceStart, indent: number, options: MarkdownOptions) {
    super(start.info, options);
    this.marker = start.marker;
    this.length = start.length;
    this.indent = indent;
  }

  extend(text: string): void {
    this.figure.content.append(text);
  }
}

/** A code block by indentation. Blank lines at its end are not part of it, so they wait. */
export class IndentedLeaf extends CodeLeaf implements Leaf {
  readonly kind = 'indented';
  private blank: string[] = [];

  constructor(options: MarkdownOptions) {
    super('', options);
  }

  extend(text: string): void {
    const { content } = this.figure;
    for (const line of this.blank) {
      content.append(line);
      content.endLine();
    }
    this.blank = [];
    content.append(text);
  }

  /** A line of white space, without the indentation. */
  addBlank(text: string): void {
    this.blank.push(text);
  }
}

/** A block of raw HTML, shown as it is written. */
export class HtmlLeaf implements Leaf {
  readonly kind = 'html';
  readonly end: RegExp | null;
  readonly element = document.createElement('div');
  private readonly text: CodeText;
  private tail = '';
  private ended = false;
  /** The end of a line waits until another line comes. */
  private lineEnds = 0;
  private readonly longestEnd: number;

  constructor(end: RegExp | null, longestEnd: number) {
    this.end = end;
    this.longestEnd = longestEnd;
    this.element.className = 'md-html';
    this.text = new CodeText(this.element);
  }

  extend(text: string): void {
    for (; this.lineEnds > 0; this.lineEnds -= 1) this.text.endLine();
    this.text.append(text);
    if (!this.end || this.ended) return;
    const seen = this.tail + text;
    this.ended = this.end.test(seen);
    this.tail = seen.slice(-this.longestEnd);
  }

  endLine(): boolean {
    this.tail = '';
    this.lineEnds += 1;
    return !this.ended;
  }

  flush(): void {
    this.text.flush();
  }

  close(): void {
    this.flush();
  }
}
