import { Base64 } from '../chat/base64.ts';
import type { ChatRequest } from '../chat/chatRequest.ts';

/**
 * For `JSON.stringify`: half of a character, as a reply that was cut there leaves it, stands as what Unicode has for it. JSON has an escape
 * for it, which the API refuses together with the whole request.
 */
export function inWholeCharacters(_key: string, value: unknown): unknown {
  return typeof value === 'string' && !value.isWellFormed() ? value.toWellFormed() : value;
}

/** A request as it goes over the wire. */
export function requestBody(request: ChatRequest): readonly Uint8Array[] {
  return jsonBody({ ...request, stream: true });
}

/** The same for being counted: only what the API takes there. How long the reply may be, and why the cache was missed, is not asked. */
export function countBody({ model, system, messages, thinking, output_config, cache_control }: ChatRequest): readonly Uint8Array[] {
  return jsonBody({ model, system, messages, thinking, output_config, cache_control });
}

/** JSON in pieces that are not copied where they are base64. */
function jsonBody(body: object): readonly Uint8Array[] {
  // Nothing that is said in a conversation can be this.
  const mark = crypto.randomUUID();
  const found: Base64[] = [];
  const json = JSON.stringify(body, function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    const original = this[key];
    if (!(original instanceof Base64)) return inWholeCharacters(key, value);
    found.push(original);
    return mark;
  });
  const texts = json.split(mark).map((text) => new TextEncoder().encode(text));
  return texts.flatMap((text, at) => [text, ...(found[at] ? [found[at].bytes] : [])]);
}
