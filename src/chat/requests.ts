import type { AnswerFormat } from '../shared/answerFormat.ts';
import { type CitedSource, citedSource, type FetchedPage, fetchedPage } from '../shared/citation.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { type DocumentItem, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import type { LeaveOut } from '../shared/longConversation.ts';
import { type AssistantMessage, type ContentBlock, documentsOf, type Message, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import type { TurnCache } from '../shared/turnCache.ts';
import { formatFor } from './answerFormat.ts';
import { withBreakpoints, withoutMarks } from './cacheBreakpoints.ts';
import { cachedUntil } from './cacheLife.ts';
import type { ChatRequest, RequestBlock } from './chatRequest.ts';
import type { Clock } from './clock.ts';
import type { HistoryStore } from './historyStore.ts';
import { type InstructionFile, type SystemPart, systemParts, systemText } from './instructions.ts';
import type { Model } from './model.ts';
import { buildRequest, maxTokensFor, type RequestSettings, withChosen, withoutThinking } from './request.ts';
import { type PicturesOfRequest, readPictures } from './requestPictures.ts';
import { changesSince, prefixOf, toKeep } from './requestPrefix.ts';
import { type SentBlocks, sentBlocks } from './sentBlocks.ts';
import { type SentTurns, sentTurns } from './sentTurns.ts';
import { toolsFor } from './serverTools.ts';
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
  /** Of the path, what is sent. */
  readonly turns: SentTurns;
  /** Of each of its messages. */
  readonly contents: SentBlocks;
  readonly pictures: PicturesOfRequest;
  readonly request: ChatRequest;
}

/** What is known of the prompt cache when a request is made. */
export type AskedOfCache = Omit<TurnCache, 'miss'>;

/** What a request is made of, beside the path down to its prompt. */
interface MadeFrom {
  readonly promptId: string;
  /** What the reply is to begin with. */
  readonly begun: string;
  /** Those of the path, by id. */
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly documents: ReadonlyMap<string, DocumentItem>;
  readonly model: Model | undefined;
  readonly settings: RequestSettings;
  readonly leaveOut: LeaveOut | undefined;
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
  /** Pages of the web that go with it, as the API has read them. */
  #pages: readonly FetchedPage[] = [];
  #record: WireRecord | undefined;
  /** The request for a reply that was paused. */
  #paused: ChatRequest | null = null;
  #asked: AskedOfCache | null = null;
  #format: AnswerFormat | null = null;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** How many documents of the path did not go with the last request, as there is too much. */
  get documentsLeftOut(): number {
    return this.#documentsLeftOut;
  }

  /** What a citation of the reply to the last request points at; null where that is not known. @param pages that were read for that reply */
  citedSource(raw: JsonObject, pages: readonly FetchedPage[]): CitedSource | null {
    return citedSource(raw, this.#documents, [...this.#pages, ...pages]);
  }

  /** With what the last request for a reply was asked of the prompt cache. */
  get asked(): AskedOfCache | null {
    return this.#asked;
  }

  /** What the last request for a reply asked for it by; null: free text. */
  get format(): AnswerFormat | null {
    return this.#format;
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

  /** The request for the reply to the last message of a whole path. It is the last one from now on. @param begun what the reply begins with */
  async forReply(path: readonly Message[], chosen: Chosen, begun: string): Promise<MadeRequest> {
    const from = await this.#from(path, chosen, begun);
    const whole = await this.#build(path, from);
    const thinking = this.#paused !== null && goesOnFrom(whole.request, this.#paused);
    this.#last = { ...from, thinking };
    const made = thinking ? whole : { ...whole, request: withoutThinking(whole.request) };
    const { pictures } = made;
    this.#asked = this.#askedOf(made, from);
    this.#format = made.request.output_config?.format ? (from.settings.answerFormat ?? null) : null;
    this.#documentsLeftOut = pictures.documentsLeftOut;
    this.#documents = pictures.documents.filter((each) => pictures.data.has(sentHash(each)));
    this.#pages = made.request.messages.flatMap(({ content }) => content.flatMap((block) => pageIn(block) ?? []));
    return { ...made, request: marked(made, from) };
  }

  /** Remembers the request of a reply that was paused: what was thought then holds as long as all is as it was. Null: there is none. */
  keepPaused(request: ChatRequest | null): void {
    this.#paused = request;
  }

  /** The same, but nothing is remembered of it. */
  async toLookAt(path: readonly Message[], chosen: Chosen, begun: string): Promise<ChatRequest> {
    const from = await this.#from(path, chosen, begun);
    return marked(await this.#build(path, from), from);
  }

  /** Which turns of a path the same request would have. */
  async turnsFor(path: readonly Message[], chosen: Chosen): Promise<SentTurns> {
    return turnsFrom(path, await this.#from(path, chosen, ''));
  }

  /** The last request, made again of what it was made of: the same conversation gives the same bytes. Undefined where there was none. */
  async last(): Promise<ChatRequest | undefined> {
    const last = this.#last;
    if (!last) return undefined;
    const path = await this.#parts.store.readPath(last.promptId, Number.MAX_SAFE_INTEGER);
    const messages = path.map(({ message }) => asItWas(message, last));
    const made = await this.#build(messages, last);
    return marked(last.thinking ? made : { ...made, request: withoutThinking(made.request) }, last);
  }

  async #from(path: readonly Message[], { model, options }: Chosen, begun: string): Promise<MadeFrom> {
    const { settings, instructionFiles } = this.#parts;
    const set = settings();
    const pictures = new Map(path.flatMap(picturesOf).map((picture) => [picture.id, picture]));
    const documents = new Map(path.flatMap(documentsOf).map((document) => [document.id, document]));
    const known = this.#parts.model(model);
    const system = systemParts(set.instructions, (await instructionFiles?.()) ?? [], options.instructions);
    return {
      promptId: path.at(-1)?.id ?? '',
      begun,
      pictures,
      documents,
      model: known,
      settings: { ...withChosen(set, model, options), instructions: systemText(system) },
      leaveOut: options.leaveOut,
      system,
      thinking: true,
    };
  }

  async #build(path: readonly Message[], from: MadeFrom): Promise<MadeRequest> {
    const { model, settings, begun } = from;
    const turns = turnsFrom(path, from);
    // An answer that is begun for the model is free text.
    const format = begun === '' ? formatFor(path, model, settings) : null;
    const read = await readPictures(this.#parts.store, turns.path, model);
    // The API does not cite in what is to be JSON.
    const pictures: PicturesOfRequest = format ? { ...read, citing: false, uncited: true } : read;
    const contents = sentBlocks(turns.path, pictures, toolsFor(model, settings.tools));
    const request = buildRequest(turns.path, pictures, model, settings, format, begun, contents);
    return {
      turns,
      contents,
      pictures,
      request: canDiagnose(model, settings) ? { ...request, diagnostics: diagnosticsFor(turns.said) } : request,
    };
  }

  /** Compares what is sent with what was sent for the reply before. */
  #askedOf(made: MadeRequest, { system, model }: MadeFrom): AskedOfCache {
    const { turns, request } = made;
    const prefix = prefixOf(made, system);
    const before = replyBefore(turns.said);
    const now = this.#parts.clock.now();
    const kept = before ? cachedUntil(before, before.model) : null;
    const isOver = before && kept !== null && kept <= now;
    return {
      prefix: toKeep(prefix),
      expected: before?.usage ? before.usage.cacheRead + before.usage.cacheWrite5m + before.usage.cacheWrite1h : null,
      changes: [
        ...(before?.cache ? changesSince(before.cache.prefix, prefix, { marked: model !== undefined }) : []),
        ...(isOver ? [{ type: 'expired', after: now - (before.firstTokenAt ?? before.createdAt) } as const] : []),
      ],
      diagnosed: request.diagnostics !== undefined,
    };
  }
}

/** With breakpoints, if it is known that the server is one that lists its models: others may take instructions as plain text only. */
function marked({ turns, contents, request }: MadeRequest, { model }: MadeFrom): ChatRequest {
  if (!model) return request;
  const reply = replyBefore(turns.path);
  const at = reply ? turns.path.indexOf(reply) - 1 : -1;
  return withBreakpoints(request, contents[at]?.at(-1));
}

function pageIn(block: RequestBlock): FetchedPage | undefined {
  return block.type === 'web_fetch_tool_result' ? fetchedPage(block) : undefined;
}

function turnsFrom(path: readonly Message[], { model, settings, leaveOut }: MadeFrom): SentTurns {
  const { instructions } = settings;
  const answer = maxTokensFor(model, settings);
  return sentTurns(path, { model: settings.model, window: model?.maxInputTokens ?? null, answer, instructions, leaveOut });
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
  const beginning = { ...request, messages: request.messages.slice(0, earlier.messages.length) };
  const [now, before] = [beginning, earlier].map(({ diagnostics: _, system, ...rest }) =>
    JSON.stringify({ ...rest, system: typeof system === 'string' ? [{ type: 'text', text: system }] : system }, withoutMarks),
  );
  return now === before;
}

/** How its pictures and documents are sent may have been changed since. */
function asItWas(message: Message, { pictures, documents }: Pick<MadeFrom, 'pictures' | 'documents'>): Message {
  const blocks = message.blocks.map((block): ContentBlock => {
    if (block.type === 'picture') return { type: 'picture', picture: pictures.get(block.picture.id) ?? block.picture };
    return block.type === 'document' ? { type: 'document', document: documents.get(block.document.id) ?? block.document } : block;
  });
  return { ...message, blocks };
}
