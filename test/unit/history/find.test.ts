import assert from 'node:assert/strict';
import type { Message } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
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
});
