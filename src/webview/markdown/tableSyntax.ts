/** The syntax of tables, one line at a time. */

export type Alignment = 'left' | 'center' | 'right' | null;

const delimiterRow = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;

/** Whether a part of a line could become a delimiter row. */
export function mayBeDelimiterRow(text: string): boolean {
  return /^[|:\- \t]*$/.test(text);
}

/** The alignments that a delimiter row gives, or null when the line is none. The text begins at the first non-space. */
export function delimiterCells(text: string): Alignment[] | null {
  const row = text.trimEnd();
  // Dashes alone are a heading's underline; those, with their spaces, were looked for before.
  if (!mayBeDelimiterRow(row) || !/[|:]/.test(row) || !delimiterRow.test(row)) return null;
  return row
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => {
      const mark = cell.trim();
      const left = mark.startsWith(':');
      if (mark.endsWith(':')) return left ? 'center' : 'right';
      return left ? 'left' : null;
    });
}

/** Takes a row apart as its text arrives. Pipes separate cells, also in code, unless a backslash is before them. */
export class RowScanner {
  /** Cells begun so far. */
  count = 0;
  private open = false;
  private atStart = true;
  private escaped = false;
  /** White space that is part of the cell if more of the cell follows. */
  private pendingSpace = '';
  private readonly write: (cell: number, text: string) => void;

  /** `write` gets the parts of each cell in order, without white space around the cell, escaped pipes as pipes. */
  constructor(write: (cell: number, text: string) => void) {
    this.write = write;
  }

  push(text: string): void {
    for (let pos = 0; pos < text.length; ) {
      const special = this.escaped ? pos : this.nextSpecial(text, pos);
      if (special > pos) {
        this.put(text.slice(pos, special));
        pos = special;
        continue;
      }
      this.special(text.charAt(pos));
      pos += 1;
    }
  }

  /** The row ends: a backslash at the end is one. */
  end(): void {
    if (this.escaped) this.put('\\');
    this.escaped = false;
  }

  private nextSpecial(text: string, from: number): number {
    let pos = from;
    while (pos < text.length && !'|\\ \t'.includes(text.charAt(pos))) pos += 1;
    return pos;
  }

  private special(char: string): void {
    if (this.escaped) {
      this.escaped = false;
      this.put(char === '|' ? '|' : `\\${char}`);
    } else if (char === '\\') this.escaped = true;
    else if (char === '|') this.separate();
    else if (this.open) this.pendingSpace += char;
  }

  private separate(): void {
    // An empty cell between two pipes counts; nothing before the first pipe does not.
    if (!this.open && !this.atStart) this.count += 1;
    this.open = this.atStart = false;
    this.pendingSpace = '';
  }

  private put(text: string): void {
    if (!this.open) {
      this.open = true;
      this.atStart = false;
      this.count += 1;
    }
    this.write(this.count - 1, this.pendingSpace + text);
    this.pendingSpace = '';
  }
}

/** How many cells a row has. */
export function countCells(row: string): number {
  const scanner = new RowScanner(() => {});
  scanner.push(row);
  scanner.end();
  return scanner.count;
}
