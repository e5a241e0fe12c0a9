/** The list of the API's own tools: what each costs, what it sends where, what is on, and what the model has not. */
import assert from 'node:assert/strict';
import { builtInPrices } from '../../src/chat/prices.ts';
import { readModel } from '../../src/claude/models.ts';
import { toolItems } from '../../src/host/toolsPicker.ts';
import { noServerTools, type ServerToolName } from '../../src/shared/serverTools.ts';
import { findModel } from '../sim/models.ts';

describe('The list of the API’s own tools', () => {
  const items = (model: string, ...names: ServerToolName[]) => {
    const chat = { models: { find: (id: string) => readModel(findModel(id)?.info) }, prices: () => builtInPrices };
    const tools = { ...noServerTools, names };
    const settings = { model, maxTokens: 1, effort: null, thinking: 'auto', instructions: '', caching: 'off', tools } as const;
    return toolItems(chat, { model, settings });
  };

  it('says what each costs and what it does, and ticks those that are on', () => {
    const all = items('claude-sonnet-5-5', 'web_search');
    assert.deepEqual(
      all.map(({ label, description, picked }) => [label, description, picked]),
      [
        ['Web search', '$10 for 1,000 searches, and tokens', true],
        ['Web fetch', 'its tokens', false],
        ['Code execution', 'its tokens; time beyond the free hours is not counted here', false],
      ],
    );
    assert.ok(all.every(({ detail }) => (detail ?? '').length < 90));
  });

  it('says which are not sent, as the model has them not or that is not known', () => {
    const told = (model: string) => items(model).map(({ description }) => /^not sent/.test(description ?? ''));
    assert.deepEqual(told('claude-mythos-preview'), [false, false, true]);
    assert.deepEqual(told('gateway-text-1'), [true, true, true]);
    assert.deepEqual(told('claude-next-9'), [true, true, true]);
  });
});
