import assert from 'node:assert/strict';
import { longestPrompt } from '../../../src/shared/conversation.ts';
import { readPageMessage, requestId, requestNames } from '../../../src/shared/readPageMessage.ts';
import { messages, mutatedMessages } from './pageMessages.ts';

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
  { type: 'draft', conversationId: 'a c', draft: { text: '', edit: null } },
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
  ...[{}, { id: 'd', name: 'x', bytes: 'text' }, { id: 'a d', name: 'x', bytes: new ArrayBuffer(1) }].map((document) => ({
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

  it('stands 100 000 mutated messages: reads them or refuses them, and never throws', () => {
    const seed = 20261121;
    let readable = 0;
    for (const raw of mutatedMessages(seed, 100_000)) {
      const read = readPageMessage(raw);
      if (read === undefined) continue;
      readable++;
      // What was read has nothing in it that was not asked for: it reads as itself.
      assert.deepEqual(readPageMessage(read), read);
    }
    console.log(`      seed ${seed}: 100000 messages, ${readable} readable`);
    assert.ok(readable > 1_000 && readable < 90_000, `${readable} were readable`);
  });

  it('has a sample of every kind', () => {
    const names = new Set<string>(messages.map((message) => (message.type === 'request' ? message.name : message.type)));
    assert.deepEqual(
      [...requestNames].filter((name) => !names.has(name)),
      [],
    );
  });
});
