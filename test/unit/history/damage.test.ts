/** Files that are no history, or no whole one any more: kept and named, a new one begun, and what can be read is in it. */
import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/history/store.ts';
import { type Message, messageText } from '../../../src/shared/message.ts';
import { converse, LocalStores } from './localStore.ts';
import { openRemoteHistory } from './remoteHistory.ts';
import { openTemporaryHistory } from './temporaryHistory.ts';

const pageSize = 4096;
const conversations = 8;
const turns = 12;

describe('history: damaged files', () => {
  let stores: LocalStores;

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  /** A history with something in it, closed in order. */
  const fill = () => {
    const store = stores.open();
    for (let n = 0; n < conversations; n++) converse(store, `c${n}`, turns, 'lorem ipsum '.repeat(20));
    store.close();
  };

  const damagedFiles = () => readdirSync(stores.folder).filter((name) => /^parley\.damaged-\d{8}-\d{6}(-\d+)?\.db$/.test(name));

  const assertSetAside = (store: Store): string => {
    const [notice] = store.notices();
    assert.ok(notice?.kind === 'setAside', stores.log.join('\n'));
    assert.deepEqual(damagedFiles(), [basename(notice.file)]);
    return notice.file;
  };

  it('keeps garbage as it is and begins anew', () => {
    const garbage = 'This is no database. '.repeat(1000);
    writeFileSync(stores.file, garbage);
    const store = stores.open();
    assert.equal(readFileSync(assertSetAside(store), 'utf8'), garbage);
    assert.ok(stores.noticeChanges > 0);
    converse(store, 'c1');
    assert.equal(stores.open().listConversations(null, 9).length, 1);
  });

  it('keeps a database that is not a history', () => {
    const other = new DatabaseSync(stores.file);
    other.exec('CREATE TABLE things (x); INSERT INTO things VALUES (1)');
    other.close();
    const kept = assertSetAside(stores.open());
    assert.equal(new DatabaseSync(kept).prepare('SELECT x FROM things').get()?.['x'], 1);
  });

  it('begins in an empty file', () => {
    writeFileSync(stores.file, '');
    const store = stores.open();
    assert.deepEqual(store.notices(), []);
    converse(store, 'c1');
  });

  it('saves what is before the cut of a truncated file', () => {
    fill();
    const before = statSync(stores.file).size;
    truncateSync(stores.file, Math.floor(before / 2 / pageSize) * pageSize);
    const store = stores.open();
    store.tidyUp();
    assert.equal(statSync(assertSetAside(store)).size, Math.floor(before / 2 / pageSize) * pageSize);
    readEverything(store);
  });

  it('survives any page of the file being zeroed, and loses at most what was in it', function () {
    this.timeout(120_000);
    fill();
    const whole = readFileSync(stores.file);
    let setAside = 0;
    let unreadable = 0;
    for (let page = 0; page < whole.length / pageSize; page++) {
      const broken = Buffer.from(whole);
      broken.fill(0, page * pageSize, (page + 1) * pageSize);
      const file = join(stores.folder, `page${page}.db`);
      writeFileSync(file, broken);
      const store = stores.open({ file });
      store.tidyUp();
      store.search('lorem', null, 5);
      const [notice] = store.notices();
      if (notice?.kind === 'setAside') {
        setAside++;
        assert.deepEqual(readFileSync(notice.file), broken, `page ${page}: the damaged file was changed`);
      }
      const messages = readEverything(store);
      const lost = conversations * turns * 2 - messages.filter((message) => messageText(message).startsWith(message.id)).length;
      if (lost > 0) unreadable++;
      assert.equal(messages.length, conversations * turns * 2, `page ${page}: ${messages.length} messages are in their places`);
      assert.ok(lost <= 16, `page ${page}: the texts of ${lost} messages are lost`);
      converse(store, 'new');
      assert.equal(store.readPath('new-0!', 9).length, 2);
      store.close();
    }
    assert.ok(setAside > 10 && unreadable > 5, `${setAside} set aside, ${unreadable} with losses`);
  });

  it('stays usable whatever noise is written over it, wherever', function () {
    this.timeout(120_000);
    fill();
    const whole = readFileSync(stores.file);
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomNumbers(seed);
      const broken = Buffer.from(whole);
      for (let place = 0; place < 3; place++) {
        const at = Math.floor(random() * broken.length);
        const end = Math.min(broken.length, at + (1 << Math.floor(random() * 15)));
        for (let n = at; n < end; n++) broken[n] = random() * 256;
      }
      const file = join(stores.folder, `seed${seed}.db`);
      writeFileSync(file, broken);
      const store = stores.open({ file });
      assert.doesNotThrow(() => {
        store.tidyUp();
        readEverything(store);
        store.search('lorem', null, 5);
        converse(store, 'new');
        assert.equal(store.readPath('new-0!', 9).length, 2);
        store.close();
      }, `seed ${seed}`);
      assert.ok(!store.notices().some(({ kind }) => kind === 'inMemory'), `seed ${seed}`);
    }
  });

  it('notices damage in the middle of use', () => {
    fill();
    const store = stores.open();
    const file = openSync(stores.file, 'r+');
    writeSync(file, Buffer.alloc(statSync(stores.file).size - pageSize, 0xff), 0, undefined, pageSize);
    closeSync(file);
    assert.doesNotThrow(() => readEverything(store));
    store.tidyUp();
    assertSetAside(store);
    converse(store, 'after');
    assert.equal(store.readPath('after-0!', 9).length, 2);
  });

  it('notices a bit that changed in the definition of a table, and loses nothing', () => {
    fill();
    const whole = readFileSync(stores.file);
    const columns = [
      'workspace_id TEXT',
      'title TEXT',
      'model TEXT',
      'depth INTEGER',
      'blocks TEXT',
      'deleted_at INTEGER,',
      'parent_id TEXT REFERENCES messages',
    ];
    for (const [number, column] of columns.entries()) {
      const at = whole.indexOf(`    ${column}`) + 4;
      assert.ok(at > 4, column);
      const broken = Buffer.from(whole);
      const place = at + (column.includes('REFERENCES') ? column.length - 3 : 2);
      broken[place] = (broken[place] ?? 0) ^ 1;
      const file = join(stores.folder, `definition${number}.db`);
      writeFileSync(file, broken);
      const store = stores.open({ file });
      store.tidyUp();
      const [notice] = store.notices();
      assert.ok(notice?.kind === 'setAside', `${column}: ${stores.log.join('\n')}`);
      assert.deepEqual(readFileSync(notice.file), broken);
      const texts = readEverything(store).filter((message) => messageText(message).startsWith(message.id));
      assert.equal(texts.length, conversations * turns * 2, column);
      assert.deepEqual(new Set(store.listConversations('w1', 99).map(({ title }) => title)).size, conversations, column);
      store.close();
    }
  });

  it('makes the search index anew when only that is damaged', () => {
    fill();
    const database = new DatabaseSync(stores.file);
    // The first page of each says how it is built: without that, SQLite cannot even drop it, and the whole file is copied instead.
    const leaves = (table: string) =>
      database.prepare(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`).all(table).slice(1);
    const pages = [...leaves('words_data'), ...leaves('trigrams_data')].map(({ pageno }) => Number(pageno));
    database.close();
    const file = openSync(stores.file, 'r+');
    for (const page of pages) writeSync(file, Buffer.alloc(200, 0xee), 0, undefined, page * pageSize - 200);
    closeSync(file);
    const store = stores.open();
    assert.equal(store.search('lorem', null, 5).length, 5);
    assert.deepEqual(store.notices(), []);
    assert.deepEqual(damagedFiles(), []);
    converse(store, 'new');
    assert.equal(store.search('"new-0?"', null, 5)[0]?.messageId, 'new-0?');
  });

  it('is followed by a process that had the file open', async () => {
    fill();
    const history = await openTemporaryHistory(stores.file);
    const remote = await openRemoteHistory(history.file);
    try {
      assert.equal((await remote.call('listConversations', null, 99)).length, conversations);
      writeFileSync(history.file, 'noise '.repeat(5000));
      assert.equal((await history.store.notices())[0]?.kind, 'setAside');
      await remote.call('createConversation', { id: 'c2', workspaceId: 'w', workspaceName: '', createdAt: 1 });
      assert.equal((await history.store.readConversation('c2'))?.id, 'c2');
      assert.equal(damagedFiles().length, 1);
    } finally {
      await remote.kill();
      await history.dispose();
    }
  });

  it('is set aside once when two processes find it damaged at once', async () => {
    writeFileSync(stores.file, 'noise '.repeat(5000));
    const remotes = await Promise.all([openRemoteHistory(stores.file), openRemoteHistory(stores.file), openRemoteHistory(stores.file)]);
    try {
      const create = (n: number) => ({ id: `c${n}`, workspaceId: 'w', workspaceName: '', createdAt: 1 });
      await Promise.all(remotes.map((remote, n) => remote.call('createConversation', create(n))));
      assert.equal(damagedFiles().length, 1);
      for (const n of remotes.keys()) assert.equal((await remotes[0]?.call('readConversation', `c${n}`))?.id, `c${n}`);
    } finally {
      await Promise.all(remotes.map((remote) => remote.kill()));
    }
  });

  it('removes nothing, and leaves no lock', () => {
    for (let n = 0; n < 3; n++) {
      writeFileSync(stores.file, `garbage ${n}`);
      stores.open().close();
    }
    assert.deepEqual(
      damagedFiles()
        .map((name) => readFileSync(join(stores.folder, name), 'utf8'))
        .sort(),
      ['garbage 0', 'garbage 1', 'garbage 2'],
    );
    assert.ok(!existsSync(`${stores.file}.setting-aside`));
  });
});

/** All messages on all paths, read as the product does. */
function readEverything(store: Store): Message[] {
  return store.listConversations(null, 99).flatMap(({ id }) => {
    const leafId = store.readConversation(id)?.leafId;
    return leafId ? store.readPath(leafId, 999).map(({ message }) => message) : [];
  });
}

/** The same numbers between 0 and 1 for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
