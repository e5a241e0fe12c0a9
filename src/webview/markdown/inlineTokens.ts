import type { LinkDestination } from './linkSyntax.ts';
import type { Formula } from './mathSyntax.ts';

/** An element that emphasis makes. */
export type Mark = 'em' | 'strong' | 'del';

/** A run of `*`, `_` or `~`: ends some marks, then what is left of it is text, then begins others. */
export interface RunToken {
  readonly kind: 'run';
  readonly char: string;
  readonly length: number;
  /** Characters not used up. */
  left: number;
  /** In order. */
  readonly ends: Mark[];
  /** In order of pairing: the innermost first. */
  readonly begins: Mark[];
}

/** `[` or `![`: text, unless it became the beginning of a link or an image. */
export interface BracketToken {
  readonly kind: 'bracket';
  readonly image: boolean;
  destination: LinkDestination | null;
}

/** What a paragraph's text consists of, in order. Flat: what is nested is between the tokens that begin and end it. */
export type InlineToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'math'; readonly formula: Formula }
  | { readonly kind: 'break' }
  | { readonly kind: 'autolink'; readonly text: string; readonly href: string }
  | { readonly kind: 'footnote'; readonly label: string }
  /** Something is cited here. */
  | { readonly kind: 'citation'; readonly number: number }
  | RunToken
  | BracketToken
  /** Ends the last bracket that has a destination. */
  | { readonly kind: 'bracketEnd' };

/** A place in the tokens: before the character `offset` of the token `index`, which is a text token unless the offset is 0. */
export interface TokenPlace {
  readonly index: number;
  readonly offset: number;
  /** The same place in the source. */
  readonly pos: number;
}

export interface InlineResult {
  readonly tokens: readonly InlineToken[];
  /** The last place before which nothing can change, whatever text is appended; null when there is none. */
  readonly settled: TokenPlace | null;
}

/** Answers from the definitions known so far; notes what was asked for in vain. */
export interface InlineReferences {
  link(label: string): LinkDestination | undefined;
  footnote(label: string): boolean;
}
