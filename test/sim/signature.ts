/** Signs thinking, and knows its own again: over the text, the model and, where the model binds it, the conversation before. */
import { createHash, createHmac } from 'node:crypto';
import { isObject } from '../../src/shared/json.ts';
import type { SimModel } from './models.ts';

/** Constant, so that yesterday's conversation is still valid after the simulator was restarted. It protects nothing. */
const secret = 'parley-simulator';

interface Conversation {
  readonly system?: unknown;
  readonly tools?: unknown;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly unknown[] }[];
}

/**
 * A fingerprint of everything that came before a block.
 * @param message index of the block's message; the number of messages for the reply that is being made.
 * @param earlier the blocks before it in its own message.
 */
export function conversationBefore(request: Conversation, message: number, earlier: readonly unknown[]): string {
  const said = request.messages.slice(0, message).flatMap(({ role, content }) => blocksOf(content).map((block) => [role, block] as const));
  const own = earlier.map((block) => ['assistant', block] as const);
  const kept = [...said, ...own].filter(([, block]) => !isThinking(block));
  const before = { system: request.system ?? null, tools: request.tools ?? null, said: kept };
  return createHash('sha256')
    .update(JSON.stringify(inOrder(withoutCacheMarks(before))))
    .digest('base64');
}

/** The signature of a thinking text that `model` made after `before`. */
export function signThinking(thinking: string, model: SimModel, before: string): string {
  const bound = model.boundThinking ? before : '';
  return createHmac('sha256', secret)
    .update(JSON.stringify([model.info.id, bound, thinking]))
    .digest('base64');
}

/** `content` as blocks: a string is shorthand for one text block. */
function blocksOf(content: string | readonly unknown[]): readonly unknown[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** Cache marks may move between two requests of one conversation, what is null need not be said, and fields have no order. */
export function withoutCacheMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCacheMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, each]) => name !== 'cache_control' && each !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, withoutCacheMarks(each)]),
  );
}

/** Fields have no order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, each]) => [name, inOrder(each)]));
}

/** Earlier thinking may be left out, and counts for nothing. */
function isThinking(value: unknown): boolean {
  return isObject(value) && (value['type'] === 'thinking' || value['type'] === 'redacted_thinking');
}
