/**
 * The events of a reply as they stand on the wire. The SDK's stream is not used, as its layers cost more for each piece than the whole
 * way from here to the page; its errors are, so that there is one table of what can go wrong.
 */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isObject } from '../shared/json.ts';
import type { Answer, guardedRequest, Question } from './guardedRequest.ts';
import { ServerEventReader } from './serverEvents.ts';

/** What answers does not speak the Messages API. */
export class NotTheApiError extends Error {
  readonly found: 'page' | 'rest' | 'other';

  /**
   * @param beginning of what came in place of what should have; none of it is kept but a page's title
   * @param hasBegun whether what came before it was the API's
   */
  constructor(headers: Headers, beginning: string, hasBegun = false) {
    const isPage = looksLikePage(beginning);
    const title = isPage ? /<title[^>]*>([^<]*)/i.exec(beginning)?.[1]?.trim() : undefined;
    const type = headers.get('content-type') ?? 'of no type';
    super(`It answered, but not as the Messages API does: ${type}${title ? `, “${title}”` : ''}.`);
    this.name = 'NotTheApiError';
    this.found = hasBegun ? 'rest' : isPage ? 'page' : 'other';
  }
}

/** Whether a text is a page for people, by how it begins; whatever the server says it is. */
export function looksLikePage(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|title|\?xml)\b/i.test(text);
}

/** UTF-16 units of an answer that are looked at to tell what it is. */
const beginningLength = 2000;

/** UTF-16 units of one event: what tools of the API's own bring comes as one, and a request has 32 MB at the most. */
const mostOfEvent = 32_000_000;

/**
 * Asks, and hands over the events of the answer as they come. Rejects with the SDK's errors, or with what one of the two throws.
 * @param onEvent says whether that was one of the API's; with an answer that has none, the call rejects with `NotTheApiError`
 * @param onPause is called after those that came at once, whatever was wrong with what came after them
 */
export async function readWireEvents(
  ask: ReturnType<typeof guardedRequest>,
  question: Question,
  onEvent: (event: unknown, json: string) => boolean,
  onPause: () => void,
): Promise<void> {
  const answer = await ask(question).catch((thrown: unknown) => {
    throw connectionError(thrown);
  });
  if (answer.status < 200 || answer.status > 299) throw await statusError(answer);
  const reader = new ServerEventReader();
  let failure: unknown;
  let beginning = '';
  let understood = false;
  const take = (piece: string) => {
    const events = reader.read(piece);
    if (reader.held > mostOfEvent) throw new NotTheApiError(answer.headers, beginning, understood);
    for (const { name, data } of events) {
      if (name === 'error') throw new APIError(undefined, parseIfJson(data) ?? data, undefined, answer.headers);
      // As the SDK does: what has no name is none of the API's.
      if (name === '' || name === 'ping') continue;
      const event = parseIfJson(data);
      if (event === undefined) throw new NotTheApiError(answer.headers, '', understood);
      understood = onEvent(event, data) || understood;
    }
  };
  const onPiece = (piece: string) => {
    if (!understood && beginning.length < beginningLength) beginning += piece.slice(0, beginningLength);
    try {
      try {
        take(piece);
      } finally {
        onPause();
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
  if (!understood) throw new NotTheApiError(answer.headers, beginning);
}

/** UTF-16 units of an answer with an error's status that are read: what the API says is short, what others say may never end. */
const mostOfError = 65_536;

/** What servers answer that do not know what is asked of them: a list, a count. */
export const unknownThere: readonly number[] = [404, 405, 501];

/** UTF-16 units of an answer that is no reply: a list of a thousand models has less than half of that. */
const mostOfAnswer = 4_000_000;

/** The whole text of an answer. Rejects with `NotTheApiError` where it is longer than any of the API's, and with the SDK's error where it breaks. */
export async function readText({ headers, read }: Answer): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  let tooLong: NotTheApiError | null = null;
  const reading = read((piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length <= mostOfAnswer) return;
    tooLong = new NotTheApiError(headers, pieces[0] ?? '');
    throw tooLong;
  });
  await reading.catch((thrown: unknown) => {
    throw tooLong ?? connectionError(thrown);
  });
  return pieces.join('');
}

/** What asking rejects with, as the SDK's error for where there was no answer. */
export function connectionError(thrown: unknown): APIConnectionError {
  return new APIConnectionError({ cause: thrown instanceof Error ? thrown : new Error(String(thrown)) });
}

/** The error that an answer with the status of one is. */
export async function statusError(answer: Answer): Promise<APIError> {
  const body = await readError(answer);
  const json = parseIfJson(body);
  return APIError.generate(answer.status, json, json === undefined ? body : undefined, answer.headers);
}

/** The text of an answer with an error's status, as far as it is read. Never rejects. */
export async function readError({ read }: Answer): Promise<string> {
  let body = '';
  try {
    await read((piece) => {
      body += piece;
      if (body.length > mostOfError) throw new Error('The answer is too long.');
    });
  } catch {
    // The status says enough.
  }
  return body;
}

/** An object or undefined. */
export function parseIfJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
