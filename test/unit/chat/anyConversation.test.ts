/**
 * Conversations at random, through the real engine: no request that leaves it is one that the API refuses. `PARLEY_CONVERSATIONS` says how many,
 * `PARLEY_SEED` which is the first; the one that fails is named by its seed.
 */
import assert from 'node:assert/strict';
import { continuePrompt } from '../../../src/chat/request.ts';
import { summaryRequest } from '../../../src/chat/summaries.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { models, textModel } from '../../sim/models.ts';
import { startSimulator } from '../../sim/server.ts';
import type { AcceptedRequest } from '../../sim/validate.ts';
import { openTemporaryHistory } from '../history/temporaryHistory.ts';
import { Chance } from './chance.ts';
import { CheckingApi } from './checkingApi.ts';
import { RandomConversation, SizedHistory } from './randomConversation.ts';
import { randomAnswer, randomReply } from './randomReplies.ts';

const count = Number(process.env['PARLEY_CONVERSATIONS'] ?? 400);
const firstSeed = Number(process.env['PARLEY_SEED'] ?? 1);

/** Windows that a long prompt or two fill. */
const small = Object.fromEntries([...models, textModel].map(({ info }) => [info.id, 14_000]));

/** What has to have happened in some hundred conversations, or they show nothing. */
const expected = [
  ...['another reply', 'an edit', 'another branch', 'another model', 'going on', 'opened again', 'a stop', 'a queued prompt'],
  ...['a picture', 'pictures sent otherwise', 'a document', 'a citation', 'thinking', 'a tool call', 'a server tool', 'a failed reply'],
  ...['an edited answer', 'a written answer', 'a first answer', 'a prompt alone', 'a begun answer', 'another choice'],
  ...['a call of web_search', 'a call of web_fetch', 'a call of code_execution', 'an open call', 'a call from code', 'other tools'],
  ...['a citation of what was found', 'a citation of a page', 'calls sent back', 'a citation sent back', 'a schema'],
  ...['turns left out', 'all kept', 'a summary', 'a summary changed', 'too long with all that was said'],
  ...['max_tokens', 'pause_turn', 'stop_sequence', 'model_context_window_exceeded', 'moon_phase'],
];

/** What of the API's tools a request has of earlier replies. */
function sentBack({ messages }: AcceptedRequest['body']): string[] {
  const blocks = messages.flatMap(({ role, content }) => (role === 'assistant' && typeof content !== 'string' ? content : []));
  const isFound = (type: string) => type === 'web_search_result_location';
  return [
    ...(blocks.some(({ type }) => type === 'server_tool_use') ? ['calls sent back'] : []),
    ...(blocks.some((block) => block.type === 'text' && block.citations?.some(({ type }) => isFound(type)))
      ? ['a citation sent back']
      : []),
  ];
}

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
        for (const word of sentBack(request.body)) note(word);
        return randomAnswer(chance, request, note);
      });
      const windows = chance.of(0.3) ? small : {};
      api.windows = windows;
      const world = { store: new SizedHistory(), api, windows, held: () => api.held, release: () => api.release(), note };
      const conversation = new RandomConversation(chance, world);
      api.mayBeTooLong = ({ messages }) => {
        note('too long with all that was said');
        const prompts = messages.filter(({ role, content }) => role === 'user' && !JSON.stringify(content).includes(continuePrompt));
        // Of one prompt nothing can be left out; and where turns may be left out, or a summary is asked for, it fits.
        const leavesOut = conversation.leavesOut || JSON.stringify(messages.at(-1)).includes(summaryRequest);
        return prompts.length === 1 || !leavesOut || !conversation.knowsWindows;
      };
      await conversation.run().catch((error: unknown) => {
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
          // Who keeps all may come to that.
          refusal === null || refusal.startsWith('prompt is too long') ? [] : [`${refusal}\n${rawBody.slice(0, 4000)}`],
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
