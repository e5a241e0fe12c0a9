/** Several windows on one history: processes, threads, and what one does to the file under another. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { typed } from '../../../src/shared/context.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import type { Message } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { converse, LocalStores } from './localStore.ts';
import { openRemoteHistory, type RemoteHistory } from './remoteHistory.ts';
import { openTemporaryHistory, type TemporaryHistory } from './temporaryHistory.ts';

describe('history: several windows', () => {
  let history: TemporaryHistory;
  let store: HistoryStore;
  let remotes: RemoteHistory[];

  beforeEach(async () => {
    history = await openTemporaryHistory();
    store = history.store;
    remotes = [];
  });

  afterEach(async () => {
    await Promise.all(remotes.map((remote) => remote.kill()));
    await history.dispose();
  });

  it('keeps what each window has queued, changed and removed', async () => {
    const remote = await openRemote();
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    const queue = async () => (await store.readConversation('c1'))?.queue;
    const add = (id: string) => ({ queue: { type: 'add', prompt: { id, ...typed(id) } } }) as const;
    const ids = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(
      ids.flatMap((n) => [store.patchConversation('c1', add(`here${n}`), 1), remote.call('patchConversation', 'c1', add(`there${n}`), 1)]),
    );
    assert.equal((await queue())?.length, 40);
    await Promise.all(
      ids.flatMap((n) => [
        store.patchConversation('c1', { queue: { type: 'edit', id: `there${n}`, text: 'otherwise' } }, 1),
        remote.call('patchConversation', 'c1', { queue: { type: 'remove', id: `here${n}` } }, 1),
      ]),
    );
    assert.deepEqual(new Set(await queue()), new Set(ids.map((n) => ({ id: `there${n}`, ...typed('otherwise') }))));
    const late = store.patchConversation('c1', { title: 'Renamed', queue: { type: 'edit', id: 'here0', text: 'too late' } }, 1);
    await assert.rejects(late, { name: 'Error', message: 'The prompt here0 is not queued.' });
    assert.equal((await store.readConversation('c1'))?.title, '');
  });

  const openRemote = async () => {
    const remote = await openRemoteHistory(history.file);
    remotes.push(remote);
    return remote;
  };

  const changed = () =>
    new Promise<void>((resolve) => {
      const stop = store.onDidChange(() => {
        stop();
        resolve();
      });
    });

  it('begins a new history in three processes at once', async () => {
    const opened = await Promise.all([openRemote(), openRemote(), openRemote()]);
    const create = (id: string) => ({ id, workspaceId: 'w', workspaceName: '', createdAt: 1 });
    await Promise.all([
      store.createConversation(create('c')),
      ...opened.map((remote, n) => remote.call('createConversation', create(`c${n}`))),
    ]);
    for (const id of ['c', 'c0', 'c1', 'c2']) assert.equal((await store.readConversation(id))?.id, id);
    assert.deepEqual(await store.notices(), []);
  });

  it('loses no write of two processes that write at once, and notices them', async () => {
    const remote = await openRemote();
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    const noticed = changed();
    const each = 40;
    const message = (name: string, n: number): Message => userMessage({ id: `${name}${n}`, text: `${name} says ${n}` });
    const writes = Array.from({ length: each }, (_, n) => [
      store.addMessages([message('here', n)], { leafId: `here${n}` }),
      remote.call('addMessages', [message('there', n)], { leafId: `there${n}` }),
      store.patchConversation('c1', { draft: draftOf(`${n}`) }, n),
      remote.call('patchConversation', 'c1', { pinned: true }, n),
    ]);
    await Promise.all(writes.flat());
    await noticed;
    const conversation = await store.readConversation('c1');
    assert.equal(conversation?.messageCount, 2 * each);
    // Drafts are each window's own, and not counted.
    assert.equal(conversation.revision, 3 * each);
    assert.equal(conversation.draft.text, `${each - 1}`);
    assert.equal(conversation.pinned, true);
    const [path] = await store.readPath('here0', 1);
    assert.equal(path?.siblings.length, 2 * each);
  });

  it('brings back what another window has deleted when something is said in it, and not for less', async () => {
    const remote = await openRemote();
    const [prompt, reply] = [userMessage(), assistantMessage()];
    const isThere = async () => (await store.readConversation('c1')) !== undefined;
    const hide = () => remote.call('deleteConversation', 'c1', 1);
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    await hide();
    await store.addMessages([prompt, reply], { leafId: 'a1' });
    assert.equal(await isThere(), true);
    assert.equal((await remote.call('listConversations', 'w', 9)).length, 1);
    await hide();
    // These come by themselves, or say nothing.
    await store.checkpoint('a1', [{ type: 'blockStarted', at: 5, index: 0, block: { type: 'text', text: 'So far' } }]);
    await store.finishMessage({ ...reply, status: 'stopped' });
    await store.patchConversation('c1', { title: 'Renamed', draft: draftOf('typed') }, 1);
    await store.patchConversation('c1', { queue: { type: 'remove', id: 'q0' } }, 1);
    await store.addMessages([prompt, reply], {});
    assert.equal(await isThere(), false);
    await store.patchConversation('c1', { queue: { type: 'add', prompt: { id: 'q1', ...typed('Queued') } } }, 1);
    assert.equal(await isThere(), true);
  });

  it('sends a queued prompt once, and not one that another window has removed', async () => {
    const remote = await openRemote();
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    for (const id of ['q1', 'q2']) await store.patchConversation('c1', { queue: { type: 'add', prompt: { id, ...typed(id) } } }, 1);
    const send = (id: string, by: string) =>
      [
        [userMessage({ id }), assistantMessage({ id: `${id} by ${by}`, parentId: id })],
        { leafId: `${id} by ${by}`, queue: { type: 'remove', id } },
      ] as const;
    await store.addMessages(...send('q1', 'one'));
    await assert.rejects(remote.call('addMessages', ...send('q1', 'other')), /The prompt q1 is not queued\./);
    await remote.call('patchConversation', 'c1', { queue: { type: 'remove', id: 'q2' } }, 1);
    await assert.rejects(store.addMessages(...send('q2', 'one')), /The prompt q2 is not queued\./);
    assert.equal(await store.readMessage('q2'), undefined);
    assert.equal(await store.readMessage('q1 by other'), undefined);
    // Done again, as by a worker that has ended, it changes nothing.
    await store.addMessages(...send('q1', 'one'));
    const conversation = await store.readConversation('c1');
    assert.deepEqual([conversation?.messageCount, conversation?.leafId, conversation?.queue], [2, 'q1 by one', []]);
  });

  it('tells no window of its own writes', async () => {
    const remote = await openRemote();
    await remote.call('notices');
    const there = remote.changed();
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    let told = 0;
    store.onDidChange(() => told++);
    await store.patchConversation('c1', { title: 'x' }, 1);
    // The other window looks as often as this one: when it has seen the write, so would this one have.
    await there;
    await store.patchConversation('c1', { title: 'y' }, 1);
    await remote.changed();
    assert.equal(told, 0);
  });

  it('shows a reply as it grows in another window, and its end', async () => {
    const remote = await openRemote();
    await remote.call('createConversation', { id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    const reply = assistantMessage();
    await remote.call('addMessages', [userMessage(), reply], { leafId: 'a1' });
    await store.notices();
    const noticed = changed();
    await remote.call('checkpoint', 'a1', [{ type: 'blockStarted', at: 5, index: 0, block: { type: 'text', text: 'So far' } }]);
    await noticed;
    const growing = assistantMessage({ firstTokenAt: 5, text: 'So far' });
    assert.deepEqual((await store.readPath('a1', 9)).at(-1)?.message, growing);
    await assert.rejects(store.checkpoint('a1', []), /does not stream in this window/);
    await remote.call('finishMessage', { ...growing, status: 'complete' });
    assert.deepEqual(await store.readMessage('a1'), { ...growing, status: 'complete' });
  });
});

describe('history: the file below', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  it('is written again when somebody has deleted it', () => {
    const store = stores.open();
    converse(store, 'c1', 3);
    for (const name of readdirSync(stores.folder)) rmSync(`${stores.folder}/${name}`);
    converse(store, 'c2');
    const again = stores.open();
    assert.deepEqual(
      again.listConversations(null, 9).map(({ id }) => id),
      ['c1', 'c2'],
    );
    assert.equal(again.readPath('c1-2!', 99).length, 6);
    assert.deepEqual(store.notices(), []);
  });

  it('is written again with its folder', () => {
    const store = stores.open();
    converse(store, 'c1');
    rmSync(stores.folder, { recursive: true });
    converse(store, 'c2');
    assert.equal(stores.open().listConversations(null, 9).length, 2);
  });

  it('is not mixed with the log of the one that was deleted', () => {
    const store = stores.open();
    converse(store, 'c1');
    rmSync(stores.file);
    converse(store, 'c2');
    const again = stores.open();
    assert.equal(again.listConversations(null, 9).length, 2);
    again.tidyUp();
    assert.deepEqual(again.notices(), []);
  });
});
