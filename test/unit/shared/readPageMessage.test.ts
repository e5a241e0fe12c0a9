import assert from 'node:assert/strict';
import type { PageMessage } from '../../../src/shared/protocol.ts';
import { longestPrompt, readPageMessage, requestId } from '../../../src/shared/readPageMessage.ts';

/** One valid message of each kind. */
const messages: readonly PageMessage[] = [
  { type: 'ready' },
  { type: 'ack', seq: 3 },
  { type: 'resync' },
  { type: 'cancelWait', conversationId: 'c-1' },
  { type: 'draft', conversationId: 'c-1', draft: { text: 'half', edit: null } },
  { type: 'draft', conversationId: 'c-1', draft: { text: '', edit: { messageId: 'm', text: 'other' } } },
  { type: 'viewState', conversationId: 'c-1', viewState: { scroll: { messageId: 'm', offset: -3.5 }, expanded: ['m', 'm/0'] } },
  { type: 'viewState', conversationId: 'c-1', viewState: { scroll: null, expanded: [] } },
  { type: 'dismissNotice', kind: 'setAside' },
  { type: 'pageError', message: 'broke' },
  { type: 'request', id: 1, conversationId: 'c', name: 'send', params: { messageId: 'm', text: 'Why?' } },
  { type: 'request', id: 2, conversationId: 'c', name: 'stop', params: null },
  { type: 'request', id: 3, conversationId: 'c', name: 'edit', params: { messageId: 'm', newMessageId: 'n', text: 'x' } },
  { type: 'request', id: 4, conversationId: 'c', name: 'selectSibling', params: { messageId: 'm', index: 0 } },
  { type: 'request', id: 5, conversationId: 'c', name: 'copyMarkdown', params: { messageId: null } },
  { type: 'request', id: 6, conversationId: null, name: 'listConversations', params: { allWorkspaces: true } },
  { type: 'request', id: 7, conversationId: 'c', name: 'searchHistory', params: { query: '"', allWorkspaces: false } },
  {
    ...{ type: 'request', id: 9, conversationId: 'c', name: 'highlightCode' },
    params: { text: 'let a', languages: ['ts', 'TypeScript'], theme: { id: 'Dark Modern', type: 'vs-dark' } },
  },
  { type: 'request', id: 8, conversationId: 'c', name: 'renameConversation', params: { id: 'c', title: '' } },
  {
    ...{ type: 'request', id: 10, conversationId: 'c', name: 'applyCode' },
    params: { text: 'a\n', language: 'ts', named: ['src/a.ts'], mentioned: ['../b.ts', 'C:\\c.ts'] },
  },
  { type: 'request', id: 11, conversationId: 'c', name: 'knownSymbols', params: { names: ['foo', 'Foo.bar', '#own'] } },
  { type: 'request', id: 12, conversationId: 'c', name: 'openSymbol', params: { name: 'ns::Type' } },
  {
    ...{ type: 'request', id: 13, conversationId: 'c', name: 'addDocument' },
    params: { document: { id: 'd', name: 'report.pdf', bytes: new ArrayBuffer(3) } },
  },
  { type: 'request', id: 14, conversationId: 'c', name: 'openCitation', params: { messageId: 'm', block: 2, citation: 0 } },
  { type: 'request', id: 15, conversationId: 'c', name: 'openDocument', params: { messageId: null, id: 'd' } },
  { type: 'request', id: 16, conversationId: 'c', name: 'citeDocuments', params: { citations: true } },
  { type: 'request', id: 13, conversationId: 'c', name: 'describePicture', params: { id: 'p', description: 'A button' } },
  { type: 'request', id: 14, conversationId: 'c', name: 'describePicture', params: { id: 'p', description: null } },
  {
    ...{ type: 'request', id: 15, conversationId: 'c', name: 'replacePicture' },
    params: {
      picture: {
        ...{ id: 'p', name: 'a.png', note: null, description: null, small: null },
        whole: { type: 'image/png', bytes: new ArrayBuffer(4) },
        thumbnail: { type: 'image/webp', bytes: new ArrayBuffer(2) },
      },
    },
  },
  { type: 'request', id: 16, conversationId: 'c', name: 'setPictureSending', params: { hashes: ['a'.repeat(64)], sending: 'kept' } },
  { type: 'request', id: 17, conversationId: 'c', name: 'setPictureSending', params: { hashes: [], sending: null } },
  {
    ...{ type: 'request', id: 18, conversationId: 'c', name: 'shrinkPicture' },
    params: { hash: 'a'.repeat(64), small: { type: 'image/png', bytes: new ArrayBuffer(3) } },
  },
];

const malformed: readonly unknown[] = [
  undefined,
  null,
  'ready',
  [],
  {},
  { type: 'nothing' },
  { type: 'ack' },
  { type: 'ack', seq: -1 },
  { type: 'ack', seq: 1.5 },
  { type: 'cancelWait' },
  { type: 'draft', conversationId: '../c', draft: { text: '', edit: null } },
  { type: 'draft', conversationId: 'c', draft: { text: '' } },
  { type: 'draft', conversationId: 'c', draft: { text: '', edit: { messageId: 'm' } } },
  { type: 'draft', conversationId: 'c', draft: { text: 'x'.repeat(longestPrompt + 1), edit: null } },
  { type: 'viewState', conversationId: 'c', viewState: { scroll: { messageId: 'm', offset: Number.NaN }, expanded: [] } },
  { type: 'viewState', conversationId: 'c', viewState: { scroll: null, expanded: [7] } },
  { type: 'request', id: 1, conversationId: 'c', name: 'constructor', params: null },
  { type: 'request', id: 1, conversationId: 'c', name: 'toString', params: null },
  { type: 'request', id: 1, name: 'stop', params: null },
  { type: 'request', id: 1, conversationId: '', name: 'stop', params: null },
  { type: 'request', id: '1', conversationId: 'c', name: 'stop', params: null },
  { type: 'request', id: 1, conversationId: 'c', name: 'send', params: { messageId: 'm' } },
  { type: 'request', id: 1, conversationId: 'c', name: 'send', params: { messageId: 'm', text: 7 } },
  { type: 'request', id: 1, conversationId: 'c', name: 'stop', params: { text: 'x' } },
  { type: 'request', id: 1, conversationId: 'c', name: 'pinConversation', params: { id: 'c', pinned: 'yes' } },
  ...[{}, { names: 'foo' }, { names: ['../foo'] }, { names: ['x'.repeat(201)] }, { names: Array.from({ length: 101 }, () => 'foo') }].map(
    (params) => ({ type: 'request', id: 1, conversationId: 'c', name: 'knownSymbols', params }),
  ),
  ...[{}, { id: 'd', name: 'x', bytes: 'text' }, { id: '../d', name: 'x', bytes: new ArrayBuffer(1) }].map((document) => ({
    ...{ type: 'request', id: 1, conversationId: 'c', name: 'addDocument' },
    params: { document },
  })),
  { type: 'request', id: 1, conversationId: 'c', name: 'openCitation', params: { messageId: 'm', block: -1, citation: 0 } },
  { type: 'request', id: 1, conversationId: 'c', name: 'openSymbol', params: { name: '>workbench.action.quit' } },
  ...[{ id: 'p' }, { id: 'p', description: 7 }, { id: 'p', description: 'x'.repeat(1001) }].map((params) => ({
    ...{ type: 'request', id: 1, conversationId: 'c', name: 'describePicture', params },
  })),
  { type: 'request', id: 1, conversationId: 'c', name: 'replacePicture', params: { picture: { id: 'p', name: 'a.png' } } },
  ...[
    { hashes: ['abc'], sending: null },
    { hashes: [], sending: 'always' },
    { hashes: 'a'.repeat(64), sending: null },
  ].map((params) => ({
    ...{ type: 'request', id: 1, conversationId: 'c', name: 'setPictureSending', params },
  })),
  {
    type: 'request',
    id: 1,
    conversationId: 'c',
    name: 'shrinkPicture',
    params: { hash: 'a'.repeat(64), small: { type: 'image/png', bytes: 'x' } },
  },
  ...[
    { text: '', language: 'ts', named: [] },
    { text: '', language: 'ts', named: ['file:///etc/passwd'], mentioned: [] },
    { text: '', language: 'ts', named: ['command:workbench.action.quit'], mentioned: [] },
    { text: '', language: 'ts', named: [], mentioned: ['\\\\server\\share\\a.ts'] },
    { text: '', language: 'ts', named: [], mentioned: ['//server/share/a.ts'] },
    { text: '', language: 'ts', named: [], mentioned: Array.from({ length: 21 }, () => 'a.ts') },
    { text: '', language: 'ts', named: ['a'.repeat(301)], mentioned: [] },
    { text: 'x'.repeat(2_000_001), language: 'ts', named: [], mentioned: [] },
  ].map((params) => ({ type: 'request', id: 1, conversationId: 'c', name: 'newFile', params })),
  {
    type: 'request',
    id: 1,
    conversationId: 'c',
    name: 'highlightCode',
    params: { text: '', languages: 'ts', theme: { id: '', type: 'vs' } },
  },
  {
    type: 'request',
    id: 1,
    conversationId: 'c',
    name: 'highlightCode',
    params: { text: '', languages: [7], theme: { id: '', type: 'vs' } },
  },
  {
    type: 'request',
    id: 1,
    conversationId: 'c',
    name: 'highlightCode',
    params: { text: '', languages: [], theme: { id: '', type: 'dark' } },
  },
  {
    type: 'request',
    id: 1,
    conversationId: 'c',
    name: 'highlightCode',
    params: { text: '', languages: Array(100).fill(''), theme: { id: '', type: 'vs' } },
  },
];

describe('messages of the page', () => {
  for (const message of messages) {
    it(`reads ${JSON.stringify(message).slice(0, 80)}`, () => assert.deepEqual(readPageMessage(structuredClone(message)), message));
  }

  for (const raw of malformed) {
    it(`refuses ${String(JSON.stringify(raw)).slice(0, 80)}`, () => assert.equal(readPageMessage(raw), undefined));
  }

  it('leaves behind what was not asked for', () => {
    const read = readPageMessage({
      type: 'request',
      id: 1,
      conversationId: 'c',
      name: 'send',
      params: { messageId: 'm', text: 'x', model: 'other' },
      extra: 1,
    });
    assert.deepEqual(read, { type: 'request', id: 1, conversationId: 'c', name: 'send', params: { messageId: 'm', text: 'x' } });
  });

  it('knows whom to answer even when the rest is malformed', () => {
    assert.equal(requestId({ type: 'request', id: 9, conversationId: 'c', name: 'nonsense' }), 9);
    assert.equal(requestId({ type: 'ack', id: 9 }), undefined);
  });

  it('stands 20 000 mutated messages: reads them or refuses them, and never throws', () => {
    let seed = 20261121;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      // The high bits: the low ones of such a sequence repeat.
      return Math.floor((seed / 2 ** 32) * below);
    };
    const junk = [undefined, null, 0, -1, 1e99, Number.NaN, '', '\u0000', '../..', {}, [], true, { length: 1e9 }, 'x'.repeat(5000)];
    const mutate = (value: unknown): unknown => {
      if (random(4) === 0) return junk[random(junk.length)];
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (random(8) === 0 ? [] : [[key, mutate(each)]])));
    };
    let readable = 0;
    for (let n = 0; n < 20_000; n++) if (readPageMessage(mutate(messages[random(messages.length)])) !== undefined) readable++;
    assert.ok(readable > 100 && readable < 20_000, `${readable} were readable`);
  });
});
