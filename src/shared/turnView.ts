/** The turns of a conversation as the page shows them. */
import type { ContextView, DocumentView } from './attachmentViews.ts';
import type { ChatError } from './errors.ts';
import type { AnswerOrigin, MessageStatus, PromptOrigin, StopReason, Usage } from './message.ts';
import type { Picture } from './picture.ts';
import type { ToolCallView } from './toolCall.ts';
import type { Caching, TurnCache } from './turnCache.ts';

/** A block as the page shows it: no signatures, no raw API objects. */
export type BlockView =
  | { readonly type: 'text'; readonly text: string; readonly citations?: readonly CitationView[]; readonly begun?: true }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'context'; readonly item: ContextView }
  | { readonly type: 'picture'; readonly picture: Picture }
  | { readonly type: 'document'; readonly document: DocumentView }
  /** A prompt that was chosen: its title is shown, its text when it is unfolded. */
  | { readonly type: 'instruction'; readonly title: string; readonly text: string }
  /** A call of one of the API's tools, with its result. */
  | { readonly type: 'tool'; readonly view: ToolCallView }
  /** What is shown with its call. */
  | { readonly type: 'toolResult' }
  /** A block this version has no view for; `name` is the API's type of it. */
  | { readonly type: 'opaque'; readonly name: string };

/** Where a reply has something from. */
export interface CitationView {
  /** The document's; empty where that is not told. */
  readonly name: string;
  /** Of the file; null where it has none. */
  readonly pages: readonly [first: number, last: number] | null;
  /** What stands there. */
  readonly quote: string;
  /** Of a page of the web, where it can be opened. */
  readonly url?: string;
}

/** Where a turn stands among its siblings; `index` counts from 0. */
export interface SiblingsView {
  readonly index: number;
  readonly count: number;
}

interface TurnBase {
  readonly id: string;
  readonly createdAt: number;
  readonly siblings: SiblingsView;
  readonly blocks: readonly BlockView[];
}

export interface UserTurnView extends TurnBase {
  readonly role: 'user';
  readonly origin: PromptOrigin;
  /** It was the last of its path, and nobody was asked for an answer. */
  readonly unasked?: true;
}

export interface AssistantTurnView extends TurnBase {
  readonly role: 'assistant';
  /** Absent: it is what Claude said. */
  readonly origin?: AnswerOrigin;
  readonly status: MessageStatus;
  readonly model: string;
  /** For people: "Claude Sonnet 5.5". */
  readonly modelName: string;
  readonly stopReason: StopReason | null;
  readonly stopSequence?: string;
  readonly usage: Usage | null;
  /** It ended early, and the API did not count what it took: that is at least what `usage` and `cost` say. */
  readonly estimated?: true;
  /** US dollars; null: price unknown, or no usage yet. */
  readonly cost: number | null;
  readonly error: ChatError | null;
  readonly firstTokenAt: number | null;
  /** As if its parts had followed each other at once. */
  readonly endedAt: number | null;
  /** The messages that go on with the one of its id, and are shown as one with it; none where it ended by itself. */
  readonly parts?: readonly PartView[];
  /** How often the API searched the web and read pages of it; absent where it did not. */
  readonly webUses?: { readonly searches: number; readonly fetches: number };
  /** Null where it was not noted. */
  readonly cache: CacheView | null;
  /** It was asked for as JSON, by a schema that is called so. */
  readonly format?: { readonly name: string };
  /** It is a summary of what was said before it. */
  readonly summary?: SummaryView;
}

export interface SummaryView {
  /** How many turns it is of. */
  readonly turns: number;
  /** Whether the oldest of them did not fit into its request: then they are not in it. */
  readonly isPart: boolean;
  /** Whether it stands for them from now on; not where it came to nothing. */
  readonly stands: boolean;
  /** What asked for it, which is not shown by itself. */
  readonly prompt: { readonly id: string; readonly siblings: SiblingsView };
}

/** A message that goes on with another. */
export interface PartView {
  readonly id: string;
  readonly siblings: SiblingsView;
  /** When its first block began, or else it was asked for. */
  readonly since: number;
}

/** How the request of a turn used the prompt cache. Models are told by their names. */
export interface CacheView extends Pick<TurnCache, 'expected' | 'changes' | 'miss'> {
  readonly caching: Caching;
}

export type TurnView = UserTurnView | AssistantTurnView;

/** A part of the visible path, oldest first. */
export interface TurnsView {
  readonly turns: readonly TurnView[];
  /** Whether there are turns above the first one. */
  readonly hasEarlier: boolean;
  /** Whether there are turns below the last one. */
  readonly hasLater: boolean;
}
