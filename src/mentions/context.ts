/** What may be mentioned in a prompt, and what of it is sent. */
import type { ContextKind as SentKind } from '../shared/context.ts';
import type { MatchRange } from './ranges.ts';
import type { SecretReason } from './secrets.ts';

/** What can be mentioned; the rest goes along with it. */
export type ContextKind = Exclude<SentKind, 'imports' | 'signature'>;

/** A line of the list. Nothing has been read for it. */
export interface MentionEntry {
  readonly kind: ContextKind;
  /** For `resolve`. */
  readonly id: string;
  readonly label: string;
  /** Where it is, or what it will be; may be empty. */
  readonly detail: string;
  /** What matched, for highlighting. */
  readonly labelRanges: readonly MatchRange[];
  readonly detailRanges: readonly MatchRange[];
  /** The name looks like that of a file with secrets. */
  readonly secret: boolean;
}

export const groupKinds = ['context', 'editors', 'files', 'folders', 'symbols'] as const;
export type GroupKind = (typeof groupKinds)[number];

export interface MentionGroup {
  readonly kind: GroupKind;
  /** For people. */
  readonly title: string;
  readonly entries: readonly MentionEntry[];
  /** More may come. */
  readonly pending: boolean;
  /** What is amiss or not all there, as a sentence; null: nothing. */
  readonly notice: string | null;
}

/** What a chip holds and a context block says. */
export interface ReadyContext {
  readonly state: 'ready';
  readonly kind: ContextKind;
  /** As the block names it: relative to the workspace; null where it is not of one file or folder. */
  readonly path: string | null;
  /** The address, for opening it and for noticing changes; null where there is none. */
  readonly uri: string | null;
  /** First and last, from 1; null: the whole, or no lines. */
  readonly lines: readonly [first: number, last: number] | null;
  /** The editor's id of the language. */
  readonly language: string | null;
  readonly text: string;
  /** What is not all there, as a sentence that the chip shows; null: all is. */
  readonly notice: string | null;
  /** Why the user has to be asked before it is sent; null: no reason. */
  readonly secret: SecretReason | null;
}

/** It cannot be sent, as the sentence says. */
export interface RefusedContext {
  readonly state: 'refused';
  readonly kind: ContextKind;
  readonly sentence: string;
}

export type ResolvedContext = ReadyContext | RefusedContext;
