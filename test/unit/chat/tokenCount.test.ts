/** When the API is asked to count, and when not; what is estimated until then. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { Base64 } from '../../../src/chat/base64.ts';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { costOf } from '../../../src/chat/cost.ts';
import { pathTokens, promptPrices } from '../../../src/chat/nextPrompt.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import { type CountedRequest, idleTime, TokenCount } from '../../../src/chat/tokenCount.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { estimateTokens } from '../../../src/shared/tokens.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { FakeApi, FakeClock } from './fakes.ts';
import { assistantMessage, userMessage } from './messages.ts';

const request: ChatRequest = {
  model: 'claude-sonnet-5-5',
  max_tokens: 10,
  messages: [{ role: 'user', content: [{ type: 'text', text: 'How many tokens is this?' }] }],
};

function settingsWith(change: Partial<RequestSettings>): RequestSettings {
  const set = { model: 'claude-sonnet-5-5', maxTokens: 100, effort: null, thinking: 'auto', instructions: '', caching: 'off' } as const;
  return { ...set, ...change };
}

describe('counting the next request', () => {
  function make(next: () => CountedRequest | null = () => ({ request, typed: 6 })) {
    const clock = new FakeClock();
    const api = new FakeApi();
    api.counts = async () => 1000;
    let told = 0;
    const count = new TokenCount({ clock, connect: async () => api, next: async () => next(), onCount: () => told++ });
    const quiet = async () => {
      clock.pass(idleTime);
      for (let n = 0; n < 10; n++) await turnOfTheLoop();
    };
    return { clock, api, count, quiet, told: () => told };
  }

  it('once for many keys, when it is quiet', async () => {
    const { api, count, quiet, clock, told } = make();
    for (let key = 0; key < 100; key++) {
      count.touch();
      clock.pass(idleTime - 1);
    }
    await turnOfTheLoop();
    assert.equal(api.counted.length, 0);
    await quiet();
    assert.equal(api.counted.length, 1);
    assert.equal(count.above, 994);
    assert.equal(told(), 1);
    // Nothing more until something is typed.
    await quiet();
    assert.equal(api.counted.length, 1);
  });

  it('a key ends the count that is under way, and its answer is not taken', async () => {
    const { api, count, quiet } = make();
    const signals: AbortSignal[] = [];
    let answer = (_: number) => {};
    api.counts = (_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => (answer = resolve));
    };
    count.touch();
    await quiet();
    const late = answer;
    count.touch();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    late(5);
    await turnOfTheLoop();
    assert.equal(count.above, null);
    await quiet();
    answer(20);
    await turnOfTheLoop();
    assert.equal(count.above, 14);
  });

  it('not while there is nothing to count, as while a reply streams', async () => {
    const { api, count, quiet } = make(() => null);
    count.touch();
    await quiet();
    count.touch();
    count.rest();
    await quiet();
    assert.equal(api.counted.length, 0);
    assert.equal(count.above, null);
  });

  it('a server that does not count is not asked again', async () => {
    const { api, count, quiet } = make();
    api.counts = async () => null;
    for (let n = 0; n < 3; n++) {
      count.touch();
      await quiet();
    }
    assert.equal(api.counted.length, 1);
    assert.equal(count.above, null);
  });

  it('a trouble is none: what is estimated stays, and it is tried again after the next key', async () => {
    const { api, count, quiet } = make();
    api.counts = async () => {
      throw new Error('offline');
    };
    count.touch();
    await quiet();
    assert.equal(count.above, null);
    api.counts = async () => 7;
    count.touch();
    await quiet();
    assert.equal(count.above, 1);
  });

  it('what was counted for another path is forgotten', async () => {
    const { count, quiet } = make();
    count.touch();
    await quiet();
    count.forget();
    assert.equal(count.above, null);
  });

  it('what is large is not sent to be counted', async () => {
    const image = (characters: number) => ({
      ...{ type: 'image' as const },
      source: { type: 'base64' as const, media_type: 'image/png' as const, data: new Base64(new Uint8Array(characters)) },
    });
    for (const [characters, times] of [
      [100_000, 1],
      [500_000, 0],
    ] as const) {
      const { api, count, quiet } = make(() => ({
        request: { ...request, messages: [{ role: 'user', content: [image(characters)] }] },
        typed: 0,
      }));
      count.touch();
      await quiet();
      assert.equal(api.counted.length, times);
    }
  });
});

describe('counting over the wire', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  const api = () =>
    createModelApi({ baseUrl: simulator.url, apiKey: 'sk-ant-x', stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now });
  const signal = () => new AbortController().signal;

  it('asks for the request as it would be sent, without what is not taken there', async () => {
    const sent: ChatRequest = { ...request, system: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '5m' } };
    const counted = await api().countTokens({ ...sent, diagnostics: { previous_message_id: null } }, signal());
    assert.ok(counted !== null && counted > 0);
    const [asked] = simulator.requests;
    assert.equal(asked?.path, '/v1/messages/count_tokens');
    assert.deepEqual(JSON.parse(asked.rawBody), {
      ...{ model: request.model, system: 'Be brief.', messages: request.messages, cache_control: { type: 'ephemeral', ttl: '5m' } },
    });
    assert.equal(asked.headers['authorization'], 'Bearer sk-ant-x');
  });

  it('a gateway that does not know how to is no trouble', async () => {
    for (const answer of [
      { status: 404, body: '<html>Not found</html>' },
      { status: 405, body: '' },
      { status: 200, body: '<html>Welcome</html>' },
      { status: 200, body: '{"tokens": 7}' },
    ]) {
      simulator.script({ endpoint: 'countTokens', answer });
      assert.equal(await api().countTokens(request, signal()), null);
    }
  });

  it('others are, and an end by the user is none', async () => {
    simulator.script({ endpoint: 'countTokens', error: { status: 429, retryAfter: 3 } });
    await assert.rejects(api().countTokens(request, signal()), /rateLimited/);
    const ended = new AbortController();
    ended.abort();
    assert.equal(await api().countTokens(request, ended.signal), null);
  });
});

describe('what the next request has, by what is known here', () => {
  const usage = { ...noUsage, input: 10, cacheRead: 900, cacheWrite5m: 90, output: 300, thinking: 200 };
  const path = [userMessage({ text: 'One' }), assistantMessage({ usage, text: 'Answer', status: 'complete' })];

  it('is the API’s last count, the reply without what was thought, and what came after', () => {
    assert.deepEqual(pathTokens(path, 'claude-sonnet-5-5', 'Be brief.'), { tokens: 1100, sent: 1000 });
    const after = [...path, userMessage({ text: 'What else is there to say?' }), assistantMessage({ status: 'failed' })];
    const added = estimateTokens('What else is there to say?');
    assert.deepEqual(pathTokens(after, 'claude-sonnet-5-5', ''), { tokens: 1100 + added, sent: 1000 });
  });

  it('is an estimate where nothing was counted yet, with the instructions', () => {
    const instructions = 'Answer in one sentence.';
    assert.deepEqual(pathTokens([], 'claude-sonnet-5-5', instructions), { tokens: estimateTokens(instructions), sent: 0 });
    const first = [userMessage({ text: 'Hello' }), assistantMessage({ status: 'failed' })];
    assert.equal(pathTokens(first, 'claude-sonnet-5-5', '').tokens, estimateTokens('Hello'));
  });

  it('costs what is written to the cache, or what is read of it', () => {
    const rounded = (model: string, prompt: number, caching: '5m' | '1h' | 'off') => {
      const prices = promptPrices(prompt, settingsWith({ model, caching }), costOf);
      return prices && [prices.fresh * 1e6, prices.cached * 1e6].map((each) => Number(each.toFixed(6)));
    };
    assert.deepEqual(rounded('claude-sonnet-5-5', 10, 'off'), [2, 0.1]);
    assert.deepEqual(rounded('claude-sonnet-5-5', 10, '5m'), [2.5, 0.1]);
    assert.deepEqual(rounded('claude-sonnet-5-5', 10, '1h'), [4, 0.1]);
    assert.deepEqual(rounded('claude-haiku-5-5', 100_000, 'off'), [0.1, 0.01]);
    assert.deepEqual(rounded('claude-haiku-5-5', 100_001, 'off'), [0.5, 0.05]);
    assert.equal(promptPrices(10, settingsWith({ model: 'claude-mythos-5-2' }), costOf), null);
    const inRegion = promptPrices(10, settingsWith({ advanced: { inferenceGeo: 'us' } }), costOf);
    assert.equal(((inRegion?.fresh ?? 0) * 1e6).toFixed(6), '2.200000');
    assert.equal(promptPrices(10, settingsWith({ advanced: { speed: 'fast' } }), costOf), null);
  });

  it('an estimate looks at a bounded part of a text, however long it is', () => {
    let looked = 0;
    const original = String.prototype.charCodeAt;
    const measure = (length: number) => {
      const text = 'a word '.repeat(length / 7);
      looked = 0;
      String.prototype.charCodeAt = function (this: string, index: number) {
        looked++;
        return original.call(this, index);
      };
      try {
        estimateTokens(text);
      } finally {
        String.prototype.charCodeAt = original;
      }
      return looked;
    };
    assert.ok(measure(70) >= 70);
    assert.equal(measure(70_000), measure(7_000_000));
  });
});
