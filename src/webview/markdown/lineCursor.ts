/**
 * A place in a line, as Markdown counts it: a tab reaches to the next multiple of four columns, and may be consumed in part.
 * Never sees the line's ending.
 */
export class LineCursor {
  readonly text: string;
  /** Index of the next character. */
  pos = 0;
  /** Columns before it, the consumed part of a tab included. */
  column = 0;
  /** Columns left of the tab before `pos`, when only a part of it was consumed. */
  private tabRest = 0;
  private nonspacePos = 0;
  private nonspaceColumn = 0;

  constructor(text: string) {
    this.text = text;
    this.findNonspace();
  }

  /** Index of the next character that is neither space nor tab; the line's length when there is none. */
  get nonspace(): number {
    return this.nonspacePos;
  }

  /** Columns of white space before the next other character. */
  get indent(): number {
    return this.nonspaceColumn - this.column;
  }

  get blank(): boolean {
    return this.nonspacePos === this.text.length;
  }

  /** Consumes up to `count` columns of white space. */
  skipColumns(count: number): void {
    let left = count;
    while (left > 0) {
      if (this.tabRest > 0) {
        const step = Math.min(left, this.tabRest);
        this.tabRest -= step;
        this.column += step;
        left -= step;
        continue;
      }
      const code = this.text.charCodeAt(this.pos);
      if (code === 9) this.tabRest = 4 - (this.column % 4);
      else if (code === 32) {
        this.column += 1;
        left -= 1;
      } else break;
      this.pos += 1;
    }
  }

  /** Consumes all white space. */
  skipSpace(): void {
    this.pos = this.nonspacePos;
    this.column = this.nonspaceColumn;
    this.tabRest = 0;
  }

  /** Consumes white space and `count` characters after it, none of which is a tab. */
  skipMarker(count: number): void {
    this.pos = this.nonspacePos + count;
    this.column = this.nonspaceColumn + count;
    this.tabRest = 0;
    this.findNonspace();
  }

  /** What is left of the line, the rest of a tab as spaces. */
  rest(): string {
    return ' '.repeat(this.tabRest) + this.text.slice(this.pos);
  }

  /** What is left without its white space before. */
  content(): string {
    return this.text.slice(this.nonspacePos);
  }

  private findNonspace(): void {
    let pos = this.pos;
    let column = this.column;
    for (; pos < this.text.length; pos += 1) {
      const code = this.text.charCodeAt(pos);
      if (code === 9) column += 4 - (column % 4);
      else if (code === 32) column += 1;
      else break;
    }
    this.nonspacePos = pos;
    this.nonspaceColumn = column;
  }
}
