/** Conversations as a dice makes them: trees with branches, replies that failed or were stopped, every kind of block, pictures and documents. */
import { createHash } from 'node:crypto';
import type { Store } from '../../../src/history/store.ts';
import type { AnswerFormat } from '../../../src/shared/answerFormat.ts';
import type { Citation } from '../../../src/shared/citation.ts';
import { type ContextItem, contextKinds } from '../../../src/shared/context.ts';
import type { DocumentFile, DocumentItem } from '../../../src/shared/document.ts';
import { awsProblems, type ChatError, chatErrorKinds, offlineReasons } from '../../../src/shared/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/shared/json.ts';
import {
  type AssistantMessage,
  answerOrigins,
  type ContentBlock,
  type Message,
  noBilling,
  stopReasons,
  type UserMessage,
} from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import type { TurnCache } from '../../../src/shared/turnCache.ts';
import { png } from '../../pictures/build.ts';
import { random } from '../apply/mutations.ts';

/** What texts are made of: what JSON, SQL, HTML and UTF-16 have trouble with is among it. */
const pieces = [
  ...[
    'Why?',
    ' because ',
    '\n\n',
    '```ts\nconst a = 1;\n```\n',
    '"',
    '\\',
    '\\u0000',
    '\0',
    '\r\n',
    '\u2028',
    '\ud83d\ude00',
    '\ud800',
    '\udc00',
  ],
  ...[
    '',
    ']}',
    ',\n',
    '{"type":"message"}',
    '<!-- x -->',
    '</body>',
    '| a | b |\n|---|---|\n| 1 | 2 |\n',
    '日本語',
    '\u202e',
    '\ufdef\ufdd0\ufdd1',
  ],
];

export class RandomConversations {
  readonly #next: () => number;
  #lastId = 0;
  readonly #prefix: string;

  constructor(seed: number) {
    this.#next = random(seed);
    this.#prefix = `s${seed}`;
  }

  /** Stores so many conversations. @returns their ids */
  store(store: Store, count: number): string[] {
    return Array.from({ length: count }, () => this.#conversation(store));
  }

  /** From 0 to `below` - 1. */
  number(below: number): number {
    return Math.floor(this.#next() * below);
  }

  #conversation(store: Store): string {
    const id = this.#id();
    const at = this.number(2_000_000_000_000);
    // A folder's: no system has one with a NUL.
    store.createConversation({ id, workspaceId: 'w1', workspaceName: this.#text().replaceAll('\0', ''), createdAt: at });
    const messages: Message[] = [];
    const size = 1 + this.number(14);
    if (this.#is(0.15)) {
      const first = this.#reply(id, undefined);
      messages.push(first);
      this.#add(store, first);
    }
    while (messages.length < size) {
      // Sometimes from anywhere: a branch. A prompt mostly follows a reply.
      const parents = messages.filter((message) => message.role === 'assistant' || this.#is(0.1));
      const last = this.#is(0.6) ? parents.at(-1) : parents[this.number(parents.length)];
      const parent = this.#is(0.15) ? undefined : last;
      const prompt = this.#prompt(id, parent);
      messages.push(prompt);
      this.#add(store, prompt);
      for (let replies = this.number(3); replies >= 0; replies--) {
        const reply = this.#reply(id, prompt);
        messages.push(reply);
        this.#add(store, reply);
      }
    }
    const leaf = messages[this.number(messages.length)];
    store.patchConversation(
      id,
      { title: this.#text(), pinned: this.#is(0.2), model: this.#is(0.5) ? null : 'claude-opus-5-5', ...(leaf && { leafId: leaf.id }) },
      at + this.number(1000),
    );
    if (this.#is(0.3)) store.patchConversation(id, { draft: this.#draft() }, at);
    const [effort, thinking] = [this.#one(['high', 'default', null] as const), this.#one(['off', null] as const)];
    const format = this.#is(0.3) ? { answerFormat: this.#format() } : {};
    const advanced = this.#is(0.5)
      ? {}
      : { advanced: { stopSequences: ['###', '\n"'], serviceTier: 'standard_only', userId: 'u-17' } as const };
    if (this.#is(0.5))
      store.patchConversation(
        id,
        {
          options: {
            effort,
            thinking,
            instructions: this.#text(),
            ...advanced,
            ...(this.#each(2) && { leaveOut: { most: this.#each(4) ? null : 5000 } }),
            ...format,
          },
        },
        at,
      );
    return id;
  }

  #add(store: Store, message: Message): void {
    const files: PictureFiles[] = [];
    const documentFiles: DocumentFile[] = [];
    const blocks =
      message.role === 'user' ? [...this.#pictures(files), ...this.#documents(documentFiles), ...message.blocks] : message.blocks;
    store.addMessages([{ ...message, blocks }], { leafId: message.id, files, documentFiles });
  }

  #prompt(conversationId: string, parent: Message | undefined): UserMessage {
    return {
      ...{
        id: this.#id(),
        conversationId,
        parentId: parent?.id ?? null,
        depth: parent ? parent.depth + 1 : 0,
        createdAt: this.number(1e12),
      },
      ...{ role: 'user', origin: this.#is(0.9) ? 'typed' : 'continue' },
      blocks: [...this.#some(2, () => this.#context()), ...this.#some(1, () => this.#instruction()), { type: 'text', text: this.#text() }],
    };
  }

  #reply(conversationId: string, prompt: Message | undefined): AssistantMessage {
    const status = this.#one(['complete', 'complete', 'stopped', 'failed'] as const);
    const count = () => this.number(100_000);
    return {
      ...{
        id: this.#id(),
        conversationId,
        parentId: prompt?.id ?? null,
        depth: prompt ? prompt.depth + 1 : 0,
        createdAt: this.number(1e12),
        role: 'assistant',
        status,
      },
      model: this.#one(['claude-sonnet-5-5', '', 'a "model"']),
      stopReason: this.#is(0.3) ? null : this.#one(stopReasons),
      ...(this.#is(0.2) && { stopSequence: this.#text() }),
      ...(this.#is(0.2) && { origin: this.#one(answerOrigins) }),
      usage: this.#is(0.2)
        ? null
        : {
            ...(this.#is(0.4) && { billing: { ...noBilling, serviceTier: 'priority', webSearches: count() } }),
            input: count(),
            cacheWrite5m: count(),
            cacheWrite1h: count(),
            cacheRead: count(),
            output: count(),
            thinking: count(),
          },
      error: status === 'failed' ? this.#error() : null,
      apiId: this.#is(0.2) ? null : `msg_${this.#id()}`,
      firstTokenAt: this.#is(0.2) ? null : this.number(1e12),
      endedAt: this.#is(0.2) ? null : this.number(1e12),
      blocks: [
        ...this.#some(1, () => ({ type: 'text', text: this.#text(), begun: true }) as const),
        ...this.#some(4, () => this.#replyBlock()),
      ],
      ...(this.#is(0.3) && { cache: this.#cache() }),
      ...(this.#is(0.2) && { format: this.#format() }),
    };
  }

  #format(): AnswerFormat {
    return { name: this.#text().slice(0, 200).toWellFormed(), schema: { type: 'object', properties: this.#object(1) } };
  }

  #cache(): TurnCache {
    const prefix = { model: 'm', caching: '5m', thinking: 'auto', effort: '', blocks: 2, turns: ['t'], system: { a: 'b' } } as const;
    const above = { count: 1, hash: 'h' };
    const beginning = { ...(this.#each(2) && { summary: 's' }), ...(this.#each(3) && { leftOut: 4 }) };
    return {
      prefix: { ...prefix, above, ...beginning },
      expected: this.#is(0.5) ? null : 5,
      changes: [],
      diagnosed: this.#is(0.5),
      miss: null,
    };
  }

  #replyBlock(): ContentBlock {
    switch (this.number(5)) {
      case 0:
        return { type: 'thinking', thinking: this.#text(), signature: Buffer.from(this.#text()).toString('base64') };
      case 1:
        return { type: 'opaque', raw: { ...this.#object(3), type: this.#one(['redacted_thinking', 'server_tool_use', 'of tomorrow']) } };
      case 2:
        return { type: 'text', text: this.#text(), citations: this.#some(2, () => this.#citation()) };
      default:
        return { type: 'text', text: this.#text() };
    }
  }

  #citation(): Citation {
    const source = { documentId: this.#id(), uri: this.#is(0.5) ? null : 'file:///a.pdf', pages: this.#is(0.5) ? null : ([1, 2] as const) };
    return { raw: this.#object(1), source: this.#is(0.3) ? null : source };
  }

  #context(): ContentBlock {
    const item: ContextItem = {
      ...{
        id: this.#id(),
        kind: this.#one(contextKinds),
        name: this.#text(),
        path: this.#is(0.5) ? null : `src/${this.#text()}`,
        uri: null,
      },
      ...{ lines: this.#is(0.5) ? null : [1, this.number(100)], language: this.#is(0.5) ? null : 'ts', text: this.#text(), note: null },
    };
    return { type: 'context', item };
  }

  #instruction(): ContentBlock {
    return { type: 'instruction', title: this.#text(), text: this.#text(), ...(this.#each(3) && { turns: this.#lastId }) };
  }

  #pictures(files: PictureFiles[]): ContentBlock[] {
    return this.#some(1, () => {
      const [width, height] = [1 + this.number(6), 1 + this.number(6)];
      const bytes = new Uint8Array(png({ width, height, color: () => [this.number(3), 0, 0] }));
      const encoded = { type: 'image/png', bytes } as const;
      const small = this.#is(0.5) ? null : encoded;
      const hash = sha256(bytes);
      files.push({ hash, whole: encoded, small, thumbnail: encoded });
      const picture: Picture = {
        ...{ id: this.#id(), hash, type: 'image/png', width, height, size: bytes.length, smallSize: small ? bytes.length : null },
        ...{
          name: this.#text(),
          note: this.#is(0.5) ? null : this.#text(),
          description: this.#is(0.5) ? null : `What it is ${this.#text()}`,
        },
        ...(this.#is(0.2) && { sending: this.#one(['kept', 'never'] as const) }),
      };
      return { type: 'picture', picture };
    });
  }

  #documents(files: DocumentFile[]): ContentBlock[] {
    return this.#some(1, () => {
      const bytes = new Uint8Array(Buffer.from(`%PDF-1.7 ${this.number(50)}`));
      const hash = sha256(bytes);
      files.push({ hash, bytes });
      const document: DocumentItem = {
        ...{
          id: this.#id(),
          type: 'application/pdf',
          hash,
          name: this.#text(),
          size: bytes.length,
          pages: 9,
          citations: this.#is(0.5),
          uri: null,
        },
        part: this.#is(0.7)
          ? null
          : {
              hash,
              size: bytes.length,
              ranges: [
                [1, 3],
                [5, 5],
              ],
            },
      };
      return { type: 'document', document };
    });
  }

  #error(): ChatError {
    const details = { requestId: this.#is(0.5) ? null : 'req_1', detail: this.#text() };
    const kind = this.#one(chatErrorKinds);
    switch (kind) {
      case 'invalidKey':
        return { kind, ...details, expired: this.#is(0.5) };
      case 'modelNotFound':
        return { kind, ...details, model: 'x' };
      case 'rateLimited':
      case 'overloaded':
        return { kind, ...details, retryAfter: this.#is(0.5) ? null : 5 };
      case 'serverError':
        return { kind, ...details, status: this.#is(0.5) ? null : 500 };
      case 'offline':
        return { kind, ...details, host: 'h', reason: this.#one(offlineReasons) };
      case 'redirected':
        return { kind, ...details, host: 'h', to: this.#is(0.5) ? null : 'https://other.example' };
      case 'notTheApi':
        return { kind, ...details, host: 'h', found: this.#is(0.5) ? 'page' : 'other' };
      case 'aws':
        return { kind, ...details, problem: this.#one(awsProblems), region: 'us-east-1' };
      case 'clockOff':
        return { kind, ...details, ahead: this.#is(0.5) ? null : 3_600_000 };
      case 'stalled':
        return { kind, ...details, seconds: 60.5 };
      case 'maxTokens':
        return { kind, ...details, asked: 5, allowed: null };
      case 'tooLarge':
        return { kind, ...details, ...(this.#each(2) && { most: 200_000 }) };
      case 'pictureRefused':
        return { kind, ...details, place: null, pictures: [{ hash: '0'.repeat(64), name: 'n', sent: 'small' }] };
      case 'documentRefused':
        return { kind, ...details, place: null, documents: [{ hash: '0'.repeat(64), name: 'n' }] };
      case 'refused':
        return { kind, ...details, category: null };
      default:
        return { kind, ...details };
    }
  }

  #draft() {
    return { text: 'a draft that is nobody’s business', edit: null, context: [], pictures: [], documents: [] };
  }

  #object(depth: number): JsonObject {
    const names = ['a', '2', '1', '__proto__', 'type', 'with "quotes"', ''];
    return Object.fromEntries(this.#some(4, () => [this.#one(names), this.#value(depth)]));
  }

  #value(depth: number): JsonValue {
    switch (this.number(depth > 0 ? 7 : 5)) {
      case 0:
        return this.#text();
      case 1:
        return this.#next() * 1e300;
      case 2:
        return -this.number(5);
      case 3:
        return null;
      case 4:
        return this.#is(0.5);
      case 5:
        return this.#some(3, () => this.#value(depth - 1));
      default:
        return this.#object(depth - 1);
    }
  }

  #text(): string {
    return Array.from({ length: this.number(6) }, () => this.#one(pieces)).join('');
  }

  /** True once in so many ids; without a cast of the dice, which would change all that comes after it. */
  #each(count: number): boolean {
    return this.#lastId % count === 0;
  }

  #id(): string {
    return `${this.#prefix}-${++this.#lastId}`;
  }

  #one<T>(values: readonly T[]): T {
    const value = values[this.number(values.length)];
    if (value === undefined) throw new Error('There is nothing to choose from.');
    return value;
  }

  #some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.number(most + 1) }, make);
  }

  #is(chance: number): boolean {
    return this.#next() < chance;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
