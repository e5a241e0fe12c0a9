/** The API's client against a server that is as strict as the API: what is sent, and what is made of what comes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Base64 } from '../../../src/chat/base64.ts';
import type { ChatRequest, RequestBlock } from '../../../src/chat/chatRequest.ts';
import { isTurnFailure } from '../../../src/chat/failure.ts';
import type { ModelApi } from '../../../src/chat/modelApi.ts';
import { buildRequest } from '../../../src/chat/request.ts';
import { noPictures } from '../../../src/chat/requestPictures.ts';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { apiVersion } from '../../../src/claude/guardedRequest.ts';
import { png } from '../../pictures/build.ts';
import { htmlPage } from '../../sim/faults.ts';
import { models } from '../../sim/models.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { userMessage } from '../chat/messages.ts';

const key = 'sk-ant-api03-canary-0123456789abcdef';
const request = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }],
} as const;

describe('the wire', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ requireKey: true });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  const api = (apiKey: string | null = key, baseUrl = simulator.url) =>
    createModelApi({ baseUrl, apiKey, stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now });

  async function collect(from: ModelApi, asked: ChatRequest, signal = new AbortController().signal): Promise<TurnEvent[]> {
    const all: TurnEvent[] = [];
    await from.stream(asked, signal, (event) => all.push(event));
    return all;
  }
  const textOf = (events: readonly TurnEvent[]) => events.map((event) => (event.type === 'text' ? event.text : '')).join('');

  it('has the version of the API that the SDK speaks', () => {
    const source = readFileSync('node_modules/@anthropic-ai/sdk/client.mjs', 'utf8');
    assert.equal(/'anthropic-version': '([^']+)'/.exec(source)?.[1], apiVersion);
  });

  it('carries pictures as they are, among texts that say anything', async () => {
    simulator.script({ reply: { text: 'Two.' } });
    const bytes = [png({ width: 900, height: 700, color: (x, y) => [x % 256, y % 256, (x * y) % 256] }), png({ width: 3, height: 3 })];
    const blocks = bytes.map((each): RequestBlock => {
      const data = new Base64(new Uint8Array(Buffer.from(each.toString('base64'))));
      return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
    });
    const content: RequestBlock[] = [...blocks, { type: 'text', text: '“Why?” ☕ \u2028 \\' }, ...blocks];
    const asked: ChatRequest = { ...request, messages: [{ role: 'user', content }] };
    assert.equal(textOf(await collect(api(), asked)), 'Two.');
    const [received] = simulator.requests;
    assert.equal(received?.rawBody, JSON.stringify({ ...asked, stream: true }));
    assert.equal(received?.headers['content-length'], String(Buffer.byteLength(received?.rawBody ?? '')));
  });

  it('takes as long as it needs to send much, as long as it gets away', async function () {
    this.timeout(30_000);
    const slow = createServer((incoming, response) => {
      incoming.pause();
      // Some megabytes a second: what the system keeps on the way is read within the timeout, the whole is not.
      const timer = setInterval(() => incoming.read(), 5);
      incoming.on('end', () => {
        clearInterval(timer);
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"type":"invalid_request_error","message":"read"}}');
      });
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = slow.address() as AddressInfo;
      const patient = createModelApi({
        baseUrl: `http://127.0.0.1:${port}`,
        apiKey: null,
        stallTimeout: 1500,
        userAgent: '',
        now: Date.now,
      });
      const data = new Base64(new Uint8Array(24_000_000).fill(0x41));
      const content: RequestBlock[] = [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }];
      const began = performance.now();
      await assert.rejects(
        collect(patient, { ...request, messages: [{ role: 'user', content }] }),
        (error) => isTurnFailure(error) && error.error.kind !== 'stalled',
      );
      assert.ok(performance.now() - began > 1500, 'it was not slow');
    } finally {
      slow.close();
    }
  });

  it('carries the headers of our own, those that HTTP needs, and no other', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    assert.equal(textOf(await collect(api(), request)), 'Because.');
    const { headers } = simulator.requests[0] ?? assert.fail('no request came');
    assert.equal(headers['authorization'], `Bearer ${key}`);
    assert.equal(headers['anthropic-version'], apiVersion);
    assert.equal(headers['user-agent'], 'Parley/test');
    const ours = ['accept', 'accept-encoding', 'anthropic-version', 'authorization', 'user-agent'];
    const ofContent = ['content-length', 'content-type'];
    const ofHttp = ['connection', 'host'];
    assert.deepEqual(Object.keys(headers).sort(), [...ours, ...ofContent, ...ofHttp].sort());
    assert.deepEqual(simulator.requests[0]?.body, { ...request, stream: true });
  });

  it('does not read the environment: no key, no address, no header', async () => {
    const hostile = {
      ANTHROPIC_API_KEY: 'sk-ant-from-the-environment',
      ANTHROPIC_AUTH_TOKEN: 'token-from-the-environment',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
      ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer stolen\nX-Spy: yes\nanthropic-beta: spy',
      ANTHROPIC_LOG: 'debug',
    };
    const before = { ...process.env };
    Object.assign(process.env, hostile);
    try {
      simulator.script({ reply: { text: 'Fine.' } });
      assert.equal(textOf(await collect(api(), request)), 'Fine.');
      const sent = JSON.stringify(simulator.requests[0]?.headers);
      assert.doesNotMatch(sent, /environment|stolen|spy/i);
      await assert.rejects(collect(api(null), request), /noKey/);
      assert.equal(simulator.requests[1]?.headers['authorization'], undefined);
    } finally {
      for (const name of Object.keys(hostile)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it('does not follow a redirect: neither key nor conversation goes to another host', async () => {
    const other = await startSimulator();
    try {
      simulator.script({ answer: { status: 307, headers: { location: `${other.url}/v1/messages` }, body: '' } });
      await assert.rejects(collect(api(), request), /redirected/);
      assert.equal(other.requests.length, 0);
    } finally {
      await other.close();
    }
  });

  it('carries no other headers where the SDK asks', async () => {
    await api().listModels(new AbortController().signal);
    const { headers } = simulator.requests[0] ?? assert.fail('no request came');
    const ours = ['accept', 'accept-encoding', 'anthropic-version', 'authorization', 'user-agent'];
    assert.deepEqual(Object.keys(headers).sort(), [...ours, 'connection', 'host'].sort());
  });

  it('keeps the connection for the next request', async () => {
    const ports: unknown[] = [];
    const server = createServer((incoming, response) => {
      ports.push(incoming.socket.remotePort);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('event: message_start\ndata: {"type":"message_start","message":{"id":"m","model":"n"}}\n\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    try {
      for (let count = 0; count < 3; count += 1) await collect(api(key, url), request);
      assert.equal(ports.length, 3);
      assert.equal(new Set(ports).size, 1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('ends at once when it is aborted before the answer, and asks nothing when it is aborted before that', async () => {
    simulator.script({ reply: { text: 'Never.' }, hold: 'headers' });
    const abort = new AbortController();
    const reply = collect(api(), request, abort.signal);
    const received = await simulator.nextRequest();
    await received.held();
    abort.abort();
    assert.deepEqual(await reply, []);
    await received.ended;
    assert.equal(received.aborted, true);
    assert.deepEqual(await collect(api(), request, abort.signal), []);
    assert.equal(simulator.requests.length, 1);
  });

  it('keeps what came before an error in the same piece', async () => {
    const raw = [
      { type: 'message_start', message: { id: 'm', model: 'n' } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Half' } },
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ];
    const body = raw.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join('');
    simulator.script({ answer: { status: 200, headers: { 'content-type': 'text/event-stream' }, body } });
    const events: TurnEvent[] = [];
    const reading = api().stream(request, new AbortController().signal, (event) => events.push(event));
    await assert.rejects(reading, /overloaded/);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['started', 'blockStarted'],
    );
  });

  it('hands over the text that came at once as one event', async () => {
    const delta = (index: number, text: string) => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
    const begin = (index: number) => ({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
    const raw = [
      ...[{ type: 'message_start', message: { id: 'm', model: 'n' } }, begin(0), delta(0, 'One '), delta(0, 'two '), delta(0, 'three')],
      ...[{ type: 'content_block_stop', index: 0 }, begin(1), delta(1, 'Four '), delta(1, 'five')],
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
    ];
    const body = raw.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join('');
    simulator.script({ answer: { status: 200, headers: { 'content-type': 'text/event-stream' }, body } });
    const events: TurnEvent[] = [];
    const wire: string[] = [];
    await api().stream(
      request,
      new AbortController().signal,
      (event) => events.push(event),
      (json) => wire.push(json),
    );
    assert.deepEqual(
      events.map((event) => (event.type === 'text' ? `${event.index} ${event.text}` : event.type)),
      ['started', 'blockStarted', '0 One two three', 'blockEnded', 'blockStarted', '1 Four five', 'ended'],
    );
    assert.equal(wire.length, raw.length);
  });

  it('says so when what answers is not the API', async () => {
    simulator.script(htmlPage);
    await assert.rejects(collect(api(), request), /not as the Messages API does/);
  });

  it('takes a ping for a sign of life, and silence for none', async () => {
    const impatient = () =>
      createModelApi({
        baseUrl: simulator.url,
        apiKey: key,
        stallTimeout: 150,
        userAgent: 'Parley/test',
        now: Date.now,
      });
    simulator.script({ reply: { deltas: ['One ', 'two.'] }, hold: 1, pingEvery: 20 });
    const reply = collect(impatient(), request);
    const received = await simulator.nextRequest();
    await received.held();
    await pause(400);
    received.release();
    assert.equal(textOf(await reply), 'One two.');
    simulator.script({ reply: { deltas: ['One ', 'two.'] }, hold: 1 });
    await assert.rejects(collect(impatient(), request), /stalled/);
  });

  it('aborts the request for real', async () => {
    simulator.script({ reply: { deltas: ['One ', 'two ', 'three '] }, hold: 2 });
    const abort = new AbortController();
    let text = '';
    await api().stream(request, abort.signal, (event) => {
      if (event.type !== 'text') return;
      text += event.text;
      if (text === 'One two ') abort.abort();
    });
    assert.equal(text, 'One two ');
    const received = simulator.requests[0];
    await received?.ended;
    assert.equal(received?.aborted, true);
  });

  it('lists models with what they can do', async () => {
    const models = await api().listModels(new AbortController().signal);
    const sonnet = models.find(({ id }) => id === 'claude-sonnet-5-5');
    assert.equal(sonnet?.maxTokens, 128_000);
    assert.ok(sonnet.thinking.includes('adaptive'));
    assert.ok(sonnet.effort.includes('high'));
    assert.ok(models.length > 10);
  });

  it('asks a model that is not known for no more than any model takes', async () => {
    const settings = { maxTokens: 1_000_000, effort: null, thinking: 'auto', instructions: '', caching: 'off' } as const;
    for (const { info } of models) {
      simulator.script({ reply: { text: 'Fine.' } });
      const asked = buildRequest([userMessage()], noPictures, undefined, { ...settings, model: info.id });
      assert.equal(textOf(await collect(api(), asked)), 'Fine.', info.id);
    }
    assert.equal(simulator.requests.length, models.length);
  });

  it('works under a path', async () => {
    await assert.rejects(collect(api(key, `${simulator.url}/prefix`), request), /invalidRequest/);
    assert.equal(simulator.requests[0]?.path, '/prefix/v1/messages');
  });

  for (const chunkBytes of [1, 3, 7]) {
    it(`reads a stream in pieces of ${chunkBytes} bytes`, async () => {
      const text = 'Größe 😀 — «ok»';
      simulator.script({ reply: { text }, chunkBytes });
      assert.equal(textOf(await collect(api(), request)), text);
    });
  }
});
