import { withoutMarks } from './citationMark.ts';

/** So many lines of code are one text node, and one thing to lay out. */
const linesPerPart = 64;

/**
 * The text of a code block while it grows. Up to 64 lines it is one text node. A longer one is split into spans of 64 lines that are blocks
 * of their own: layout takes time in proportion to the text of the block that changed, so this makes a line cost the same at any length.
 */
export class CodeText {
  readonly element: HTMLElement;
  /** Lines that have ended. */
  lines = 0;
  private node: Text;
  /** Written, but not in the page yet. */
  private pending = '';
  private readonly split: boolean;
  private linesInPart = 0;
  private parts = 0;

  /** `split` false keeps everything in one node. */
  constructor(element: HTMLElement, split = true) {
    this.element = element;
    this.split = split;
    this.node = document.createTextNode('');
    element.append(this.node);
  }

  append(text: string): void {
    if (text === '') return;
    if (this.linesInPart >= linesPerPart && this.split) this.beginPart();
    // What is cited in code cannot be told there: code is exactly its text.
    this.pending += withoutMarks(text);
  }

  endLine(): void {
    this.append('\n');
    this.lines += 1;
    this.linesInPart += 1;
  }

  /** Puts what was written into the page. */
  flush(): void {
    if (this.pending === '') return;
    this.node.appendData(this.pending);
    this.pending = '';
  }

  private beginPart(): void {
    this.flush();
    if (this.parts === 0) this.addPart();
    this.node = document.createTextNode('');
    this.addPart();
    this.linesInPart = 0;
  }

  /** Puts the current node into a part of its own. */
  private addPart(): void {
    const part = document.createElement('span');
    part.className = 'md-lines';
    part.append(this.node);
    this.element.append(part);
    this.parts += 1;
  }
}
