/** What an application of a code block to a file comes to. */

/** A replacement in the file as it is; offsets are UTF-16, from `start` up to `end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How the code block was read: as the whole file, a part of it, one with marks for what is left out, or a unified diff. */
export type Reading = 'whole' | 'fragment' | 'elided' | 'diff';

/** A place in the file, in lines from 1, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

export type Refusal =
  /** Nothing in the file answers to the code. */
  | { readonly reason: 'notFound' }
  /** Several places answer to it equally well. */
  | { readonly reason: 'ambiguous'; readonly places: readonly LineRange[] }
  /** It cannot be told what a mark such as “… existing code …” stands for; `line` is the mark's, in the code. */
  | { readonly reason: 'unclearElision'; readonly line: number }
  /** The place is known, but much of it is missing in the code without a mark: it may have been left out. */
  | { readonly reason: 'unmarkedGap'; readonly missing: LineRange }
  /** `line` of the code is not what a diff can have there. */
  | { readonly reason: 'malformedDiff'; readonly line: number }
  /** The file is not what the diff starts from; `hunk` counts from 1. */
  | { readonly reason: 'conflict'; readonly hunk: number }
  /** The diff is of other files; `paths` are theirs. */
  | { readonly reason: 'otherFile'; readonly paths: readonly string[] }
  /** To find the place would take too long. */
  | { readonly reason: 'tooLarge' };

export type ApplyPlan =
  /** The edits are in order and do not overlap. */
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[]; readonly how: Reading }
  /** The file already is as the code wants it. */
  | { readonly kind: 'unchanged' }
  | ({ readonly kind: 'refused' } & Refusal);

export interface ApplyOptions {
  /** The file's path: which part of a diff of several files is meant, and whether it is Markdown. */
  readonly path?: string | undefined;
  /** The language of the fence. */
  readonly language?: string | undefined;
  /** An offset in the file, such as the cursor's: decides between places that answer equally well. */
  readonly near?: number | undefined;
}

/** Ends the search for a place with the reason why there is none. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}
