/** Conversations in files: the same bytes after a round trip, nothing overwritten by an import, and all of a file or nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/history/store.ts';
import { contextText } from '../../../src/shared/context.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import { isObject, type JsonObject } from '../../../src/shared/json.ts';
import { messageText, picturesOf } from '../../../src/shared/message.ts';
import { readPageMessage } from '../../../src/shared/readPageMessage.ts';
import { type ImportOutcome, largestImport } from '../../../src/shared/transfer.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { control, exported, imported, mustImport } from './exported.ts';
import { converse, LocalStores, startStreaming } from './localStore.ts';
import { RandomConversations, sha256 } from './randomConversations.ts';

describe('history: files of conversations', () => {
  let all: LocalStores[] = [];

  afterEach(() => {
    for (const stores of all) stores.dispose();
    all = [];
  });

  /** A history of its own, and the folder that it is in. */
  function history(): { readonly store: Store; readonly folder: string; readonly stores: LocalStores } {
    const stores = new LocalStores();
    all.push(stores);
    return { store: stores.open(), folder: stores.folder, stores };
  }

  const json = async (store: Store) => (await exported(store)).text;
  const entries = (text: string): JsonObject[] => {
    const file: unknown = JSON.parse(text);
    assert.ok(isObject(file) && Array.isArray(file['items']));
    return file['items'].filter(isObject);
  };
  /** A file with other entries. */
  const withEntries = (items: readonly JsonObject[]) => JSON.stringify({ format: 'parley.conversations', version: 1, items });

  describe('a round trip', () => {
    for (let seed = 1; seed <= 25; seed++) {
      it(`gives the same bytes, and adds nothing the second time: seed ${seed}`, async () => {
        const [from, to] = [history(), history()];
        new RandomConversations(seed).store(from.store, 1 + (seed % 5));
        const first = await json(from.store);
        const result = mustImport(to.store, to.folder, first);
        assert.deepEqual([result.added, result.same, result.branches, result.copies, result.missing], [1 + (seed % 5), 0, 0, 0, 0]);
        assert.equal(await json(to.store), first);
        const again = mustImport(to.store, to.folder, first);
        assert.deepEqual([again.added, again.extended, again.same, again.messages], [0, 0, 1 + (seed % 5), 0]);
        assert.equal(await json(to.store), first);
        // Into the one that it is from: nothing either.
        assert.equal(mustImport(from.store, from.folder, first).messages, 0);
        assert.equal(await json(from.store), first);
      });
    }

    it('gives back what is asked of a history: the path that is shown, what is found, pictures', async () => {
      const [from, to] = [history(), history()];
      const ids = new RandomConversations(7).store(from.store, 6);
      converse(from.store, 'c1', 3, 'marmalade');
      mustImport(to.store, to.folder, await json(from.store));
      for (const id of [...ids, 'c1']) {
        const [was, is] = [from.store.readConversation(id), to.store.readConversation(id)];
        assert.ok(was?.leafId && is);
        assert.deepEqual({ ...is, revision: 0 }, { ...was, revision: 0, draft: draftOf(''), queue: [] });
        assert.deepEqual(to.store.readPath(was.leafId, 100), from.store.readPath(was.leafId, 100));
        for (const picture of from.store.readPath(was.leafId, 100).flatMap(({ message }) => picturesOf(message))) {
          for (const size of ['whole', 'small', 'thumbnail'] as const)
            assert.deepEqual(to.store.readPicture({ hash: picture.hash, size }), from.store.readPicture({ hash: picture.hash, size }));
        }
      }
      const hits = (store: Store) => store.search('marmalade', null, 10).map(({ messageId }) => messageId);
      assert.equal(hits(to.store).length, 6);
      assert.deepEqual(hits(to.store), hits(from.store));
    });

    it('of a conversation that is written in many parts', async () => {
      const [from, to] = [history(), history()];
      converse(from.store, 'c1', 20, 'x'.repeat(100_000));
      const { text, parts } = await exported(from.store);
      assert.ok(parts > 8, `${parts} parts`);
      mustImport(to.store, to.folder, text);
      assert.equal(await json(to.store), text);
    });

    it('of a file that was laid out anew by another program, with a mark of its bytes’ order', async () => {
      const [from, to] = [history(), history()];
      new RandomConversations(3).store(from.store, 3);
      const text = await json(from.store);
      mustImport(to.store, to.folder, `\ufeff${JSON.stringify(JSON.parse(text), null, '\t')}\r\n`);
      assert.equal(await json(to.store), text);
    });

    it('of no conversation at all', async () => {
      const { store, folder } = history();
      const text = await json(store);
      assert.deepEqual(entries(text), []);
      assert.deepEqual(mustImport(store, folder, text).ids, []);
    });
  });

  it('ids that are imported can be named by the page', async () => {
    const [from, to] = [history(), history()];
    converse(from.store, 'conv:1/&?');
    const { ids } = mustImport(to.store, to.folder, await json(from.store));
    const [conversationId = ''] = ids;
    const message = to.store.readPath(to.store.readConversation(conversationId)?.leafId ?? '', 1)[0]?.message;
    assert.equal(message?.id, 'conv:1/&?-0!');
    const draft = { text: '', edit: { messageId: message.id, text: 'Otherwise?' } };
    for (const each of [
      { type: 'request', id: 1, conversationId, name: 'deleteConversation', params: { id: conversationId } },
      { type: 'request', id: 1, conversationId, name: 'regenerate', params: { messageId: message.id } },
      { type: 'draft', conversationId, draft },
    ])
      assert.deepEqual(readPageMessage(each), each);
  });

  describe('what is in a file', () => {
    it('is what was said, and neither what is typed, nor what is queued', async () => {
      const { store } = history();
      converse(store, 'c1');
      store.patchConversation(
        'c1',
        { draft: draftOf('half a thought'), queue: { type: 'add', prompt: { ...queued, id: 'q1', text: 'in line' } } },
        1,
      );
      const text = await json(store);
      assert.deepEqual(
        entries(text).map(({ type, id }) => `${type} ${id}`),
        ['conversation c1', 'message c1-0?', 'message c1-0!'],
      );
      assert.doesNotMatch(text, /half a thought|in line/);
    });

    it('is a workspace without where it is; its folder is found again where it is the same', async () => {
      const [from, same, other] = [history(), history(), history()];
      const uri = 'file:///home/canary/secret%20kettle';
      from.store.createConversation({ id: 'c1', workspaceId: uri, workspaceName: 'kettle', createdAt: 1 });
      from.store.addMessages([userMessage({ id: 'u', conversationId: 'c1' })], { leafId: 'u' });
      const text = await json(from.store);
      assert.doesNotMatch(text, /canary|secret/);
      assert.match(text, /"workspaceId":"workspace:[0-9a-f]{64}","workspaceName":"kettle"/);
      const path = join(same.folder, 'file.json');
      writeFileSync(path, text);
      const outcome = same.store.importFile(path, control(), uri);
      assert.ok(outcome.kind === 'imported');
      assert.deepEqual(outcome.imported.workspaces, [{ id: uri, name: 'kettle' }]);
      assert.deepEqual(same.store.listConversations(uri, 9).length, 1);
      mustImport(other.store, other.folder, text);
      assert.deepEqual(other.store.listConversations(uri, 9), []);
      assert.deepEqual(other.store.listConversations(null, 9).length, 1);
      for (const each of [same, other]) assert.equal(await json(each.store), text);
    });

    it('is a reply that streams as it would be if it ended now', async () => {
      const { store, folder } = history();
      const reply = startStreaming(store);
      store.checkpoint(reply.id, [{ type: 'text', index: 0, text: 'So far' }]);
      const text = await json(store);
      const written = entries(text).find(({ id }) => id === reply.id);
      assert.deepEqual([written?.['status'], written?.['blocks']], ['failed', [{ type: 'text', text: 'So far' }]]);
      // It goes on here, and what was written of it is nothing new.
      assert.equal(mustImport(store, folder, text).messages, 0);
      assert.equal(store.readMessage(reply.id)?.blocks.length, 1);
    });

    it('says neither when nor where it was written', async () => {
      const { store } = history();
      converse(store, 'c1');
      assert.equal(await json(store), await json(store));
    });

    it('are messages after those that they answer, also where damage has mixed their order', async () => {
      const [from, to] = [history(), history()];
      converse(from.store, 'c1', 3);
      const [conversation, ...messages] = entries(await json(from.store));
      assert.ok(conversation);
      const outcome = imported(to.store, to.folder, withEntries([conversation, ...messages.toReversed()]));
      assert.deepEqual(outcome, { kind: 'refused', problem: { kind: 'damaged', entry: 2 } });
    });
  });

  describe('an import', () => {
    it('adds to a conversation that is there what it has not, and shows the end of what goes on', async () => {
      const [here, there] = [history(), history()];
      converse(here.store, 'c1', 1);
      mustImport(there.store, there.folder, await json(here.store));
      const prompt = userMessage({ id: 'more?', conversationId: 'c1', parentId: 'c1-0!', depth: 2, text: 'More?' });
      there.store.addMessages([prompt], { leafId: 'more?', title: 'Renamed there' });
      const result = mustImport(here.store, here.folder, await json(there.store));
      assert.deepEqual([result.added, result.extended, result.messages, result.branches], [0, 1, 1, 0]);
      const conversation = here.store.readConversation('c1');
      assert.deepEqual([conversation?.leafId, conversation?.messageCount, conversation?.title], ['more?', 3, 'About c1']);
    });

    it('leaves the branch in sight that is in sight', async () => {
      const [here, there] = [history(), history()];
      converse(here.store, 'c1', 1);
      mustImport(there.store, there.folder, await json(here.store));
      const place = { conversationId: 'c1', parentId: 'c1-0!', depth: 2 };
      there.store.addMessages([userMessage({ ...place, id: 'there', text: 'There' })], { leafId: 'there' });
      here.store.addMessages([userMessage({ ...place, id: 'here', text: 'Here' })], { leafId: 'here' });
      mustImport(here.store, here.folder, await json(there.store));
      assert.equal(here.store.readConversation('c1')?.leafId, 'here');
      assert.deepEqual(here.store.readPath('here', 1)[0]?.siblings, ['here', 'there']);
    });

    it('puts what has the same id and says something else beside it, with all that answers it, once', async () => {
      const { store, folder } = history();
      converse(store, 'c1', 3);
      const before = await json(store);
      const other = before.replace('"c1-1! "', '"Something else"');
      assert.notEqual(other, before);
      const result = mustImport(store, folder, other);
      assert.deepEqual([result.extended, result.messages, result.branches], [1, 3, 1]);
      // What was there is as it was, and is in sight.
      assert.equal(store.readConversation('c1')?.leafId, 'c1-2!');
      assert.deepEqual(texts(store, 'c1-2!'), ['c1-0? ', 'c1-0! ', 'c1-1? ', 'c1-1! ', 'c1-2? ', 'c1-2! ']);
      const [, branch] = store.readPath('c1-1!', 1)[0]?.siblings ?? [];
      assert.ok(branch);
      assert.deepEqual(texts(store, store.newestLeaf(branch)), ['c1-0? ', 'c1-0! ', 'c1-1? ', 'Something else', 'c1-2? ', 'c1-2! ']);
      assert.deepEqual([store.readConversation('c1')?.messageCount, mustImport(store, folder, other).messages], [9, 0]);
    });

    it('makes a conversation of its own of one that has nothing in common with that of its id, once', async () => {
      const [here, there] = [history(), history()];
      converse(here.store, 'c1', 2, 'here');
      converse(there.store, 'c1', 1, 'there');
      const before = await json(here.store);
      const file = await json(there.store);
      const result = mustImport(here.store, here.folder, file);
      assert.deepEqual([result.added, result.copies, result.branches, result.messages], [1, 1, 0, 2]);
      const copy = here.store.readConversation(result.ids[0] ?? '');
      assert.ok(copy?.leafId && copy.id !== 'c1');
      assert.deepEqual(texts(here.store, copy.leafId), ['c1-0? there', 'c1-0! there']);
      assert.equal((await exported(here.store, { ids: ['c1'] })).text, before);
      const again = mustImport(here.store, here.folder, file);
      assert.deepEqual([again.added, again.same, again.ids], [0, 1, [copy.id]]);
    });

    it('gives messages other ids where another conversation has theirs', async () => {
      const { store, folder } = history();
      converse(store, 'c1');
      const file = (await json(store)).replace('"conversation","id":"c1"', '"conversation","id":"c2"');
      const result = mustImport(store, folder, file);
      assert.deepEqual([result.added, result.branches, result.messages], [1, 0, 2]);
      const leaf = store.readConversation('c2')?.leafId ?? '';
      assert.deepEqual([texts(store, leaf), leaf === 'c1-0!'], [['c1-0? ', 'c1-0! '], false]);
      assert.equal(mustImport(store, folder, file).same, 1);
    });

    it('takes a picture that is sent otherwise by now for the same', async () => {
      const { store, folder } = history();
      new RandomConversations(11).store(store, 8);
      const file = await json(store);
      const uses = store.exportedConversations(null).flatMap((id) => store.exportedFiles(id).map((hash) => [id, hash] as const));
      assert.ok(uses.length > 3);
      for (const [id, hash] of uses) store.changePictures(id, { type: 'sending', hashes: [hash], sending: 'never' });
      assert.notEqual(await json(store), file);
      assert.equal(mustImport(store, folder, file).messages, 0);
    });

    it('brings back a conversation that was deleted', async () => {
      const { store, folder } = history();
      converse(store, 'c1');
      const file = await json(store);
      store.deleteConversation('c1', 1);
      const result = mustImport(store, folder, file);
      assert.deepEqual([result.added, result.messages, store.readConversation('c1')?.messageCount], [1, 0, 2]);
      assert.equal(await json(store), file);
    });

    it('tells those who show a conversation that it has got more', async () => {
      const { store, folder, stores } = history();
      converse(store, 'c1');
      const before = [stores.noticeChanges, store.readConversation('c1')?.revision ?? 0] as const;
      mustImport(store, folder, (await json(store)).replace('"c1-0! "', '"Other"'));
      assert.deepEqual([stores.noticeChanges - before[0], (store.readConversation('c1')?.revision ?? 0) - before[1]], [1, 1]);
    });

    it('keeps no picture that nothing has, and counts those that are missing', async () => {
      const [from, to] = [history(), history()];
      new RandomConversations(11).store(from.store, 8);
      const all = entries(await json(from.store));
      const isFile = ({ type }: JsonObject) => type === 'picture' || type === 'document';
      const withoutFiles = mustImport(to.store, to.folder, withEntries(all.filter((item) => !isFile(item))));
      assert.equal(withoutFiles.missing, all.filter(isFile).length);
      const other = history();
      mustImport(other.store, other.folder, withEntries(all.filter(isFile)));
      for (const { hash } of all.filter(isFile)) assert.equal(other.store.exportFile(String(hash)), undefined);
      // Those that come later are there for whoever has them.
      mustImport(to.store, to.folder, withEntries(all));
      assert.equal(
        to.store
          .exportedConversations(null)
          .flatMap((id) => to.store.exportedFiles(id))
          .filter((hash) => !to.store.exportFile(hash)).length,
        0,
      );
    });
  });

  describe('a file that is not to be imported', () => {
    const kindOf = (store: Store, folder: string, content: string | Uint8Array) => {
      const outcome = imported(store, folder, content);
      return outcome.kind === 'refused' ? outcome.problem.kind : 'imported';
    };

    /** A history with something in it, a file of other conversations, and how to see that nothing came of it. */
    async function prepared() {
      const [from, to] = [history(), history()];
      new RandomConversations(5).store(from.store, 2);
      converse(to.store, 'kept');
      const before = await json(to.store);
      return { ...to, file: await json(from.store), isUnchanged: async () => assert.equal(await json(to.store), before) };
    }

    it('is told from one that is: other files, other JSON, newer versions', async () => {
      const { store, folder, file, isUnchanged } = await prepared();
      const others: readonly (readonly [content: string | Uint8Array, kind: string])[] = [
        ['', 'notAnExport'],
        ['Hello', 'notAnExport'],
        ['{}', 'notAnExport'],
        ['[]', 'notAnExport'],
        ['{"items":[]}', 'notAnExport'],
        ['{"format":"parley.conversations","version":"1","items":[]}', 'notAnExport'],
        ['{"format":"other","version":1,"items":[]}', 'notAnExport'],
        ['{"format":"parley.conversations","version":1,"others":[]}', 'notAnExport'],
        [JSON.stringify({ name: 'x', files: ['a'.repeat(20_000)] }), 'notAnExport'],
        [new Uint8Array(2_000_000), 'notAnExport'],
        [Buffer.from(file, 'utf16le'), 'notAnExport'],
        [file.replace('"version":2', '"version":3'), 'newer'],
        [file.replace('"version":2', '"version":99,"since":"later"'), 'newer'],
        [`${file}{}`, 'damaged'],
        [file.replace('\n]}', '\n],"more":1}'), 'damaged'],
        [file.replace('\n]}', ',\n]}'), 'damaged'],
        [file.replace('"items":[\n', '"items":[\n,'), 'damaged'],
        [file.replace('"items":[\n', '"items":[\n1,'), 'damaged'],
        [file.replace(',\n{', '\n{'), 'damaged'],
        [Buffer.concat([Buffer.from(file.slice(0, 200)), Buffer.from([0xff]), Buffer.from(file.slice(200))]), 'damaged'],
      ];
      for (const [content, kind] of others) assert.equal(kindOf(store, folder, content), kind, String(content).slice(0, 80));
      await isUnchanged();
    });

    it('is one that was cut anywhere', async () => {
      const { store, folder, isUnchanged } = await prepared();
      const from = history();
      converse(from.store, 'c1');
      const file = await json(from.store);
      const kinds = new Map<string, number>();
      // Without the line break at its end it is whole.
      for (let length = 0; length < file.length - 1; length++) {
        const kind = kindOf(store, folder, file.slice(0, length));
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      const head = file.indexOf('[') + 1;
      assert.deepEqual(
        [...kinds],
        [
          ['notAnExport', head],
          ['cut', file.length - 1 - head],
        ],
      );
      await isUnchanged();
    });

    it('is one that has a picture or a document with other bytes', async () => {
      const { store, folder, file, isUnchanged } = await prepared();
      const all = entries(file);
      const at = all.findIndex(({ type }) => type === 'picture');
      const picture = all[at];
      assert.ok(picture && isObject(picture['whole']));
      const bytes = Buffer.from(String(picture['whole']['data']), 'base64');
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
      const changed = all.with(at, { ...picture, whole: { type: 'image/png', data: bytes.toString('base64') } });
      assert.deepEqual(imported(store, folder, withEntries(changed)), { kind: 'refused', problem: { kind: 'wrongBytes', entry: at + 1 } });
      // Something that is no picture, under its own hash.
      const script = Buffer.from('<script>alert(1)</script>');
      const whole = { type: 'image/png', data: script.toString('base64') };
      const posing = all.with(at, { ...picture, hash: sha256(script), whole, small: null, thumbnail: whole });
      assert.deepEqual(imported(store, folder, withEntries(posing)), { kind: 'refused', problem: { kind: 'damaged', entry: at + 1 } });
      const document = { type: 'document', hash: '0'.repeat(64), data: script.toString('base64') };
      assert.equal(kindOf(store, folder, withEntries([...all, document])), 'wrongBytes');
      await isUnchanged();
    });

    it('is one that has anything that is not as it should be', async () => {
      const { store, folder, isUnchanged } = await prepared();
      const from = history();
      converse(from.store, 'c1');
      const [conversation, prompt, reply] = entries(await json(from.store));
      assert.ok(conversation && prompt && reply);
      const wrong: readonly (readonly JsonObject[])[] = [
        [{ type: 'unknown' }],
        [prompt],
        [conversation, { ...prompt, parentId: 'nobody' }],
        [conversation, { ...prompt, id: '' }],
        [conversation, { ...prompt, id: 'draft' }],
        [conversation, { ...prompt, id: 'a b' }],
        [conversation, { ...prompt, id: 'x'.repeat(101) }],
        [conversation, { ...prompt, role: 'system' }],
        [conversation, { ...prompt, origin: 'else' }],
        [conversation, { ...prompt, createdAt: 'today' }],
        [conversation, { ...prompt, createdAt: 1.5 }],
        [conversation, { ...prompt, blocks: 'Hello' }],
        [conversation, { ...prompt, blocks: [{ type: 'text' }] }],
        [conversation, { ...prompt, blocks: [{ type: 'text', text: 'a' }, { type: 'other' }] }],
        [conversation, prompt, { ...reply, status: 'streaming' }],
        [conversation, prompt, { ...reply, usage: { input: -1.5 } }],
        [conversation, prompt, { ...reply, usage: { output: -1 } }],
        [conversation, prompt, { ...reply, error: 'oh' }],
        [conversation, prompt, { ...reply, stopReason: 'tired' }],
        [conversation, prompt, { ...reply, model: null }],
        [{ ...conversation, id: 5 }, prompt],
        [{ ...conversation, pinned: 1 }, prompt],
        [{ ...conversation, leafId: ' ' }, prompt],
        [{ ...conversation, workspaceId: null }, prompt],
      ];
      for (const items of wrong) assert.equal(kindOf(store, folder, withEntries(items)), 'damaged', JSON.stringify(items.at(-1)));
      // Nested deeper than any program reads it.
      const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      const nested = withEntries([conversation, { ...prompt, blocks: [] }]).replace(
        '"blocks":[]',
        `"blocks":[{"type":"opaque","raw":{"type":"x","a":${deep}}}]`,
      );
      assert.equal(kindOf(store, folder, nested), 'damaged');
      await isUnchanged();
    });

    it('is one that is too large, or cannot be read, or is not wanted any more', async () => {
      const { store, folder, file, isUnchanged } = await prepared();
      const large = join(folder, 'large.json');
      writeFileSync(large, file);
      truncateSync(large, 1_000_000_000);
      assert.ok(1_000_000_000 > largestImport);
      assert.deepEqual(store.importFile(large, control()), { kind: 'refused', problem: { kind: 'tooLarge', bytes: 1_000_000_000 } });
      mkdirSync(join(folder, 'folder.json'));
      for (const name of ['folder.json', 'nothing.json'])
        assert.deepEqual(store.importFile(join(folder, name), control()), { kind: 'refused', problem: { kind: 'unreadable' } });
      assert.deepEqual(imported(store, folder, file, { cancel: true }), { kind: 'refused', problem: { kind: 'canceled' } });
      await isUnchanged();
    });

    it('is any that has lost or changed some bytes: all of it or nothing, and never what was there', async () => {
      const { store, folder, file } = await prepared();
      let before = await json(store);
      const dice = new RandomConversations(99);
      const kinds = new Set<string>();
      for (let round = 0; round < 300; round++) {
        const bytes = Buffer.from(file);
        for (let changes = dice.number(3); changes >= 0; changes--) bytes[dice.number(bytes.length)] = dice.number(256);
        const outcome = imported(store, folder, bytes);
        kinds.add(outcome.kind === 'refused' ? outcome.problem.kind : 'imported');
        const after = await json(store);
        if (outcome.kind === 'refused') assert.equal(after, before);
        else {
          // Whatever it is by now, it is a history like any other.
          assert.equal(mustImport(store, folder, after).messages, 0);
          assert.ok(after.length >= before.length);
        }
        before = after;
      }
      assert.ok(kinds.has('imported') && kinds.has('damaged') && kinds.has('wrongBytes'), [...kinds].join());
    });

    it('is any while the history cannot be written', async () => {
      const from = history();
      converse(from.store, 'c1');
      const stores = new LocalStores();
      all.push(stores);
      mkdirSync(stores.file);
      const store = stores.open();
      assert.equal(store.notices()[0]?.kind, 'inMemory');
      assert.deepEqual(imported(store, stores.folder, await json(from.store)), { kind: 'refused', problem: { kind: 'unwritable' } });
    });
  });

  describe('a file that cannot be taken in', () => {
    it('as another process writes: nothing is imported, and the history stays on the disk', async () => {
      const [from, to] = [history(), history()];
      converse(from.store, 'c1');
      const other = new DatabaseSync(to.stores.file);
      other.exec('BEGIN IMMEDIATE');
      const file = await json(from.store);
      assert.deepEqual(imported(to.store, to.folder, file), { kind: 'refused', problem: { kind: 'unwritable' } });
      other.exec('ROLLBACK');
      other.close();
      assert.deepEqual(to.store.notices(), []);
      assert.equal(mustImport(to.store, to.folder, file).added, 1);
    });

    it('as the disk is full: nothing is imported, the history stays on the disk, and there is as much room as before', async function () {
      // A real refusal of the system's, in the middle of a write, that can be lifted again.
      const limit = (bytes: string) => spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]).status === 0;
      if (process.platform !== 'linux' || !limit('unlimited')) this.skip();
      const [from, to] = [history(), history()];
      converse(from.store, 'c1', 100, 'long '.repeat(8_000));
      converse(to.store, 'here');
      const path = join(to.folder, 'large.json');
      writeFileSync(path, await json(from.store));
      let outcome: ImportOutcome;
      try {
        assert.ok(limit('2000000'));
        outcome = to.store.importFile(path, control());
      } finally {
        limit('unlimited');
      }
      assert.deepEqual(outcome, { kind: 'refused', problem: { kind: 'unwritable' } });
      assert.deepEqual(to.store.notices(), []);
      assert.deepEqual(to.store.exportedConversations(null), ['here']);
      assert.ok((statSync(`${to.stores.file}-wal`, { throwIfNoEntry: false })?.size ?? 0) < 1_000_000);
      assert.equal(to.store.importFile(path, control()).kind, 'imported');
    });
  });

  describe('secrets', () => {
    it('are found in what was said, in what went with it, and in names', () => {
      const { store } = history();
      store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
      const token = `gh${'p_'}${'a1B2'.repeat(10)}`;
      const item = { id: 'i', kind: 'file', path: 'src/a.ts', uri: null, lines: null, language: null, note: null } as const;
      const file = { ...item, name: 'a.ts', text: `one\n${token}` };
      const env = { ...item, name: '.env', path: '.env', text: 'A=1' };
      const prompt = userMessage({
        blocks: [
          { type: 'context', item: file },
          { type: 'context', item: env },
          { type: 'text', text: `My token is ${token}` },
        ],
      });
      const reply = assistantMessage({ text: 'Take it out.', status: 'complete' });
      store.addMessages([prompt, reply], { leafId: reply.id });
      assert.match(contextText(file), /ghp_/);
      assert.deepEqual(store.findSecrets('c1'), [
        { messageId: 'u1', where: 'a.ts', reason: { kind: 'text', what: 'token', line: 2 } },
        { messageId: 'u1', where: '.env', reason: { kind: 'name', name: '.env' } },
        { messageId: 'u1', where: null, reason: { kind: 'text', what: 'token', line: 1 } },
      ]);
    });
  });
});

const queued = { title: null, context: [], pictures: [], documents: [] } as const;

function texts(store: Store, leafId: string): string[] {
  return store.readPath(leafId, 100).map(({ message }) => messageText(message));
}
