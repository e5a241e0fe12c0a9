/** Which project a folder is of, and what is known of conversations that were had elsewhere. */

/** What makes two folders one project: digests, which say nothing of what they are made of. */
export interface Project {
  /** Of the first commits of the repository, each with the folder's place in it. Never empty. */
  readonly roots: readonly string[];
  /** Of the address that the repository is from, with the same; null where it is from nowhere. */
  readonly remote: string | null;
}

/** Told above the message box: conversations of a folder that is this one now. */
export interface MovedNotice {
  readonly kind: 'moved';
  /** By which the page names them. */
  readonly key: string;
  readonly count: number;
  /** Where they were, for people. */
  readonly from: string;
  /** They are in this workspace by now; else it is only offered. */
  readonly done: boolean;
}

/** Why conversations of another workspace are offered: its folder is gone, or is there too; or it is another repository of the same beginning. */
export type OfferReason = 'moved' | 'clone' | 'relative' | 'name';

/** Conversations of another workspace that may belong to this one, as the history shows them. */
export interface OfferView {
  readonly key: string;
  readonly count: number;
  /** Where they were, for people. */
  readonly from: string;
  readonly why: OfferReason;
}
