/** Budgets in the engine, with replies of the simulator that cost what the test says. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { type Allowed, BudgetKeeper, HeldByBudget, startOfDay } from '../../../src/chat/budgetKeeper.ts';
import { costOf } from '../../../src/chat/cost.ts';
import { builtInPrices } from '../../../src/chat/prices.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { type BudgetHold, type Budgets, describeHold, noBudgets } from '../../../src/shared/budget.ts';
import { typed } from '../../../src/shared/context.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { messageText } from '../../../src/shared/message.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { FakeClock, FakeHistory } from './fakes.ts';

/** A dollar of Sonnet 5.5: 100 000 tokens of output at 10 $ for a million. */
const aDollar = { input_tokens: 0, output_tokens: 100_000, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };

describe('budgets', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  interface World {
    readonly session: Session;
    readonly clock: FakeClock;
    readonly store: FakeHistory;
    readonly state: { budgets: Budgets; model: string; allowed: unknown };
    /** Another conversation of the same history. */
    another(): Promise<Session>;
  }

  async function open(budgets: Partial<Budgets>): Promise<World> {
    const clock = new FakeClock();
    const store = new FakeHistory();
    const state: World['state'] = { budgets: { ...noBudgets, ...budgets }, model: 'claude-sonnet-5-5', allowed: undefined };
    let ids = 0;
    const api = createModelApi({ baseUrl: simulator.url, apiKey: null, stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now });
    const budget = new BudgetKeeper({
      ...{ store, clock, costOf, prices: () => builtInPrices, budgets: () => state.budgets },
      memory: {
        read: () => state.allowed,
        write: (allowed) => {
          state.allowed = allowed;
        },
      },
    });
    const parts: SessionParts = {
      ...{ store, clock, connect: async () => api, model: () => undefined, newId: () => `id${++ids}`, log: () => {}, budget },
      settings: () => ({ model: state.model, maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
    };
    const another = () => Session.create(parts, { id: 'w', name: 'W' });
    return { clock, store, state, another, session: await another() };
  }

  /** Sends a prompt whose reply costs a dollar, and waits for its end. */
  async function spend(session: Session, id: string): Promise<void> {
    simulator.script({ reply: { text: 'Yes.', usage: aDollar } });
    await session.send(id, `Prompt ${id}`);
    await ended(session);
  }

  async function ended(session: Session): Promise<void> {
    for (let n = 0; n < 10_000 && session.busy; n++) await turnOfTheLoop();
    await session.settled();
    assert.equal(session.busy, false);
  }

  const limits = (soft: number | null, hard: number | null) => ({ soft, hard });
  const ask = (scope: 'conversation' | 'day', spent: number, limit: number): BudgetHold => ({
    ...{ kind: 'ask', scope, spent, partial: false, limit },
  });
  const refuse = (scope: 'conversation' | 'day', spent: number, limit: number): BudgetHold => ({
    ...{ kind: 'refuse', scope, spent, partial: false, limit },
  });

  it('nothing is read where there is none', async () => {
    const { session, store } = await open({});
    await spend(session, 'u1');
    assert.deepEqual(store.usageScopes, []);
    assert.equal(session.usage.cost, 1);
  });

  it('a conversation is asked about once when it crosses its soft one', async () => {
    const world = await open({ conversation: limits(2, null) });
    const { session } = world;
    await spend(session, 'u1');
    await spend(session, 'u2');
    assert.equal(session.hold, null);
    const before = world.store.journal.length;
    await assert.rejects(session.send('u3', 'Prompt u3'), HeldByBudget);
    assert.deepEqual(session.hold, ask('conversation', 2, 2));
    // Nothing was shown, stored or sent.
    assert.equal(session.path.length, 4);
    assert.equal(world.store.journal.length, before);
    assert.equal(simulator.requests.length, 2);
    session.answerHold(true);
    assert.equal(session.hold, null);
    await spend(session, 'u3');
    await spend(session, 'u4');
    assert.equal(simulator.requests.length, 4);
    // Another limit is another crossing.
    world.state.budgets = { ...noBudgets, conversation: limits(3, null) };
    await assert.rejects(session.send('u5', 'Prompt u5'), HeldByBudget);
    assert.deepEqual(session.hold, ask('conversation', 4, 3));
    // Another conversation has cost nothing yet.
    await spend(await world.another(), 'v1');
    assert.equal(simulator.requests.length, 5);
  });

  it('“no” is no answer for the next time', async () => {
    const { session } = await open({ conversation: limits(1, null) });
    await spend(session, 'u1');
    for (const id of ['u2', 'u3']) {
      await assert.rejects(session.send(id, 'Again?'), HeldByBudget);
      session.answerHold(false);
      assert.equal(session.hold, null);
    }
  });

  it('the hard one refuses, whatever was allowed, until it is raised', async () => {
    const world = await open({ conversation: limits(1, 2) });
    const { session } = world;
    await spend(session, 'u1');
    await assert.rejects(session.send('u2', 'Prompt u2'), HeldByBudget);
    session.answerHold(true);
    await spend(session, 'u2');
    await assert.rejects(session.send('u3', 'Prompt u3'), HeldByBudget);
    assert.deepEqual(session.hold, refuse('conversation', 2, 2));
    session.answerHold(true);
    await assert.rejects(session.send('u3', 'Prompt u3'), HeldByBudget);
    assert.equal(simulator.requests.length, 2);
    world.state.budgets = { ...noBudgets, conversation: limits(1, 5) };
    await spend(session, 'u3');
    assert.equal(session.hold, null);
  });

  it('stopping a reply gets around none: what had come counts, as at least that much', async () => {
    const world = await open({ conversation: limits(null, 0.005) });
    const { session } = world;
    // Some 700 tokens of output cost 0.7 cents; nothing is said of them before the end.
    const text = 'seven words of a long reply come ';
    simulator.script({ reply: { text: text.repeat(100) }, hold: 'end' });
    await session.send('u1', 'At length?');
    const came = () => session.path.map(({ message }) => messageText(message)).join('');
    for (let n = 0; n < 100_000 && came().length < text.length * 100; n++) await turnOfTheLoop();
    session.stop();
    await session.settled();
    await assert.rejects(session.send('u2', 'More?'), HeldByBudget);
    assert.ok(session.hold?.kind === 'refuse' && session.hold.partial && session.hold.spent >= 0.005);
    assert.ok(session.usage.partial);
  });

  it('a budget of nothing refuses the first prompt', async () => {
    const { session } = await open({ conversation: limits(null, 0) });
    await assert.rejects(session.send('u1', 'Prompt u1'), HeldByBudget);
    assert.deepEqual(session.hold, refuse('conversation', 0, 0));
    assert.equal(simulator.requests.length, 0);
  });

  it('a day has all conversations of the day, and ends at midnight', async () => {
    const world = await open({ day: limits(2, 3) });
    const { session, clock } = world;
    const other = await world.another();
    await spend(session, 'u1');
    await spend(other, 'v1');
    await assert.rejects(session.send('u2', 'Prompt u2'), HeldByBudget);
    assert.deepEqual(session.hold, ask('day', 2, 2));
    session.answerHold(true);
    // What was allowed is allowed in all of them.
    await spend(other, 'v2');
    await assert.rejects(other.send('v3', 'Prompt v3'), HeldByBudget);
    assert.deepEqual(other.hold, refuse('day', 3, 3));
    clock.pass(startOfDay(clock.now()) + 26 * 3_600_000 - clock.now());
    await spend(other, 'v3');
    await spend(session, 'u2');
    await assert.rejects(session.send('u3', 'Prompt u3'), HeldByBudget);
    assert.deepEqual(session.hold, ask('day', 2, 2));
  });

  it('other branches of a conversation were paid for, too', async () => {
    const { session } = await open({ conversation: limits(null, 2) });
    await spend(session, 'u1');
    simulator.script({ reply: { text: 'No.', usage: aDollar } });
    await session.edit('u1', 'u1b', 'Otherwise?');
    await ended(session);
    assert.equal(session.usage.cost, 1);
    await assert.rejects(session.send('u2', 'Prompt u2'), HeldByBudget);
    assert.deepEqual(session.hold, refuse('conversation', 2, 2));
  });

  it('regenerate, continue and edit obey it and change nothing', async () => {
    const { session, store } = await open({ conversation: limits(null, 1) });
    await spend(session, 'u1');
    const reply = session.path.at(-1)?.message.id ?? '';
    const before = JSON.stringify([...store.messages]);
    for (const begin of [
      () => session.regenerate(reply),
      () => session.continueAfter(reply),
      () => session.edit('u1', 'u1b', 'Other words'),
    ])
      await assert.rejects(begin(), HeldByBudget);
    assert.equal(JSON.stringify([...store.messages]), before);
    assert.equal(session.path.length, 2);
    assert.equal(simulator.requests.length, 1);
  });

  it('an edit that is held leaves the running reply alone', async () => {
    const world = await open({ conversation: limits(null, 1) });
    const { session } = world;
    simulator.script({ reply: { text: 'Yes.', usage: aDollar } }, { hold: 1, reply: { text: 'Slowly. And then some.' } });
    world.state.budgets = noBudgets;
    await session.send('u1', 'One');
    await ended(session);
    await session.send('u2', 'Two');
    const request = await (async () => {
      await simulator.nextRequest();
      return simulator.nextRequest();
    })();
    world.state.budgets = { ...noBudgets, conversation: limits(null, 1) };
    await assert.rejects(session.edit('u1', 'u1b', 'Other words'), HeldByBudget);
    assert.equal(session.busy, true);
    request.release();
    await ended(session);
    const last = session.path.at(-1)?.message;
    assert.equal(last?.role === 'assistant' && last.status, 'complete');
    assert.equal(last && messageText(last), 'Slowly. And then some.');
  });

  it('the queue waits, and goes on when that is allowed', async () => {
    const { session } = await open({ conversation: limits(1, null) });
    simulator.script({ reply: { text: 'Yes.', usage: aDollar } }, { reply: { text: 'Done.' } });
    const first = session.send('u1', 'One');
    const second = session.send('u2', 'Two');
    assert.deepEqual(await Promise.all([first, second]), [{ queued: false }, { queued: true }]);
    await ended(session);
    assert.deepEqual(session.hold, ask('conversation', 1, 1));
    assert.deepEqual(
      session.conversation.queue.map(({ text }) => text),
      ['Two'],
    );
    assert.equal(simulator.requests.length, 1);
    session.answerHold(true);
    await session.sendQueued();
    await ended(session);
    assert.equal(session.conversation.queue.length, 0);
    assert.equal(simulator.requests.length, 2);
  });

  it('what a command asks is queued rather than lost', async () => {
    const { session } = await open({ conversation: limits(null, 0) });
    assert.deepEqual(await session.ask('u1', { ...typed('Explain this.'), title: 'Explain' }), { queued: true });
    assert.deepEqual(session.hold, refuse('conversation', 0, 0));
    assert.equal(session.conversation.queue.length, 1);
    assert.equal(simulator.requests.length, 0);
  });

  it('a price that is not known is said, once for each model', async () => {
    const world = await open({ day: limits(null, 1) });
    const { session } = world;
    world.state.model = 'claude-mythos-5-2';
    await assert.rejects(session.send('u1', 'One'), HeldByBudget);
    assert.deepEqual(session.hold, { kind: 'unknown', model: 'claude-mythos-5-2' });
    session.answerHold(true);
    await spend(session, 'u1');
    await spend(session, 'u2');
    assert.deepEqual((world.state.allowed as Allowed).models, ['claude-mythos-5-2']);
    // It is known that not all is known.
    world.state.model = 'claude-sonnet-5-5';
    await spend(session, 'u3');
    await assert.rejects(session.send('u4', 'Four'), HeldByBudget);
    assert.deepEqual(session.hold, { kind: 'refuse', scope: 'day', spent: 1, partial: true, limit: 1 });
  });

  it('what was kept of answers is read as unknown', async () => {
    const world = await open({ conversation: limits(0, null) });
    for (const kept of [null, 7, { conversations: [1], day: 'today', models: 'all' }, { day: { start: '0', limit: {} } }]) {
      world.state.allowed = kept;
      await assert.rejects(world.session.send('u1', 'One'), HeldByBudget);
    }
    world.session.answerHold(true);
    assert.deepEqual(world.state.allowed, { conversations: { [world.session.id]: 0 }, day: null, models: [] });
  });

  it('each has its own words', () => {
    const money = (dollars: number) => `$${dollars}`;
    const holds: BudgetHold[] = [
      ...[ask('conversation', 2, 1), ask('day', 2, 1), refuse('conversation', 2, 1), refuse('day', 2, 1)],
      ...[{ ...refuse('day', 2, 1), partial: true } as BudgetHold, { kind: 'unknown', model: 'Claude Mythos 5.2' } as const],
    ];
    const sentences = holds.map((hold) => describeHold(hold, translator({}), money));
    assert.equal(new Set(sentences).size, holds.length);
    for (const sentence of sentences) assert.match(sentence, /^[A-Z].*[.]$/);
    assert.match(sentences[4] ?? '', /at least \$2/);
  });
});
