/** Databases of earlier versions: all that is in them is there after the migrations, whatever happens meanwhile. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { schemaVersion } from '../../../src/history/schema.ts';
import type { Store } from '../../../src/history/store.ts';
import { messageText } from '../../../src/shared/message.ts';
import { LocalStores } from './localStore.ts';
import { cameOfIt, oldConversations, oldDocument, oldPicture, writeOldData, writtenAt } from './oldData.ts';
import { bundle, killedAt } from './temporaryHistory.ts';

const day = 86_400_000;
const fixture = (version: number) => join('test', 'fixtures', 'history', `v${version}.db.gz`);
const versions = Array.from({ length: schemaVersion }, (_, n) => n + 1).filter((version) => existsSync(fixture(version)));

describe('history: old data', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
    stores.now = writtenAt + day;
  });

  afterEach(() => stores.dispose());

  const take = (version: number) => writeFileSync(stores.file, gunzipSync(readFileSync(fixture(version))));

  const inspect = (sql: string): unknown => {
    const database = new DatabaseSync(stores.file);
    try {
      return Object.values(database.prepare(sql).get() ?? {})[0];
    } finally {
      database.close();
    }
  };

  function assertHasAll(store: Store, version: number): void {
    assert.deepEqual(store.notices(), []);
    for (const old of oldConversations(version)) {
      if (old.deleted) {
        assert.equal(store.readConversation(old.id), undefined);
        store.restoreConversation(old.id);
      }
      const { title, pinned, model, leafId, draft, queue, messageCount } = store.readConversation(old.id) ?? assert.fail(old.id);
      assert.deepEqual({ title, pinned, model, leafId, draft, queue, messageCount }, { ...plain(old), messageCount: old.messages.length });
      for (const message of old.messages) {
        const stored = store.readMessage(message.id);
        if (message.role === 'assistant' && message.status === 'streaming') {
          assert.ok(stored?.role === 'assistant' && stored.status === 'failed' && stored.error?.kind === 'cutOff');
          assert.equal(messageText(stored), cameOfIt);
        } else assert.deepEqual(stored, message);
      }
      assert.equal(store.readPath(old.leafId, 99).length, old.id === 'tree' ? 4 : 2);
    }
    assert.deepEqual(
      store.search('kettle 水沸', null, 9).map(({ messageId }) => messageId),
      ['tree-1'],
    );
    if (version >= 2) {
      for (const size of ['whole', 'small', 'thumbnail'] as const)
        assert.deepEqual(store.readPicture({ hash: oldPicture.hash, size }), oldPicture[size]);
    }
    if (version >= 3) assert.deepEqual(store.readDocument(oldDocument.hash), oldDocument);
  }

  it('has a database of every version but the newest, which may still change', () => {
    if (process.env['PARLEY_OLD_DATA'] === 'write') {
      writeOldData(stores.file, schemaVersion);
      writeFileSync(fixture(schemaVersion), gzipSync(readFileSync(stores.file), { level: 9 }));
    }
    for (let version = 1; version < schemaVersion; version++) {
      assert.ok(versions.includes(version), `version ${version}`);
      take(version);
      assert.equal(inspect('PRAGMA user_version'), version);
    }
  });

  for (const version of versions) {
    it(`brings everything of version ${version} to the newest`, () => {
      take(version);
      const store = stores.open();
      assertHasAll(store, version);
      // It is a history like any other from now on; where its folder was moved, too.
      assert.deepEqual(
        store
          .settle('file:///elsewhere', { roots: ['root'], remote: 'remote' })
          .map(({ workspaceId, placeId, project }) => [workspaceId, placeId, project]),
        [['file:///work', null, null]],
      );
      const before = store.readConversation('tree');
      store.bringOver('move', { workspaceId: 'file:///work', placeId: null }, { id: 'file:///elsewhere', name: 'elsewhere' });
      const { workspaceId, draft, queue } = store.readConversation('tree') ?? assert.fail();
      assert.deepEqual({ workspaceId, draft, queue }, { workspaceId: 'file:///elsewhere', draft: before?.draft, queue: before?.queue });
      store.undoMove('move');
      assert.equal(store.readConversation('tree')?.workspaceId, 'file:///work');
      store.patchConversation('tree', { title: 'Later' }, stores.now);
      store.tidyUp();
      store.close();
      assert.equal(inspect('PRAGMA user_version'), schemaVersion);
      assert.equal(inspect('PRAGMA integrity_check'), 'ok');
      assert.equal(inspect('SELECT count(*) FROM pragma_foreign_key_check'), 0);
    });

    it(`brings everything of version ${version} to the newest when it was killed at any step of that`, async function () {
      this.timeout(60_000);
      const program = await bundle(resolve('test/unit/history/migrationProcess.ts'), resolve('out/history/migrationProcess.js'));
      let kills = 0;
      for (let steps = 0; ; steps++) {
        take(version);
        const signal = killedAt(steps, program, stores.file);
        const store = stores.open();
        assertHasAll(store, version);
        store.close();
        assert.equal(inspect('PRAGMA user_version'), schemaVersion);
        assert.equal(inspect('PRAGMA integrity_check'), 'ok');
        if (signal === 'SIGTERM') break;
        assert.equal(signal, 'SIGKILL');
        kills++;
      }
      // Settings, each migration with its number, and the mark of whose file it is.
      assert.ok(kills >= 2 + 2 * (schemaVersion - version), `${kills} kills`);
    });
  }

  it('shows what an older Parley can read of a newer database, and writes nothing to it', () => {
    const newest = versions.at(-1) ?? assert.fail();
    take(newest);
    const database = new DatabaseSync(stores.file);
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}; PRAGMA journal_mode = DELETE`);
    database.close();
    const before = readFileSync(stores.file);
    const store = stores.open();
    assert.deepEqual(store.notices(), [{ kind: 'inMemory', reason: 'newer' }]);
    assert.equal(store.readPath('tree-4', 9).length, 4);
    store.patchConversation('tree', { title: 'Not there' }, stores.now);
    store.tidyUp();
    assert.deepEqual(store.retry(), [{ kind: 'inMemory', reason: 'newer' }]);
    store.close();
    assert.deepEqual(readFileSync(stores.file), before);
  });
});

function plain({ title, pinned, model, leafId, draft, queue }: ReturnType<typeof oldConversations>[number]) {
  return { title, pinned, model, leafId, draft, queue };
}
