/** What a surface shows beside the turns. */
import type { ContextView, DocumentView, DraftDocumentView, PictureView } from './attachmentViews.ts';
import type { NoBeginning } from './beginning.ts';
import type { BudgetHold } from './budget.ts';
import type { ConversationSummary, StoreNotice } from './conversation.ts';
import type { Effort, ThinkingChoice } from './effort.ts';
import type { Picture, PictureFate } from './picture.ts';
import type { MovedNotice } from './project.ts';
import type { ServerToolName } from './serverTools.ts';
import type { StartersView } from './starters.ts';

/** The slow-changing part of what a surface shows; sent whole when any of it changes. */
export interface HeaderView {
  readonly conversation: ConversationSummary;
  readonly connection: ConnectionView;
  readonly model: ModelView;
  readonly instructions: InstructionsView;
  /** None: free text. */
  readonly answerFormat?: AnswerFormatView;
  readonly queue: readonly QueuedView[];
  /** What goes with the prompt that is being typed. */
  readonly context: readonly ContextView[];
  readonly pictures: readonly PictureView[];
  readonly documents: readonly DraftDocumentView[];
  /** How many older documents do not go with requests any more. */
  readonly documentsLeftOut: number;
  /** What becomes of the path's pictures, and of those that are being typed with, in the next request; by id, without those that are simply sent. */
  readonly pictureFates: Readonly<Record<string, PictureFate>>;
  /** The turns that the next request leaves out, beside those that a summary stands for; `beforeId`: above which turn they are. Null: none. */
  readonly leftOut: { readonly turns: number; readonly beforeId: string | null } | null;
  /** True while a turn runs, in this window or in another. */
  readonly busy: boolean;
  readonly wait: WaitView;
  /** Over the whole visible path. `cost` in US dollars; `partial` when some turn's price is unknown, or all that it took. */
  readonly usage: { readonly tokens: number; readonly cost: number; readonly partial: boolean };
  /** Until when the API keeps the conversation, so that its next turn pays a fraction for it; milliseconds since the epoch. Null: it does not. */
  readonly cachedUntil: number | null;
  readonly next: NextView;
  /** Why the turn that was asked for last did not begin. */
  readonly hold: BudgetHold | null;
  readonly notices: readonly (StoreNotice | MovedNotice)[];
  /** The last conversations of the workspace, newest first, without this one: for the title's menu and the first page. */
  readonly recent: readonly ConversationSummary[];
  /** Of an empty conversation. */
  readonly starters?: StartersView;
}

/** What the next request has before what is typed, so that the page can say at each key about what it takes and costs. */
export interface NextView {
  /** Tokens. */
  readonly above: number;
  /** By the API's own count; else by estimate. */
  readonly counted: boolean;
  /** Those of them that the API may keep; see `cachedUntil`. */
  readonly sent: number;
  /** As many tokens as the model takes; null where that is not known. */
  readonly window: number | null;
  /** Dollars for one that is new, and for one that the API has kept; null: price unknown. */
  readonly perToken: { readonly fresh: number; readonly cached: number } | null;
}

/** A prompt that waits, as its line shows it. */
export interface QueuedView {
  readonly id: string;
  readonly text: string;
  /** Shown in the place of the text; null where that was typed. */
  readonly title: string | null;
  readonly context: readonly ContextView[];
  readonly pictures: readonly Picture[];
  readonly documents: readonly DocumentView[];
  /** What its answer is to begin with. */
  readonly begun?: string;
}

/** What is awaited before or between words. */
export type WaitView =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'retrying'; readonly reason: 'rateLimited' | 'overloaded' | 'serverError'; readonly until: number }
  | null;

/** How requests can be made. `host` is named whenever it is not the public API. */
export type ConnectionView =
  | { readonly kind: 'ready'; readonly host: string | null }
  | { readonly kind: 'noKey'; readonly host: string | null };

export interface ModelView {
  readonly id: string;
  readonly name: string;
  /** Why an answer cannot be begun for it; absent where it can. */
  readonly noBeginning?: NoBeginning;
  /** Whether there is another that reads more at once. */
  readonly hasLonger?: boolean;
  /** What is asked for; null: the API's default. */
  readonly effort: Effort | null;
  /** What is asked for, where that is not the model's own decision. */
  readonly thinking: Exclude<ThinkingChoice, 'auto'> | null;
  /** The API's tools that are on, and those of them that this model has not and that are not sent; absent where none are. */
  readonly tools?: { readonly on: readonly ServerToolName[]; readonly missing: readonly ServerToolName[] };
}

/** What answers are asked for as. */
export interface AnswerFormatView {
  readonly name: string;
  /** What is to be said of it, such as why it is not asked for; in the reader's language. */
  readonly note: string | null;
}

/** A file of the workspace that says what goes with every request. */
export interface InstructionFileView {
  readonly path: string;
  /** Estimated. */
  readonly tokens: number;
  readonly on: boolean;
  /** What is to be said of it, such as why it is not sent; in the reader's language. */
  readonly note: string | null;
}

/** What goes with every request of the conversation, as its system prompt. */
export interface InstructionsView {
  /** Whether the user's settings have some. */
  readonly user: boolean;
  readonly files: readonly InstructionFileView[];
  /** Whether the conversation has some of its own. */
  readonly own: boolean;
}
