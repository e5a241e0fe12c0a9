import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import {
  brokenJsonAfter,
  cutAfter,
  errorEventAfter,
  failWith,
  garbageAfter,
  htmlPage,
  redirectTo,
  silence,
  spendLimit,
  stallAfter,
  unknownAfter,
} from '../../sim/faults.ts';
import type { Point } from '../../sim/script.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { clientFor, collect, good, send, stream } from './testClient.ts';

describe('What can go wrong with the simulator', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'Fine.' } }) });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  describe('an error’s status', () => {
    const rows: readonly (readonly [number, string])[] = [
      [400, 'invalid_request_error'],
      [401, 'authentication_error'],
      [402, 'billing_error'],
      [403, 'permission_error'],
      [404, 'not_found_error'],
      [409, 'conflict_error'],
      [413, 'request_too_large'],
      [429, 'rate_limit_error'],
      [500, 'api_error'],
      [503, 'api_error'],
      [504, 'timeout_error'],
      [529, 'overloaded_error'],
    ];
    for (const [status, type] of rows) {
      it(`${status} is an ${type}`, async () => {
        simulator.script(failWith(status));
        const { error } = await collect(stream(simulator));
        assert.ok(error instanceof Anthropic.APIError);
        assert.deepEqual([error.status, error.type], [status, type]);
        assert.equal(error.requestID, simulator.requests[0]?.id);
      });
    }

    it('has the type, words and code of the script', async () => {
      simulator.script({
        error: {
          status: 429,
          type: 'rate_limit_error',
          message: 'Slow down.',
          errorCode: 'ramp_limit_exceeded',
          headers: { 'x-should-retry': 'false' },
        },
      });
      const { error } = await collect(stream(simulator));
      assert.ok(error instanceof Anthropic.RateLimitError);
      assert.deepEqual(
        [error.apiMessage, error.errorCode, error.headers.get('x-should-retry')],
        ['Slow down.', 'ramp_limit_exceeded', 'false'],
      );
    });

    for (const retryAfter of [3, 'Wed, 21 Oct 2026 07:28:00 GMT', '999999999', 'soon']) {
      it(`comes with retry-after: ${retryAfter}`, async () => {
        simulator.script(failWith(529, retryAfter));
        const answer = await send(simulator, '/v1/messages', good);
        assert.deepEqual([answer.status, answer.headers.get('retry-after')], [529, String(retryAfter)]);
      });
    }

    it('has no retry-after where none is given', async () => {
      simulator.script(spendLimit);
      assert.equal((await send(simulator, '/v1/messages', good)).headers.get('retry-after'), null);
    });

    it('can be had from the other endpoints', async () => {
      simulator.script({ ...failWith(500), endpoint: 'models' }, { ...failWith(529), endpoint: 'any', times: 2 });
      assert.equal((await send(simulator, '/v1/models')).status, 500);
      assert.equal((await send(simulator, '/v1/models')).status, 529);
      assert.equal((await send(simulator, '/v1/messages/count_tokens', { model: good.model, messages: good.messages })).status, 529);
      assert.equal((await send(simulator, '/v1/models')).status, 200);
    });
  });

  describe('scripts', () => {
    it('are used in order, so many times, and then no more', async () => {
      simulator.script({ ...failWith(529), times: 2 }, { reply: { text: 'Scripted.' } });
      const texts: string[] = [];
      for (let count = 0; count < 4; count += 1) texts.push((await send(simulator, '/v1/messages', good)).text);
      assert.deepEqual(
        texts.map((text) => /Overloaded|Scripted|Fine/.exec(text)?.[0]),
        ['Overloaded', 'Overloaded', 'Scripted', 'Fine'],
      );
    });

    it('wait for the request that they match', async () => {
      simulator.script({ match: ({ body }) => body['model'] === 'claude-opus-5-5', reply: { text: 'For Opus.' } });
      assert.match((await send(simulator, '/v1/messages', good)).text, /Fine/);
      assert.match((await send(simulator, '/v1/messages', { ...good, model: 'claude-opus-5-5' })).text, /For Opus/);
    });

    it('show their mistakes as a status 500', async () => {
      simulator.script({
        match: () => {
          throw new Error('A mistake in the test.');
        },
      });
      const answer = await send(simulator, '/v1/messages', good);
      assert.equal(answer.status, 500);
      assert.match(answer.text, /A mistake in the test/);
    });
  });

  it('sends an error event in mid-stream', async () => {
    for (const type of ['overloaded_error', 'api_error', 'rate_limit_error']) {
      simulator.script(errorEventAfter(2, type, 'Over.'));
      const { text, error } = await collect(stream(simulator));
      assert.equal(text, 'One two ');
      assert.ok(error instanceof Anthropic.APIError);
      assert.deepEqual([error.status, error.type, error.apiMessage], [undefined, type, 'Over.']);
    }
  });

  it('cuts the connection after so many deltas', async () => {
    simulator.script(cutAfter(3));
    const { text, error, types } = await collect(stream(simulator));
    assert.equal(text, 'One two three ');
    assert.ok(error instanceof Error);
    assert.equal(types.includes('message_stop'), false);
    const [request] = simulator.requests;
    await request?.ended;
    assert.equal(request?.aborted, false);
  });

  it('cuts the connection after so many bytes', async () => {
    simulator.script({ reply: { text: 'Hello' }, cut: { bytes: 100 } });
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: { 'anthropic-version': '2026-10-21' },
      body: JSON.stringify({ ...good, stream: true }),
    });
    let bytes = 0;
    await assert.rejects(async () => {
      for await (const chunk of response.body ?? []) bytes += chunk.length;
    });
    assert.equal(bytes, 100);
  });

  it('stalls until it is released', async () => {
    simulator.script(stallAfter(2));
    const reading = collect(stream(simulator));
    const request = await simulator.nextRequest();
    await request.held();
    assert.equal(request.deltas.length, 2);
    assert.equal(request.holding, true);
    request.release();
    assert.equal((await reading).text, 'One two three four five.');
  });

  it('holds at every point in turn', async () => {
    const points: readonly Point[] = ['headers', 'start', 1, 'end'];
    simulator.script({ reply: { deltas: ['a', 'b'] }, hold: points });
    const reading = collect(stream(simulator));
    const request = await simulator.nextRequest();
    const seen: unknown[] = [];
    for (const _ of points) {
      await request.held();
      seen.push([request.status, request.deltas.length]);
      request.release();
    }
    assert.deepEqual(seen, [
      [null, 0],
      [200, 0],
      [200, 1],
      [200, 2],
    ]);
    assert.equal((await reading).text, 'ab');
  });

  it('does not hold where the release came first', async () => {
    simulator.script({ reply: { deltas: ['a', 'b'] }, hold: ['headers', 1] });
    const reading = collect(stream(simulator));
    const request = await simulator.nextRequest();
    await request.held();
    request.release();
    request.release();
    assert.equal((await reading).text, 'ab');
    await assert.rejects(request.held(), /without being held/);
  });

  it('sends pings, by itself or by hand, while it holds', async () => {
    simulator.script({ ...stallAfter(1, 1) });
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: { 'anthropic-version': '2026-10-21' },
      body: JSON.stringify({ ...good, stream: true }),
    });
    let text = '';
    let pings = 0;
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      pings = text.match(/^event: ping$/gm)?.length ?? 0;
      // One came with the first block.
      if (pings > 3) simulator.requests[0]?.release();
    }
    assert.ok(pings > 3);
    assert.match(text, /message_stop/);
  });

  it('is silent before the headers, and begins late', async () => {
    simulator.script(silence, { reply: { text: 'Late.' }, delay: 5 });
    const leaving = new AbortController();
    const reading = collect(stream(simulator, {}, leaving.signal));
    const request = await simulator.nextRequest();
    await request.held();
    assert.equal(request.status, null);
    leaving.abort();
    assert.ok((await reading).error instanceof Anthropic.APIUserAbortError);
    await request.ended;
    assert.equal(request.aborted, true);
    assert.equal((await collect(stream(simulator))).text, 'Late.');
  });

  it('sends things that a client does not know among the others', async () => {
    simulator.script({
      reply: {
        blocks: [
          { type: 'text', text: 'Hello' },
          { type: 'opaque', raw: { type: 'hologram', data: 'x' } },
        ],
      },
      inject: unknownAfter(1),
    });
    const { text, error, types, events } = await collect(stream(simulator));
    assert.deepEqual([text, error], ['Hello', null]);
    assert.ok(types.some((type) => String(type) === 'message_annotation'));
    assert.ok(events.some((event) => event.type === 'content_block_start' && String(event.content_block.type) === 'hologram'));
  });

  it('sends garbage', async () => {
    simulator.script(
      { reply: { deltas: ['a', 'b'] }, inject: [brokenJsonAfter(1)] },
      { reply: { deltas: ['a', 'b'] }, inject: [garbageAfter(1)] },
    );
    const broken = await collect(stream(simulator));
    assert.equal(broken.text, 'a');
    assert.ok(broken.error instanceof SyntaxError);
    const { text } = await send(simulator, '/v1/messages', { ...good, stream: true });
    assert.match(text, /\0\uFFFD/);
  });

  it('answers HTML with status 200, and redirects', async () => {
    simulator.script(htmlPage, redirectTo('https://example.com/'));
    const page = await send(simulator, '/v1/messages', { ...good, stream: true });
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html']);
    const moved = await send(simulator, '/v1/messages', good);
    assert.deepEqual([moved.status, moved.headers.get('location')], [307, 'https://example.com/']);
  });

  describe('cut into pieces', () => {
    const deltas = ['Grüße', ' 你好', ' 👩‍💻', '\n```ts\n'];

    it('at every byte, the text is whole', async () => {
      simulator.script({ reply: { deltas }, chunkBytes: 1 });
      const { text, error } = await collect(stream(simulator));
      assert.deepEqual([text, error], [deltas.join(''), null]);
    });

    it('at each single place of the body, the text is whole', async () => {
      simulator.script({ reply: { deltas } });
      const whole = Buffer.from((await send(simulator, '/v1/messages', { ...good, stream: true })).text);
      const from = whole.indexOf('Grü') - 60;
      const client = clientFor(simulator);
      for (let at = from; at < whole.length; at += 7) {
        simulator.script({ reply: { deltas }, cutsAt: [at] });
        const { text } = await collect(client.messages.create({ ...good, messages: [...good.messages], stream: true }));
        assert.equal(text, deltas.join(''), `cut at ${at}`);
      }
    });

    it('arrives in many pieces', async () => {
      simulator.script({ reply: { deltas }, chunkBytes: 10 });
      const response = await fetch(`${simulator.url}/v1/messages`, {
        method: 'POST',
        headers: { 'anthropic-version': '2026-10-21' },
        body: JSON.stringify({ ...good, stream: true }),
      });
      let pieces = 0;
      for await (const _ of response.body ?? []) pieces += 1;
      assert.ok(pieces > 50, `${pieces} pieces`);
    });
  });

  it('keeps the pace that a reply asks for', async () => {
    simulator.script({ reply: { deltas: ['a', 'b', 'c', 'd', 'e'], deltasPerSecond: 100 } });
    await collect(stream(simulator));
    const times = simulator.requests[0]?.deltas.map(({ at }) => at) ?? [];
    assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) >= 30);
  });

  it('ends what is open when it is reset', async () => {
    simulator.script(stallAfter(1));
    const reading = collect(stream(simulator));
    await (await simulator.nextRequest()).held();
    simulator.reset();
    assert.ok((await reading).error instanceof Error);
  });
});
