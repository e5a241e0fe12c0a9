import { isCount } from '../shared/json.ts';
import type { guardedRequest } from './guardedRequest.ts';
import { connectionError, parseIfJson, readText, statusError, unknownThere } from './wireEvents.ts';

/**
 * Asks how many tokens a request has. Null where the server does not know how to count: it says so, or answers with something else.
 * Rejects with the SDK's errors, or with `NotTheApiError` where the answer has no end.
 */
export async function askForCount(
  ask: ReturnType<typeof guardedRequest>,
  url: string,
  body: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<number | null> {
  const answer = await ask({ url, body, signal }).catch((thrown: unknown) => {
    throw connectionError(thrown);
  });
  const isOk = answer.status >= 200 && answer.status <= 299;
  if (!isOk && !unknownThere.includes(answer.status)) throw await statusError(answer);
  const json: { readonly input_tokens?: unknown } = parseIfJson(await readText(answer)) ?? {};
  return isOk && isCount(json.input_tokens) ? json.input_tokens : null;
}
