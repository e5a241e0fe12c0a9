/** What is known of models: kept, and asked for again where a turn needs what is not known, without holding the turn up. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { ModelApi } from '../../src/chat/modelApi.ts';
import { Session } from '../../src/chat/session.ts';
import { createModelApi } from '../../src/claude/client.ts';
import { ModelCatalog } from '../../src/host/modelCatalog.ts';
import { messageText } from '../../src/shared/message.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { FakeClock, FakeHistory } from '../unit/chat/fakes.ts';

class FakeMemento implements vscode.Memento {
  readonly #values = new Map<string, unknown>();
  keys = () => [...this.#values.keys()];
  get = (key: string) => this.#values.get(key) as never;
  update = (key: string, value: unknown) => Promise.resolve(void this.#values.set(key, value));
}

describe('the model catalog', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  const api = (): ModelApi =>
    createModelApi({
      ...{ baseUrl: simulator.url, apiKey: null, stallTimeout: 10_000, userAgent: 'Parley/test', now: Date.now, fetch: globalThis.fetch },
    });
  const connected = (its: ModelApi) =>
    new ModelCatalog(
      new FakeMemento(),
      () => simulator.url,
      () => Promise.resolve(its),
    );
  const listings = () => simulator.requests.filter(({ path }) => path.startsWith('/v1/models')).length;

  /** Says something to a model, with all that can be set for the longest reply, and hands back what was asked for. */
  async function say(catalog: ModelCatalog, its: ModelApi, model: string): Promise<unknown> {
    simulator.script({ reply: { text: 'Fine.' } });
    const settings = { model, maxTokens: 1_000_000, effort: null, thinking: 'auto', instructions: '', caching: 'off' } as const;
    const parts = {
      ...{ store: new FakeHistory(), clock: new FakeClock(), connect: () => Promise.resolve(its), settings: () => settings },
      ...{ model: (id: string) => catalog.findForTurn(id), newId: () => crypto.randomUUID(), log: () => {} },
    };
    const session = await Session.create(parts, { id: 'w', name: 'W' });
    await session.send('u1', 'Why?');
    while (session.busy) await pause(5);
    assert.deepEqual(
      session.path.map(({ message }) => messageText(message)),
      ['Why?', 'Fine.'],
    );
    return simulator.requests.filter(({ path }) => path === '/v1/messages').at(-1)?.body['max_tokens'];
  }

  it('asks for a model that a turn does not know, so that the next turn does', async () => {
    const its = api();
    const catalog = connected(its);
    const told = new Promise<void>((resolve) => void catalog.onDidChange(resolve));
    assert.equal(await say(catalog, its, 'claude-sonnet-5-5'), 64_000);
    await told;
    assert.equal(await say(catalog, its, 'claude-sonnet-5-5'), 128_000);
    assert.equal(listings(), 1);
  });

  it('asks once for a model that is not in the list either', async () => {
    const its = api();
    const catalog = connected(its);
    await catalog.refresh();
    const told = new Promise<void>((resolve) => void catalog.onDidChange(resolve));
    // An alias: served, and not in the list.
    assert.equal(await say(catalog, its, 'claude-haiku-4-5-20251001'), 64_000);
    await told;
    assert.equal(await say(catalog, its, 'claude-haiku-4-5-20251001'), 64_000);
    assert.equal(await say(catalog, its, 'claude-opus-5-5'), 128_000);
    assert.equal(listings(), 2, 'one for the list, one for the alias');
  });

  it('does not make a turn wait for the list, nor tell it that there is none', async () => {
    const its = api();
    let asked = 0;
    const never = { ...its, listModels: () => new Promise<never>(() => asked++) };
    assert.equal(await say(connected(never), its, 'claude-sonnet-5-5'), 64_000);
    const failing = { ...its, listModels: () => Promise.reject(new Error(`no list, ${asked++}`)) };
    const catalog = connected(failing);
    assert.equal(await say(catalog, its, 'claude-sonnet-5-5'), 64_000);
    assert.equal(await say(catalog, its, 'claude-sonnet-5-5'), 64_000);
    assert.equal(asked, 2);
  });
});
