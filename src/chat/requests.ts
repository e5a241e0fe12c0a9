import { type CitedSource, citedSource } from '../shared/citation.ts';
import { type DocumentItem, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Message } from '../shared/message.ts';
import type { ChatRequest, HistoryStore, Model } from './ports.ts';
import { buildRequest, type RequestSettings } from './request.ts';
import { type PicturesOfRequest, readPictures } from './requestPictures.ts';
import { WireRecord } from './wireRecord.ts';

export interface RequestsParts {
  readonly store: HistoryStore;
  /** Read for each request. */
  readonly settings: () => RequestSettings;
  readonly model: (id: string) => Model | undefined;
}

/** What a request is made of, beside the path down to its prompt. */
interface Asked {
  readonly promptId: string;
  readonly model: Model | undefined;
  readonly settings: RequestSettings;
}

/** How many of a path do not go with its requests, as there is too much. */
export interface LeftOut {
  readonly pictures: number;
  readonly documents: number;
}

/** The requests of one conversation: the one for a reply, and, to be looked at, the last of them. */
export class Requests {
  readonly #parts: RequestsParts;
  #last: Asked | null = null;
  #leftOut: LeftOut = { pictures: 0, documents: 0 };
  /** Those of the last request for a reply, in their order. */
  #documents: readonly DocumentItem[] = [];
  #record: WireRecord | undefined;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** Of the last request. */
  get leftOut(): LeftOut {
    return this.#leftOut;
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
  async forReply(path: readonly Message[], model: string): Promise<ChatRequest> {
    const asked = this.#asked(path, model);
    this.#last = asked;
    const { request, pictures } = await this.#build(path, asked);
    this.#leftOut = { pictures: pictures.leftOut, documents: pictures.documentsLeftOut };
    this.#documents = pictures.documents.filter((each) => pictures.data.has(sentHash(each)));
    return request;
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
    const messages = path.map(({ message }) => message);
    return (await this.#build(messages, asked)).request;
  }

  #asked(path: readonly Message[], model: string): Asked {
    return { promptId: path.at(-1)?.id ?? '', model: this.#parts.model(model), settings: { ...this.#parts.settings(), model } };
  }

  async #build(path: readonly Message[], { model, settings }: Asked): Promise<{ request: ChatRequest; pictures: PicturesOfRequest }> {
    const pictures = await readPictures(this.#parts.store, path, model);
    return { request: buildRequest(path, pictures, model, settings), pictures };
  }
}
