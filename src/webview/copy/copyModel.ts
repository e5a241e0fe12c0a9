/** What is selected of a conversation, as it was said: read from the page's elements, written as Markdown and as HTML. */
import type { Mark } from '../markdown/inlineTokens.ts';
import type { Alignment } from '../markdown/tableSyntax.ts';

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: Mark; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly title: string | null; readonly children: readonly Inline[] }
  /** Shown as its text; null: where it is, is not known. */
  | { readonly kind: 'image'; readonly href: string | null; readonly title: string | null; readonly text: string }
  | { readonly kind: 'break' }
  /** As it is written in TeX, with its marks. */
  | { readonly kind: 'formula'; readonly source: string }
  | { readonly kind: 'footnote'; readonly label: string; readonly number: string }
  | { readonly kind: 'citation'; readonly number: string };

export interface Footnote {
  readonly label: string;
  readonly blocks: readonly Block[];
}

export type Block =
  /** `task`: whether it is done; null where it is none. */
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[]; readonly task: boolean | null }
  /** `level`: in what was said, not on the page. */
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** `start`: the number of the first item; null for bullets. */
  | { readonly kind: 'list'; readonly start: number | null; readonly tight: boolean; readonly items: readonly (readonly Block[])[] }
  /** A line break ends its text, but where it is cut. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  /** Rows of cells; the first has the columns' names. */
  | { readonly kind: 'table'; readonly alignments: readonly Alignment[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'rule' }
  /** Stands as it was written: a prompt, HTML, a formula on lines of its own. */
  | { readonly kind: 'verbatim'; readonly text: string }
  | { readonly kind: 'footnotes'; readonly notes: readonly Footnote[] }
  | { readonly kind: 'turn'; readonly heading: string; readonly blocks: readonly Block[] };
