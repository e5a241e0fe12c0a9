import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { isObject } from '../../../src/shared/json.ts';
import { models } from '../../sim/models.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { clientFor, collect, good, headers, key, send, stream } from './testClient.ts';

describe('The simulator on the wire', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ deltasPerSecond: Infinity });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  describe('POST /v1/messages', () => {
    it('streams the events in the order of the API', async () => {
      simulator.script({ reply: { thinking: 'Well.', deltas: ['Hel', 'lo'] } });
      const { events, types, text } = await collect(stream(simulator));
      assert.equal(text, 'Hello');
      assert.deepEqual(types, [
        'message_start',
        'content_block_start',
        'content_block_delta',
        'content_block_delta',
        'content_block_stop',
        'content_block_start',
        'content_block_delta',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ]);
      const start = events.find((event) => event.type === 'message_start');
      assert.equal(start?.message.usage.input_tokens, 5);
      assert.equal(start?.message.usage.cache_read_input_tokens, 0);
      assert.equal(start?.message.stop_reason, null);
      const end = events.find((event) => event.type === 'message_delta');
      assert.equal(end?.delta.stop_reason, 'end_turn');
      assert.equal(end?.usage.output_tokens, 4);
      assert.equal(end?.usage.output_tokens_details?.thinking_tokens, 2);
    });

    it('writes event and data lines, and a ping after the first block began', async () => {
      simulator.script({ reply: { text: 'Hi' } });
      const { text, headers: got } = await send(simulator, '/v1/messages', { ...good, stream: true });
      assert.match(got.get('content-type') ?? '', /^text\/event-stream/);
      assert.match(got.get('request-id') ?? '', /^req_/);
      const names = [...text.matchAll(/^event: (\w+)\ndata: (\{.*\})\n\n/gm)].map(([, name, data]) => {
        const parsed: unknown = JSON.parse(data ?? '');
        assert.equal(isObject(parsed) && parsed['type'], name);
        return name;
      });
      assert.deepEqual(names.slice(0, 3), ['message_start', 'content_block_start', 'ping']);
    });

    it('keeps the pace that it is told, from delta to delta', async () => {
      simulator.script({ reply: { deltas: ['a', 'b', 'c', 'd'], deltasPerSecond: (delta) => (delta < 2 ? Infinity : 50) } });
      assert.equal((await collect(stream(simulator))).text, 'abcd');
      const at = simulator.requests[0]?.deltas.map((delta) => delta.at) ?? [];
      assert.ok(Number(at[3]) - Number(at[2]) >= 15, at.join());
    });

    it('says more than any model where it is not limited', async () => {
      const unlimited = await startSimulator({ deltasPerSecond: Infinity, unlimited: true });
      try {
        unlimited.script({ reply: { text: 'Hello there.' } });
        const message = await clientFor(unlimited).messages.create({ ...good, max_tokens: 1, messages: [...good.messages] });
        assert.deepEqual(
          message.content.map((block) => block.type === 'text' && block.text),
          ['Hello there.'],
        );
      } finally {
        await unlimited.close();
      }
    });

    it('answers the whole message without a stream', async () => {
      simulator.script({ reply: { text: 'Hello', thinking: 'Well.' } });
      const message = await clientFor(simulator).messages.create({ ...good, messages: [...good.messages] });
      assert.deepEqual(
        message.content.map(({ type }) => type),
        ['thinking', 'text'],
      );
      assert.match(message.id, /^msg_/);
      assert.match(message._request_id ?? '', /^req_/);
      assert.equal(message.stop_reason, 'end_turn');
      assert.equal(message.model, good.model);
    });

    it("agrees with the SDK's stream helper", async () => {
      const blocks = [
        { type: 'text' as const, text: 'I look.' },
        { type: 'tool_use' as const, name: 'read', input: { path: 'a/b.ts', deep: [1, { two: 2 }] } },
      ];
      simulator.script({ reply: { blocks } });
      const message = await clientFor(simulator)
        .messages.stream({ ...good, messages: [...good.messages], tools: [{ name: 'read', input_schema: { type: 'object' } }] })
        .finalMessage();
      assert.equal(message.stop_reason, 'tool_use');
      const call = message.content[1];
      assert.deepEqual(call?.type === 'tool_use' && call.input, { path: 'a/b.ts', deep: [1, { two: 2 }] });
    });

    it('stops truly at max_tokens, and never in the middle of a character', async () => {
      simulator.script({ reply: { text: '👍👍👍👍👍👍👍👍' } }, { reply: { text: 'abc👍abcdef' } });
      const first = await clientFor(simulator).messages.create({ ...good, messages: [...good.messages], max_tokens: 2 });
      assert.equal(first.stop_reason, 'max_tokens');
      assert.equal(first.usage.output_tokens, 2);
      assert.deepEqual(first.content, [{ type: 'text', text: '👍👍👍👍', citations: null }]);
      const second = await clientFor(simulator).messages.create({ ...good, messages: [...good.messages], max_tokens: 1 });
      assert.deepEqual(second.content, [{ type: 'text', text: 'abc', citations: null }]);
    });

    it('stops at a stop sequence', async () => {
      simulator.script({ reply: { text: 'one END two STOP' } });
      const message = await clientFor(simulator).messages.create({
        ...good,
        messages: [...good.messages],
        stop_sequences: ['STOP', 'END'],
      });
      assert.equal(message.stop_reason, 'stop_sequence');
      assert.equal(message.stop_sequence, 'END');
      assert.deepEqual(message.content, [{ type: 'text', text: 'one ', citations: null }]);
    });

    it('fills the cache with max_tokens 0', async () => {
      const message = await clientFor(simulator).messages.create({ ...good, messages: [...good.messages], max_tokens: 0 });
      assert.deepEqual([message.content, message.stop_reason], [[], 'max_tokens']);
    });

    for (const reason of [
      'end_turn',
      'max_tokens',
      'stop_sequence',
      'tool_use',
      'pause_turn',
      'model_context_window_exceeded',
      'from_the_future',
    ]) {
      it(`ends with ${reason} where the script says so`, async () => {
        simulator.script({ reply: { text: 'Hi', stopReason: reason } });
        const { events } = await collect(stream(simulator));
        assert.equal(events.find((event) => event.type === 'message_delta')?.delta.stop_reason, reason);
      });
    }

    it('refuses with details', async () => {
      simulator.script({ reply: { text: 'No', refusal: { category: 'bio' } } });
      const { events } = await collect(stream(simulator));
      const delta = events.find((event) => event.type === 'message_delta')?.delta;
      assert.equal(delta?.stop_reason, 'refusal');
      assert.deepEqual(delta?.stop_details, { type: 'refusal', category: 'bio', explanation: null });
    });

    it('takes a paused reply back as the last message', async () => {
      simulator.script({ reply: { text: 'Half', stopReason: 'pause_turn' } }, { reply: { text: ' and half' } });
      const client = clientFor(simulator);
      const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];
      const paused = await client.messages.create({ ...good, messages });
      const rest = await client.messages.create({ ...good, messages: [...messages, { role: 'assistant', content: paused.content }] });
      assert.deepEqual(rest.content, [{ type: 'text', text: ' and half', citations: null }]);
    });
  });

  describe('the other endpoints', () => {
    it('lists the models, newest first', async () => {
      const page = await clientFor(simulator).models.list();
      assert.equal(page.data.length, models.length);
      assert.equal(page.data[0]?.id, 'claude-fable-5-2');
      const old = page.data.find(({ id }) => id === 'claude-sonnet-4-5');
      assert.equal(old?.lifecycle, 'deprecated');
      assert.equal(old?.retires_at, '2026-11-30T00:00:00Z');
      assert.equal(old?.max_input_tokens, 200_000);
      assert.equal(old?.capabilities?.thinking.types.adaptive.supported, false);
    });

    it('lists them page by page, both ways', async () => {
      const client = clientFor(simulator);
      const ids: string[] = [];
      for await (const model of client.models.list({ limit: 4 })) ids.push(model.id);
      assert.deepEqual(
        ids,
        models.map(({ info }) => info.id),
      );
      const before = await client.models.list({ limit: 2, before_id: ids[5] ?? '' });
      assert.deepEqual(
        before.data.map(({ id }) => id),
        ids.slice(3, 5),
      );
      assert.equal(before.has_more, true);
      assert.equal((await client.models.list({ lifecycle: ['deprecated'] })).data.length, 2);
    });

    it('knows a model by its id and by its alias', async () => {
      const client = clientFor(simulator);
      assert.equal((await client.models.retrieve('claude-opus-5-5')).display_name, 'Claude Opus 5.5');
      assert.equal((await client.models.retrieve('claude-sonnet-4-5-20250929')).id, 'claude-sonnet-4-5');
      await assert.rejects(client.models.retrieve('claude-nobody'), Anthropic.NotFoundError);
    });

    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'after_id=nobody', 'page=2']) {
      it(`refuses ?${query}`, async () => {
        assert.equal((await send(simulator, `/v1/models?${query}`)).status, 400);
      });
    }

    it('counts tokens', async () => {
      const counted = await clientFor(simulator).messages.countTokens({
        model: good.model,
        messages: [...good.messages],
        system: 'Be brief.',
      });
      assert.deepEqual({ ...counted }, { input_tokens: 8 });
      assert.equal((await send(simulator, '/v1/messages/count_tokens', { ...good })).status, 400);
    });

    it('does not know other paths and methods', async () => {
      const lost = await send(simulator, '/v1/complete', {});
      assert.equal(lost.status, 404);
      assert.equal(isObject(lost.body['error']) && lost.body['error']['type'], 'not_found_error');
      assert.equal((await send(simulator, '/v1/messages')).status, 405);
      assert.equal((await send(simulator, '/v1/models', {})).status, 405);
    });
  });

  describe('keys and versions', () => {
    it('takes a key as a bearer token, in x-api-key, and none where none is needed', async () => {
      const { authorization, ...without } = headers;
      assert.equal(authorization, `Bearer ${key}`);
      assert.equal((await send(simulator, '/v1/models', undefined, { headers: without })).status, 200);
      assert.equal((await send(simulator, '/v1/models', undefined, { headers: { ...without, 'x-api-key': key } })).status, 200);
    });

    it('refuses a key of the wrong shape', async () => {
      await assert.rejects(clientFor(simulator, 'nonsense').models.list(), Anthropic.AuthenticationError);
      const answer = await send(simulator, '/v1/models', undefined, { headers: { ...headers, authorization: 'Basic abc' } });
      assert.equal(answer.status, 401);
    });

    it('refuses other keys than its own, and none, where keys are given', async () => {
      const strict = await startSimulator({ keys: ['sk-ant-mine'], requireKey: true });
      try {
        await clientFor(strict, 'sk-ant-mine').models.list();
        await assert.rejects(clientFor(strict).models.list(), Anthropic.AuthenticationError);
        const {
          status,
          body,
          headers: got,
        } = await send(strict, '/v1/models', undefined, { headers: { 'anthropic-version': '2026-10-21' } });
        assert.equal(status, 401);
        assert.deepEqual(body, {
          type: 'error',
          error: { type: 'authentication_error', message: 'x-api-key or authorization header is required' },
          request_id: got.get('request-id'),
        });
      } finally {
        await strict.close();
      }
    });

    it('wants a version that it knows', async () => {
      const { 'anthropic-version': version, ...without } = headers;
      assert.equal(version, '2026-10-21');
      assert.equal((await send(simulator, '/v1/models', undefined, { headers: without })).status, 400);
      assert.equal(
        (await send(simulator, '/v1/models', undefined, { headers: { ...headers, 'anthropic-version': '2020-01-01' } })).status,
        400,
      );
      assert.equal(
        (await send(simulator, '/v1/models', undefined, { headers: { ...headers, 'anthropic-version': '2023-06-01' } })).status,
        200,
      );
    });
  });

  describe('the record', () => {
    it('has what was sent, and when what was answered', async () => {
      simulator.script({ reply: { deltas: ['a', 'b', 'c'] } });
      await collect(stream(simulator));
      const [request] = simulator.requests;
      assert.ok(request);
      await request.ended;
      assert.equal(request.method, 'POST');
      assert.equal(request.path, '/v1/messages');
      assert.equal(request.headers.authorization, `Bearer ${key}`);
      assert.equal(request.headers['anthropic-version'], '2026-10-21');
      assert.equal(request.body['model'], good.model);
      assert.deepEqual(JSON.parse(request.rawBody), { ...request.body });
      assert.equal(request.status, 200);
      assert.equal(request.aborted, false);
      assert.deepEqual(
        request.deltas.map(({ text }) => text),
        ['a', 'b', 'c'],
      );
      const times = [request.receivedAt, ...request.deltas.map(({ at }) => at), request.endedAt ?? 0];
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
    });

    it('says when the client left', async () => {
      simulator.script({ reply: { deltas: ['a', 'b'] }, hold: 1 });
      const leaving = new AbortController();
      const reading = collect(stream(simulator, {}, leaving.signal));
      const request = await simulator.nextRequest();
      await request.held();
      assert.equal(request.aborted, false);
      leaving.abort();
      await request.ended;
      assert.equal(request.aborted, true);
      assert.ok((request.abortedAt ?? 0) >= request.receivedAt);
      await reading;
    });

    it('hands each request out once, in order, and only those of the path', async () => {
      const waiting = simulator.nextRequest();
      await send(simulator, '/v1/models');
      await send(simulator, '/v1/messages', { ...good, max_tokens: 1 });
      await send(simulator, '/v1/messages', { ...good, max_tokens: 2 });
      assert.equal((await waiting).body['max_tokens'], 1);
      assert.equal((await simulator.nextRequest()).body['max_tokens'], 2);
      assert.equal((await simulator.nextRequest('/v1/models')).method, 'GET');
      const never = assert.rejects(simulator.nextRequest(), /reset/);
      simulator.reset();
      await never;
      assert.equal(simulator.requests.length, 0);
    });
  });
});
