import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Message } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { countStatements } from './countStatements.ts';
import { converse, LocalStores } from './localStore.ts';
import { openTemporaryHistory, type TemporaryHistory } from './temporaryHistory.ts';

describe('finding in a conversation', () => {
  let history: TemporaryHistory;

  before(async () => {
    history = await openTemporaryHistory();
    await history.store.createConversation({ id: 'c', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    const said = (id: string, parentId: string | null, depth: number, text: string): Message =>
      depth % 2 === 0
        ? userMessage({ id, conversationId: 'c', parentId, depth, text })
        : assistantMessage({ id, conversationId: 'c', parentId, depth, text, status: 'complete' });
    await history.store.addMessages(
      [
        said('u1', null, 0, 'Is the fox quick? "Quick" is a word.'),
        said('a1', 'u1', 1, 'The other branch has a quick fox, too.'),
        said('a2', 'u1', 1, 'Quick,\nand  BROWN. Crème brûlée is not quick.'),
        said('u2', 'a2', 2, 'a[b] a[b] .* Ελλάς 数据库'),
      ],
      { leafId: 'u2' },
    );
  });
  after(() => history.dispose());

  const cases: readonly (readonly [query: string, found: Readonly<Record<string, number>>])[] = [
    ['quick', { u1: 2, a2: 2 }],
    ['QUICK', { u1: 2, a2: 2 }],
    ['"quick"', { u1: 1 }],
    ['quick, and brown', { a2: 1 }],
    ['creme brulee', { a2: 1 }],
    ['uic', { u1: 2, a2: 2 }],
    ['a[b]', { u2: 2 }],
    ['.*', { u2: 1 }],
    ['ελλασ', { u2: 1 }],
    ['数据', { u2: 1 }],
    ['x', { u1: 1 }],
    ['fox too', {}],
    ['  ', {}],
    ['\0', {}],
    ['"', { u1: 2 }],
  ];
  for (const [query, found] of cases) {
    it(`finds ${JSON.stringify(query)} on the path, as it was typed`, async () => {
      const messages = await history.store.findInPath('u2', query);
      assert.deepEqual(Object.fromEntries(messages.map(({ messageId, count }) => [messageId, count])), found);
    });
  }

  it('tells in the order of the path', async () => {
    assert.deepEqual(
      (await history.store.findInPath('a1', 'quick')).map(({ messageId }) => messageId),
      ['u1', 'a1'],
    );
    assert.deepEqual(await history.store.findInPath('none', 'quick'), []);
  });

  it('reads the bodies it looks through in one statement, however many', () => {
    const stores = new LocalStores();
    try {
      const store = stores.open();
      converse(store, 'c', 100, 'quick');
      for (const query of ['quick', 'q']) {
        let found = 0;
        const statements = countStatements(() => {
          found = store.findInPath('c-99!', query).length;
        });
        assert.deepEqual([found, statements], [200, 1]);
      }
    } finally {
      stores.dispose();
    }
  });

  it('passes over a body that is damaged or gone, and finds in the others', () => {
    const stores = new LocalStores();
    try {
      const store = stores.open();
      converse(store, 'c', 2, 'quick');
      const database = new DatabaseSync(stores.file);
      database.exec(`UPDATE bodies SET blocks = '[{"type":"te' WHERE message_id = 'c-0?'; DELETE FROM bodies WHERE message_id = 'c-0!'`);
      database.close();
      for (const query of ['quick', 'q']) {
        assert.deepEqual(
          store.findInPath('c-1!', query).map(({ messageId }) => messageId),
          ['c-1?', 'c-1!'],
        );
      }
    } finally {
      stores.dispose();
    }
  });
});
