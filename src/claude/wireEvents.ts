/**
 * The events of a reply as they stand on the wire. The SDK's stream is not used, as its layers cost more for each piece than the whole
 * way from here to the page; its errors are, so that there is one table of what can go wrong.
 */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isObject } from '../shared/json.ts';
import type { Answer, guardedRequest, Question } from './guardedRequest.ts';
import { type ServerEvent, ServerEventReader } from './serverEvents.ts';

/**
 * UTF-16 units after which others get their turn. A server that is faster than Parley would keep the whole thread to itself: Node reads on
 * while there is something to read, and neither the page's messages nor those to it get through.
 */
const turn = 65_536;

/**
 * Asks, and hands over the events of the answer, those that came together at one go: a promise for each would cost more than reading it.
 * Asking and iterating throw the SDK's errors, or a `SyntaxError` for data that is no JSON.
 */
export async function* wireEvents(ask: ReturnType<typeof guardedRequest>, question: Question): AsyncGenerator<Iterable<unknown>> {
  const answer = await ask(question).catch((thrown: unknown) => {
    throw new APIConnectionError({ cause: thrown instanceof Error ? thrown : new Error(String(thrown)) });
  });
  if (answer.status < 200 || answer.status > 299) throw await statusError(answer);
  const reader = new ServerEventReader();
  let length = 0;
  try {
    for await (const piece of answer.text) {
      length += piece.length;
      if (length >= turn) {
        length = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
      yield parsed(reader.read(piece), answer.headers);
    }
  } catch (thrown) {
    throw new AnthropicError('The connection was cut.', { cause: thrown });
  }
}

/** One after the other, so that what comes before an error is read. */
function* parsed(events: readonly ServerEvent[], headers: Headers): Generator<unknown> {
  for (const { name, data } of events) {
    if (name === 'error') throw new APIError(undefined, parseIfJson(data) ?? data, undefined, headers);
    // As the SDK does: what has no name is none of the API's.
    if (name !== '' && name !== 'ping') yield JSON.parse(data);
  }
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
