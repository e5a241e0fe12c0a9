/** What the engine needs of the world. Each port has one adapter in the product and a fake beside the tests. */
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
import type { Effort } from '../shared/effort.ts';
import type { JsonObject } from '../shared/json.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import type { EncodedPicture, PictureChange, PictureFiles, PictureSize, PictureType } from '../shared/picture.ts';
import type { QueueChange } from '../shared/queue.ts';
import type { FoundSecret, ImportControl, ImportOutcome } from '../shared/transfer.ts';
import type { Base64 } from './base64.ts';
import type { TurnEvent } from './turnEvents.ts';
import type { TurnUsage, UsageGroup } from './usage.ts';

/** Time, injected so that tests decide when it passes. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const thinkingTypes = ['adaptive', 'enabled', 'disabled', 'between_tools'] as const;
export type ThinkingType = (typeof thinkingTypes)[number];

/** What else the Models API tells of a model, in its words. */
export const modelAbilities = [
  'pdf_input',
  'citations',
  'structured_outputs',
  'web_search',
  'code_execution',
  'context_management',
  'batch',
] as const;
export type ModelAbility = (typeof modelAbilities)[number];

/** What a model is and can do, from the Models API. Token counts are null where the API does not say. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: 'active' | 'deprecated' | 'retired';
  /** RFC 3339, or null. */
  readonly retiresAt: string | null;
  readonly maxInputTokens: number | null;
  readonly maxTokens: number | null;
  readonly effort: readonly Effort[];
  readonly thinking: readonly ThinkingType[];
  readonly images: boolean;
  /** What the API says that the model cannot read; of a list that does not say, nothing. */
  readonly cannotRead?: readonly Attached[];
  /** What else it can do; nothing where the API does not say. */
  readonly abilities?: readonly ModelAbility[];
}

/** What goes with prompts, and not every model reads. */
export const attachedKinds = ['pictures', 'documents'] as const;
export type Attached = (typeof attachedKinds)[number];

/** Blocks that only a reply has, and that go back with one that the API paused. */
export const resumedTypes = [
  'redacted_thinking',
  'server_tool_use',
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
] as const;
export type ResumedType = (typeof resumedTypes)[number];

export type RequestBlock =
  | { readonly type: 'text'; readonly text: string; readonly citations?: readonly JsonObject[] }
  | { readonly type: 'image'; readonly source: { readonly type: 'base64'; readonly media_type: PictureType; readonly data: Base64 } }
  | {
      readonly type: 'document';
      readonly source: { readonly type: 'base64'; readonly media_type: typeof documentType; readonly data: Base64 };
      readonly title: string;
      readonly citations?: { readonly enabled: true };
    }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: ResumedType; readonly [field: string]: unknown };

/** A request of `POST /v1/messages`, in the API's own words; only what the engine sets. */
export interface ChatRequest {
  readonly model: string;
  readonly max_tokens: number;
  /** Automatic caching: all of the prompt is kept, and read again as far as a later one begins with it. */
  readonly cache_control?: { readonly type: 'ephemeral'; readonly ttl: '5m' | '1h' };
  readonly system?: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly RequestBlock[] }[];
  readonly thinking?:
    | { readonly type: 'adaptive'; readonly display: 'summarized' }
    | { readonly type: 'enabled'; readonly budget_tokens: number; readonly display?: 'summarized' }
    | { readonly type: 'disabled' }
    | { readonly type: 'between_tools' };
  readonly output_config?: { readonly effort: Effort };
  /** Asks why the cache could not be read, beside the request for that reply; null: there is none to compare with. */
  readonly diagnostics?: { readonly previous_message_id: string | null };
}

/** A request before it is sent. */
export interface RequestToSign {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
}

/** Says who asks by a signature, where no key does. */
export interface RequestSigner {
  /** The headers to send beside the request's own. Rejects with `TurnFailure` where there is nothing to sign with. */
  sign(request: RequestToSign): Promise<Readonly<Record<string, string>>>;
  /** What it signed with was not accepted: it is looked for anew. */
  forget(): void;
}

/** Ways to write a request down so that it runs as it is. */
export const requestForms = ['curl', 'typescript', 'python'] as const;
export type RequestForm = (typeof requestForms)[number];

/** A request for people. No secret is in any of it: who runs it has theirs in `variables` of the environment. */
export interface WrittenRequest {
  readonly variables: readonly string[];
  /** The forms that there are of it. */
  readonly forms: readonly RequestForm[];
  /** JSON with the address and the headers as comments; base64 is folded. */
  readonly text: string;
  /** All of it, in a form that runs and prints the reply. */
  as(form: RequestForm): string;
}

/** The Messages API. Every failure is a `TurnFailure`. */
export interface ModelApi {
  /**
   * Streams a reply: each event is handed over as it comes, in its order, by a call; an iterator's promises would cost more than all that is
   * done with it. Resolves after `ended`, and at once when `signal` is aborted; rejects with `TurnFailure` on anything else.
   * @param onWire is handed the JSON of each event, those included of which the engine knows nothing
   */
  stream(request: ChatRequest, signal: AbortSignal, onEvent: (event: TurnEvent) => void, onWire?: (json: string) => void): Promise<void>;
  /** How many tokens the API reads of a request; null where the server does not know how to count. Resolves to null when it is aborted, too. */
  countTokens(request: ChatRequest, signal: AbortSignal): Promise<number | null>;
  /** All models the key can see, newest first. */
  listModels(signal: AbortSignal): Promise<readonly Model[]>;
  /** How a request goes over the wire. Nothing is sent. */
  write(request: ChatRequest): WrittenRequest;
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

/** Whose usage is summed: a conversation's, with all its branches, or all since a time in milliseconds since the epoch. */
export type UsageScope = { readonly conversationId: string } | { readonly since: number };

/** What turns of a day and a conversation used. */
export interface UsageOfDay extends UsageGroup {
  /** When it began, in milliseconds since the epoch. */
  readonly day: number;
  readonly conversationId: string;
  readonly title: string;
}

/** Where a conversation that is read in parts goes on. */
export interface ExportPlace {
  readonly offset: number;
  readonly last: number;
}

/** Some entries of a file of conversations, as they are written. */
export interface ExportPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Null where there is no more. */
  readonly next: ExportPlace | null;
}

/** The scope of a list or a search; null is all workspaces. */
export type WorkspaceScope = string | null;

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
  /** What the replies of the path that ends with a message used, that message's included; without reading what was said. */
  readPathUsage(messageId: string): Promise<readonly TurnUsage[]>;
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

/** Conversations out of the store and into it, as files have them. What is read in one call is bounded. */
export interface HistoryTransfer {
  /** The ids of all conversations of a list, in the order in which they were made. */
  exportedConversations(scope: WorkspaceScope): Promise<readonly string[]>;
  /** The next messages of a conversation, with all their branches. @param place null for the first of them */
  exportMessages(conversationId: string, place: ExportPlace | null): Promise<ExportPart | undefined>;
  /** The hashes of the pictures and documents that the messages of a conversation have. */
  exportedFiles(conversationId: string): Promise<readonly string[]>;
  /** One of them; undefined where nothing is kept of it. */
  exportFile(hash: string): Promise<ExportPart | undefined>;
  /** What looks like a secret in a conversation. */
  findSecrets(conversationId: string): Promise<readonly FoundSecret[]>;
  /**
   * Adds what a file has, all of it or nothing. What is there stays as it is: a conversation that is there gets what it has not, and a message that
   * is there with other content gets a branch beside it. Doing it again adds nothing.
   * @param path of the file, on this machine
   */
  importFile(path: string, control: ImportControl): Promise<ImportOutcome>;
}
