/** Documents: their bytes once, as long as something refers to them, and those of a part beside those of the whole. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/history/store.ts';
import { typed } from '../../../src/shared/context.ts';
import { type Draft, emptyDraft } from '../../../src/shared/conversation.ts';
import type { DocumentFile, DocumentItem } from '../../../src/shared/document.ts';
import { documentsOf } from '../../../src/shared/message.ts';
import { userMessage } from '../chat/messages.ts';
import { converse, LocalStores } from './localStore.ts';
import { takeBackTo } from './olderSchema.ts';
import { openTemporaryHistory } from './temporaryHistory.ts';

const day = 86_400_000;
const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');
const file = (name: string): DocumentFile => ({
  hash: hashOf(name),
  bytes: new Uint8Array(Buffer.from(`<<pages of ${name}>>`.repeat(500))),
});

function document(name: string, part?: string): DocumentItem {
  return {
    ...{ id: `id-${name}`, type: 'application/pdf', hash: hashOf(name), name: `${name}.pdf`, size: 9, pages: 12, citations: false },
    ...{ part: part === undefined ? null : { hash: hashOf(part), size: 4, ranges: [[2, 3]] as const }, uri: null },
  };
}

const draftWith = (...documents: readonly DocumentItem[]): Draft => ({ ...emptyDraft, text: 'What is this?', documents });

describe('history: documents', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  const has = (store: Store, ...names: readonly string[]) => names.map((name) => store.readDocument(hashOf(name)) !== undefined);

  function open(id = 'c1', store = stores.open()): Store {
    store.createConversation({ id, workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    return store;
  }

  it('are kept with the draft, come back with it, and go with the prompt', () => {
    const store = open();
    const added = document('a', 'a2');
    store.patchConversation('c1', { draft: draftWith(added), documentFiles: [file('a'), file('a2')] }, 1);
    assert.deepEqual(store.readConversation('c1')?.draft, draftWith(added));
    assert.equal(store.readConversation('c1')?.revision, 0);
    assert.deepEqual(store.readDocument(hashOf('a')), file('a'));
    const data = store.readDocumentData([hashOf('a2'), hashOf('none')]);
    assert.deepEqual(
      data.map((each) => each && [each.type, Buffer.from(Buffer.from(each.data).toString(), 'base64').toString().slice(0, 15)]),
      [['application/pdf', '<<pages of a2>>'], undefined],
    );
    const prompt = userMessage({ id: 'u1', conversationId: 'c1', blocks: [{ type: 'document', document: added }] });
    store.addMessages([prompt], { leafId: 'u1', draft: emptyDraft });
    const stored = stores.open().readMessage('u1');
    assert.deepEqual(stored && documentsOf(stored), [added]);
    assert.deepEqual(has(store, 'a', 'a2'), [true, true]);
  });

  it('are taken out of requests and put back, in what is stored', () => {
    const store = open();
    const added = document('a', 'a2');
    const prompt = userMessage({ id: 'u1', conversationId: 'c1', blocks: [{ type: 'document', document: added }] });
    store.addMessages([prompt], { leafId: 'u1', documentFiles: [file('a'), file('a2')] });
    const stored = () => {
      const message = stores.open().readMessage('u1');
      return message && documentsOf(message);
    };
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('a')], sending: 'never' });
    assert.deepEqual(stored(), [{ ...added, sending: 'never' }]);
    assert.deepEqual(has(store, 'a', 'a2'), [true, true]);
    store.changePictures('c1', { type: 'sending', hashes: [hashOf('a')], sending: null });
    assert.deepEqual(stored(), [added]);
  });

  it('the bytes of another part go, those of the whole stay, until the document goes', () => {
    const store = open();
    store.patchConversation('c1', { draft: draftWith(document('a', 'a2')), documentFiles: [file('a'), file('a2')] }, 1);
    store.patchConversation('c1', { draft: draftWith(document('a', 'a3')), documentFiles: [file('a3')] }, 2);
    assert.deepEqual(has(store, 'a', 'a2', 'a3'), [true, false, true]);
    store.patchConversation('c1', { draft: draftWith(document('a')) }, 3);
    assert.deepEqual(has(store, 'a', 'a3'), [true, false]);
    store.patchConversation('c1', { draft: emptyDraft }, 4);
    assert.deepEqual(has(store, 'a'), [false]);
  });

  it('stay while they are queued, and go with the queued prompt that is removed', () => {
    const store = open();
    store.patchConversation('c1', { draft: draftWith(document('a')), documentFiles: [file('a')] }, 1);
    const prompt = { id: 'q1', ...typed('later'), documents: [document('a')] };
    store.patchConversation('c1', { queue: { type: 'add', prompt }, draft: emptyDraft }, 2);
    assert.deepEqual(store.readConversation('c1')?.queue, [prompt]);
    assert.deepEqual(has(store, 'a'), [true]);
    store.patchConversation('c1', { queue: { type: 'remove', id: 'q1' } }, 3);
    assert.deepEqual(has(store, 'a'), [false]);
  });

  it('go when the last conversation that has them is purged', () => {
    const store = stores.open();
    for (const id of ['c1', 'c2']) {
      open(id, store);
      store.patchConversation(id, { draft: draftWith(document('a')), documentFiles: [file('a')] }, 1);
      const blocks = [{ type: 'document', document: document('a') }] as const;
      store.addMessages([userMessage({ id: `${id}?`, conversationId: id, blocks })], { leafId: `${id}?`, draft: emptyDraft });
    }
    for (const [id, left] of [
      ['c1', true],
      ['c2', false],
    ] as const) {
      store.deleteConversation(id, stores.now);
      stores.now += 31 * day;
      store.tidyUp();
      assert.deepEqual(has(store, 'a'), [left]);
    }
  });

  it('a history of the second schema gets them, with what it has', () => {
    const store = stores.open();
    converse(store, 'c0');
    store.close();
    takeBackTo(stores.file, 2);
    const again = open('c1', stores.open());
    assert.deepEqual(again.notices(), []);
    again.patchConversation('c1', { draft: draftWith(document('a')), documentFiles: [file('a')] }, 1);
    assert.deepEqual(has(again, 'a'), [true]);
    assert.equal(again.readPath('c0-0!', 9).length, 2);
  });

  it('rows of a version that had none are read', () => {
    const store = open();
    store.close();
    const old = new DatabaseSync(stores.file);
    const draft = { text: 'half', edit: null, context: [], pictures: [] };
    const queue = [{ id: 'q', text: 'later', title: null, context: [], pictures: [] }];
    old.prepare('UPDATE conversations SET draft = ?, queue = ?').run(JSON.stringify(draft), JSON.stringify(queue));
    old.close();
    const read = stores.open().readConversation('c1');
    assert.deepEqual(read?.draft, { ...draft, documents: [] });
    assert.deepEqual(read?.queue, [{ ...queue[0], documents: [] }]);
  });

  it('that came in memory come to the disk', () => {
    const store = open();
    const lock = new DatabaseSync(stores.file);
    lock.exec('BEGIN IMMEDIATE');
    store.patchConversation('c1', { draft: draftWith(document('a', 'a2')), documentFiles: [file('a'), file('a2')] }, 1);
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'locked' }]);
    lock.exec('ROLLBACK');
    lock.close();
    assert.deepEqual(store.retry(), []);
    const other = stores.open();
    assert.deepEqual(has(other, 'a', 'a2'), [true, true]);
    other.patchConversation('c1', { draft: emptyDraft }, 3);
    assert.deepEqual(has(other, 'a', 'a2'), [false, false]);
  });

  it('come from the worker as they went to it', async () => {
    const history = await openTemporaryHistory();
    try {
      const { store } = history;
      await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
      await store.patchConversation('c1', { draft: draftWith(document('a')), documentFiles: [file('a')] }, 1);
      assert.deepEqual(await store.readDocument(hashOf('a')), file('a'));
      const [data] = await store.readDocumentData([hashOf('a')]);
      assert.equal(Buffer.from(data?.data ?? []).toString(), Buffer.from(file('a').bytes).toString('base64'));
    } finally {
      await history.dispose();
    }
  });
});
