import { groupSize } from './containers.ts';
import { type InlineContext, InlineText } from './inlineText.ts';
import type { Leaf } from './leaf.ts';
import type { MarkdownOptions } from './options.ts';
import { type Alignment, RowScanner } from './tableSyntax.ts';

/** Widths of columns in characters, for tables too long to be measured by the browser at every row. */
const narrowest = 4;
const widest = 40;

/** One row while its text arrives. */
class TableRow {
  readonly element = document.createElement('tr');
  private readonly scanner: RowScanner;
  private readonly cells: HTMLElement[] = [];
  private open: { readonly index: number; readonly text: InlineText; length: number } | null = null;
  private readonly context: InlineContext;
  private readonly widths: number[];

  constructor(tag: 'th' | 'td', alignments: readonly Alignment[], context: InlineContext, widths: number[]) {
    this.context = context;
    this.widths = widths;
    this.scanner = new RowScanner((cell, text) => this.write(cell, text));
    for (const alignment of alignments) {
      const cell = document.createElement(tag);
      if (alignment) cell.dataset['align'] = alignment;
      this.cells.push(cell);
    }
    this.element.append(...this.cells);
  }

  /** Says the roles, which other layouts than a table's take away. */
  setRoles(cellRole: 'columnheader' | 'cell'): void {
    this.element.setAttribute('role', 'row');
    for (const cell of this.cells) cell.setAttribute('role', cellRole);
  }

  push(text: string): void {
    this.scanner.push(text);
  }

  flush(): void {
    this.open?.text.flush();
  }

  end(): void {
    this.scanner.end();
    this.open?.text.close();
    this.open = null;
  }

  private write(index: number, text: string): void {
    const cell = this.cells[index];
    if (this.open && this.open.index !== index) {
      this.open.text.close();
      this.open = null;
    }
    if (!cell) return;
    this.open ??= { index, text: new InlineText(cell, this.context), length: 0 };
    this.open.text.append(text);
    this.open.length += text.length;
    this.widths[index] = Math.max(this.widths[index] ?? 0, this.open.length);
  }
}

/**
 * A table. The browser lays a table out as a whole, so a long one is changed to rows that stand by themselves: their columns' widths come
 * from the length of the first rows' texts, and groups of rows are laid out apart.
 */
export class TableLeaf implements Leaf {
  readonly kind = 'table';
  readonly element = document.createElement('div');
  private readonly table = document.createElement('table');
  private readonly head: TableRow;
  private readonly headGroup = document.createElement('thead');
  private readonly rows: TableRow[] = [];
  private body: HTMLElement | null = null;
  private row: TableRow | null = null;
  private count = 0;
  private long = false;
  private readonly alignments: readonly Alignment[];
  private readonly context: InlineContext;
  private readonly widths: number[] = [];

  constructor(header: string, alignments: readonly Alignment[], context: InlineContext, options: MarkdownOptions) {
    this.alignments = alignments;
    this.context = context;
    this.element.className = 'md-table';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', options.t('Table'));
    this.head = new TableRow('th', alignments, context, this.widths);
    this.head.push(header);
    this.head.end();
    this.headGroup.append(this.head.element);
    this.table.append(this.headGroup);
    this.element.append(this.table);
  }

  beginRow(text: string): void {
    if (this.count % groupSize === 0) this.beginGroup();
    this.row = new TableRow('td', this.alignments, this.context, this.widths);
    if (this.long) this.row.setRoles('cell');
    else this.rows.push(this.row);
    this.body?.append(this.row.element);
    this.count += 1;
    this.row.push(text);
  }

  extend(text: string): void {
    this.row?.push(text);
  }

  endLine(): boolean {
    this.row?.end();
    this.row = null;
    return true;
  }

  flush(): void {
    this.row?.flush();
  }

  close(): void {
    this.row?.end();
  }

  private beginGroup(): void {
    if (this.count > 0 && !this.long) this.standAlone();
    this.body = document.createElement('tbody');
    if (this.long) this.body.setAttribute('role', 'rowgroup');
    this.table.append(this.body);
  }

  private standAlone(): void {
    this.long = true;
    this.table.className = 'md-long';
    const columns = this.alignments.map((_, index) => {
      const width = Math.min(widest, Math.max(narrowest, this.widths[index] ?? 0));
      return `minmax(${Math.min(width, 12)}ch, ${width}fr)`;
    });
    this.table.style.setProperty('--md-columns', columns.join(' '));
    this.table.setAttribute('role', 'table');
    for (const group of [this.headGroup, this.body]) group?.setAttribute('role', 'rowgroup');
    this.head.setRoles('columnheader');
    for (const row of this.rows) row.setRoles('cell');
    this.rows.length = 0;
  }
}
