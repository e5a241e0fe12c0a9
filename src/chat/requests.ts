import { type CitedSource, citedSource } from '../shared/citation.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { type DocumentItem, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import { type AssistantMessage, type ContentBlock, documentsOf, type Message, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import type { TurnCache } from '../shared/turnCache.ts';
import { cachedUntil } from './cacheLife.ts';
import { type InstructionFile, type SystemPart, systemParts, systemText } from './instructions.ts';
import type { ChatRequest, Clock, HistoryStore, Model } from './ports.ts';
import { buildRequest, type RequestSettings, withChosen, withoutThinking } from './request.ts';
import { type PicturesOfRequest, readPictures } from './requestPictures.ts';
import { changesSince, prefixOf, toKeep } from './requestPrefix.ts';
import { WireRecord } from './wireRecord.ts';

export interface RequestsParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Read for each request. */
  readonly settings: () => RequestSettings;
  readonly model: (id: string) => Model | undefined;
  /** What the workspace's files say just now. Never rejects, and takes no longer than a prompt may wait. */
  readonly instructionFiles?: () => Promise<readonly InstructionFile[]>;
}

/** What was chosen for a conversation. */
export interface Chosen {
  readonly model: string;
  readonly options: ConversationOptions;
}

/** A request, and what it was made of. */
export interface MadeRequest {
  readonly path: readonly Message[];
  readonly pictures: PicturesOfRequest;
  readonly request: ChatRequest;
}

/** What is known of the prompt cache when a request is made. */
export type AskedOfCache = Omit<TurnCache, 'miss'>;

/** What a request is made of, beside the path down to its prompt. */
interface MadeFrom {
  readonly promptId: string;
  /** Those of the path, by id. */
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly documents: ReadonlyMap<string, DocumentItem>;
  readonly model: Model | undefined;
  readonly settings: RequestSettings;
  /** Whether what a reply thought can go back with it. */
  readonly thinking: boolean;
  readonly system: readonly SystemPart[];
}

/** The requests of one conversation: the one for a reply, and, to be looked at, the last of them. */
export class Requests {
  readonly #parts: RequestsParts;
  #last: MadeFrom | null = null;
  #documentsLeftOut = 0;
  /** Those of the last request for a reply, in their order. */
  #documents: readonly DocumentItem[] = [];
  #record: WireRecord | undefined;
  /** The request for a reply that was paused. */
  #paused: ChatRequest | null = null;
  #asked: AskedOfCache | null = null;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** How many documents of the path did not go with the last request, as there is too much. */
  get documentsLeftOut(): number {
    return this.#documentsLeftOut;
  }

  /** What a citation of the reply to the last request points at; null where that is not known. */
  citedSource(raw: JsonObject): CitedSource | null {
    return citedSource(raw, this.#documents);
  }

  /** With what the last request for a reply was asked of the prompt cache. */
  get asked(): AskedOfCache | null {
    return this.#asked;
  }

  /** What came for the last request; undefined where there was none. */
  get record(): WireRecord | undefined {
    return this.#record;
  }

  /** Begins to note what comes. */
  newRecord(): (json: string) => void {
    const record = new WireRecord();
    this.#record = record;
    return (json) => record.add(json);
  }

  /** The request for the reply to the last message of a whole path. It is the last one from now on. */
  async forReply(path: readonly Message[], chosen: Chosen): Promise<MadeRequest> {
    const from = await this.#from(path, chosen);
    const whole = await this.#build(path, from);
    const thinking = this.#paused !== null && goesOnFrom(whole.request, this.#paused);
    this.#last = { ...from, thinking };
    const made = thinking ? whole : { ...whole, request: withoutThinking(whole.request) };
    const { pictures } = made;
    this.#asked = this.#askedOf(made, from);
    this.#documentsLeftOut = pictures.documentsLeftOut;
    this.#documents = pictures.documents.filter((each) => pictures.data.has(sentHash(each)));
    return made;
  }

  /** Remembers the request of a reply that was paused: what was thought then holds as long as all is as it was. Null: there is none. */
  keepPaused(request: ChatRequest | null): void {
    this.#paused = request;
  }

  /** The same, but nothing is remembered of it. */
  async toLookAt(path: readonly Message[], chosen: Chosen): Promise<ChatRequest> {
    return (await this.#build(path, await this.#from(path, chosen))).request;
  }

  /** The last request, made again of what it was made of: the same conversation gives the same bytes. Undefined where there was none. */
  async last(): Promise<ChatRequest | undefined> {
    const last = this.#last;
    if (!last) return undefined;
    const path = await this.#parts.store.readPath(last.promptId, Number.MAX_SAFE_INTEGER);
    const messages = path.map(({ message }) => asItWas(message, last));
    const { request } = await this.#build(messages, last);
    return last.thinking ? request : withoutThinking(request);
  }

  async #from(path: readonly Message[], { model, options }: Chosen): Promise<MadeFrom> {
    const { settings, instructionFiles } = this.#parts;
    const set = settings();
    const pictures = new Map(path.flatMap(picturesOf).map((picture) => [picture.id, picture]));
    const documents = new Map(path.flatMap(documentsOf).map((document) => [document.id, document]));
    const known = this.#parts.model(model);
    const system = systemParts(set.instructions, (await instructionFiles?.()) ?? [], options.instructions);
    return {
      promptId: path.at(-1)?.id ?? '',
      pictures,
      documents,
      model: known,
      settings: { ...withChosen(set, model, options), instructions: systemText(system) },
      system,
      thinking: true,
    };
  }

  async #build(path: readonly Message[], { model, settings }: MadeFrom): Promise<MadeRequest> {
    const pictures = await readPictures(this.#parts.store, path, model);
    const request = buildRequest(path, pictures, model, settings);
    return { path, pictures, request: canDiagnose(model, settings) ? { ...request, diagnostics: diagnosticsFor(path) } : request };
  }

  /** Compares what is sent with what was sent for the reply before. */
  #askedOf({ path, pictures, request }: MadeRequest, { system }: MadeFrom): AskedOfCache {
    const prefix = prefixOf(path, pictures, request, system);
    const before = replyBefore(path);
    const now = this.#parts.clock.now();
    const kept = before ? cachedUntil(before, before.model) : null;
    const isOver = before && kept !== null && kept <= now;
    return {
      prefix: toKeep(prefix),
      expected: before?.usage ? before.usage.cacheRead + before.usage.cacheWrite5m + before.usage.cacheWrite1h : null,
      changes: [
        ...(before?.cache ? changesSince(before.cache.prefix, prefix) : []),
        ...(isOver ? [{ type: 'expired', after: now - (before.firstTokenAt ?? before.createdAt) } as const] : []),
      ],
      diagnosed: request.diagnostics !== undefined,
    };
  }
}

/** The last reply of a path that the API knows of. */
function replyBefore(path: readonly Message[]): AssistantMessage | undefined {
  return path.findLast((message): message is AssistantMessage => message.role === 'assistant' && message.apiId !== null);
}

/**
 * Whether the API is asked why it misses. Servers that only speak like it refuse a field that they do not know, so it is asked only of one whose
 * list of models tells what they can do: that is the API's own, or a gateway's that hands on to it. Until that list is known nothing optional
 * is sent at all; and without caching there is nothing to ask, which is a way out with a server that has the list and refuses the field.
 */
function canDiagnose(model: Model | undefined, { caching }: RequestSettings): boolean {
  return caching !== 'off' && model !== undefined && model.thinking.length + model.effort.length > 0;
}

/** The API remembers only requests that have asked. */
function diagnosticsFor(path: readonly Message[]): NonNullable<ChatRequest['diagnostics']> {
  const before = replyBefore(path);
  return { previous_message_id: before?.cache?.diagnosed ? before.apiId : null };
}

/** Whether a request is an earlier one with replies to it at its end. */
function goesOnFrom(request: ChatRequest, earlier: ChatRequest): boolean {
  // Why a cache was missed is asked of another reply each time.
  const [now, before] = [request, earlier].map(({ diagnostics: _, ...rest }) => rest);
  const messages = request.messages.slice(0, earlier.messages.length);
  return JSON.stringify({ ...now, messages }) === JSON.stringify(before);
}

/** How its pictures and documents are sent may have been changed since. */
function asItWas(message: Message, { pictures, documents }: Pick<MadeFrom, 'pictures' | 'documents'>): Message {
  const blocks = message.blocks.map((block): ContentBlock => {
    if (block.type === 'picture') return { type: 'picture', picture: pictures.get(block.picture.id) ?? block.picture };
    return block.type === 'document' ? { type: 'document', document: documents.get(block.document.id) ?? block.document } : block;
  });
  return { ...message, blocks };
}
