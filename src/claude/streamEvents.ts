/**
 * From the events of the wire to the engine's. What comes from a server is read as unknown, whatever the SDK's types say: an event, a
 * block or a delta of a kind that this version does not know is kept or passed over, and never ends a reply.
 */
import type { TurnEvent } from '../chat/turnEvents.ts';
import { isCount, isObject, isString, type JsonObject, oneOf } from '../shared/json.ts';
import {
  type Billing,
  type ContentBlock,
  isUsual,
  noBilling,
  noUsage,
  type StopReason,
  stopReasons,
  type Usage,
} from '../shared/message.ts';
import { missOf } from '../shared/turnCache.ts';

/** Translates the events of one stream, in order. Holds only what the API spreads over several of them. */
export class StreamTranslator {
  readonly #now: () => number;
  #usage: Usage = noUsage;
  #stopReason: StopReason | null = null;
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
        return isCount(raw['index']) && isObject(raw['content_block'])
          ? [{ type: 'blockStarted', at: this.#now(), index: raw['index'], block: readBlock(raw['content_block']) }]
          : [];
      case 'content_block_delta':
        return isCount(raw['index']) && isObject(raw['delta']) ? readDelta(raw['index'], raw['delta']) : [];
      case 'content_block_stop':
        return isCount(raw['index']) ? [{ type: 'blockEnded', index: raw['index'] }] : [];
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
    const explanation = this.#explanation === undefined ? {} : { explanation: this.#explanation };
    return [{ type: 'ended', stopReason: this.#stopReason, category: this.#category, ...explanation, usage: this.#usage }];
  }

  #start(message: unknown): TurnEvent[] {
    if (!isObject(message)) return [];
    const { id, model, usage, diagnostics } = message;
    this.#usage = readUsage(usage, noUsage);
    if (!isString(id) || !isString(model)) return [];
    const miss = isObject(diagnostics) ? missOf(diagnostics) : null;
    return [{ type: 'started', at: this.#now(), apiId: id, model, usage: this.#usage, ...(miss ? { miss } : {}) }];
  }

  /** Its counters are cumulative. */
  #messageDelta(raw: JsonObject): void {
    this.#usage = readUsage(raw['usage'], this.#usage);
    const delta = raw['delta'];
    if (!isObject(delta) || !isString(delta['stop_reason'])) return;
    this.#stopReason = oneOf(stopReasons, delta['stop_reason']) ?? 'other';
    const details = delta['stop_details'];
    if (!isObject(details)) return;
    if (isString(details['category'])) this.#category = details['category'];
    if (isString(details['explanation'])) this.#explanation = details['explanation'];
  }
}

function readBlock(raw: JsonObject): ContentBlock {
  const { type, text, thinking, signature } = raw;
  if (type === 'text') return { type: 'text', text: isString(text) ? text : '' };
  if (type === 'thinking') {
    return { type: 'thinking', thinking: isString(thinking) ? thinking : '', signature: isString(signature) ? signature : '' };
  }
  return { type: 'opaque', raw: { ...raw, type: isString(type) ? type : 'unknown' } };
}

function readDelta(index: number, delta: JsonObject): TurnEvent[] {
  const { type, text, thinking, signature, partial_json, citation } = delta;
  if (type === 'text_delta' && isString(text)) return [{ type: 'text', index, text }];
  if (type === 'thinking_delta' && isString(thinking)) return [{ type: 'thinking', index, text: thinking }];
  if (type === 'signature_delta' && isString(signature)) return [{ type: 'signature', index, signature }];
  if (type === 'input_json_delta' && isString(partial_json)) return [{ type: 'inputJson', index, json: partial_json }];
  if (type === 'citations_delta' && isObject(citation)) return [{ type: 'citation', index, citation: { raw: citation, source: null } }];
  return [];
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
