/** The port to where conversations are kept. */
import type {
  ConversationOptions,
  ConversationSummary,
  Draft,
  FoundMessage,
  QueuedPrompt,
  SearchHit,
  StoreNotice,
  ViewState,
} from '../shared/conversation.ts';
import type { DocumentFile, documentType } from '../shared/document.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import type { EncodedPicture, PictureChange, PictureFiles, PictureSize, PictureType } from '../shared/picture.ts';
import type { QueueChange } from '../shared/queue.ts';
import type { TurnEvent } from './turnEvents.ts';
import type { UsageGroup } from './usage.ts';

/**
 * Where conversations are kept. A promise that has resolved means "on disk" (or, after an `inMemory` notice, in memory).
 * Calls are carried out in the order they were made.
 */
export interface HistoryStore {
  /** Newest first, pinned before others, without empty ones and deleted ones. */
  listConversations(scope: WorkspaceScope, limit: number): Promise<readonly ConversationSummary[]>;
  /** Full-text search over titles and everything said, best first. Takes any text a person may type; never throws for its syntax. */
  search(query: string, scope: WorkspaceScope, limit: number): Promise<readonly SearchHit[]>;
  /** Every message of the path that ends with `leafId` in which a text stands, in the order of the path. White text is nowhere. */
  findInPath(leafId: string, query: string): Promise<readonly FoundMessage[]>;
  createConversation(conversation: NewConversation): Promise<void>;
  readConversation(id: string): Promise<StoredConversation | undefined>;
  /**
   * The same for a window that shows it from now on. What goes with its draft is that window's, too, in the same moment: where another
   * takes it away from its own, it stays for this one.
   */
  openConversation(id: string): Promise<StoredConversation | undefined>;
  /**
   * Applies a patch, whole or not at all. `updatedAt` moves only for what others should see as news (title, leaf). Rejects where the leaf is
   * not of this conversation, or a queued prompt that is to be changed is not there any more.
   */
  patchConversation(id: string, patch: ConversationPatch, at: number): Promise<void>;
  /**
   * Hides a conversation; it can be restored until it is purged, 30 days later. Pictures that nothing else refers to go with it then. What is
   * sent or queued in it meanwhile, by a window that does not know yet, brings it back.
   */
  deleteConversation(id: string, at: number): Promise<void>;
  restoreConversation(id: string): Promise<void>;
  /**
   * Adds messages, each a child of an earlier one, and applies the patch, in one transaction. An assistant message with the status
   * `streaming` is remembered as this process's, so that another process can tell a live turn from one that died. Rejects where a queued
   * prompt is to be sent that is not queued any more.
   */
  addMessages(messages: readonly Message[], patch: ConversationPatch): Promise<void>;
  /** Appends what has come since the last checkpoint of a streaming message: cost by what is new, not by what there is. */
  checkpoint(messageId: string, events: readonly TurnEvent[]): Promise<void>;
  /** Replaces a streaming message by its end and drops its checkpoints. Also for a later change of a message's status. */
  finishMessage(message: AssistantMessage): Promise<void>;
  readMessage(id: string): Promise<Message | undefined>;
  /**
   * The path that ends with `leafId`, oldest first; at most the last `limit` messages of it. A streaming message of a live process has its
   * checkpoints applied; one of a dead process is finished as failed with `cutOff` first.
   */
  readPath(leafId: string, limit: number): Promise<readonly PathMessage[]>;
  /** Those messages of the path that ends with `leafId` whose depth is between two, both included; oldest first. */
  readPathPart(leafId: string, fromDepth: number, toDepth: number): Promise<readonly PathMessage[]>;
  /**
   * What turns used, in groups that cost the same for each token; without reading what was said. Deleted ones count until they are purged.
   * @param longPrompts lengths of prompts from which some model costs more
   */
  readUsage(scope: UsageScope, longPrompts: readonly number[]): Promise<readonly UsageGroup[]>;
  /** The same by day and conversation. @param days beginnings of days, rising, and the end of the last one; milliseconds since the epoch */
  readUsageByDay(days: readonly number[], longPrompts: readonly number[]): Promise<readonly UsageOfDay[]>;
  /** Those messages of the path that ends with `leafId` that have pictures, oldest first. */
  readPathPictures(leafId: string): Promise<readonly Message[]>;
  /** Changes how pictures of a conversation are sent, in every message of it that has them. Nothing that was said changes. */
  changePictures(conversationId: string, change: PictureChange): Promise<void>;
  /** What is kept of a picture; undefined where nothing is. */
  readPicture(wanted: WantedPicture): Promise<EncodedPicture | undefined>;
  /** The same for a request, in the order asked for. Where there is no small one, the whole is small. */
  readPictureData(wanted: readonly WantedPicture[]): Promise<readonly (PictureData | undefined)[]>;
  /** What is kept of a document under a hash; undefined where nothing is. */
  readDocument(hash: string): Promise<DocumentFile | undefined>;
  /** The same for a request, in the order asked for. */
  readDocumentData(hashes: readonly string[]): Promise<readonly (DocumentData | undefined)[]>;
  /** The end of the newest branch below a message: follows the latest child down. The message itself where it has none. */
  newestLeaf(messageId: string): Promise<string>;
  notices(): Promise<readonly StoreNotice[]>;
  /** Tries to bring what is only in memory to disk; resolves to the notices that remain. */
  retry(): Promise<readonly StoreNotice[]>;
  /** Calls back when another process has written, or when the notices changed. */
  onDidChange(listener: () => void): () => void;
  /** Finishes what is under way and closes the database. */
  close(): Promise<void>;
}

/** A conversation as it is stored. */
export interface StoredConversation extends ConversationSummary {
  /** The last message of the path that is shown; null while it is empty. */
  readonly leafId: string | null;
  /** The model chosen for it; null: the setting's. */
  readonly model: string | null;
  readonly options: ConversationOptions;
  readonly draft: Draft;
  readonly viewState: ViewState;
  readonly queue: readonly QueuedPrompt[];
  /** Counts every write to it or to its messages, by any window; not those of drafts and views, which are each window's own. */
  readonly revision: number;
}

/** A message with its place among its siblings: ids in order of creation, itself included. */
export interface PathMessage {
  readonly message: Message;
  readonly siblings: readonly string[];
}

export interface NewConversation {
  readonly id: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly createdAt: number;
}

/** What of a conversation can be changed by itself. */
export interface ConversationPatch {
  readonly title?: string;
  readonly pinned?: boolean;
  readonly leafId?: string;
  readonly model?: string | null;
  readonly options?: ConversationOptions;
  readonly draft?: Draft;
  readonly viewState?: ViewState;
  readonly queue?: QueueChange;
  /** What is kept of the pictures that it is the first to refer to. */
  readonly files?: readonly PictureFiles[];
  /** What is kept of the documents that it is the first to refer to. */
  readonly documentFiles?: readonly DocumentFile[];
}

/** One of the things that are kept of a picture. */
export interface WantedPicture {
  readonly hash: string;
  readonly size: PictureSize;
}

/** A picture as requests have it. */
export interface PictureData {
  readonly type: PictureType;
  /** Base64, as it is on the wire. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A document as requests have it. */
export interface DocumentData {
  readonly type: typeof documentType;
  /** Base64, as it is on the wire. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Whose usage is summed: a conversation's, with all its branches; that of the path that ends with a message, its own included; or all since a
 * time in milliseconds since the epoch.
 */
export type UsageScope = { readonly conversationId: string } | { readonly leafId: string } | { readonly since: number };

/** What turns of a day and a conversation used. */
export interface UsageOfDay extends UsageGroup {
  /** When it began, in milliseconds since the epoch. */
  readonly day: number;
  readonly conversationId: string;
  readonly title: string;
}

/** The scope of a list or a search; null is all workspaces. */
export type WorkspaceScope = string | null;
