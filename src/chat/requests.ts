import { type CitedSource, citedSource } from '../shared/citation.ts';
import { type DocumentItem, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import { type ContentBlock, documentsOf, type Message, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import type { ChatRequest, HistoryStore, Model } from './ports.ts';
import { buildRequest, type RequestSettings, withoutThinking } from './request.ts';
import { type PicturesOfRequest, readPictures } from './requestPictures.ts';
import { WireRecord } from './wireRecord.ts';

export interface RequestsParts {
  readonly store: HistoryStore;
  /** Read for each request. */
  readonly settings: () => RequestSettings;
  readonly model: (id: string) => Model | undefined;
}

/** A request, and what it was made of. */
export interface MadeRequest {
  readonly path: readonly Message[];
  readonly pictures: PicturesOfRequest;
  readonly request: ChatRequest;
}

/** What a request is made of, beside the path down to its prompt. */
interface Asked {
  readonly promptId: string;
  /** Those of the path, by id. */
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly documents: ReadonlyMap<string, DocumentItem>;
  readonly model: Model | undefined;
  readonly settings: RequestSettings;
  /** Whether what a reply thought can go back with it. */
  readonly thinking: boolean;
}

/** The requests of one conversation: the one for a reply, and, to be looked at, the last of them. */
export class Requests {
  readonly #parts: RequestsParts;
  #last: Asked | null = null;
  #documentsLeftOut = 0;
  /** Those of the last request for a reply, in their order. */
  #documents: readonly DocumentItem[] = [];
  #record: WireRecord | undefined;
  /** The request for a reply that was paused. */
  #paused: ChatRequest | null = null;

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
  async forReply(path: readonly Message[], model: string): Promise<MadeRequest> {
    const asked = this.#asked(path, model);
    const whole = await this.#build(path, asked);
    const thinking = this.#paused !== null && goesOnFrom(whole.request, this.#paused);
    this.#last = { ...asked, thinking };
    const made = thinking ? whole : { ...whole, request: withoutThinking(whole.request) };
    const { pictures } = made;
    this.#documentsLeftOut = pictures.documentsLeftOut;
    this.#documents = pictures.documents.filter((each) => pictures.data.has(sentHash(each)));
    return made;
  }

  /** Remembers the request of a reply that was paused: what was thought then holds as long as all is as it was. Null: there is none. */
  keepPaused(request: ChatRequest | null): void {
    this.#paused = request;
  }

  /** The same, but nothing is remembered of it. */
  async toLookAt(path: readonly Message[], model: string): Promise<ChatRequest> {
    return (await this.#build(path, this.#asked(path, model))).request;
  }

  /** The last request, made again of what it was made of: the same conversation gives the same bytes. Undefined where there was none. */
  async last(): Promise<ChatRequest | undefined> {
    const asked = this.#last;
    if (!asked) return undefined;
    const path = await this.#parts.store.readPath(asked.promptId, Number.MAX_SAFE_INTEGER);
    const messages = path.map(({ message }) => asItWas(message, asked));
    const { request } = await this.#build(messages, asked);
    return asked.thinking ? request : withoutThinking(request);
  }

  #asked(path: readonly Message[], model: string): Asked {
    const pictures = new Map(path.flatMap(picturesOf).map((picture) => [picture.id, picture]));
    const documents = new Map(path.flatMap(documentsOf).map((document) => [document.id, document]));
    return {
      promptId: path.at(-1)?.id ?? '',
      pictures,
      documents,
      model: this.#parts.model(model),
      settings: { ...this.#parts.settings(), model },
      thinking: true,
    };
  }

  async #build(path: readonly Message[], { model, settings }: Asked): Promise<MadeRequest> {
    const pictures = await readPictures(this.#parts.store, path, model);
    return { path, pictures, request: buildRequest(path, pictures, model, settings) };
  }
}

/** Whether a request is an earlier one with replies to it at its end. */
function goesOnFrom({ messages, ...rest }: ChatRequest, { messages: before, ...restBefore }: ChatRequest): boolean {
  return JSON.stringify([rest, messages.slice(0, before.length)]) === JSON.stringify([restBefore, before]);
}

/** How its pictures and documents are sent may have been changed since. */
function asItWas(message: Message, { pictures, documents }: Pick<Asked, 'pictures' | 'documents'>): Message {
  const blocks = message.blocks.map((block): ContentBlock => {
    if (block.type === 'picture') return { type: 'picture', picture: pictures.get(block.picture.id) ?? block.picture };
    return block.type === 'document' ? { type: 'document', document: documents.get(block.document.id) ?? block.document } : block;
  });
  return { ...message, blocks };
}
