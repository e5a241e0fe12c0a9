/** The list behind `@`. */
import type { ContextKind } from '../shared/context.ts';
import type { MatchRange } from './ranges.ts';

/** A line of the list. Nothing has been read for it. */
export interface MentionEntry {
  readonly kind: ContextKind;
  /** By which it is taken. */
  readonly id: string;
  readonly label: string;
  /** Where it is, or what it will be; may be empty. */
  readonly detail: string;
  /** What matched, for highlighting. */
  readonly labelRanges: readonly MatchRange[];
}

export type GroupKind = 'context' | 'editors' | 'files' | 'folders' | 'symbols';

export interface MentionGroup {
  readonly kind: GroupKind;
  /** For people. */
  readonly title: string;
  readonly entries: readonly MentionEntry[];
  /** Some more that fit, which are not shown: the next key's list can be made of them at once. */
  readonly others: readonly MentionEntry[];
  /** More may come. */
  readonly pending: boolean;
  /** What is amiss or not all there, as a sentence; null: nothing. */
  readonly notice: string | null;
}
