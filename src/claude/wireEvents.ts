/**
 * The events of a reply as they stand on the wire. The SDK's stream is not used, as its layers cost more for each piece than the whole
 * way from here to the page; its errors are, so that there is one table of what can go wrong.
 */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isObject } from '../shared/json.ts';
import type { Answer, guardedRequest, Question } from './guardedRequest.ts';
import { ServerEventReader } from './serverEvents.ts';

/** Asks, and hands over the events of the answer as they come. Rejects with the SDK's errors, or with what `onEvent` throws. */
export async function readWireEvents(
  ask: ReturnType<typeof guardedRequest>,
  question: Question,
  onEvent: (event: unknown, json: string) => void,
): Promise<void> {
  const answer = await ask(question).catch((thrown: unknown) => {
    throw new APIConnectionError({ cause: thrown instanceof Error ? thrown : new Error(String(thrown)) });
  });
  if (answer.status < 200 || answer.status > 299) throw await statusError(answer);
  const reader = new ServerEventReader();
  let failure: unknown;
  const onPiece = (piece: string) => {
    try {
      for (const { name, data } of reader.read(piece)) {
        if (name === 'error') throw new APIError(undefined, parseIfJson(data) ?? data, undefined, answer.headers);
        // As the SDK does: what has no name is none of the API's.
        if (name !== '' && name !== 'ping') onEvent(JSON.parse(data), data);
      }
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    }
  };
  try {
    await answer.read(onPiece);
  } catch (thrown) {
    throw failure ?? new AnthropicError('The connection was cut.', { cause: thrown });
  }
}

/** UTF-16 units of an answer with an error's status that are read: what the API says is short, what others say may never end. */
const mostOfError = 65_536;

async function statusError({ status, headers, read }: Answer): Promise<APIError> {
  let body = '';
  try {
    await read((piece) => {
      body += piece;
      if (body.length > mostOfError) throw new Error('The answer is too long.');
    });
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
