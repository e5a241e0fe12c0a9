/** Prompt caching as the API does it: the longest remembered prefix is read, what lies between it and the last mark is written. */
import { createHash } from 'node:crypto';
import type { CacheControlEphemeral, CacheMissReason, MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import { isObject, type JsonObject } from '../../src/shared/json.ts';
import { withoutCacheMarks } from './signature.ts';
import { countValue } from './tokens.ts';
import type { AcceptedRequest } from './validate.ts';

const lookBack = 20;
const lifetime = { '5m': 300_000, '1h': 3_600_000 } as const;

interface Segment {
  readonly part: 'tools' | 'system' | 'messages';
  /** Of everything up to and with this block. */
  readonly hash: string;
  /** Tokens up to and with this block. */
  readonly tokens: number;
  readonly mark: CacheControlEphemeral | null;
}

interface Fingerprint {
  readonly model: string;
  readonly segments: readonly Segment[];
}

/** Remembers prefixes, and for diagnostics the requests behind earlier messages. */
export class PromptCache {
  readonly #expiry = new Map<string, number>();
  readonly #fingerprints = new Map<string, Fingerprint>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  clear(): void {
    this.#expiry.clear();
    this.#fingerprints.clear();
  }

  /** The input part of `usage`; remembers the prefix for the next request. */
  use(request: AcceptedRequest): JsonObject {
    const segments = segmentsOf(request);
    // What is too short is not kept, and nobody is told.
    const isKept = ({ tokens }: Segment) => tokens >= request.model.minCacheTokens;
    const marked = segments.flatMap((segment, index) => (segment.mark && isKept(segment) ? [{ index, mark: segment.mark }] : []));
    if (marked.length === 0) return usage(request.inputTokens, 0, 0, 0);
    const read = this.#longestRead(
      segments,
      marked.map(({ index }) => index),
    );
    let from = read;
    const written = { '5m': 0, '1h': 0 };
    for (const { index, mark } of marked) {
      const { hash = '', tokens = 0 } = segments[index] ?? {};
      const ttl = mark.ttl ?? '5m';
      this.#expiry.set(hash, this.#now() + lifetime[ttl]);
      written[ttl] += Math.max(0, tokens - from);
      from = Math.max(from, tokens);
    }
    return usage(request.inputTokens - from, read, written['5m'], written['1h']);
  }

  /** What the answer says in `diagnostics`; also remembers this request under its message's id. */
  diagnose(request: AcceptedRequest, messageId: string): JsonObject | null {
    const current: Fingerprint = { model: request.model.info.id, segments: segmentsOf(request) };
    this.#fingerprints.set(messageId, current);
    const previousId = request.body.diagnostics?.previous_message_id;
    if (previousId === undefined || previousId === null) return null;
    const previous = this.#fingerprints.get(previousId);
    const reason: CacheMissReason | null = previous ? missReason(previous, current) : { type: 'previous_message_not_found' };
    return reason && { cache_miss_reason: { ...reason } };
  }

  #longestRead(segments: readonly Segment[], marks: readonly number[]): number {
    for (const mark of marks.toReversed()) {
      for (let at = mark; at >= Math.max(0, mark - lookBack + 1); at -= 1) {
        const segment = segments[at];
        if (segment && (this.#expiry.get(segment.hash) ?? 0) > this.#now()) return segment.tokens;
      }
    }
    return 0;
  }
}

function usage(uncached: number, read: number, written5m: number, written1h: number): JsonObject {
  return {
    input_tokens: Math.max(0, uncached),
    cache_creation_input_tokens: written5m + written1h,
    cache_read_input_tokens: read,
    cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
  };
}

function missReason(previous: Fingerprint, current: Fingerprint): CacheMissReason | null {
  const cache_missed_input_tokens = previous.segments.at(-1)?.tokens ?? 0;
  if (previous.model !== current.model) return { type: 'model_changed', cache_missed_input_tokens };
  const at = previous.segments.findIndex((segment, index) => segment.hash !== current.segments[index]?.hash);
  if (at < 0) return null;
  const part = current.segments[at]?.part === previous.segments[at]?.part ? previous.segments[at]?.part : laterPart(previous, current, at);
  const missed = cache_missed_input_tokens - (previous.segments[at - 1]?.tokens ?? 0);
  return { type: `${part ?? 'messages'}_changed`, cache_missed_input_tokens: missed };
}

/** A tool or system block came or went: the earlier of the two parts is the one that changed. */
function laterPart(previous: Fingerprint, current: Fingerprint, at: number): Segment['part'] {
  const order = ['tools', 'system', 'messages'] as const;
  return order.find((part) => part === previous.segments[at]?.part || part === current.segments[at]?.part) ?? 'messages';
}

function segmentsOf({ body, model }: AcceptedRequest): readonly Segment[] {
  const blocks = flatten(body);
  const hash = createHash('sha256').update(model.info.id);
  let tokens = 0;
  return blocks.map(({ part, role, block }, index) => {
    // What is said is kept for one way of thinking only; what stands before it is not bound to that.
    if (part === 'messages' && blocks[index - 1]?.part !== 'messages')
      hash.update(JSON.stringify([body.thinking, body.output_config?.effort, body.output_config?.format]));
    hash.update(JSON.stringify([part, role, withoutCacheMarks(block)]));
    tokens += countValue(block, model);
    const own = isObject(block) ? block['cache_control'] : undefined;
    const automatic = index === blocks.length - 1 ? body.cache_control : undefined;
    const mark = own ?? automatic ?? null;
    return {
      part,
      hash: hash.copy().digest('base64'),
      tokens,
      mark: isObject(mark) ? { type: 'ephemeral', ttl: mark['ttl'] === '1h' ? '1h' : '5m' } : null,
    };
  });
}

function flatten({ tools, system, messages }: MessageCreateParamsBase): readonly { part: Segment['part']; role: string; block: unknown }[] {
  const asBlocks = (content: string | readonly unknown[]) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content);
  return [
    ...(tools ?? []).map((block) => ({ part: 'tools' as const, role: '', block })),
    ...asBlocks(system ?? []).map((block) => ({ part: 'system' as const, role: '', block })),
    ...messages.flatMap(({ role, content }) => asBlocks(content).map((block) => ({ part: 'messages' as const, role, block }))),
  ];
}
