/** What a request of Parley's has in it. */
import assert from 'node:assert/strict';
import { isObject } from '../../../src/shared/json.ts';

export interface SentContext {
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A picture as it is sent. */
export interface SentPicture {
  readonly type: 'image';
  readonly source: { readonly type: string; readonly media_type: string; readonly data: string };
}

/** What the last prompt of a request has: its context and its own text. */
export function sentOf(body: unknown): { readonly context: readonly SentContext[]; readonly prompt: string } {
  const messages = isObject(body) ? body['messages'] : undefined;
  assert.ok(Array.isArray(messages));
  const last: unknown = messages.at(-1);
  const content = isObject(last) ? last['content'] : undefined;
  assert.ok(Array.isArray(content));
  const texts = content.map((block) => String(isObject(block) ? block['text'] : ''));
  const context = texts.slice(0, -1).map((text) => {
    const [, head = '', inner = ''] = /^<context ([^>]*)>\n([\s\S]*)\n<\/context>$/.exec(text) ?? [];
    return {
      attributes: Object.fromEntries([...head.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
      text: inner,
    };
  });
  return { context, prompt: texts.at(-1) ?? '' };
}
