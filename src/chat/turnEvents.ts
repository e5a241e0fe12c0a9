/**
 * What a reply is made of while it streams, and the reducer that makes a message of it. The same reducer replays the checkpoints of a
 * reply that was cut by a crash, so what is recovered is what was shown.
 */
import type { AnswerFormat } from '../shared/answerFormat.ts';
import type { Citation } from '../shared/citation.ts';
import type { JsonObject } from '../shared/json.ts';
import type { AssistantMessage, ContentBlock, StopReason, Usage } from '../shared/message.ts';
import type { CacheMiss, TurnCache } from '../shared/turnCache.ts';

export type TurnEvent =
  | {
      readonly type: 'started';
      readonly at: number;
      readonly apiId: string;
      readonly model: string;
      readonly usage: Usage;
      /** Why the cache could not be read, where the API says so. */
      readonly miss?: CacheMiss;
      /** With what it was asked; the API does not tell that. */
      readonly cache?: TurnCache;
      /** What it was asked for by, as above. */
      readonly format?: AnswerFormat;
    }
  | { readonly type: 'blockStarted'; readonly at: number; readonly index: number; readonly block: ContentBlock }
  | { readonly type: 'text'; readonly index: number; readonly text: string }
  | { readonly type: 'thinking'; readonly index: number; readonly text: string }
  | { readonly type: 'signature'; readonly index: number; readonly signature: string }
  | { readonly type: 'citation'; readonly index: number; readonly citation: Citation }
  /** Part of the JSON of an opaque block's `input`. */
  | { readonly type: 'inputJson'; readonly index: number; readonly json: string }
  | { readonly type: 'blockEnded'; readonly index: number }
  /** `usage` is cumulative: it replaces what `started` said. */
  | {
      readonly type: 'ended';
      readonly stopReason: StopReason;
      /** The one at which it ended. */
      readonly stopSequence?: string;
      readonly category: string | null;
      readonly explanation?: string;
      readonly usage: Usage;
    };

/** Text is kept as pieces and joined once, when the block is read: joining at each delta would cost more the longer the reply is. */
interface OpenBlock {
  block: ContentBlock;
  pieces: string[];
  citations: Citation[];
  signature: string;
}

/** A reply that is being received. Mutable on purpose: one owner, one writer, a constant cost for each delta. */
export class OpenTurn {
  /** What the user wrote of it, before what is received. */
  readonly #begun: readonly ContentBlock[];
  readonly #blocks: OpenBlock[] = [];
  #message: AssistantMessage;
  #hasContent = false;

  constructor(message: AssistantMessage) {
    this.#message = message;
    this.#begun = message.blocks.filter((block) => block.type === 'text' && block.begun);
  }

  /** How many blocks of the message are before those that are received. */
  get before(): number {
    return this.#begun.length;
  }

  get id(): string {
    return this.#message.id;
  }

  /** Whether anything a reader can see has come. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** Whether it is a block whose input came piece by piece: it can be read only as a whole. */
  hasInput(index: number): boolean {
    const open = this.#blocks[index];
    return open?.block.type === 'opaque' && open.pieces.length > 0;
  }

  apply(event: TurnEvent): void {
    switch (event.type) {
      case 'started':
        // Another attempt, after one that came to nothing.
        if (!this.#hasContent && this.#message.apiId !== null && this.#message.apiId !== event.apiId) {
          this.#blocks.length = 0;
          this.#message = { ...this.#message, firstTokenAt: null };
        }
        this.#message = { ...this.#message, apiId: event.apiId, model: event.model, usage: event.usage };
        if (event.format) this.#message = { ...this.#message, format: event.format };
        if (event.cache) this.#message = { ...this.#message, cache: event.cache };
        return;
      case 'blockStarted':
        this.#blocks[event.index] = { block: event.block, pieces: [], citations: [], signature: '' };
        this.#hasContent ||= !isEmpty(event.block);
        if (this.#message.firstTokenAt === null) this.#message = { ...this.#message, firstTokenAt: event.at };
        return;
      case 'text':
      case 'thinking':
        this.#hasContent ||= event.text !== '';
        this.#blocks[event.index]?.pieces.push(event.text);
        return;
      case 'inputJson':
        this.#blocks[event.index]?.pieces.push(event.json);
        return;
      case 'signature': {
        const open = this.#blocks[event.index];
        if (open) open.signature += event.signature;
        return;
      }
      case 'citation':
        this.#blocks[event.index]?.citations.push(event.citation);
        return;
      case 'blockEnded':
        return;
      case 'ended':
        this.#message = { ...this.#message, stopReason: event.stopReason, usage: event.usage };
        if (event.stopSequence !== undefined) this.#message = { ...this.#message, stopSequence: event.stopSequence };
        return;
    }
  }

  /** The message as it stands. Costs as much as the reply is long: for ends, snapshots and recovery, not for deltas. */
  message(): AssistantMessage {
    const received = this.#blocks.filter((open) => open !== undefined).map(closeBlock);
    return { ...this.#message, blocks: [...this.#begun, ...received] };
  }
}

/** Whether a block that has begun says nothing yet. */
function isEmpty(block: ContentBlock): boolean {
  return (block.type === 'text' && block.text === '') || (block.type === 'thinking' && block.thinking === '');
}

function closeBlock({ block, pieces, citations, signature }: OpenBlock): ContentBlock {
  const added = pieces.join('');
  switch (block.type) {
    case 'text': {
      const all = [...(block.citations ?? []), ...citations];
      return all.length > 0 ? { type: 'text', text: block.text + added, citations: all } : { type: 'text', text: block.text + added };
    }
    case 'thinking':
      return { type: 'thinking', thinking: block.thinking + added, signature: block.signature + signature };
    // Those are of prompts.
    case 'picture':
    case 'document':
    case 'context':
    case 'instruction':
      return block;
    case 'opaque':
      return added === '' ? block : { type: 'opaque', raw: { ...block.raw, input: parseInput(added) } };
  }
}

/** The input of a tool call that was cut is not JSON; then it is kept as text under a name of its own, never guessed. */
function parseInput(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Falls through: cut off in the middle.
  }
  return { incomplete_json: json };
}

/**
 * What has come since the last checkpoint. Neighbouring pieces of text or input of the same block are kept as one event: thousands of them may come
 * at once, and each that is kept costs as long as it is.
 */
export class PendingEvents {
  #events: TurnEvent[] = [];
  #open: Extract<TurnEvent, { type: 'text' | 'thinking' | 'inputJson' }> | undefined;
  #pieces: string[] = [];

  add(event: TurnEvent): void {
    if (event.type !== 'text' && event.type !== 'thinking' && event.type !== 'inputJson') {
      this.#close();
      this.#events.push(event);
      return;
    }
    if (this.#open?.type !== event.type || this.#open.index !== event.index) {
      this.#close();
      this.#open = event;
    }
    this.#pieces.push(event.type === 'inputJson' ? event.json : event.text);
  }

  get isEmpty(): boolean {
    return this.#events.length + this.#pieces.length === 0;
  }

  /** All of them; none is left. */
  take(): TurnEvent[] {
    this.#close();
    return this.#events.splice(0);
  }

  #close(): void {
    const { type, index = 0 } = this.#open ?? {};
    const all = this.#pieces.join('');
    if (type) this.#events.push(type === 'inputJson' ? { type, index, json: all } : { type, index, text: all });
    this.#open = undefined;
    this.#pieces = [];
  }
}

/** The same events, with neighbouring pieces of text or input as one. */
export function mergeEvents(events: readonly TurnEvent[]): TurnEvent[] {
  const pending = new PendingEvents();
  for (const event of events) pending.add(event);
  return pending.take();
}
