/** From what the model says to what goes over the wire: blocks, cut where a limit or a stop sequence cuts them, and their events. */
import type { JsonObject } from '../../src/shared/json.ts';
import type { Reply, ReplyBlock } from './script.ts';
import { conversationBefore, signThinking } from './signature.ts';
import { charactersPerToken, countText } from './tokens.ts';
import type { AcceptedRequest } from './validate.ts';

/** One event of a stream. `delta` holds the text of a delta, null for other events. */
export interface StreamEvent {
  readonly event: string;
  readonly data: JsonObject;
  readonly delta: string | null;
}

interface BuiltBlock {
  readonly start: JsonObject;
  readonly deltas: readonly { readonly delta: JsonObject; readonly text: string }[];
  readonly whole: JsonObject;
}

/** A reply, ready to be sent whole or as a stream. */
export interface BuiltReply {
  readonly message: JsonObject;
  readonly events: readonly StreamEvent[];
  readonly content: readonly JsonObject[];
}

/** What only the server knows of an answer. */
export interface Frame {
  readonly messageId: string;
  readonly inputUsage: JsonObject;
  readonly diagnostics: JsonObject | null;
  /** Makes ids for tool calls. */
  readonly nextId: (prefix: string) => string;
}

/** Builds the message and its events. Stops at `max_tokens` and at stop sequences as the model would. */
export function buildReply(reply: Reply, request: AcceptedRequest, frame: Frame): BuiltReply {
  const { body, model } = request;
  const said = limit(blocksOf(reply), request, body.stop_sequences ?? []);
  const blocks: BuiltBlock[] = [];
  for (const block of said.blocks) {
    const before = () =>
      conversationBefore(
        body,
        body.messages.length,
        blocks.map((each) => each.whole),
      );
    blocks.push(buildBlock(block, reply.deltas, (text) => signThinking(text, model, before()), frame));
  }
  const stop = stopOf(reply, said);
  const output = {
    output_tokens: Math.max(1, said.tokens),
    output_tokens_details: { thinking_tokens: said.thinkingTokens },
    server_tool_use: null,
  };
  const content = blocks.map((block) => block.whole);
  const envelope = {
    model: reply.model ?? body.model,
    id: frame.messageId,
    type: 'message',
    role: 'assistant',
    container: null,
    diagnostics: frame.diagnostics,
  };
  const rest = { inference_geo: body.inference_geo ?? 'global', service_tier: 'standard', speed: body.speed ?? 'standard' };
  const startUsage = { ...frame.inputUsage, output_tokens: 1, output_tokens_details: null, server_tool_use: null, ...rest };
  const message = { ...envelope, content, ...stop, usage: { ...frame.inputUsage, ...output, ...rest, ...reply.usage } };
  const none = { stop_reason: null, stop_sequence: null, stop_details: null };
  const { cache_creation: _, ...cumulative } = frame.inputUsage;
  const events = [
    plain('message_start', { message: { ...envelope, content: [], ...none, usage: startUsage } }),
    ...blocks.flatMap(eventsOf),
    plain('message_delta', { delta: { container: null, ...stop }, usage: { ...cumulative, ...output, ...reply.usage } }),
    plain('message_stop', {}),
  ];
  return { message, events, content };
}

/** A text in pieces of about a word, as a stream brings it. Joined they are the text. */
export function pieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? [];
}

function blocksOf(reply: Reply): readonly ReplyBlock[] {
  if (reply.blocks) return reply.blocks;
  const text = reply.deltas?.join('') ?? reply.text ?? '';
  return [
    ...(reply.thinking === undefined ? [] : [{ type: 'thinking' as const, thinking: reply.thinking }]),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
  ];
}

interface Said {
  readonly blocks: readonly ReplyBlock[];
  readonly tokens: number;
  readonly thinkingTokens: number;
  readonly cut: { readonly stop_reason: string; readonly stop_sequence: string | null } | null;
}

function limit(blocks: readonly ReplyBlock[], request: AcceptedRequest, stops: readonly string[]): Said {
  // What the prompt leaves of the window may be less than what was asked for.
  const maxTokens = Math.min(request.maxTokens, request.room);
  const ended = { stop_reason: request.room < request.maxTokens ? 'model_context_window_exceeded' : 'max_tokens', stop_sequence: null };
  if (request.maxTokens === 0) return { blocks: [], tokens: 0, thinkingTokens: 0, cut: { stop_reason: 'max_tokens', stop_sequence: null } };
  const kept: ReplyBlock[] = [];
  let tokens = 0;
  let thinkingTokens = 0;
  for (const block of blocks) {
    const stop = block.type === 'text' ? firstStop(block.text, stops) : undefined;
    const whole = block.type === 'text' && stop ? { ...block, text: block.text.slice(0, stop.at) } : block;
    const cost = countText(spoken(whole));
    if (tokens + cost > maxTokens) {
      const part = shortened(whole, maxTokens - tokens);
      if (part) kept.push(part);
      const thought = block.type === 'thinking' ? maxTokens - tokens : 0;
      return {
        blocks: kept,
        tokens: maxTokens,
        thinkingTokens: thinkingTokens + thought,
        cut: ended,
      };
    }
    tokens += cost;
    if (block.type === 'thinking') thinkingTokens += cost;
    if (spoken(whole) !== '' || whole.type !== 'text') kept.push(whole);
    if (stop) return { blocks: kept, tokens, thinkingTokens, cut: { stop_reason: 'stop_sequence', stop_sequence: stop.sequence } };
  }
  return { blocks: kept, tokens, thinkingTokens, cut: null };
}

function firstStop(text: string, stops: readonly string[]): { at: number; sequence: string } | undefined {
  const found = stops.map((sequence) => ({ at: text.indexOf(sequence), sequence })).filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at)[0];
}

/** What of a block counts as output. */
function spoken(block: ReplyBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'thinking':
      return block.thinking;
    case 'tool_use':
    case 'server_tool_use':
      return JSON.stringify(block.input);
    case 'redacted_thinking':
    case 'opaque':
      return '';
  }
}

/** The first `tokens` of a block, never half a character; undefined where nothing is left of it. */
function shortened(block: ReplyBlock, tokens: number): ReplyBlock | undefined {
  const text = spoken(block)
    .slice(0, tokens * charactersPerToken)
    .replace(/[\uD800-\uDBFF]$/, '');
  if (text === '') return undefined;
  if (block.type === 'text') return { ...block, text };
  return block.type === 'thinking' ? { ...block, thinking: text } : undefined;
}

function stopOf(reply: Reply, said: Said): JsonObject {
  const details = reply.refusal ? { type: 'refusal', category: null, explanation: null, ...reply.refusal } : null;
  const tool = said.blocks.some((block) => block.type === 'tool_use');
  const own = reply.stopReason ?? (details ? 'refusal' : undefined);
  const natural = said.cut ?? { stop_reason: tool ? 'tool_use' : 'end_turn', stop_sequence: null };
  return { ...natural, ...(own === undefined ? {} : { stop_reason: own }), stop_details: details };
}

function buildBlock(block: ReplyBlock, deltas: readonly string[] | undefined, sign: (text: string) => string, frame: Frame): BuiltBlock {
  switch (block.type) {
    case 'text': {
      const citations = block.citations ?? [];
      return {
        start: { type: 'text', text: '', citations: citations.length > 0 ? [] : null },
        deltas: [
          ...inPieces(block.text, deltas).map((text) => ({ delta: { type: 'text_delta', text }, text })),
          ...citations.map((citation) => ({ delta: { type: 'citations_delta', citation }, text: '' })),
        ],
        whole: { type: 'text', text: block.text, citations: citations.length > 0 ? citations : null },
      };
    }
    case 'thinking': {
      const signature = block.signature ?? sign(block.thinking);
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          ...pieces(block.thinking).map((thinking) => ({ delta: { type: 'thinking_delta', thinking }, text: thinking })),
          { delta: { type: 'signature_delta', signature }, text: '' },
        ],
        whole: { type: 'thinking', thinking: block.thinking, signature },
      };
    }
    case 'tool_use': {
      const head = { type: 'tool_use', id: block.id ?? frame.nextId('toolu'), name: block.name, caller: { type: 'direct' } };
      const json = ['', ...pieces(JSON.stringify(block.input))];
      return {
        start: { ...head, input: {} },
        deltas: json.map((partial_json) => ({ delta: { type: 'input_json_delta', partial_json }, text: partial_json })),
        whole: { ...head, input: block.input },
      };
    }
    case 'server_tool_use': {
      const { type, id, name, input, caller = { type: 'direct' } } = block;
      const json = ['', ...pieces(JSON.stringify(input))];
      return {
        start: { type, id, name, caller, input: {} },
        deltas: json.map((partial_json) => ({ delta: { type: 'input_json_delta', partial_json }, text: partial_json })),
        whole: { type, id, name, caller, input },
      };
    }
    case 'redacted_thinking': {
      const whole = { type: 'redacted_thinking', data: sign('') };
      return { start: whole, deltas: [], whole };
    }
    case 'opaque':
      return { start: block.raw, deltas: [], whole: block.raw };
  }
}

/** The scripted pieces as far as the text was kept, or the usual ones. */
function inPieces(text: string, deltas: readonly string[] | undefined): readonly string[] {
  if (deltas === undefined) return pieces(text);
  let left = text.length;
  return deltas.flatMap((delta) => {
    const part = delta.slice(0, left);
    left -= part.length;
    return part === '' ? [] : [part];
  });
}

function eventsOf(block: BuiltBlock, index: number): readonly StreamEvent[] {
  return [
    plain('content_block_start', { index, content_block: block.start }),
    ...(index === 0 ? [plain('ping', {})] : []),
    ...block.deltas.map(({ delta, text }) => ({
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index, delta },
      delta: text,
    })),
    plain('content_block_stop', { index }),
  ];
}

function plain(event: string, data: JsonObject): StreamEvent {
  return { event, data: { type: event, ...data }, delta: null };
}
