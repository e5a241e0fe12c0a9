/** Every method of the store, over the real worker and a real file. */
import assert from 'node:assert/strict';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { draftOf, initialViewState, noOptions } from '../../../src/shared/conversation.ts';
import type { Message } from '../../../src/shared/message.ts';
import type { TurnCache } from '../../../src/shared/turnCache.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { openTemporaryHistory, type TemporaryHistory } from './temporaryHistory.ts';

const all = Number.MAX_SAFE_INTEGER;

describe('history: conversations and messages', () => {
  let history: TemporaryHistory;
  let store: HistoryStore;

  beforeEach(async () => {
    history = await openTemporaryHistory();
    store = history.store;
  });

  afterEach(() => history.dispose());

  const create = (id: string, workspaceId = 'w1', createdAt = 1) =>
    store.createConversation({ id, workspaceId, workspaceName: 'folder', createdAt });

  /** A conversation with one prompt and its whole reply. */
  const converse = async (id: string, text: string, at: number, workspaceId = 'w1') => {
    await create(id, workspaceId, at);
    const prompt = userMessage({ id: `${id}-u`, conversationId: id, createdAt: at, text });
    const reply = assistantMessage({ id: `${id}-a`, conversationId: id, parentId: prompt.id, createdAt: at, status: 'complete', text });
    await store.addMessages([prompt, reply], { title: text, leafId: reply.id });
  };

  it('begins empty and creates its folders', async () => {
    await history.dispose();
    history = await openTemporaryHistory();
    assert.deepEqual(await history.store.listConversations(null, 10), []);
    assert.equal(await history.store.readConversation('none'), undefined);
    assert.deepEqual(await history.store.notices(), []);
  });

  it('creates a conversation and reads it back', async () => {
    await create('c1', 'w1', 5);
    assert.deepEqual(await store.readConversation('c1'), {
      id: 'c1',
      workspaceId: 'w1',
      workspaceName: 'folder',
      title: '',
      pinned: false,
      createdAt: 5,
      updatedAt: 5,
      messageCount: 0,
      leafId: null,
      model: null,
      options: noOptions,
      draft: draftOf(''),
      viewState: initialViewState,
      queue: [],
      revision: 0,
    });
  });

  it('patches each field by itself, and moves updatedAt for news only', async () => {
    await create('c1');
    const viewState = { scroll: { messageId: 'm', offset: 12 }, expanded: ['a/1'] };
    const item: ContextItem = {
      ...{ id: 'x', kind: 'selection', name: 'a.ts', path: 'src/a.ts', uri: 'file:///w/src/a.ts', lines: [10, 24], language: 'typescript' },
      ...{ text: 'let\0 a', note: null },
    };
    const prompt = { id: 'q', text: 'later', title: 'Explain', context: [item], pictures: [], documents: [] };
    const queue = [prompt];
    const draft = {
      text: 'not\0 sent \ud800 yet',
      edit: { messageId: 'm', text: 'or\0 otherwise' },
      context: [item],
      pictures: [],
      documents: [],
    };
    await store.patchConversation('c1', { pinned: true, model: 'claude-x', draft, viewState, queue: { type: 'add', prompt } }, 100);
    const patched = await store.readConversation('c1');
    assert.ok(patched);
    assert.deepEqual({ ...patched }, { ...patched, pinned: true, model: 'claude-x', draft, viewState, queue, updatedAt: 1, revision: 1 });
    await store.patchConversation('c1', { title: 'Named', model: null }, 100);
    const named = await store.readConversation('c1');
    assert.deepEqual(named, { ...patched, title: 'Named', model: null, updatedAt: 100, revision: 2 });
  });

  it('rejects what does not fit, with a reason, and goes on', async () => {
    await assert.rejects(store.patchConversation('none', { title: 'x' }, 1), /There is no conversation none/);
    await assert.rejects(store.addMessages([userMessage({ conversationId: 'none' })], {}), /FOREIGN KEY|no conversation/);
    await create('c1');
    await assert.rejects(store.addMessages([userMessage({ parentId: 'none' })], {}), /answers one that is not in its conversation/);
    await assert.rejects(store.checkpoint('none', []), /does not stream in this window/);
    await assert.rejects(store.finishMessage(assistantMessage({ id: 'none' })), /There is no message none/);
    assert.equal((await store.readConversation('c1'))?.revision, 0);
  });

  it('lists newest first, pinned before others, without empty and deleted ones, by workspace', async () => {
    await converse('c1', 'one', 10);
    await converse('c2', 'two', 20);
    await converse('c3', 'three', 30, 'w2');
    await create('empty');
    await store.patchConversation('c1', { pinned: true }, 99);
    const ids = async (scope: string | null, limit = 10) => (await store.listConversations(scope, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(null), ['c1', 'c3', 'c2']);
    assert.deepEqual(await ids('w1'), ['c1', 'c2']);
    assert.deepEqual(await ids(null, 2), ['c1', 'c3']);
    await store.deleteConversation('c2', 50);
    assert.deepEqual(await ids('w1'), ['c1']);
    assert.equal(await store.readConversation('c2'), undefined);
    await store.restoreConversation('c2');
    assert.deepEqual(await ids('w1'), ['c1', 'c2']);
    assert.deepEqual((await store.listConversations('w1', 1))[0], {
      id: 'c1',
      workspaceId: 'w1',
      workspaceName: 'folder',
      title: 'one',
      pinned: true,
      createdAt: 10,
      updatedAt: 10,
      messageCount: 2,
    });
  });

  it('keeps every kind of block, usage and error as it came', async () => {
    await create('c1');
    const prompt = userMessage({ text: 'a\0b \ud800 – 漢字 😀' });
    const reply = assistantMessage({
      status: 'failed',
      blocks: [
        { type: 'thinking', thinking: 'Hm', signature: 'sig' },
        { type: 'text', text: 'So', citations: [{ raw: { type: 'char_location', start: 1 }, source: null }] },
        { type: 'opaque', raw: { type: 'server_tool_use', input: { nested: [1, null, 'x'] } } },
      ],
      stopReason: 'refusal',
      usage: { input: 1, cacheWrite5m: 2, cacheWrite1h: 3, cacheRead: 4, output: 5, thinking: 6 },
      error: { kind: 'rateLimited', retryAfter: 3000, requestId: 'req_1', detail: 'slow down' },
      apiId: 'msg_1',
      firstTokenAt: 7,
      endedAt: 8,
      cache,
    });
    await store.addMessages([prompt, reply], { leafId: reply.id });
    assert.deepEqual(await store.readMessage('u1'), prompt);
    assert.deepEqual(await store.readMessage('a1'), reply);
    assert.equal(await store.readMessage('none'), undefined);
  });

  it('keeps what was chosen for a conversation', async () => {
    await create('c1');
    assert.deepEqual((await store.readConversation('c1'))?.options, noOptions);
    const options = { effort: 'xhigh', thinking: { budget: 4096 }, instructions: 'Speak\0French.\nAlways.' } as const;
    await store.patchConversation('c1', { options }, 2);
    assert.deepEqual((await store.readConversation('c1'))?.options, options);
    assert.equal((await store.readConversation('c1'))?.revision, 1);
  });

  it('counts no draft and no view as a write', async () => {
    await create('c1');
    await store.patchConversation('c1', { draft: draftOf('half') }, 2);
    await store.patchConversation('c1', { viewState: { scroll: null, expanded: ['a/1'] } }, 3);
    assert.equal((await store.readConversation('c1'))?.revision, 0);
  });

  it('refuses a leaf of another conversation', async () => {
    await create('c1');
    await store.createConversation({ id: 'c2', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    await store.addMessages([userMessage()], {});
    await assert.rejects(store.patchConversation('c2', { leafId: 'u1' }, 1), /is not in the conversation c2/);
    assert.equal((await store.readConversation('c2'))?.leafId, null);
  });

  it('keeps what an error says of a reply that was too long to ask for', async () => {
    await create('c1');
    const failed = { status: 'failed', error: { kind: 'maxTokens', asked: 200_000, allowed: null, requestId: null, detail: '' } } as const;
    const reply = assistantMessage(failed);
    await store.addMessages([userMessage(), reply], { leafId: reply.id });
    assert.deepEqual(await store.readMessage('a1'), reply);
    const ended = { ...reply, error: { ...failed.error, allowed: 128_000 } };
    await store.finishMessage(ended);
    assert.deepEqual(await store.readMessage('a1'), ended);
  });

  it('adds messages and the patch together, and counts them', async () => {
    await create('c1');
    await store.addMessages([userMessage({ createdAt: 40 }), assistantMessage({ createdAt: 41 })], {
      title: 'T',
      leafId: 'a1',
      draft: draftOf(''),
    });
    const conversation = await store.readConversation('c1');
    assert.equal(conversation?.messageCount, 2);
    assert.equal(conversation?.leafId, 'a1');
    assert.equal(conversation?.title, 'T');
    assert.equal(conversation?.updatedAt, 41);
    assert.equal(conversation?.revision, 1);
  });

  it('adds nothing when one of the messages does not fit', async () => {
    await create('c1');
    await assert.rejects(store.addMessages([userMessage(), assistantMessage({ parentId: 'elsewhere' })], { title: 'T' }));
    assert.equal(await store.readMessage('u1'), undefined);
    assert.equal((await store.readConversation('c1'))?.title, '');
  });

  it('repeats an addition without a second effect', async () => {
    await create('c1');
    await store.addMessages([userMessage()], { leafId: 'u1' });
    await store.addMessages([userMessage()], { leafId: 'u1' });
    assert.equal((await store.readConversation('c1'))?.messageCount, 1);
  });

  it('reads a path with siblings in order of creation, and its end only where asked', async () => {
    await create('c1');
    const tree: Message[] = [
      userMessage({ id: 'u1' }),
      assistantMessage({ id: 'a1', parentId: 'u1', status: 'complete' }),
      assistantMessage({ id: 'a2', parentId: 'u1', status: 'stopped' }),
      userMessage({ id: 'u2', parentId: 'a2', depth: 2 }),
      userMessage({ id: 'u1b' }),
      userMessage({ id: 'u3', parentId: 'a2', depth: 2 }),
      assistantMessage({ id: 'a3', parentId: 'u2', depth: 3, status: 'complete' }),
    ];
    await store.addMessages(tree, { leafId: 'a3' });
    const path = async (leafId: string, limit: number) =>
      (await store.readPath(leafId, limit)).map(({ message, siblings }) => [message.id, ...siblings]);
    const whole = [
      ['u1', 'u1', 'u1b'],
      ['a2', 'a1', 'a2'],
      ['u2', 'u2', 'u3'],
      ['a3', 'a3'],
    ];
    assert.deepEqual(await path('a3', all), whole);
    assert.deepEqual(await path('a3', 2), whole.slice(2));
    assert.deepEqual(await path('none', all), []);
    const part = async (from: number, to: number) =>
      (await store.readPathPart('a3', from, to)).map(({ message, siblings }) => [message.id, ...siblings]);
    assert.deepEqual(await part(1, 2), whole.slice(1, 3));
    assert.deepEqual(await part(-5, 9), whole);
    assert.deepEqual(await part(4, 9), []);
    assert.equal(await store.newestLeaf('u1'), 'u3');
    assert.equal(await store.newestLeaf('u2'), 'a3');
    assert.equal(await store.newestLeaf('a3'), 'a3');
  });

  it('sums what a path used, and only what is on it', async () => {
    await create('c1');
    const usage = (input: number) => ({ input, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 1, thinking: 0 });
    const prompt = userMessage({ id: 'u', conversationId: 'c1' });
    const reply = (id: string, input: number) =>
      assistantMessage({ id, conversationId: 'c1', parentId: 'u', status: 'complete', text: 'x', usage: usage(input) });
    const next = userMessage({ id: 'u2', conversationId: 'c1', parentId: 'a1', depth: 2 });
    await store.addMessages([prompt, reply('a1', 10), reply('a2', 20), next], { leafId: 'u2' });
    const group = (input: number, turns = 1) => ({ model: 'claude-sonnet-5-5', usage: usage(input), prompt: input, turns });
    assert.deepEqual(await store.readUsage({ leafId: 'u2' }, []), [group(10)]);
    assert.deepEqual(await store.readUsage({ leafId: 'a2' }, []), [group(20)]);
    assert.deepEqual(await store.readUsage({ leafId: 'nothing' }, []), []);
    const later = { ...reply('a3', 30), parentId: 'u2', depth: 3 };
    await store.addMessages([later], { leafId: 'a3' });
    const both = { ...group(40, 2), usage: { ...usage(40), output: 2 }, prompt: 30 };
    assert.deepEqual(await store.readUsage({ leafId: 'a3' }, []), [both]);
    assert.deepEqual((await store.readUsage({ leafId: 'a3' }, [20])).map(({ prompt }) => prompt).sort(), [10, 30]);
  });

  it('streams: checkpoints are applied as they come, the end replaces them, each counts as one write', async () => {
    await create('c1');
    const reply = assistantMessage();
    await store.addMessages([userMessage(), reply], { leafId: reply.id });
    const events: TurnEvent[] = [
      { type: 'started', at: 3, apiId: 'msg_1', model: 'claude-y', usage: { ...zero, input: 9 }, cache },
      { type: 'blockStarted', at: 4, index: 0, block: { type: 'text', text: '' } },
      { type: 'text', index: 0, text: 'Be' },
      { type: 'text', index: 0, text: 'cause' },
    ];
    await store.checkpoint('a1', events);
    await store.checkpoint('a1', [{ type: 'text', index: 0, text: ' so' }]);
    const streaming = { ...reply, apiId: 'msg_1', model: 'claude-y', usage: { ...zero, input: 9 }, firstTokenAt: 4, cache };
    assert.deepEqual((await store.readPath('a1', all)).at(-1)?.message, { ...streaming, blocks: [{ type: 'text', text: 'Because so' }] });
    const end = { ...streaming, status: 'complete' as const, blocks: [{ type: 'text' as const, text: 'Because so.' }], endedAt: 10 };
    await store.finishMessage(end);
    assert.deepEqual(await store.readMessage('a1'), end);
    await assert.rejects(store.checkpoint('a1', []), /does not stream/);
    assert.equal((await store.readConversation('c1'))?.revision, 4);
    await store.finishMessage({ ...end, status: 'stopped' });
    assert.deepEqual(await store.readMessage('a1'), { ...end, status: 'stopped' });
  });

  it('carries out calls in the order they were made', async () => {
    await create('c1');
    const writes = Array.from({ length: 200 }, (_, n) => store.patchConversation('c1', { draft: draftOf(`draft ${n}`) }, n));
    const read = store.readConversation('c1');
    const later = store.patchConversation('c1', { draft: draftOf('later') }, 1);
    assert.equal((await read)?.draft.text, 'draft 199');
    await Promise.all([...writes, later]);
    assert.equal((await store.readConversation('c1'))?.draft.text, 'later');
  });

  it('has everything again after closing', async () => {
    await converse('c1', 'one', 10);
    const before = await store.readPath('c1-a', all);
    await store.close();
    const again = history.openAgain();
    assert.deepEqual(await again.readPath('c1-a', all), before);
    await assert.rejects(store.notices(), /closed/);
  });
});

const cache: TurnCache = {
  prefix: {
    ...{ model: 'claude-y', caching: '5m', system: { user: 'abc' }, thinking: 'adaptive', effort: '', blocks: 3 },
    ...{ above: { count: 2, hash: 'def' }, turns: ['g:', 'h:wl'] },
  },
  expected: 40,
  changes: [
    { type: 'model', from: 'claude-x' },
    { type: 'instructions', name: 'AGENTS.md' },
    { type: 'thinking' },
    { type: 'expired', after: 9 },
    { type: 'files', what: 'smaller', count: 2 },
    { type: 'turn', index: null },
    { type: 'farBack', blocks: 21 },
  ],
  diagnosed: true,
  miss: { reason: 'unavailable', tokens: null },
};

const zero = { input: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 0, thinking: 0 };
