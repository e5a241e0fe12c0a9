/**
 * The events of a reply as they stand on the wire. The SDK's stream is not used, as its layers cost more for each piece than the whole
 * way from here to the page; its errors are, so that there is one table of what can go wrong.
 */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isObject } from '../shared/json.ts';
import type { Answer, guardedRequest, Question } from './guardedRequest.ts';
import { type ServerEvent, ServerEventReader } from './serverEvents.ts';

/** Asks, and reads the events of the answer. Throws one of the SDK's errors, or a `SyntaxError` for data that is no JSON. */
export async function* wireEvents(ask: ReturnType<typeof guardedRequest>, question: Question): AsyncGenerator<unknown> {
  const answer = await ask(question).catch((thrown: unknown) => {
    throw new APIConnectionError({ cause: thrown instanceof Error ? thrown : new Error(String(thrown)) });
  });
  if (answer.status < 200 || answer.status > 299) throw await statusError(answer);
  const reader = new ServerEventReader();
  try {
    for await (const piece of answer.text) {
      for (const event of reader.read(piece)) {
        // As the SDK does: what has no name is none of the API's.
        if (event.name !== '' && event.name !== 'ping') yield parse(event, answer.headers);
      }
    }
  } catch (thrown) {
    if (thrown instanceof AnthropicError || thrown instanceof SyntaxError) throw thrown;
    throw new AnthropicError('The connection was cut.', { cause: thrown });
  }
}

function parse({ name, data }: ServerEvent, headers: Headers): unknown {
  if (name === 'error') throw new APIError(undefined, parseIfJson(data) ?? data, undefined, headers);
  return JSON.parse(data);
}

async function statusError({ status, headers, text }: Answer): Promise<APIError> {
  let body = '';
  try {
    for await (const piece of text) body += piece;
  } catch {
    // The status says enough.
  }
  const json = parseIfJson(body);
  return APIError.generate(status, json, json === undefined ? body : undefined, headers);
}

function parseIfJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
