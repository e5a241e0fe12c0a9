/** The first look at a request: its size, its key, its version, where it goes. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';
import type { Endpoint } from './script.ts';

const maxBodyBytes = 32 * 1024 * 1024;
const knownVersions: readonly string[] = ['2026-10-21', '2023-06-01'];

/** Reads a body to its end, also one that is too large: a client that is answered while it still sends sees only a broken pipe. */
export async function bodyOf(
  incoming: IncomingMessage,
  maxBytes = maxBodyBytes,
): Promise<{ readonly text: string; readonly tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), tooLarge: size > maxBytes };
}

export function parseJson(text: string): unknown {
  try {
    // Half of a character can only be there as an escape.
    return /\\u[dD][89a-fA-F]/.test(text) ? JSON.parse(text, wholeCharacters) : JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, `The request body is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function wholeCharacters(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('no low surrogate in string');
  return value;
}

export function endpointOf(path: string): Endpoint | null {
  if (path === '/v1/messages') return 'messages';
  if (path === '/v1/messages/count_tokens') return 'countTokens';
  if (path === '/v1/models') return 'models';
  return /^\/v1\/models\/[^/]+$/.test(path) ? 'model' : null;
}

export function checkVersion(headers: IncomingHttpHeaders): void {
  const version = headers['anthropic-version'];
  if (version === undefined) throw new ApiError(400, 'anthropic-version: header is required');
  if (!knownVersions.includes(String(version))) throw new ApiError(400, `anthropic-version: "${String(version)}" is not a valid version`);
}

/** A key may come as a bearer token or in `x-api-key`. */
export function checkKey(
  headers: IncomingHttpHeaders,
  { keys, requireKey, signed }: { readonly keys?: readonly string[]; readonly requireKey?: boolean; readonly signed?: boolean },
): void {
  if (signed && headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return;
  const bearer = headers.authorization?.match(/^Bearer (.*)$/)?.[1];
  const own = headers['x-api-key'];
  if (headers.authorization === undefined && own === undefined) {
    if (requireKey) throw new ApiError(401, 'x-api-key or authorization header is required');
    return;
  }
  const key = bearer ?? String(own ?? '');
  const good = keys ? keys.includes(key) : key.startsWith('sk-ant-');
  if (!good) throw new ApiError(401, bearer === undefined ? 'invalid x-api-key' : 'Invalid bearer token');
}
