/** Ways to talk to a simulator: the real SDK, and plain requests whose every field a test can get wrong. */
import Anthropic from '@anthropic-ai/sdk';
import { isObject, type JsonObject } from '../../../src/shared/json.ts';
import type { Simulator } from '../../sim/server.ts';

export const key = 'sk-ant-test-key';

/** The SDK without retries, and without anything from the environment. */
export function clientFor(simulator: Simulator, apiKey = key): Anthropic {
  return new Anthropic({ apiKey, authToken: null, baseURL: simulator.url, maxRetries: 0, logLevel: 'off', openTelemetry: false });
}

export const headers: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'anthropic-version': '2026-10-21',
  authorization: `Bearer ${key}`,
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where the answer is no JSON object. */
  readonly body: JsonObject;
}

/** A plain request. A string is sent as it is. */
export async function send(simulator: Simulator, path: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${simulator.url}${path}`, {
    headers,
    ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
    ...init,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

/** A request that is right. */
export const good = { model: 'claude-sonnet-5-5', max_tokens: 1000, messages: [{ role: 'user', content: 'Hello' }] } as const;

/** The same, for the SDK's stream. */
export function stream(simulator: Simulator, change: Partial<Anthropic.MessageCreateParamsStreaming> = {}, signal?: AbortSignal) {
  const options = signal ? { signal } : {};
  return clientFor(simulator).messages.create(
    { ...good, messages: [{ role: 'user', content: 'Hello' }], stream: true, ...change },
    options,
  );
}

/** The events of a stream as far as it comes, its text, and the error that ended it. */
export async function collect(events: Promise<AsyncIterable<Anthropic.RawMessageStreamEvent>>) {
  const seen: Anthropic.RawMessageStreamEvent[] = [];
  let text = '';
  let error: unknown = null;
  try {
    for await (const event of await events) {
      seen.push(event);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { events: seen, types: seen.map(({ type }) => type), text, error };
}

function parse(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}
