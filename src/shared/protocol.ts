/**
 * All that the extension host and the page say to each other.
 *
 * Host → page: every update carries the next `seq`. The page paints, then acknowledges the highest seq it has painted of those that ask for
 * it; the host keeps a bounded number of deltas unacknowledged and merges the rest. A page that sees a gap asks for a snapshot.
 * Page → host: requests carry an `id` and always get a `result` or a `failure`; notices get nothing.
 */
import type { PictureFile } from './attachmentViews.ts';
import type { StoreNotice, TypedDraft, ViewState } from './conversation.ts';
import type { HeaderView } from './headerView.ts';
import type { PageRequest } from './pageRequests.ts';
import type { MovedNotice } from './project.ts';
import type { TurnsView, TurnView } from './turnView.ts';

/** Updates of what is shown, in order. */
export type Update =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'header'; readonly header: HeaderView }
  /**
   * A turn is new at the end, or changed as a whole (a block opened, it ended, it failed). `same`: so many blocks at its beginning are as
   * the page has them, and not in `turn.blocks`.
   */
  | { readonly type: 'turn'; readonly turn: TurnView; readonly same?: number }
  /** Text that goes at the end of an open block. */
  | { readonly type: 'delta'; readonly messageId: string; readonly block: number; readonly text: string };

/** All that is shown: the header and the end of the visible path. */
export interface Snapshot extends TurnsView {
  readonly header: HeaderView;
  readonly draft: TypedDraft;
  readonly viewState: ViewState;
}

export type HostMessage =
  /** `ack`: the page is to say when it has painted it. */
  | { readonly type: 'update'; readonly seq: number; readonly update: Update; readonly ack: boolean }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  /** `held`: a budget holds it, as the header says; nothing was changed. */
  | { readonly type: 'failure'; readonly id: number; readonly sentence: string; readonly held?: true }
  /** Pictures that were chosen in the editor: only a page can read and scale them. They go with what is being typed in the conversation. */
  | { readonly type: 'pictures'; readonly conversationId: string; readonly files: readonly PictureFile[] }
  /** Puts a picture of the conversation on the clipboard, which only a page can. */
  | { readonly type: 'copyPicture'; readonly hash: string }
  /** The user asked by a command or a view action for something that the page has. */
  | { readonly type: 'show'; readonly what: 'composer' | 'history' | 'conversation' | 'find' | 'instructions' | 'usage' | PageCommand };

/** What the page does when a command asks for it. */
export type PageCommand = 'addPrompt' | 'writeAnswer' | 'startAnswer';

/** Notices from the page: nothing is answered. */
export type Notice =
  /** There is something to see: the page's script begins. */
  | { readonly type: 'painted' }
  | { readonly type: 'ready' }
  /** All updates up to `seq` are painted. */
  | { readonly type: 'ack'; readonly seq: number }
  /** An update is missing: send a snapshot. */
  | { readonly type: 'resync' }
  | { readonly type: 'draft'; readonly conversationId: string; readonly draft: TypedDraft }
  | { readonly type: 'viewState'; readonly conversationId: string; readonly viewState: ViewState }
  | { readonly type: 'dismissNotice'; readonly kind: (StoreNotice | MovedNotice)['kind'] }
  | { readonly type: 'cancelWait'; readonly conversationId: string }
  /** Something broke in the page: for the log. Holds no content. */
  | { readonly type: 'pageError'; readonly message: string };

export type PageMessage = PageRequest | Notice;

/** What the host writes into the page's root element (`data-boot`), readable before any message. */
export interface Boot {
  /** Translations by English text; empty for English. */
  readonly l10n: Readonly<Record<string, string>>;
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
  /** Where the script is that reads formulas. */
  readonly mathScript: string;
  /** Where the script is that writes what is copied. */
  readonly copyScript: string;
}
