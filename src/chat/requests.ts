import { type CitedSource, citedSource } from '../shared/citation.ts';
import { type DocumentItem, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import { type ContentBlock, type Message, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
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
  readonly model: Model | undefined;
  readonly settings: RequestSettings;
}

/** The requests of one conversation: the one for a reply, and, to be looked at, the last of them. */
export class Requests {
  readonly #parts: RequestsParts;
  #last: Asked | null = null;
  #documentsLeftOut = 0;
  /** Those of the last request for a reply, in their order. */
  #documents: readonly DocumentItem[] = [];
  #record: WireRecord | undefined;

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
    this.#last = asked;
    const made = await this.#build(path, asked);
    const { pictures } = made;
    this.#documentsLeftOut = pictures.documentsLeftOut;
    this.#documents = pictures.documents.filter((each) => pictures.data.has(sentHash(each)));
    return made;
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
    const messages = path.map(({ message }) => asItWas(message, asked.pictures));
    return (await this.#build(messages, asked)).request;
  }

  #asked(path: readonly Message[], model: string): Asked {
    const pictures = new Map(path.flatMap(picturesOf).map((picture) => [picture.id, picture]));
    return { promptId: path.at(-1)?.id ?? '', pictures, model: this.#parts.model(model), settings: { ...this.#parts.settings(), model } };
  }

  async #build(path: readonly Message[], { model, settings }: Asked): Promise<MadeRequest> {
    const pictures = await readPictures(this.#parts.store, path, model);
    return { path, pictures, request: buildRequest(path, pictures, model, settings) };
  }
}

/** How its pictures are sent may have been changed since. */
function asItWas(message: Message, pictures: ReadonlyMap<string, Picture>): Message {
  const blocks = message.blocks.map(
    (block): ContentBlock =>
      block.type === 'picture' ? { type: 'picture', picture: pictures.get(block.picture.id) ?? block.picture } : block,
  );
  return { ...message, blocks };
}
