/**
 * Conversations at random, through the real engine: no request that leaves it is one that the API refuses. `PARLEY_CONVERSATIONS` says how many,
 * `PARLEY_SEED` which is the first; the one that fails is named by its seed.
 */
import assert from 'node:assert/strict';
import { createModelApi } from '../../../src/claude/client.ts';
import { startSimulator } from '../../sim/server.ts';
import { openTemporaryHistory } from '../history/temporaryHistory.ts';
import { Chance } from './chance.ts';
import { CheckingApi } from './checkingApi.ts';
import { RandomConversation, SizedHistory } from './randomConversation.ts';
import { randomAnswer, randomReply } from './randomReplies.ts';

const count = Number(process.env['PARLEY_CONVERSATIONS'] ?? 400);
const firstSeed = Number(process.env['PARLEY_SEED'] ?? 1);

/** What has to have happened in some hundred conversations, or they show nothing. */
const expected = [
  ...['another reply', 'an edit', 'another branch', 'another model', 'going on', 'opened again', 'a stop', 'a queued prompt'],
  ...['a picture', 'pictures sent otherwise', 'a document', 'a citation', 'thinking', 'a tool call', 'a server tool', 'a failed reply'],
  ...['max_tokens', 'pause_turn', 'stop_sequence', 'model_context_window_exceeded', 'moon_phase'],
];

describe('any conversation', () => {
  it(`is made of requests that the API accepts: ${count} of them, from seed ${firstSeed}`, async function () {
    this.timeout(Math.max(60_000, count * 200));
    const happened = new Set<string>();
    const note = (word: string) => happened.add(word);
    let requests = 0;
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const chance = new Chance(seed);
      const api = new CheckingApi((request) => {
        requests++;
        return randomAnswer(chance, request, note);
      });
      const world = { store: new SizedHistory(), api, held: () => api.held, release: () => api.release(), note };
      await new RandomConversation(chance, world).run().catch((error: unknown) => {
        throw new Error(`Seed ${seed}`, { cause: error });
      });
      assert.equal(api.refusals[0], undefined, `Seed ${seed}: ${api.refusals[0]}`);
    }
    assert.ok(requests > count * 3, `${requests} requests`);
    if (count >= 400)
      assert.deepEqual(
        expected.filter((word) => !happened.has(word)),
        [],
      );
  });

  it('and so over the wire, from a real database', async function () {
    this.timeout(60_000);
    let requests = 0;
    for (let seed = firstSeed; seed < firstSeed + 5; seed++) {
      const chance = new Chance(seed);
      const simulator = await startSimulator({ answer: (request) => ({ reply: randomReply(chance, request, () => {}) }) });
      const history = await openTemporaryHistory();
      const api = createModelApi({
        baseUrl: simulator.url,
        apiKey: 'sk-ant-x',
        stallTimeout: 20_000,
        userAgent: 'Parley/test',
        now: Date.now,
      });
      const world = { store: history.store, api, held: () => false, release: () => {}, note: () => {} };
      try {
        await new RandomConversation(chance, world).run();
        const refusals = simulator.requests.flatMap(({ refusal, rawBody }) =>
          refusal === null ? [] : [`${refusal}\n${rawBody.slice(0, 4000)}`],
        );
        assert.deepEqual(refusals, [], `Seed ${seed}`);
        requests += simulator.requests.length;
      } finally {
        await history.dispose();
        await simulator.close();
      }
    }
    assert.ok(requests > 10, `${requests} requests`);
  });
});
