/** Pictures: their bytes once, as long as something refers to them. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/history/store.ts';
import { typed } from '../../../src/shared/context.ts';
import { type Draft, emptyDraft } from '../../../src/shared/conversation.ts';
import { picturesOf } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { userMessage } from '../chat/messages.ts';
import { converse, LocalStores } from './localStore.ts';
import { takeBackTo } from './olderSchema.ts';
import { openTemporaryHistory } from './temporaryHistory.ts';

const day = 86_400_000;
const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');

function picture(name: string): Picture {
  return {
    id: `id-${name}`,
    hash: hashOf(name),
    type: 'image/png',
    width: 4,
    height: 3,
    size: 5,
    smallSize: null,
    name: `${name}.png`,
    note: null,
    description: null,
  };
}

/** Bytes that can be looked for in a file. */
const bytesOf = (name: string, size: string) => new Uint8Array(Buffer.from(`<<pixels of ${name}, ${size}>>`.repeat(300)));

function files(name: string, small = true): PictureFiles {
  return {
    hash: hashOf(name),
    whole: { type: 'image/png', bytes: bytesOf(name, 'whole') },
    small: small ? { type: 'image/jpeg', bytes: bytesOf(name, 'small') } : null,
    thumbnail: { type: 'image/webp', bytes: bytesOf(name, 'thumbnail') },
  };
}

const draftWith = (...names: readonly string[]): Draft => ({ ...emptyDraft, text: 'What is this?', pictures: names.map(picture) });

function add(store: Store, id: string, ...names: readonly string[]): void {
  store.createConversation({ id, workspaceId: 'w1', workspaceName: '', createdAt: 1 });
  store.patchConversation(id, { draft: draftWith(...names), files: names.map((name) => files(name)) }, 1);
}

/** Sends what is in the draft. */
function send(store: Store, id: string): void {
  const draft = store.readConversation(id)?.draft;
  assert.ok(draft);
  const blocks = draft.pictures.map((each) => ({ type: 'picture', picture: each }) as const);
  const prompt = userMessage({ id: `${id}?`, conversationId: id, blocks: [...blocks, { type: 'text', text: draft.text }] });
  store.addMessages([prompt], { leafId: prompt.id, draft: emptyDraft });
}

const has = (store: Store, name: string) => store.readPicture({ hash: hashOf(name), size: 'whole' }) !== undefined;

describe('history: pictures', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  const inFile = (text: string) =>
    readdirSync(stores.folder)
      .filter((name) => /^parley\.db(-wal)?$/.test(name))
      .some((name) => readFileSync(join(stores.folder, name)).includes(text));

  it('of a draft or a queue are in no file that is exported', () => {
    const store = stores.open();
    const other = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    add(store, 'c1', 'sent');
    send(store, 'c1');
    store.patchConversation('c1', { draft: draftWith('typed'), files: [files('typed')] }, 1);
    other.patchConversation('c1', { draft: draftWith('elsewhere'), files: [files('elsewhere')] }, 1);
    const queued = { id: 'q1', ...typed('Later'), pictures: [picture('queued')] };
    store.patchConversation('c1', { queue: { type: 'add', prompt: queued }, files: [files('queued')] }, 1);
    for (const name of ['typed', 'elsewhere', 'queued']) assert.ok(has(store, name));
    assert.deepEqual(store.exportedFiles('c1'), [hashOf('sent')]);
  });

  it('stay with the draft of a window while another types, sends or takes them away there, until neither has them', () => {
    const [one, other] = ['one', 'other'].map((instance, n) => stores.open({ me: { host: 'here', pid: n + 1, instance } }));
    assert.ok(one && other);
    add(one, 'c1', 'a');
    other.patchConversation('c1', { draft: { ...emptyDraft, text: 'Typed' } }, 2);
    assert.ok(has(one, 'a'));
    const blocks = [{ type: 'picture', picture: picture('a') }] as const;
    one.addMessages([userMessage({ id: 'c1?', conversationId: 'c1', blocks })], { leafId: 'c1?', draft: emptyDraft });
    assert.ok(has(other, 'a'));
    assert.equal(one.readPathPictures('c1?').length, 1);
    add(one, 'c2', 'b');
    other.patchConversation('c2', { draft: draftWith('b') }, 2);
    one.patchConversation('c2', { draft: emptyDraft }, 3);
    assert.ok(has(one, 'b'));
    other.patchConversation('c2', { draft: emptyDraft }, 4);
    assert.ok(!has(one, 'b'));
  });

  it('of a window that is gone stay as long as the stored draft has them', () => {
    const me = (pid: number) => ({ host: 'here', pid, instance: `${pid}` });
    const [killed, closed, there] = [1, 2, 3].map((pid) => stores.open({ me: me(pid) }));
    assert.ok(killed && closed && there);
    for (const [store, name] of [
      [killed, 'killed'],
      [closed, 'closed'],
      [there, 'there'],
    ] as const) {
      add(store, name, name);
      add(store, `${name} stored`, `${name} stored`);
    }
    const next = stores.open({ me: me(4), life: { now: () => stores.now, isRunning: (pid) => pid === 3 } });
    for (const name of ['killed', 'closed', 'there']) next.patchConversation(name, { draft: { ...emptyDraft, text: 'Typed' } }, 2);
    closed.close();
    assert.deepEqual(
      ['killed', 'closed', 'there'].map((name) => has(next, name)),
      [true, false, true],
    );
    next.tidyUp();
    assert.deepEqual(
      ['killed', 'closed', 'there'].map((name) => has(next, name)),
      [false, false, true],
    );
    for (const name of ['killed', 'closed', 'there']) assert.ok(has(next, `${name} stored`), name);
  });

  it('stay for a window that was about to show them when another took them away', () => {
    const me = (pid: number) => ({ host: 'here', pid, instance: `${pid}` });
    const [there, opening] = [stores.open({ me: me(1) }), stores.open({ me: me(2) })];
    add(there, 'c1', 'a');
    assert.deepEqual(opening.openConversation('c1')?.draft, draftWith('a'));
    there.patchConversation('c1', { draft: emptyDraft }, 2);
    assert.equal(has(opening, 'a'), true);
    // And not for ever: what is not in its draft either goes.
    opening.patchConversation('c1', { draft: emptyDraft }, 3);
    assert.equal(has(opening, 'a'), false);
  });

  it('are kept with the draft, come back with it, and go with the prompt', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    assert.deepEqual(store.readConversation('c1')?.draft, draftWith('a'));
    for (const size of ['whole', 'small', 'thumbnail'] as const) {
      const { type, bytes } = files('a')[size] ?? assert.fail();
      assert.deepEqual(store.readPicture({ hash: hashOf('a'), size }), { type, bytes });
    }
    send(store, 'c1');
    const message = store.readMessage('c1?');
    assert.deepEqual(message && picturesOf(message), [picture('a')]);
    assert.deepEqual(store.readConversation('c1')?.draft, emptyDraft);
    assert.equal(has(stores.open(), 'a'), true);
  });

  it('are no news to other windows while they are in a draft', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    assert.equal(store.readConversation('c1')?.revision, 0);
  });

  it('are read as requests have them: small where that was asked for and there is a small one', () => {
    const store = stores.open();
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    store.patchConversation('c1', { draft: draftWith('a', 'b'), files: [files('a'), files('b', false)] }, 1);
    const read = store.readPictureData([
      { hash: hashOf('a'), size: 'small' },
      { hash: hashOf('b'), size: 'small' },
      { hash: hashOf('none'), size: 'whole' },
      { hash: hashOf('a'), size: 'whole' },
    ]);
    assert.deepEqual(
      read.map((each) => each && [each.type, Buffer.from(Buffer.from(each.data).toString(), 'base64').toString().slice(0, 26)]),
      [
        ['image/jpeg', '<<pixels of a, small>><<pi'],
        ['image/png', '<<pixels of b, whole>><<pi'],
        undefined,
        ['image/png', '<<pixels of a, whole>><<pi'],
      ],
    );
  });

  it('go when the last that refers to them goes from a draft, with every byte', () => {
    const store = stores.open();
    add(store, 'c1', 'a', 'b');
    add(store, 'c2', 'a');
    store.patchConversation('c1', { draft: draftWith() }, 2);
    assert.equal(has(store, 'b'), false);
    assert.equal(has(store, 'a'), true);
    store.patchConversation('c2', { draft: draftWith() }, 2);
    assert.equal(has(store, 'a'), false);
    store.close();
    assert.equal(inFile('<<pixels of'), false);
  });

  it('that are replaced are in no file any more, as soon as that is stored', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    assert.equal(inFile('<<pixels of a, whole'), true);
    assert.equal(inFile(hashOf('a')), true);
    store.patchConversation('c1', { draft: draftWith('b'), files: [files('b')] }, 2);
    assert.deepEqual([has(store, 'a'), has(store, 'b')], [false, true]);
    assert.deepEqual([inFile('<<pixels of a'), inFile(hashOf('a')), inFile('<<pixels of b, whole')], [false, false, true]);
  });

  it('stay in the files while something else refers to them', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    add(store, 'c2', 'a');
    store.patchConversation('c1', { draft: draftWith('b'), files: [files('b')] }, 2);
    assert.deepEqual([has(store, 'a'), inFile('<<pixels of a, whole')], [true, true]);
  });

  it('that are replaced while another window reads are erased when it has done that', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    const reader = new DatabaseSync(stores.file);
    reader.exec('BEGIN; SELECT count(*) FROM pictures');
    store.patchConversation('c1', { draft: draftWith('b'), files: [files('b')] }, 2);
    assert.equal(inFile('<<pixels of a'), true);
    store.eraseRest();
    assert.equal(inFile('<<pixels of a'), true);
    reader.exec('COMMIT');
    store.eraseRest();
    assert.equal(inFile('<<pixels of a'), false);
    reader.close();
  });

  it('that a process had no time to erase are erased at the next start', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    const reader = new DatabaseSync(stores.file);
    reader.exec('BEGIN; SELECT count(*) FROM pictures');
    store.patchConversation('c1', { draft: draftWith('b'), files: [files('b')] }, 2);
    const again = stores.open();
    reader.exec('COMMIT');
    assert.equal(inFile('<<pixels of a'), true);
    again.eraseRest();
    assert.equal(inFile('<<pixels of a'), false);
    reader.close();
  });

  it('leave nothing behind, in whatever order two hundred of them come and go', () => {
    const store = stores.open();
    let seed = 20261121;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    // Of all sizes: their rows are in pages of their own, beside others, and on several pages.
    const sized = (name: string): PictureFiles => {
      const made = files(name, random(2) === 0);
      return { ...made, thumbnail: { ...made.thumbnail, bytes: made.thumbnail.bytes.slice(0, 40 + random(9000)) } };
    };
    const there = new Set<string>();
    for (let n = 0; n < 200; n++) {
      const id = `c${random(20)}`;
      const name = `<${n}>`;
      store.createConversation({ id, workspaceId: 'w1', workspaceName: '', createdAt: 1 });
      for (const { name: old } of store.readConversation(id)?.draft.pictures ?? []) there.delete(old.replace('.png', ''));
      store.patchConversation(id, { draft: draftWith(name), files: [sized(name)] }, n);
      there.add(name);
    }
    for (let n = 0; n < 200; n++) {
      const name = `<${n}>`;
      assert.deepEqual([n, inFile(`pixels of ${name}`), inFile(hashOf(name))], [n, there.has(name), there.has(name)]);
    }
  });

  it('of which an earlier version knew no description have none', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    send(store, 'c1');
    add(store, 'c2', 'b');
    store.close();
    const old = new DatabaseSync(stores.file);
    old.exec(`UPDATE bodies SET blocks = replace(blocks, ',"description":null', '');
      UPDATE conversations SET draft = replace(draft, ',"description":null', '')`);
    assert.equal(old.prepare(`SELECT count(*) AS n FROM conversations WHERE instr(draft, 'description') > 0`).get()?.['n'], 0);
    old.close();
    const again = stores.open();
    const message = again.readMessage('c1?');
    assert.deepEqual(message && picturesOf(message), [picture('a')]);
    assert.deepEqual(again.readConversation('c2')?.draft, draftWith('b'));
  });

  it('stay while they are queued, and when they are sent from there', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    const prompt = { id: 'q1', ...typed('later'), pictures: [picture('a')] };
    store.patchConversation('c1', { queue: { type: 'add', prompt }, draft: emptyDraft }, 2);
    assert.equal(has(store, 'a'), true);
    assert.deepEqual(store.readConversation('c1')?.queue, [prompt]);
    const blocks = [{ type: 'picture', picture: picture('a') }] as const;
    store.addMessages([userMessage({ id: 'q1', conversationId: 'c1', blocks })], { leafId: 'q1', queue: { type: 'remove', id: 'q1' } });
    assert.equal(has(store, 'a'), true);
  });

  it('go with a queued prompt that is removed', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    const prompt = { id: 'q1', ...typed('later'), pictures: [picture('a')] };
    store.patchConversation('c1', { queue: { type: 'add', prompt }, draft: emptyDraft }, 2);
    store.patchConversation('c1', { queue: { type: 'remove', id: 'q1' } }, 3);
    assert.equal(has(store, 'a'), false);
  });

  it('survive the deletion of their conversation while it can be undone, and go when it is purged', () => {
    const store = stores.open();
    for (const id of ['c1', 'c2']) {
      add(store, id, 'a', id);
      send(store, id);
    }
    store.deleteConversation('c1', stores.now);
    store.tidyUp();
    store.restoreConversation('c1');
    assert.equal(has(store, 'c1'), true);
    store.deleteConversation('c1', stores.now);
    stores.now += 31 * day;
    store.tidyUp();
    assert.deepEqual([has(store, 'c1'), has(store, 'a'), has(store, 'c2')], [false, true, true]);
    store.deleteConversation('c2', stores.now);
    stores.now += 31 * day;
    store.tidyUp();
    assert.deepEqual([has(store, 'a'), has(store, 'c2')], [false, false]);
    store.close();
    assert.equal(inFile('<<pixels of'), false);
  });

  it('a patch that is refused leaves none behind', () => {
    const store = stores.open();
    assert.throws(() => store.patchConversation('none', { draft: draftWith('a'), files: [files('a')] }, 1));
    assert.equal(has(store, 'a'), false);
  });

  it('a history of the first schema gets them', () => {
    const store = stores.open();
    converse(store, 'c1');
    store.close();
    takeBackTo(stores.file, 1);
    const again = stores.open();
    assert.deepEqual(again.notices(), []);
    add(again, 'c2', 'a');
    assert.equal(has(again, 'a'), true);
    assert.equal(again.readPath('c1-0!', 9).length, 2);
  });

  it('that came in memory come to the disk, and those of there stay', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    send(store, 'c1');
    const lock = new DatabaseSync(stores.file);
    lock.exec('BEGIN IMMEDIATE');
    add(store, 'c2', 'b');
    add(store, 'c3', 'c');
    send(store, 'c3');
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'locked' }]);
    assert.deepEqual([has(store, 'a'), has(store, 'b')], [true, true]);
    lock.exec('ROLLBACK');
    lock.close();
    assert.deepEqual(store.retry(), []);
    const other = stores.open();
    assert.deepEqual([has(other, 'a'), has(other, 'b'), has(other, 'c')], [true, true, true]);
    other.patchConversation('c2', { draft: emptyDraft }, 3);
    assert.deepEqual([has(other, 'b'), has(other, 'c')], [false, true]);
  });

  const small = { type: 'image/jpeg', bytes: bytesOf('a', 'shrunk') } as const;
  const sentAs = (store: Store, id: string) =>
    store.readMessage(id)?.blocks.map((block) => (block.type === 'picture' ? block.picture : block));

  it('are kept for good or left out in every message of a conversation that has them, and in no other', () => {
    const store = stores.open();
    for (const id of ['c1', 'c2']) {
      add(store, id, 'a', 'b');
      send(store, id);
    }
    const before = store.readConversation('c1')?.revision ?? 0;
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('a')], sending: 'kept' });
    const said = { type: 'text', text: 'What is this?' };
    assert.deepEqual(sentAs(store, 'c1?'), [{ ...picture('a'), sending: 'kept' }, picture('b'), said]);
    assert.deepEqual(sentAs(store, 'c2?'), [picture('a'), picture('b'), said]);
    assert.equal(store.readConversation('c1')?.revision, before + 1);
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('a')], sending: null });
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('b')], sending: 'never' });
    assert.deepEqual(sentAs(stores.open(), 'c1?'), [picture('a'), { ...picture('b'), sending: 'never' }, said]);
  });

  it('get a smaller one, and keep the whole', () => {
    const store = stores.open();
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    store.patchConversation('c1', { draft: draftWith('a'), files: [files('a', false)] }, 1);
    send(store, 'c1');
    store.changePictures('c1', { type: 'shrink', hash: hashOf('a'), small });
    assert.deepEqual(sentAs(store, 'c1?')?.[0], { ...picture('a'), smallSize: small.bytes.length, shrunk: true });
    assert.deepEqual(store.readPicture({ hash: hashOf('a'), size: 'small' }), small);
    assert.deepEqual(store.readPicture({ hash: hashOf('a'), size: 'whole' }), files('a').whole);
  });

  it('what else is in a message stays as it was written, also what this version cannot read', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    send(store, 'c1');
    const database = new DatabaseSync(stores.file);
    const later = '{"type":"hologram","depth":3}';
    database.exec(`UPDATE bodies SET blocks = json_insert(blocks, '$[#]', json('${later}'))`);
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('a')], sending: 'kept' });
    const { blocks } = database.prepare('SELECT blocks FROM bodies').get() ?? {};
    database.close();
    assert.ok(String(blocks).includes(later) && String(blocks).includes('"kept"'), String(blocks));
  });

  it('of a path are found without those of other branches, and of those that are typed with', () => {
    const store = stores.open();
    add(store, 'c1', 'a');
    assert.deepEqual(store.readPathPictures('c1?'), []);
    send(store, 'c1');
    const pictured = (id: string, parentId: string, depth: number, name: string) =>
      userMessage({ id, conversationId: 'c1', parentId, depth, blocks: [{ type: 'picture', picture: picture(name) }] });
    store.addMessages([userMessage({ id: 'plain', conversationId: 'c1', parentId: 'c1?', depth: 1 })], {});
    store.addMessages([pictured('left', 'plain', 2, 'a'), pictured('right', 'plain', 2, 'a')], {});
    const ids = (leaf: string) => store.readPathPictures(leaf).map(({ id }) => id);
    assert.deepEqual([ids('left'), ids('right'), ids('plain')], [['c1?', 'left'], ['c1?', 'right'], ['c1?']]);
  });

  it('how they are sent, changed in memory, comes to the disk', () => {
    const store = stores.open();
    add(store, 'c1', 'a', 'b');
    send(store, 'c1');
    const lock = new DatabaseSync(stores.file);
    lock.exec('BEGIN IMMEDIATE');
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('b')], sending: 'never' });
    store.changePictures('c1', { type: 'shrink', hash: hashOf('a'), small });
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'locked' }]);
    lock.exec('ROLLBACK');
    lock.close();
    assert.deepEqual(store.retry(), []);
    const other = stores.open();
    const [a, b] = sentAs(other, 'c1?') ?? [];
    assert.deepEqual(a, { ...picture('a'), smallSize: small.bytes.length, shrunk: true });
    assert.deepEqual(b, { ...picture('b'), sending: 'never' });
    assert.deepEqual(other.readPicture({ hash: hashOf('a'), size: 'small' }), small);
  });

  it('that memory is too small for are left on the disk, which is said, and are there again with it', () => {
    const store = stores.open({ fileRoom: 10_000 });
    add(store, 'c1', 'a', 'b');
    send(store, 'c1');
    const lock = new DatabaseSync(stores.file);
    lock.exec('BEGIN IMMEDIATE');
    add(store, 'c2', 'c');
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'locked', withoutPictures: true }]);
    assert.deepEqual([has(store, 'a'), has(store, 'c')], [false, true]);
    lock.exec('ROLLBACK');
    lock.close();
    assert.deepEqual(store.retry(), []);
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => has(store, name)),
      [true, true, true],
    );
  });

  it('of a damaged file are saved, and those that refer to them are known again', () => {
    const store = stores.open();
    for (let n = 0; n < 12; n++) converse(store, `talk-${n}`, 8, 'lorem ipsum '.repeat(20));
    add(store, 'c1', 'a', 'b');
    send(store, 'c1');
    add(store, 'c2', 'c');
    store.close();
    damage(stores.file, 'lorem ipsum');
    const again = stores.open();
    again.tidyUp();
    assert.equal(again.notices()[0]?.kind, 'setAside', stores.log.join('\n'));
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => has(again, name)),
      [true, true, true],
    );
    again.patchConversation('c2', { draft: emptyDraft }, 3);
    assert.deepEqual([has(again, 'a'), has(again, 'c')], [true, false]);
  });

  it('come from the worker as they went to it', async () => {
    const history = await openTemporaryHistory();
    try {
      const { store } = history;
      await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
      await store.patchConversation('c1', { draft: draftWith('a'), files: [files('a')] }, 1);
      assert.deepEqual(await store.readPicture({ hash: hashOf('a'), size: 'whole' }), files('a').whole);
      const [data] = await store.readPictureData([{ hash: hashOf('a'), size: 'whole' }]);
      assert.equal(Buffer.from(data?.data ?? []).toString(), Buffer.from(files('a').whole.bytes).toString('base64'));
    } finally {
      await history.dispose();
    }
  });
});

/** Overwrites the header of a page in which a text stands. */
function damage(file: string, said: string): void {
  const pageSize = 4096;
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  try {
    const page = Buffer.alloc(pageSize);
    for (let at = pageSize; at < size; at += pageSize) {
      readSync(handle, page, 0, pageSize, at);
      if (!page.includes(said)) continue;
      writeSync(handle, Buffer.alloc(100, 0xee), 0, 100, at);
      return;
    }
  } finally {
    closeSync(handle);
  }
  assert.fail('Nothing was there to damage.');
}
