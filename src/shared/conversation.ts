/** Conversations as lists and headers know them. */
import { type Advanced, type AdvancedChange, readAdvanced } from './advanced.ts';
import type { AnswerFormat } from './answerFormat.ts';
import type { ContextItem, PromptContent } from './context.ts';
import type { DocumentItem } from './document.ts';
import type { Effort, ThinkingChoice } from './effort.ts';
import type { LeaveOut } from './longConversation.ts';
import type { Picture } from './picture.ts';
import type { ServerToolName } from './serverTools.ts';

export interface ConversationSummary {
  readonly id: string;
  /** Which workspace it belongs to: see `history`. */
  readonly workspaceId: string;
  /** Where that workspace was, for people: a folder's name. */
  readonly workspaceName: string;
  /** Empty until the first prompt. */
  readonly title: string;
  readonly pinned: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly messageCount: number;
}

/** What the page needs to look as it did. Scroll is kept as a turn and an offset, so that it survives another width. */
export interface ViewState {
  /** The first turn that was visible, and how many pixels of it were above the top; null: at the end. */
  readonly scroll: { readonly messageId: string; readonly offset: number } | null;
  /** Keys of what was unfolded: `messageId` for a long prompt, `messageId/blockIndex` for thinking. */
  readonly expanded: readonly string[];
}

/** What was chosen for one conversation alone. */
export interface ConversationOptions {
  /** `default`: the API's; null: as the settings say. */
  readonly effort: Effort | 'default' | null;
  /** Null: as the settings say. */
  readonly thinking: ThinkingChoice | null;
  /** Its own part of the system prompt; empty for none. */
  readonly instructions: string;
  /** What its answers are to be; none: free text. */
  readonly answerFormat?: AnswerFormat | null;
  /** Absent: all of it as the settings say. */
  readonly advanced?: Advanced;
  /** The API's tools that are on; null or absent: as the settings say. */
  readonly serverTools?: readonly ServerToolName[] | null;
  /** Whether the oldest turns are left out where they do not fit; absent: all are kept. */
  readonly leaveOut?: LeaveOut;
}

export const noOptions: ConversationOptions = { effort: null, thinking: null, instructions: '' };

/** Options with some of what is advanced changed. */
export function withAdvanced({ advanced: before, ...others }: ConversationOptions, change: AdvancedChange): ConversationOptions {
  const advanced = readAdvanced({ ...before, ...change });
  return { ...others, ...(advanced && { advanced }) };
}

/** UTF-16 units of a conversation's own instructions, or of a preset. */
export const longestInstructions = 100_000;

/** UTF-16 units. What a person may paste as a prompt, with room; longer is refused in words by the page. */
export const longestPrompt = 2_000_000;

/** Files and folders of one drop. */
export const mostUris = 200;

export const initialViewState: ViewState = { scroll: null, expanded: [] };

/** A prompt that waits for the running reply to end. */
export interface QueuedPrompt extends PromptContent {
  readonly id: string;
}

/** What is typed and not sent. */
export interface Draft {
  readonly text: string;
  /** The prompt, said or queued, that is being changed where it stands, with its text as it is typed; null: none. */
  readonly edit: { readonly messageId: string; readonly text: string } | null;
  /** What the answer is to begin with; absent where that was not asked for. */
  readonly begun?: string;
  /** What goes with the text, in the order in which it was added. */
  readonly context: readonly ContextItem[];
  readonly pictures: readonly Picture[];
  readonly documents: readonly DocumentItem[];
}

/** The part of it that the page has; the rest is kept by the host. */
export type TypedDraft = Omit<Draft, 'context' | 'pictures' | 'documents'>;

export const emptyDraft: Draft = { text: '', edit: null, context: [], pictures: [], documents: [] };

/** Whether nothing is typed, and nothing added to what would be. */
export function isEmptyDraft({ text, edit, context, pictures, documents }: Draft): boolean {
  return text === '' && edit === null && context.length + pictures.length + documents.length === 0;
}

/** What is typed in the message box alone. */
export function draftOf(text: string): Draft {
  return { ...emptyDraft, text };
}

/** A match of a search: the sentence around it, and where the matches in it are (UTF-16 offsets, end exclusive). */
export interface SearchHit {
  readonly conversation: ConversationSummary;
  /** Null when the title matched. */
  readonly messageId: string | null;
  readonly excerpt: string;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** Something about the store that the user must know; it stays until it is dismissed or over. */
export type StoreNotice =
  /** The database was damaged; it was kept as `file`, and a new one begun. */
  | { readonly kind: 'setAside'; readonly file: string }
  /**
   * Nothing can be written (`reason`): the conversation goes on in memory. `newer`: a newer Parley has written the file. `withoutPictures`:
   * what is kept of pictures is left on the disk, as memory is too small for it; they are neither shown nor sent meanwhile.
   */
  | {
      readonly kind: 'inMemory';
      readonly reason: 'full' | 'readOnly' | 'locked' | 'unavailable' | 'newer';
      readonly withoutPictures?: true;
    };

/** A message of the visible path in which something was found, and how often. */
export interface FoundMessage {
  readonly messageId: string;
  readonly count: number;
}
