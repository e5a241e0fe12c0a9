import type { AnswerCheck } from './answerFormat.ts';
import type { EncodedPictureView, NewDocument, NewPicture } from './attachmentViews.ts';
import type { CodeBlock } from './codeBlock.ts';
import type { CodeColors, CodeToColor } from './codeColors.ts';
import type { ConversationSummary, FoundMessage, SearchHit } from './conversation.ts';
import type { MentionGroupView } from './mentionView.ts';
import type { PictureSending, PictureSize } from './picture.ts';
import type { OfferView } from './project.ts';
import type { TurnsView } from './turnView.ts';
import type { UsageReportView } from './usageView.ts';

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
  /** Adds the prompt without asking for an answer. */
  addPrompt: { params: { messageId: string; text: string }; result: null };
  /** Adds an answer that the user wrote in Claude's place. */
  writeAnswer: { params: { messageId: string; text: string }; result: null };
  /** A new sibling of an answer, as the user wants it. `messageId` is the edited one's, `newMessageId` the page's for the sibling. */
  editAnswer: { params: { messageId: string; newMessageId: string; text: string }; result: null };
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
  /** Conversations of other workspaces that may belong to this one. */
  listOffers: { params: null; result: readonly OfferView[] };
  /** The conversations of such an offer. */
  listOffered: { params: { key: string }; result: readonly ConversationSummary[] };
  /** Makes them this workspace's; answers with what takes that back, null where there was nothing any more. */
  bringOver: { params: { key: string }; result: { undo: string | null } };
  undoBringOver: { params: { key: string }; result: null };
  /** Where a text stands in the visible path, as it is stored. A reply that streams is found when it has ended. */
  findInConversation: { params: { query: string }; result: readonly FoundMessage[] };
  /** Puts Markdown on the clipboard: one message, or the visible path when `messageId` is null. */
  copyMarkdown: { params: { messageId: string | null }; result: null };
  copyText: { params: { text: string }; result: null };
  /** Colours code as the editor does; null where the language is unknown. */
  highlightCode: { params: CodeToColor; result: CodeColors | null };
  selectModel: { params: null; result: null };
  /** Lets the user choose what answers are to be. */
  chooseAnswerFormat: { params: null; result: null };
  /** Answers are free text again. */
  clearAnswerFormat: { params: null; result: null };
  /** Compares an answer with the schema that it was asked for by. */
  checkAnswer: { params: { messageId: string }; result: AnswerCheck };
  /** Writes the JSON of an answer to a file that the user names. */
  saveAnswer: { params: { messageId: string }; result: null };
  /** Lets the user choose the API's tools. */
  chooseTools: { params: null; result: null };
  /** Lets the user choose what becomes of turns that do not fit. */
  longConversation: { params: null; result: null };
  /** Goes back to what was shown before a summary was asked for. */
  undoSummary: { params: { messageId: string }; result: null };
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
