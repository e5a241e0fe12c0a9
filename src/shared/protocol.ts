/**
 * All that the extension host and the page say to each other.
 *
 * Host → page: every update carries the next `seq`. The page paints, then acknowledges the highest seq it has painted of those that ask for
 * it; the host keeps a bounded number of deltas unacknowledged and merges the rest. A page that sees a gap asks for a snapshot.
 * Page → host: requests carry an `id` and always get a `result` or a `failure`; notices get nothing.
 */
import type { BudgetHold } from './budget.ts';
import type { CodeBlock } from './codeBlock.ts';
import type { CodeColors, CodeToColor } from './codeColors.ts';
import type { ContextItem } from './context.ts';
import type { ConversationSummary, FoundMessage, SearchHit, StoreNotice, TypedDraft, ViewState } from './conversation.ts';
import type { DocumentItem } from './document.ts';
import type { Effort, ThinkingChoice } from './effort.ts';
import type { ChatError } from './errors.ts';
import type { MessageStatus, PromptOrigin, StopReason, Usage } from './message.ts';
import type { PageRange } from './pages.ts';
import type { Picture, PictureFate, PictureSending, PictureSize, PictureType } from './picture.ts';
import type { Caching, TurnCache } from './turnCache.ts';

/** A block as the page shows it: no signatures, no raw API objects. */
export type BlockView =
  | { readonly type: 'text'; readonly text: string; readonly citations?: readonly CitationView[] }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'context'; readonly item: ContextView }
  | { readonly type: 'picture'; readonly picture: Picture }
  | { readonly type: 'document'; readonly document: DocumentView }
  /** A prompt that was chosen: its title is shown, its text when it is unfolded. */
  | { readonly type: 'instruction'; readonly title: string; readonly text: string }
  /** A block this version has no view for; `name` is the API's type of it. */
  | { readonly type: 'opaque'; readonly name: string };

/** A part of the workspace that goes with a prompt, as a chip shows it. */
export interface ContextView extends Omit<ContextItem, 'text' | 'uri'> {
  /** Its beginning, for the hover. */
  readonly preview: string;
  /** Estimated. */
  readonly tokens: number;
  /** Whether it is not any more what is there now. Only what goes with a prompt that is being typed is compared. */
  readonly stale: boolean;
}

/** A picture that goes with the prompt that is being typed. */
export interface PictureView extends Picture {
  /** With the model that is chosen. */
  readonly tokens: number;
  /** US dollars; null: price unknown. */
  readonly cost: number | null;
}

/** A document that goes with a prompt, as a chip shows it. */
export interface DocumentView extends Pick<DocumentItem, 'id' | 'name' | 'citations'> {
  /** Of the whole file. */
  readonly pages: number;
  /** What of it is sent; null: the whole. */
  readonly ranges: readonly PageRange[] | null;
  /** Bytes of what is sent. */
  readonly size: number;
  /** The hash of one that was taken out of the conversation's requests, by which it is put back. */
  readonly takenOut?: string;
}

/** A document that goes with the prompt that is being typed. */
export interface DraftDocumentView extends DocumentView {
  /** Estimated. */
  readonly tokens: number;
  /** US dollars, for as many tokens with the model that is chosen; null: price unknown. */
  readonly cost: number | null;
  /** With it, there are more pages than the model takes. */
  readonly tooLong: boolean;
}

/** A PDF from outside of the editor, as the page hands it over. */
export interface NewDocument {
  readonly id: string;
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** Where a reply has something from. */
export interface CitationView {
  /** The document's; empty where that is not told. */
  readonly name: string;
  /** Of the file; null where it has none. */
  readonly pages: readonly [first: number, last: number] | null;
  /** What stands there. */
  readonly quote: string;
}

/** Bytes with their type, on their way between host and page. */
export interface EncodedPictureView {
  readonly type: PictureType;
  readonly bytes: ArrayBuffer;
}

/** A picture as the page has made it ready to be sent. */
export interface NewPicture extends Pick<Picture, 'id' | 'name' | 'note' | 'description'> {
  readonly whole: EncodedPictureView;
  readonly small: EncodedPictureView | null;
  readonly thumbnail: EncodedPictureView;
}

/** A file that may be a picture. */
export interface PictureFile {
  readonly name: string;
  readonly bytes: ArrayBuffer;
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
}

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
}

export interface AssistantTurnView extends TurnBase {
  readonly role: 'assistant';
  readonly status: MessageStatus;
  readonly model: string;
  /** For people: "Claude Sonnet 5.5". */
  readonly modelName: string;
  readonly stopReason: StopReason | null;
  readonly usage: Usage | null;
  /** US dollars; null: price unknown, or no usage yet. */
  readonly cost: number | null;
  readonly error: ChatError | null;
  readonly firstTokenAt: number | null;
  /** As if its parts had followed each other at once. */
  readonly endedAt: number | null;
  /** The messages that go on with the one of its id, and are shown as one with it; none where it ended by itself. */
  readonly parts?: readonly PartView[];
  /** Null where it was not noted. */
  readonly cache: CacheView | null;
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
  /** Whether there is another that reads more at once. */
  readonly hasLonger?: boolean;
  /** What is asked for; null: the API's default. */
  readonly effort: Effort | null;
  /** What is asked for, where that is not the model's own decision. */
  readonly thinking: Exclude<ThinkingChoice, 'auto'> | null;
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

/** The slow-changing part of what a surface shows; sent whole when any of it changes. */
export interface HeaderView {
  readonly conversation: ConversationSummary;
  readonly connection: ConnectionView;
  readonly model: ModelView;
  readonly instructions: InstructionsView;
  readonly queue: readonly QueuedView[];
  /** What goes with the prompt that is being typed. */
  readonly context: readonly ContextView[];
  readonly pictures: readonly PictureView[];
  readonly documents: readonly DraftDocumentView[];
  /** How many older documents do not go with requests any more. */
  readonly documentsLeftOut: number;
  /** What becomes of the path's pictures, and of those that are being typed with, in the next request; by id, without those that are simply sent. */
  readonly pictureFates: Readonly<Record<string, PictureFate>>;
  /** True while a turn runs, in this window or in another. */
  readonly busy: boolean;
  readonly wait: WaitView;
  /** Over the whole visible path. `cost` in US dollars; `partial` when some turn's price is unknown. */
  readonly usage: { readonly tokens: number; readonly cost: number; readonly partial: boolean };
  /** Until when the API keeps the conversation, so that its next turn pays a fraction for it; milliseconds since the epoch. Null: it does not. */
  readonly cachedUntil: number | null;
  readonly next: NextView;
  /** Why the turn that was asked for last did not begin. */
  readonly hold: BudgetHold | null;
  readonly notices: readonly StoreNotice[];
  /** The last conversations of the workspace, newest first, without this one: for the title's menu and the first page. */
  readonly recent: readonly ConversationSummary[];
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

/** A part of the visible path, oldest first. */
export interface TurnsView {
  readonly turns: readonly TurnView[];
  /** Whether there are turns above the first one. */
  readonly hasEarlier: boolean;
  /** Whether there are turns below the last one. */
  readonly hasLater: boolean;
}

/** All that is shown: the header and the end of the visible path. */
export interface Snapshot extends TurnsView {
  readonly header: HeaderView;
  readonly draft: TypedDraft;
  readonly viewState: ViewState;
}

/** What turns used and cost. */
export interface UsageSumView {
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  /** Some of it has no known price. */
  readonly partial: boolean;
  readonly turns: number;
}

/** Of a model or a conversation. */
export interface UsageRowView extends UsageSumView {
  readonly id: string;
  readonly name: string;
}

export interface UsageReportView {
  /** Each day of the time, rising; `day` is its beginning in milliseconds since the epoch. */
  readonly days: readonly (UsageSumView & { readonly day: number })[];
  /** Dearest first. */
  readonly models: readonly UsageRowView[];
  readonly conversations: readonly UsageRowView[];
  readonly total: UsageSumView;
}

/** Updates of what is shown, in order. */
export type Update =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'header'; readonly header: HeaderView }
  /** A turn is new at the end, or changed as a whole (a block opened, it ended, it failed). */
  | { readonly type: 'turn'; readonly turn: TurnView }
  /** Text that goes at the end of an open block. */
  | { readonly type: 'delta'; readonly messageId: string; readonly block: number; readonly text: string };

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
  | { readonly type: 'show'; readonly what: 'composer' | 'history' | 'conversation' | 'find' | 'instructions' | 'usage' };

/** What the page asks and what it is answered. */
export interface Requests {
  /** Stores the prompt and starts the turn, or queues it while one runs. `messageId` is made by the page, so that its bubble is the turn's. Answered when it is on disk. */
  send: { params: { messageId: string; text: string }; result: { queued: boolean } };
  stop: { params: null; result: null };
  /** A new sibling of a reply. */
  regenerate: { params: { messageId: string }; result: null };
  /** Goes on after a reply that was cut. */
  continue: { params: { messageId: string }; result: null };
  /** A new sibling of a prompt, sent. `messageId` is the edited one's, `newMessageId` the page's for the sibling. */
  edit: { params: { messageId: string; newMessageId: string; text: string }; result: null };
  /** Shows the sibling at `index`. */
  selectSibling: { params: { messageId: string; index: number }; result: null };
  /** What can be named with what was typed after `@` (parts of the workspace) or `/` (prompts). Answered at once, with what is known by then. */
  mentions: { params: { sign: '@' | '/'; query: string }; result: readonly MentionGroupView[] };
  /** Adds what an entry of the last list names; `insert` goes into the box in the place of its name; null: it stays. */
  addMention: { params: { sign: '@' | '/'; id: string }; result: { insert: string | null } };
  /** Adds files and folders that were dropped, by their URIs. */
  addUris: { params: { uris: readonly string[] }; result: null };
  /** Adds a text file that was dropped from outside of the editor, where a page is not told where it is. */
  addText: { params: { name: string; text: string }; result: null };
  /** Adds a picture to the prompt that is being typed. Answered with its hash when it is on disk. */
  addPicture: { params: { picture: NewPicture }; result: { hash: string } };
  /** Puts a picture in the place of the one of its id, of which nothing is kept then that nothing else refers to. */
  replacePicture: { params: { picture: NewPicture }; result: { hash: string } };
  describePicture: { params: { id: string; description: string | null }; result: null };
  removePicture: { params: { id: string }; result: null };
  /** Adds a PDF to the prompt that is being typed; which pages is asked in the editor, where it has too many. Answered when it is on disk: null, or why it is not added. */
  addDocument: { params: { document: NewDocument }; result: { refusal: string | null } };
  removeDocument: { params: { id: string }; result: null };
  /** Asks which pages of a document are to go with the prompt that is being typed. */
  choosePages: { params: { id: string }; result: null };
  /** Whether replies are to cite the documents of the prompt that is being typed. */
  citeDocuments: { params: { citations: boolean }; result: null };
  /** Opens a document where it is, or offers to save it; `messageId` is the prompt's that it went with, null for the one that is being typed. */
  openDocument: { params: { messageId: string | null; id: string }; result: null };
  /** Opens what a reply cites, by the numbers of the block and of the citation in it; `opened` is false where it cannot be opened. */
  openCitation: { params: { messageId: string; block: number; citation: number }; result: { opened: boolean } };
  /** Adds a picture of the conversation to the prompt that is being typed, once more. */
  sendPictureAgain: { params: { id: string }; result: null };
  /** Writes a picture of the conversation to a file that the user names. */
  savePicture: { params: { id: string }; result: null };
  /** Says how pictures of the conversation are sent from now on; null: as long as there is room. */
  setPictureSending: { params: { hashes: readonly string[]; sending: PictureSending | null }; result: null };
  /** Sends a smaller one in the place of a picture from now on. */
  shrinkPicture: { params: { hash: string; small: EncodedPictureView }; result: null };
  /** What is kept of a picture; null where nothing is. */
  readPicture: { params: { hash: string; size: PictureSize }; result: EncodedPictureView | null };
  /** Takes a part of the workspace away from the prompt that is being typed. */
  removeContext: { params: { id: string }; result: null };
  /** Takes such a part as it is now. */
  refreshContext: { params: { id: string }; result: null };
  /** Shows such a part where it is; `messageId` is the prompt's that it went with, null for the one that is being typed. */
  openContext: { params: { messageId: string | null; id: string }; result: null };
  editQueued: { params: { id: string; text: string }; result: null };
  removeQueued: { params: { id: string }; result: null };
  /** Sends the first queued prompt now, after a stop or an error held the queue. */
  sendQueued: { params: null; result: null };
  /** Answers what holds a turn; it is asked for again by who asked for it. */
  answerHold: { params: { allow: boolean }; result: null };
  /** The turns above one. */
  loadEarlier: { params: { messageId: string }; result: TurnsView };
  /** The turns below one. */
  loadLater: { params: { messageId: string }; result: TurnsView };
  /** Turns with one in their midst; null where it is not on the path that is shown, which `anyBranch` changes to one that has it. */
  loadAround: { params: { messageId: string; anyBranch: boolean }; result: TurnsView | null };
  newConversation: { params: null; result: null };
  openConversation: { params: { id: string }; result: null };
  renameConversation: { params: { id: string; title: string }; result: null };
  pinConversation: { params: { id: string; pinned: boolean }; result: null };
  deleteConversation: { params: { id: string }; result: null };
  restoreConversation: { params: { id: string }; result: null };
  listConversations: { params: { allWorkspaces: boolean }; result: readonly ConversationSummary[] };
  searchHistory: { params: { query: string; allWorkspaces: boolean }; result: readonly SearchHit[] };
  /** Where a text stands in the visible path, as it is stored. A reply that streams is found when it has ended. */
  findInConversation: { params: { query: string }; result: readonly FoundMessage[] };
  /** Puts Markdown on the clipboard: one message, or the visible path when `messageId` is null. */
  copyMarkdown: { params: { messageId: string | null }; result: null };
  copyText: { params: { text: string }; result: null };
  /** Colours code as the editor does; null where the language is unknown. */
  highlightCode: { params: CodeToColor; result: CodeColors | null };
  selectModel: { params: null; result: null };
  /** The conversation's own instructions. */
  readInstructions: { params: null; result: { text: string } };
  saveInstructions: { params: { text: string }; result: null };
  /** Switches a file of the workspace on or off for it. */
  switchInstructions: { params: { path: string; on: boolean }; result: null };
  openInstructions: { params: { path: string }; result: null };
  /** Lets the user choose among the instructions that have a name; null where they chose none. */
  pickPreset: { params: null; result: { text: string | null } };
  /** Asks for a name and keeps a text under it; null where none was given. */
  savePreset: { params: { text: string }; result: { name: string | null } };
  setApiKey: { params: null; result: null };
  testConnection: { params: null; result: null };
  openSettings: { params: { query: string }; result: null };
  showLog: { params: null; result: null };
  /** Shows a Mermaid diagram in the editor's own Markdown preview. */
  showDiagram: { params: { text: string }; result: null };
  /** Puts a code block in at the cursor of the last active editor. */
  insertCode: { params: CodeBlock; result: null };
  /** Shows how the file of a code block would be with it, for the user to accept. */
  applyCode: { params: CodeBlock; result: null };
  /** Opens a code block as a file that is not saved. */
  newFile: { params: CodeBlock; result: null };
  /** Puts the command of a code block at a terminal's prompt; never runs it. */
  runInTerminal: { params: CodeBlock; result: null };
  /** Opens a link of an answer: http, https, mailto, or a file of the workspace; the host checks again. */
  openLink: { params: { url: string }; result: null };
  /** Which of these names (`readSymbolName`) the workspace knows by now. Looked up one by one, so that it may take its time. */
  knownSymbols: { params: { names: readonly string[] }; result: readonly string[] };
  /** Opens the symbol of that name, which is looked up again. */
  openSymbol: { params: { name: string }; result: null };
  /** What was used in the last so many days, over all conversations. */
  usageReport: { params: { days: number }; result: UsageReportView };
  /** Writes the same for spreadsheets to a file that the user names. */
  saveUsage: { params: { days: number }; result: null };
  /** Tries to write to disk again what is only in memory. */
  retryStore: { params: null; result: null };
}

export type RequestName = keyof Requests;

/** Notices from the page: nothing is answered. */
export type Notice =
  | { readonly type: 'ready' }
  /** All updates up to `seq` are painted. */
  | { readonly type: 'ack'; readonly seq: number }
  /** An update is missing: send a snapshot. */
  | { readonly type: 'resync' }
  | { readonly type: 'draft'; readonly conversationId: string; readonly draft: TypedDraft }
  | { readonly type: 'viewState'; readonly conversationId: string; readonly viewState: ViewState }
  | { readonly type: 'dismissNotice'; readonly kind: StoreNotice['kind'] }
  | { readonly type: 'cancelWait'; readonly conversationId: string }
  /** Something broke in the page: for the log. Holds no content. */
  | { readonly type: 'pageError'; readonly message: string };

/** `conversationId` is the conversation that the page shows, null before the first: what is asked of a conversation is asked of that one. */
export type PageRequest = {
  [Name in RequestName]: {
    readonly type: 'request';
    readonly id: number;
    readonly conversationId: string | null;
    readonly name: Name;
    readonly params: Requests[Name]['params'];
  };
}[RequestName];

export type PageMessage = PageRequest | Notice;

/** What the host writes into the page's root element (`data-boot`), readable before any message. */
export interface Boot {
  /** Translations by English text; empty for English. */
  readonly l10n: Readonly<Record<string, string>>;
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
  /** Where the script is that reads formulas. */
  readonly mathScript: string;
}
