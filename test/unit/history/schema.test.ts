/** Versions of the schema, and what is forgotten in time. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from '../../../src/history/schema.ts';
import { typed } from '../../../src/shared/context.ts';
import { draftOf, noOptions } from '../../../src/shared/conversation.ts';
import { converse, LocalStores } from './localStore.ts';
import { takeBackTo } from './olderSchema.ts';

const day = 86_400_000;

describe('history: schema', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  const inspect = <T>(look: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(stores.file);
    try {
      return look(database);
    } finally {
      database.close();
    }
  };

  const pragma = (database: DatabaseSync, name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

  it('marks the file as its own, with its version, and keeps a log', () => {
    stores.open();
    inspect((database) => {
      assert.equal(pragma(database, 'user_version'), schemaVersion);
      assert.equal(pragma(database, 'application_id'), 0x5061726c);
      assert.equal(pragma(database, 'journal_mode'), 'wal');
      assert.equal(pragma(database, 'integrity_check'), 'ok');
    });
  });

  it('leaves a newer history as it is, shows what is in it, and goes on in memory', () => {
    const older = stores.open();
    converse(older, 'c1', 2);
    older.close();
    inspect((database) => {
      database.exec(`ALTER TABLE messages ADD COLUMN mood TEXT NOT NULL DEFAULT 'good'; CREATE TABLE moods (name TEXT)`);
      database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    });
    const before = readFileSync(stores.file);
    const store = stores.open();
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'newer' }]);
    assert.equal(store.readPath('c1-1!', 9).length, 4);
    assert.equal(store.search('c1', null, 9).length, 5);
    converse(store, 'c2');
    assert.deepEqual(store.retry(), [{ kind: 'inMemory', reason: 'newer' }]);
    assert.equal(store.listConversations(null, 9).length, 2);
    store.close();
    assert.deepEqual(readFileSync(stores.file), before);
  });

  it('brings a history of each earlier schema to this one, with all that was said', () => {
    for (let version = schemaVersion - 1; version >= 1; version--) {
      const store = stores.open();
      converse(store, `c${version}`, 2);
      store.close();
      takeBackTo(stores.file, version);
      const again = stores.open();
      assert.deepEqual(again.notices(), []);
      assert.equal(again.readPath(`c${version}-1!`, 9).length, 4);
      assert.equal(again.listConversations(null, 9).length, schemaVersion - version);
      again.close();
      inspect((database) => {
        assert.equal(pragma(database, 'user_version'), schemaVersion);
        assert.equal(pragma(database, 'integrity_check'), 'ok');
      });
    }
  });

  it('has indexes for lists, trees and paths', () => {
    stores.open();
    const plan = (sql: string) =>
      inspect((database) =>
        database
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map(({ detail }) => String(detail))
          .join('; '),
      );
    const order = 'ORDER BY pinned DESC, updated_at DESC LIMIT 5';
    const listed = 'SELECT id FROM conversations WHERE deleted_at IS NULL AND message_count > 0';
    assert.match(plan(`${listed} AND workspace_id = 'w' ${order}`), /^SEARCH .* INDEX conversations_listed [^;]*$/);
    assert.match(plan(`${listed} ${order}`), /^SCAN .* INDEX conversations_listed_anywhere$/);
    assert.match(plan(`SELECT id FROM messages WHERE conversation_id = 'c' AND parent_id IS 'p' ORDER BY seq`), /^SEARCH .* INDEX [^;]*$/);
    const used = `SELECT model FROM messages WHERE role = 'assistant' AND input_tokens IS NOT NULL AND created_at >= 5`;
    assert.match(plan(used), /^SEARCH .* INDEX messages_used [^;]*$/);
    assert.match(plan(`SELECT id FROM messages WHERE parent_id = 'p' ORDER BY seq DESC LIMIT 1`), /^SEARCH .* messages_children [^;]*$/);
  });

  it('purges what was deleted a month ago, with every trace of its words', () => {
    const store = stores.open();
    converse(store, 'gone', 3, 'unmistakable');
    converse(store, 'kept', 1, 'memorable');
    store.deleteConversation('gone', stores.now);
    store.tidyUp();
    store.restoreConversation('gone');
    assert.equal(store.listConversations(null, 9).length, 2);
    store.deleteConversation('gone', stores.now);
    stores.now += 31 * day;
    store.tidyUp();
    store.restoreConversation('gone');
    assert.equal(store.readConversation('gone'), undefined);
    assert.equal(store.readMessage('gone-0?'), undefined);
    assert.equal(store.search('memorable', null, 9).length, 2);
    store.close();
    const bytes = readFileSync(stores.file).toString('latin1');
    assert.ok(bytes.includes('memorable'));
    assert.ok(!bytes.includes('unmistak'));
    const words = inspect((database) => {
      database.exec(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)`);
      return database
        .prepare('SELECT term FROM vocabulary')
        .all()
        .map(({ term }) => term);
    });
    assert.ok(words.includes('memorable'));
    assert.ok(!words.includes('unmistakable'));
  });

  it('purges a conversation in which nothing was ever said, typed or chosen, after a day', () => {
    const store = stores.open();
    for (const id of ['empty', 'typed', 'queued', 'instructed', 'cleared', 'new']) {
      const createdAt = id === 'new' ? stores.now + day : stores.now;
      store.createConversation({ id, workspaceId: 'w', workspaceName: '', createdAt });
    }
    store.patchConversation('typed', { draft: draftOf('x') }, 1);
    store.patchConversation('instructed', { options: { ...noOptions, instructions: 'Be brief.' } }, 1);
    store.patchConversation('cleared', { options: noOptions }, 1);
    store.patchConversation('queued', { queue: { type: 'add', prompt: { id: 'q', ...typed('x') } } }, 1);
    stores.now += day + 1;
    store.tidyUp();
    const left = ['empty', 'typed', 'queued', 'instructed', 'cleared', 'new'].filter((id) => store.readConversation(id));
    assert.deepEqual(left, ['typed', 'queued', 'instructed', 'new']);
  });

  it('deletes a conversation deeper than SQLite lets triggers nest', () => {
    const store = stores.open();
    converse(store, 'deep', 700);
    assert.equal(store.readPath('deep-699!', Number.MAX_SAFE_INTEGER).length, 1400);
    assert.equal(store.newestLeaf('deep-0?'), 'deep-699!');
    store.deleteConversation('deep', 1);
    stores.now += 31 * day;
    store.tidyUp();
    assert.equal(store.readMessage('deep-0?'), undefined);
  });
});
