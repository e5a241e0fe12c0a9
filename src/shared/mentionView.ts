import type { ContextItem } from './context.ts';

/** An entry of the list that `@` or `/` opens. */
export interface MentionView {
  readonly id: string;
  readonly kind: ContextItem['kind'] | 'prompt';
  readonly label: string;
  /** What else is told of it, such as its folder. */
  readonly detail: string;
  /** Where in the label what was typed is. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

export interface MentionGroupView {
  readonly title: string;
  readonly entries: readonly MentionView[];
  /** Some more that fit, which are not shown: the page makes the next key's list of them at once. */
  readonly others: readonly MentionView[];
  /** More may come: it is worth to ask again. */
  readonly loading: boolean;
  /** Why something is not there, in the reader's language. */
  readonly note: string | null;
}
