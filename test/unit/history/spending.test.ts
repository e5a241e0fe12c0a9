/** What turns used, summed by the database. */
import assert from 'node:assert/strict';
import { promptTokens } from '../../../src/chat/cost.ts';
import type { UsageGroup } from '../../../src/chat/usage.ts';
import type { Store } from '../../../src/history/store.ts';
import { addUsage, noBilling, noUsage, type Usage } from '../../../src/shared/message.ts';
import { assistantMessage } from '../chat/messages.ts';
import { converse, LocalStores } from './localStore.ts';

const day = 86_400_000;

describe('history: usage', () => {
  let stores: LocalStores;
  let store: Store;

  beforeEach(() => {
    stores = new LocalStores();
    store = stores.open();
  });
  afterEach(() => stores.dispose());

  const input = (tokens: number, rest: Partial<Usage> = {}): Usage => ({ ...noUsage, input: tokens, ...rest });
  const told = (groups: readonly UsageGroup[]) => groups.map(({ model, usage, turns }) => [model, promptTokens(usage), turns]);

  it('a message keeps what its price depends on', () => {
    const usage = input(1, { billing: { serviceTier: 'batch', inferenceGeo: 'us', speed: 'fast', webSearches: 2, webFetches: 3 } });
    converse(store, 'c1', [
      { at: 1, usage },
      { at: 2, usage: input(5) },
    ]);
    const usages = store.readUsage({ leafId: 'c1-1!' }, []).map((each) => each.usage);
    assert.deepEqual(
      usages.sort((a, b) => a.input - b.input),
      [usage, input(5)],
    );
    const again = store.readPath('c1-0!', 1)[0]?.message;
    assert.deepEqual(again?.role === 'assistant' && again.usage, usage);
  });

  it('of a conversation has all its branches, by model', () => {
    converse(store, 'c1', [
      { at: 1, usage: input(10) },
      { at: 2, usage: input(20, { output: 7 }) },
      { at: 3, usage: input(5), model: 'claude-opus-5' },
      { at: 4, usage: null },
    ]);
    const sibling = assistantMessage({
      id: 'again',
      conversationId: 'c1',
      parentId: 'c1-0?',
      createdAt: 5,
      status: 'stopped',
      usage: input(3),
    });
    store.addMessages([sibling], {});
    converse(store, 'c2', [{ at: 1, usage: input(1000) }]);
    const groups = store.readUsage({ conversationId: 'c1' }, []);
    assert.deepEqual(told(groups).sort(), [
      ['claude-opus-5', 5, 1],
      ['claude-sonnet-5-5', 3, 1],
      ['claude-sonnet-5-5', 30, 2],
    ]);
    assert.equal(groups.find(({ turns }) => turns === 2)?.usage.output, 7);
    // What was stopped was not counted to its end.
    const estimated = groups.filter((group) => group.estimated).map(({ usage }) => usage.input);
    assert.deepEqual([estimated, store.readUsage({ leafId: 'again' }, []).map((turn) => turn.estimated)], [[3], [true]]);
    assert.deepEqual(store.readUsage({ conversationId: 'nothing' }, []), []);
  });

  it('since a time has all conversations, the deleted ones too', () => {
    converse(store, 'c1', [
      { at: 9, usage: input(1) },
      { at: 10, usage: input(2) },
    ]);
    converse(store, 'c2', [{ at: 11, usage: input(4) }]);
    store.deleteConversation('c2', 12);
    assert.deepEqual(told(store.readUsage({ since: 10 }, [])), [['claude-sonnet-5-5', 6, 2]]);
  });

  it('turns are summed that cost the same for each token, and no others', () => {
    const billing = (part: Partial<typeof noBilling>) => input(1, { billing: { ...noBilling, ...part } });
    converse(store, 'c1', [
      { at: 1, usage: input(100) },
      { at: 1, usage: input(101) },
      { at: 1, usage: input(60, { cacheRead: 50 }) },
      { at: 1, usage: billing({ serviceTier: 'batch' }) },
      { at: 1, usage: billing({ inferenceGeo: 'us', webSearches: 1 }) },
      { at: 1, usage: billing({ inferenceGeo: 'us', webSearches: 2 }) },
      { at: 1, usage: billing({ speed: 'fast' }) },
    ]);
    const groups = store.readUsage({ since: 0 }, [100]);
    assert.deepEqual(groups.map(({ turns, prompt }) => [turns, prompt]).sort(), [
      [1, 1],
      [1, 1],
      [1, 100],
      [2, 1],
      [2, 110],
    ]);
    const [searched] = groups.filter(({ usage }) => usage.billing?.inferenceGeo === 'us');
    assert.equal(searched?.usage.billing?.webSearches, 3);
    // A sum of what is as usual has nothing beside its tokens.
    assert.deepEqual(groups.find(({ prompt }) => prompt === 110)?.usage, addUsage(input(101), input(60, { cacheRead: 50 })));
  });

  it('by day and conversation, each on its own day', () => {
    const days = [0, day, 2 * day, 3 * day];
    converse(store, 'c1', [
      { at: day - 1, usage: input(1) },
      { at: day, usage: input(2) },
      { at: 2 * day - 1, usage: input(4) },
    ]);
    converse(store, 'c2', [
      { at: day + 5, usage: input(8), model: 'claude-opus-5' },
      { at: 3 * day, usage: input(16) },
    ]);
    assert.deepEqual(
      store
        .readUsageByDay(days, [])
        .map(({ day: start, conversationId, title, model, usage }) => [start, conversationId, title, model, usage.input])
        .sort(),
      [
        [0, 'c1', 'About c1', 'claude-sonnet-5-5', 1],
        [day, 'c1', 'About c1', 'claude-sonnet-5-5', 6],
        [day, 'c2', 'About c2', 'claude-opus-5', 8],
      ],
    );
    assert.deepEqual(store.readUsageByDay([], []), []);
    assert.deepEqual(store.readUsageByDay([5 * day, 6 * day], []), []);
  });
});
