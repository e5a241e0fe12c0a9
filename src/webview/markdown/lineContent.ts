/** What a line can be, given what is open before it. */
import type { FenceStart, HtmlStart, ListStart } from './blockStarts.ts';
import type { MathStart } from './mathSyntax.ts';
import type { Alignment } from './tableSyntax.ts';

/** What the innermost open block that holds text is, as far as it matters for the next line. */
export type OpenLeaf =
  | {
      readonly kind: 'paragraph';
      /** Whether anything is left of it once its definitions are taken out, so that it can become a heading. */
      hasText(): boolean;
      /** How many cells its last line has. */
      headerCells(): number;
    }
  | { readonly kind: 'fence'; readonly marker: string; readonly length: number; readonly indent: number }
  | { readonly kind: 'html'; readonly end: RegExp | null }
  | { readonly kind: 'math'; readonly takesBlank: boolean }
  | { readonly kind: 'indented' | 'table' };

export type Opening =
  | { readonly kind: 'quote' }
  | { readonly kind: 'item'; readonly start: ListStart; readonly indent: number }
  | { readonly kind: 'footnote'; readonly label: string };

/** What the line holds, beyond its containers. `text`, where there is one, is the part of it that has arrived. */
export type Content =
  /** `text` is the white space beyond the indentation of code. */
  | { readonly kind: 'blank'; readonly text: string }
  /** A paragraph's, a new one's or an open one's. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'underline'; readonly level: 1 | 2 }
  | { readonly kind: 'rule' }
  | { readonly kind: 'fence'; readonly start: FenceStart; readonly indent: number }
  | { readonly kind: 'fenceEnd' }
  | { readonly kind: 'math'; readonly start: MathStart }
  | { readonly kind: 'html'; readonly start: HtmlStart; readonly text: string }
  | { readonly kind: 'indented'; readonly text: string }
  | { readonly kind: 'table'; readonly alignments: readonly Alignment[] }
  | { readonly kind: 'row'; readonly text: string }
  /** More of the open leaf, which takes any text: a fence, math or an HTML block. */
  | { readonly kind: 'more'; readonly text: string };

export interface LinePlan {
  /** How many of the open containers go on. */
  readonly depth: number;
  readonly openings: readonly Opening[];
  readonly content: Content;
  /** The text belongs to the open paragraph although its containers do not go on. */
  readonly lazy: boolean;
}

/** Whether the open leaf goes on in a line with this content. */
export function leafTakes(leaf: OpenLeaf['kind'] | undefined, { kind }: Content): boolean {
  switch (leaf) {
    case 'paragraph':
      return kind === 'text' || kind === 'underline' || kind === 'table';
    case 'fence':
      return kind === 'more' || kind === 'fenceEnd';
    case 'html':
    case 'math':
      return kind === 'more';
    case 'indented':
      return kind === 'indented' || kind === 'blank';
    case 'table':
      return kind === 'row';
    case undefined:
      return true;
  }
}
