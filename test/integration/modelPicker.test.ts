/** The list of models: what it says of each, what it offers of effort and thinking, and that it is there without the API. */
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Model } from '../../src/chat/model.ts';
import type { ModelApi } from '../../src/chat/modelApi.ts';
import { builtInPrices } from '../../src/chat/prices.ts';
import { readModel } from '../../src/claude/models.ts';
import { effortItems, thinkingItems } from '../../src/host/answeringPicker.ts';
import { ModelCatalog } from '../../src/host/modelCatalog.ts';
import { modelItems } from '../../src/host/modelPicker.ts';
import { SettingsReader } from '../../src/host/settings.ts';
import { type ConversationOptions, noOptions } from '../../src/shared/conversation.ts';
import { models } from '../sim/models.ts';

const all = models.flatMap(({ info }) => readModel(info) ?? []);
const known = (id: string): Model => all.find((model) => model.id === id) ?? assert.fail(id);
const settings = () => new SettingsReader().read();

describe('the list of models', () => {
  const kept = new Map<string, unknown>();
  const memory = {
    ...{ keys: () => [...kept.keys()], get: (key: string) => kept.get(key) },
    // As the editor keeps it.
    update: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  } as vscode.Memento;
  /** @param listed what the API tells; null: it cannot be reached */
  const catalogOf = (listed: readonly Model[] | null) =>
    new ModelCatalog(
      memory,
      () => 'https://api.example',
      async (): Promise<ModelApi> => {
        if (!listed) throw new Error('offline');
        return {
          stream: () => Promise.reject(new Error('Nothing is sent here.')),
          write: () => ({ variables: [], forms: [], text: '', as: () => '' }),
          countTokens: () => Promise.resolve(null),
          listModels: () => Promise.resolve(listed),
        };
      },
    );

  function itemsOf(catalog: ModelCatalog, model: string, options: ConversationOptions = noOptions) {
    const session = { model, conversation: { options } } as Parameters<typeof modelItems>[1];
    return modelItems({ models: catalog, settings, prices: () => builtInPrices }, session);
  }

  beforeEach(() => kept.clear());

  it('says what each is and can do, and until when it is there; also offline, as it was told last', async () => {
    await catalogOf(all).refresh();
    const later = catalogOf(null);
    await assert.rejects(later.refresh(), /offline/);
    const items = itemsOf(later, 'claude-sonnet-5-5');
    const detail = (id: string) => items.find(({ description }) => description === id)?.detail;
    assert.equal(
      detail('claude-sonnet-5-5'),
      '1M context · 128k output · $2 in, $10 out per million · thinking · effort low to max · pictures · PDF · citations · ' +
        'structured output · web search · code execution · context editing · batches',
    );
    assert.match(
      detail('claude-opus-4-5') ?? '',
      /^deprecated, ends 2027-01-31 · 200k context · 64k output · .* · thinking · effort low to high · pictures/,
    );
    assert.match(detail('claude-mythos-5-2') ?? '', / · price unknown · /);
    assert.match(detail('claude-haiku-4-5') ?? '', / · thinking · pictures/);
    assert.equal(items.filter(({ choice }) => choice.type === 'model').length, all.length);
  });

  it('has those whose price is known until the API was asked, and the one that is chosen in any case', () => {
    const items = itemsOf(catalogOf(null), 'claude-next-9');
    const ids = items.flatMap(({ choice }) => (choice.type === 'model' ? [choice.id] : []));
    assert.ok(ids.includes('claude-sonnet-5-5') && ids.includes('claude-next-9'));
    assert.ok(items.every(({ choice }) => choice.type !== 'effort' && choice.type !== 'thinking'));
  });

  it('leaves out what has ended, but for the one that is chosen', async () => {
    const ended: Model = { ...known('claude-opus-4-5'), lifecycle: 'retired' };
    const catalog = catalogOf([known('claude-opus-5-5'), ended]);
    await catalog.refresh();
    const ids = (model: string) => itemsOf(catalog, model).flatMap(({ choice }) => (choice.type === 'model' ? [choice.id] : []));
    assert.deepEqual(ids('claude-opus-5-5'), ['claude-opus-5-5']);
    assert.deepEqual(ids('claude-opus-4-5'), ['claude-opus-5-5', 'claude-opus-4-5']);
  });

  it('offers effort and thinking of the model that is chosen, with what is chosen of them', async () => {
    const catalog = catalogOf(all);
    await catalog.refresh();
    const answering = (model: string, options: Partial<ConversationOptions> = {}) =>
      itemsOf(catalog, model, { ...noOptions, ...options }).flatMap(({ choice, description }) =>
        choice.type === 'effort' || choice.type === 'thinking' ? [[choice.type, description]] : [],
      );
    assert.deepEqual(answering('claude-sonnet-5-5', { effort: 'xhigh', thinking: 'between_tools' }), [
      ['effort', 'Extra high'],
      ['thinking', 'Between tools only'],
    ]);
    assert.deepEqual(answering('claude-haiku-4-5', { thinking: { budget: 4096 } }), [['thinking', 'Up to 4,096 tokens']]);
    // It thinks as it sees fit, and can do nothing else.
    assert.deepEqual(answering('claude-opus-5-5'), [['effort', 'As in the settings']]);
  });

  it('offers what is to become of a long conversation, whatever the model', () => {
    const line = (options: ConversationOptions) =>
      itemsOf(catalogOf(null), 'claude-next-9', options).find(({ choice }) => choice.type === 'long');
    assert.deepEqual([line(noOptions)?.label, line(noOptions)?.description], ['Long conversation…', 'Keep all']);
    assert.equal(line({ ...noOptions, leaveOut: { most: null } })?.description, 'Leave out the oldest turns');
    assert.equal(line({ ...noOptions, leaveOut: { most: 8000 } })?.description, 'Leave out the oldest turns, beyond 8,000 tokens');
  });

  it('offers only the levels and the ways of thinking that a model has', () => {
    const levels = (id: string) => effortItems(known(id), settings()).flatMap(({ effort }) => (effort === null ? [] : [effort]));
    assert.deepEqual(levels('claude-opus-4-5'), ['default', 'low', 'medium', 'high']);
    assert.deepEqual(levels('claude-opus-4-6'), ['default', 'low', 'medium', 'high', 'max']);
    const ways = (id: string) => thinkingItems(known(id), settings()).flatMap(({ thinking }) => (thinking === null ? [] : [thinking]));
    const budgets = [{ budget: 4096 }, { budget: 16_384 }, { budget: 32_768 }, 'ask'];
    assert.deepEqual(ways('claude-opus-4-6'), ['auto', ...budgets, 'off']);
    assert.deepEqual(ways('claude-haiku-4-5'), [...budgets, 'off']);
    assert.deepEqual(ways('claude-sonnet-5-5'), ['auto', 'between_tools']);
    assert.deepEqual(ways('claude-sonnet-5'), ['auto', 'off']);
  });
});
