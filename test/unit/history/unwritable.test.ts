/** Disks that cannot be written: the conversation goes on in memory, and comes to the disk when that can be written again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ConversationPatch } from '../../../src/chat/historyStore.ts';
import { faultOf } from '../../../src/history/faults.ts';
import type { Store } from '../../../src/history/store.ts';
import { typed } from '../../../src/shared/context.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import { messageText } from '../../../src/shared/message.ts';
import { converse, LocalStores, startStreaming } from './localStore.ts';
import { openRemoteHistory } from './remoteHistory.ts';

const nobody = 65_534;
const say = (text: string) => ({ type: 'text', index: 0, text }) as const;

describe('history: disks that cannot be written', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  const inMemory = (reason: string) => [{ kind: 'inMemory', reason }];

  /** Another process's transaction, which holds up every write. */
  const lock = () => {
    const database = new DatabaseSync(stores.file);
    database.exec('BEGIN IMMEDIATE');
    return database;
  };

  const patch = (store: Store, change: ConversationPatch) => store.patchConversation('c1', change, 5);

  it('goes on where no file can be, and moves there when one can', () => {
    const file = join(stores.folder, 'folder', 'parley.db');
    writeFileSync(join(stores.folder, 'folder'), 'in the way');
    const store = stores.open({ file });
    assert.deepEqual(store.notices(), inMemory('unavailable'));
    converse(store, 'c1', 2);
    assert.equal(store.search('"c1-1!"', null, 5)[0]?.messageId, 'c1-1!');
    assert.deepEqual(store.retry(), inMemory('unavailable'));
    rmSync(join(stores.folder, 'folder'));
    assert.deepEqual(store.retry(), []);
    converse(store, 'c2');
    const again = stores.open({ file });
    assert.equal(again.listConversations(null, 9).length, 2);
    assert.equal(again.readPath('c1-1!', 9).length, 4);
    assert.equal(again.search('"c1-1!"', null, 5)[0]?.messageId, 'c1-1!');
    assert.ok(stores.noticeChanges >= 2);
  });

  it('goes on while another process holds the lock, and loses neither what it wrote nor what that wrote', () => {
    const store = stores.open();
    converse(store, 'c1', 2);
    const reply = startStreaming(store, 'open');
    store.checkpoint(reply.id, [say('on disk')]);
    const before = store.readConversation('c1');
    const other = lock();
    other.exec(`UPDATE conversations SET title = 'theirs', revision = revision + 1 WHERE id = 'c1'`);
    patch(store, { pinned: true });
    assert.deepEqual(store.notices(), inMemory('locked'));
    patch(store, { draft: draftOf('ours') });
    store.checkpoint(reply.id, [say(', in memory')]);
    converse(store, 'new');
    assert.deepEqual(store.retry(), inMemory('locked'));
    assert.equal(store.readConversation('c1')?.draft.text, 'ours');
    assert.equal(store.listConversations(null, 9).length, 3);
    const [streaming] = store.readPath(reply.id, 1);
    assert.equal(streaming && messageText(streaming.message), 'on disk, in memory');

    other.exec('COMMIT');
    assert.deepEqual(store.retry(), []);
    const theirs = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    for (const each of [store, theirs]) {
      const merged = each.readConversation('c1');
      assert.ok(merged && before);
      assert.equal(merged.title, 'theirs');
      assert.equal(merged.pinned, true);
      assert.equal(merged.draft.text, 'ours');
      // The draft is not counted.
      assert.equal(merged.revision, before.revision + 2);
      assert.equal(merged.messageCount, 4);
      assert.equal(each.readConversation('new')?.messageCount, 2);
      const [last] = each.readPath(reply.id, 1);
      assert.equal(last && messageText(last.message), 'on disk, in memory');
    }
    store.finishMessage({ ...reply, status: 'complete', blocks: [{ type: 'text', text: 'whole' }] });
    assert.deepEqual(theirs.readMessage(reply.id), { ...reply, status: 'complete', blocks: [{ type: 'text', text: 'whole' }] });
  });

  it('brings the end of a reply that another process has taken for dead meanwhile', () => {
    const store = stores.open();
    const reply = startStreaming(store);
    store.checkpoint(reply.id, [say('half')]);
    const other = lock();
    const end = { ...reply, status: 'complete', blocks: [{ type: 'text', text: 'half and half' }] } as const;
    store.finishMessage(end);
    other.exec('COMMIT');
    stores.now += 60_000;
    const theirs = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    assert.equal(theirs.readMessage(reply.id)?.role === 'assistant' && theirs.readMessage(reply.id)?.blocks.length, 1);
    assert.deepEqual(store.retry(), []);
    assert.deepEqual(theirs.readMessage(reply.id), end);
    assert.equal(theirs.search('"half and half"', null, 5).length, 1);
  });

  it('leaves a reply of another window alone, which goes on on disk while nothing of it comes to memory', () => {
    const theirs = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    const reply = startStreaming(theirs);
    theirs.checkpoint(reply.id, [say('half')]);
    const store = stores.open();
    const other = lock();
    patch(store, { pinned: true });
    assert.deepEqual(store.notices(), inMemory('locked'));
    other.exec('COMMIT');
    stores.now += 15_000;
    theirs.checkpoint(reply.id, [say(' and half')]);
    stores.now += 15_000;
    const seen = store.readMessage(reply.id);
    assert.ok(seen?.role === 'assistant' && seen.error?.kind === 'cutOff' && messageText(seen) === 'half');

    // While it streams, and when it has ended.
    assert.deepEqual(store.retry(), []);
    const [streaming] = store.readPath(reply.id, 1);
    assert.ok(streaming?.message.role === 'assistant' && streaming.message.status === 'streaming');
    assert.equal(messageText(streaming.message), 'half and half');
    const again = lock();
    patch(store, { pinned: false });
    again.exec('COMMIT');
    stores.now += 30_000;
    store.readMessage(reply.id);
    const end = { ...reply, status: 'complete', blocks: [{ type: 'text', text: 'half and half, whole' }] } as const;
    theirs.finishMessage(end);
    assert.deepEqual(store.retry(), []);
    for (const each of [store, theirs]) assert.deepEqual(each.readMessage(reply.id), end);
  });

  it('brings the queue prompt by prompt', () => {
    const store = stores.open();
    converse(store, 'c1');
    const queue = (each: Store) => each.readConversation('c1')?.queue.map(({ id, text }) => `${id} ${text}`);
    const add = (each: Store, id: string) => patch(each, { queue: { type: 'add', prompt: { id, ...typed(`Say ${id}`) } } });
    for (const id of ['stays', 'sent there', 'edited here', 'edited there', 'removed here']) add(store, id);
    const theirs = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    const other = lock();
    add(store, 'added here');
    assert.deepEqual(store.notices(), inMemory('locked'));
    patch(store, { queue: { type: 'edit', id: 'edited here', text: 'otherwise' } });
    patch(store, { queue: { type: 'remove', id: 'removed here' } });
    other.exec('COMMIT');
    patch(theirs, { queue: { type: 'edit', id: 'edited there', text: 'otherwise' } });
    patch(theirs, { queue: { type: 'remove', id: 'sent there' } });
    add(theirs, 'added there');
    assert.deepEqual(store.retry(), []);
    const merged = [
      'stays Say stays',
      'edited here otherwise',
      'edited there otherwise',
      'added there Say added there',
      'added here Say added here',
    ];
    for (const each of [store, theirs]) assert.deepEqual(queue(each), merged);
  });

  it('brings deletion and restoring', () => {
    const store = stores.open();
    for (const id of ['c1', 'c2']) converse(store, id);
    store.deleteConversation('c2', stores.now);
    const other = lock();
    store.deleteConversation('c1', stores.now);
    store.restoreConversation('c2');
    other.exec('COMMIT');
    assert.deepEqual(store.retry(), []);
    assert.deepEqual(
      stores
        .open()
        .listConversations(null, 9)
        .map(({ id }) => id),
      ['c2'],
    );
  });

  it('writes to disk what is in memory when it is closed, if it can', () => {
    const store = stores.open();
    converse(store, 'c1');
    const other = lock();
    patch(store, { draft: draftOf('last words') });
    other.exec('ROLLBACK');
    store.close();
    assert.equal(stores.open().readConversation('c1')?.draft.text, 'last words');
  });

  it('brings everything to a new file when the old one is gone or damaged by then', () => {
    for (const spoil of [() => rmSync(stores.file), () => writeFileSync(stores.file, 'noise'.repeat(5_000))]) {
      const store = stores.open();
      converse(store, 'c1', 3);
      const other = lock();
      patch(store, { draft: draftOf('x') });
      other.close();
      for (const suffix of ['-wal', '-shm']) rmSync(stores.file + suffix, { force: true });
      spoil();
      store.retry();
      assert.ok(!store.notices().some(({ kind }) => kind === 'inMemory'));
      store.close();
      const again = stores.open();
      assert.equal(again.readPath('c1-2!', 99).length, 6);
      again.close();
      rmSync(stores.file);
    }
  });

  it('reads a read-only file in a read-only folder, and goes on in memory', async function () {
    if (process.platform === 'win32') this.skip();
    const filled = stores.open();
    converse(filled, 'c1', 2);
    filled.close();
    chmodSync(stores.file, 0o444);
    chmodSync(stores.folder, 0o555);
    const remote = await openRemoteHistory(stores.file, process.getuid?.() === 0 ? nobody : undefined);
    try {
      assert.deepEqual(await remote.call('notices'), inMemory('readOnly'));
      assert.equal((await remote.call('readPath', 'c1-1!', 9)).length, 4);
      assert.equal((await remote.call('search', 'c1', null, 9)).length, 5);
      await remote.call('patchConversation', 'c1', { draft: draftOf('typed meanwhile') }, 5);
      assert.deepEqual(await remote.call('retry'), inMemory('readOnly'));
      chmodSync(stores.folder, 0o777);
      chmodSync(stores.file, 0o666);
      assert.deepEqual(await remote.call('retry'), []);
      assert.equal(stores.open().readConversation('c1')?.draft.text, 'typed meanwhile');
    } finally {
      chmodSync(stores.folder, 0o777);
      await remote.kill();
    }
  });

  it('goes on when the disk takes no more in the middle of use', async function () {
    // The limit on the size of a file is a real refusal of the system's, in the middle of a write, and can be lifted again.
    const limit = (pid: number, bytes: string) => spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).status === 0;
    if (process.platform !== 'linux' || !limit(process.pid, 'unlimited')) this.skip();
    const remote = await openRemoteHistory(stores.file);
    try {
      await remote.call('createConversation', { id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
      const size = Math.max(...['', '-wal'].map((suffix) => statSync(stores.file + suffix).size));
      assert.ok(limit(remote.pid, String(size + 100_000)));
      const drafts = Array.from({ length: 40 }, (_, n) => `${n} ${'long '.repeat(4_000)}`);
      for (const [n, draft] of drafts.entries()) {
        await remote.call('createConversation', { id: `d${n}`, workspaceId: 'w', workspaceName: '', createdAt: 1 });
        await remote.call('patchConversation', `d${n}`, { draft: draftOf(draft) }, 1);
      }
      const [notice] = await remote.call('notices');
      assert.equal(notice?.kind, 'inMemory');
      for (const [n, draft] of drafts.entries()) assert.equal((await remote.call('readConversation', `d${n}`))?.draft.text, draft);
      assert.ok(limit(remote.pid, 'unlimited'));
      assert.deepEqual(await remote.call('retry'), []);
      await remote.kill();
      const store = stores.open();
      for (const [n, draft] of drafts.entries()) assert.equal(store.readConversation(`d${n}`)?.draft.text, draft);
    } finally {
      await remote.kill();
    }
  });

  it('knows what the errors of SQLite and of the system mean', () => {
    const path = (name: string) => join(stores.folder, name);
    const thrown = (action: () => void) => {
      try {
        action();
      } catch (error) {
        return faultOf(error, stores.file);
      }
      return 'nothing was thrown';
    };
    const open = (name: string, readOnly = false) => new DatabaseSync(path(name), { readOnly, timeout: 1 });
    const full = open('full.db');
    full.exec('CREATE TABLE t (x); PRAGMA max_page_count = 3');
    const fill = () => full.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(50_000));
    const held = open('full.db');
    const insert = (database: DatabaseSync) => database.exec('INSERT INTO t VALUES (1)');
    writeFileSync(path('noise.db'), 'noise'.repeat(1_000));

    assert.deepEqual(thrown(fill), { kind: 'unwritable', reason: 'full' });
    assert.deepEqual(
      thrown(() => insert(open('full.db', true))),
      { kind: 'unwritable', reason: 'readOnly' },
    );
    held.exec('BEGIN IMMEDIATE');
    assert.deepEqual(
      thrown(() => insert(full)),
      { kind: 'unwritable', reason: 'locked' },
    );
    assert.deepEqual(
      thrown(() => open('none/none.db')),
      { kind: 'unwritable', reason: 'unavailable' },
    );
    assert.deepEqual(
      thrown(() => open('noise.db').exec('SELECT * FROM sqlite_schema')),
      { kind: 'damaged' },
    );
    assert.deepEqual(
      thrown(() => mkdirSync(path('noise.db/folder'))),
      { kind: 'unwritable', reason: 'unavailable' },
    );
    assert.deepEqual(
      thrown(() => full.exec('nonsense')),
      null,
    );
    assert.deepEqual(
      thrown(() => {
        throw new Error('ours');
      }),
      null,
    );
  });
});
