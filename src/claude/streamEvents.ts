/**
 * From the events of the wire to the engine's. What comes from a server is read as unknown, whatever the SDK's types say: an event, a
 * block or a delta of a kind that this version does not know is kept or passed over, and never ends a reply.
 */
import type { TurnEvent } from '../chat/turnEvents.ts';
import { isCount, isObject, isString, type JsonObject, oneOf } from '../shared/json.ts';
import {
  type Billing,
  isUsual,
  noBilling,
  noUsage,
  type OpaqueBlock,
  type StopReason,
  stopReasons,
  type TextBlock,
  type ThinkingBlock,
  type Usage,
} from '../shared/message.ts';
import { missOf } from '../shared/turnCache.ts';

type ReplyBlock = TextBlock | ThinkingBlock | OpaqueBlock;

/**
 * Translates the events of one stream, in order. Holds only what the API spreads over several of them.
 *
 * The API numbers the blocks of a reply as they begin, and begins each once, before its deltas. What stands between may send things twice,
 * in another order, or with one number for all: so blocks are numbered here, and what was said goes into a block of its own kind, which is
 * begun where there is none. Nothing that came is lost.
 */
export class StreamTranslator {
  readonly #now: () => number;
  /** Of the open blocks: from the wire's number to the engine's. */
  readonly #open = { text: new Map<number, number>(), thinking: new Map<number, number>(), opaque: new Map<number, number>() };
  #blocks = 0;
  #usage: Usage = noUsage;
  #stopReason: StopReason | null = null;
  #stopSequence: string | undefined;
  #category: string | null = null;
  #explanation: string | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The engine's events for one event of the wire. */
  translate(raw: unknown): TurnEvent[] {
    if (!isObject(raw)) return [];
    switch (raw['type']) {
      case 'message_start':
        return this.#start(raw['message']);
      case 'content_block_start':
        return isCount(raw['index']) && isObject(raw['content_block']) ? this.#begin(raw['index'], readBlock(raw['content_block'])) : [];
      case 'content_block_delta':
        return isCount(raw['index']) && isObject(raw['delta']) ? this.#delta(raw['index'], raw['delta']) : [];
      case 'content_block_stop':
        return isCount(raw['index']) ? this.#end(raw['index']) : [];
      case 'message_delta':
        this.#messageDelta(raw);
        return [];
      default:
        return [];
    }
  }

  /** Once the stream is over: the reply's end, or nothing where the API never said how it ended. */
  finish(): TurnEvent[] {
    if (this.#stopReason === null) return [];
    const told = {
      ...(this.#explanation !== undefined && { explanation: this.#explanation }),
      ...(this.#stopSequence !== undefined && { stopSequence: this.#stopSequence }),
    };
    return [{ type: 'ended', stopReason: this.#stopReason, category: this.#category, ...told, usage: this.#usage }];
  }

  #start(message: unknown): TurnEvent[] {
    if (!isObject(message)) return [];
    const { id, model, usage, diagnostics } = message;
    this.#usage = readUsage(usage, noUsage);
    if (!isString(id) || !isString(model)) return [];
    const miss = isObject(diagnostics) ? missOf(diagnostics) : null;
    return [{ type: 'started', at: this.#now(), apiId: id, model, usage: this.#usage, ...(miss ? { miss } : {}) }];
  }

  #begin(number: number, block: ReplyBlock): TurnEvent[] {
    const known = this.#open[block.type].get(number);
    if (known === undefined) {
      const index = this.#blocks++;
      this.#open[block.type].set(number, index);
      return [{ type: 'blockStarted', at: this.#now(), index, block }];
    }
    // It was begun already.
    if (block.type === 'text' && block.text !== '') return [{ type: 'text', index: known, text: block.text }];
    if (block.type === 'thinking' && block.thinking !== '') return [{ type: 'thinking', index: known, text: block.thinking }];
    return [];
  }

  #delta(number: number, delta: JsonObject): TurnEvent[] {
    const { type, text, thinking, signature, partial_json, citation } = delta;
    if (type === 'text_delta' && isString(text)) return this.#say({ type: 'text', text }, number);
    if (type === 'thinking_delta' && isString(thinking)) return this.#say({ type: 'thinking', thinking, signature: '' }, number);
    if (type === 'signature_delta' && isString(signature)) {
      const index = this.#open.thinking.get(number);
      return index === undefined ? [] : [{ type: 'signature', index, signature }];
    }
    if (type === 'input_json_delta' && isString(partial_json)) {
      const index = this.#open.opaque.get(number);
      return index === undefined ? [] : [{ type: 'inputJson', index, json: partial_json }];
    }
    if (type === 'citations_delta' && isObject(citation)) {
      const index = this.#open.text.get(number);
      return index === undefined ? [] : [{ type: 'citation', index, citation: { raw: citation, source: null } }];
    }
    return [];
  }

  #say(block: TextBlock | ThinkingBlock, number: number): TurnEvent[] {
    const text = block.type === 'text' ? block.text : block.thinking;
    const index = this.#open[block.type].get(number);
    return index === undefined ? this.#begin(number, block) : [{ type: block.type, index, text }];
  }

  #end(number: number): TurnEvent[] {
    return Object.values(this.#open).flatMap((open): TurnEvent[] => {
      const index = open.get(number);
      open.delete(number);
      return index === undefined ? [] : [{ type: 'blockEnded', index }];
    });
  }

  /** Its counters are cumulative. */
  #messageDelta(raw: JsonObject): void {
    this.#usage = readUsage(raw['usage'], this.#usage);
    const delta = raw['delta'];
    if (!isObject(delta) || !isString(delta['stop_reason'])) return;
    this.#stopReason = oneOf(stopReasons, delta['stop_reason']) ?? 'other';
    if (isString(delta['stop_sequence'])) this.#stopSequence = delta['stop_sequence'];
    const details = delta['stop_details'];
    if (!isObject(details)) return;
    if (isString(details['category'])) this.#category = details['category'];
    if (isString(details['explanation'])) this.#explanation = details['explanation'];
  }
}

function readBlock(raw: JsonObject): ReplyBlock {
  const { type, text, thinking, signature } = raw;
  if (type === 'text') return { type: 'text', text: isString(text) ? text : '' };
  if (type === 'thinking') {
    return { type: 'thinking', thinking: isString(thinking) ? thinking : '', signature: isString(signature) ? signature : '' };
  }
  return { type: 'opaque', raw: { ...raw, type: isString(type) ? type : 'unknown' } };
}

/** Counters that are missing or null keep what was known. `cache_creation` splits the writes by life; without it they are of 5 min. */
function readUsage(raw: unknown, known: Usage): Usage {
  if (!isObject(raw)) return known;
  const count = (value: unknown, otherwise: number) => (isCount(value) ? value : otherwise);
  const creation = isObject(raw['cache_creation']) ? raw['cache_creation'] : undefined;
  const written = raw['cache_creation_input_tokens'];
  const details = isObject(raw['output_tokens_details']) ? raw['output_tokens_details'] : undefined;
  const cacheWrite1h = count(creation?.['ephemeral_1h_input_tokens'], known.cacheWrite1h);
  const billing = readBilling(raw, known.billing ?? noBilling);
  return {
    input: count(raw['input_tokens'], known.input),
    cacheWrite5m: count(
      creation?.['ephemeral_5m_input_tokens'],
      isCount(written) ? Math.max(0, written - cacheWrite1h) : known.cacheWrite5m,
    ),
    cacheWrite1h,
    cacheRead: count(raw['cache_read_input_tokens'], known.cacheRead),
    output: count(raw['output_tokens'], known.output),
    thinking: count(details?.['thinking_tokens'], known.thinking),
    ...(billing && { billing }),
  };
}

/** Told at the start, but for the counts of tools, which are told at the end. Undefined where there is nothing to know. */
function readBilling(raw: JsonObject, known: Billing): Billing | undefined {
  const { service_tier, inference_geo, speed } = raw;
  const tools = isObject(raw['server_tool_use']) ? raw['server_tool_use'] : {};
  const word = (value: unknown, otherwise: string | null) => (isString(value) ? value : otherwise);
  const count = (value: unknown, otherwise: number) => (isCount(value) ? value : otherwise);
  const billing: Billing = {
    serviceTier: word(service_tier, known.serviceTier),
    inferenceGeo: word(inference_geo, known.inferenceGeo),
    speed: word(speed, known.speed),
    webSearches: count(tools['web_search_requests'], known.webSearches),
    webFetches: count(tools['web_fetch_requests'], known.webFetches),
  };
  return isUsual(billing) ? undefined : billing;
}
