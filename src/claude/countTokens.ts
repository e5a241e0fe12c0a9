import { APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isCount, isObject } from '../shared/json.ts';
import type { guardedRequest } from './guardedRequest.ts';

/** What servers answer that do not know how to count. */
const unknownThere = [404, 405, 501];

/**
 * Asks how many tokens a request has. Null where the server does not know how to count: it says so, or answers with something else.
 * Rejects with the SDK's errors.
 */
export async function askForCount(
  ask: ReturnType<typeof guardedRequest>,
  url: string,
  body: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<number | null> {
  const text: string[] = [];
  const { status, headers } = await ask({ url, body, signal })
    .then(async (answer) => {
      await answer.read((piece) => text.push(piece));
      return answer;
    })
    .catch((thrown: unknown) => {
      throw new APIConnectionError({ cause: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    });
  if (unknownThere.includes(status)) return null;
  if (status < 200 || status > 299) throw APIError.generate(status, undefined, text.join(''), headers);
  return readCount(text.join(''));
}

function readCount(text: string): number | null {
  try {
    const answer: unknown = JSON.parse(text);
    return isObject(answer) && isCount(answer['input_tokens']) ? answer['input_tokens'] : null;
  } catch {
    return null;
  }
}
