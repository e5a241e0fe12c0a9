/** Gateways: what they want beside the key, and what they do wrong. Where the secrets go, and where not. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { failureOf } from '../../../src/chat/failure.ts';
import { requestForms } from '../../../src/chat/modelApi.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { toChatError } from '../../../src/claude/errors.ts';
import { connectionError, NotTheApiError, readWireEvents } from '../../../src/claude/wireEvents.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import { describeError } from '../../../src/shared/errorText.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { redirectTo } from '../../sim/faults.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { answering, type BrokenServer, closesAtOnce, nobody, notSecure, selfSigned } from './brokenServers.ts';

const key = 'sk-ant-api03-canary-0123456789abcdef';
const secret = 'canary-of-the-gateway';
const gatewayHeaders = { 'x-team': secret, 'x-region': 'eu' };
const request = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }],
} as const;

const client = (baseUrl: string, more: Partial<Parameters<typeof createModelApi>[0]> = {}) =>
  createModelApi({ baseUrl, apiKey: key, gatewayHeaders, stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now, ...more });
const aborted = () => new AbortController().signal;

async function streamed(api: ReturnType<typeof client>): Promise<string> {
  let text = '';
  await api.stream(request, aborted(), (event) => {
    if (event.type === 'text') text += event.text;
  });
  return text;
}

/** Why a reply does not come, and why a list does not. */
async function errorsOf(api: ReturnType<typeof client>): Promise<readonly [reply: ChatError, list: ChatError]> {
  const [reply, list] = await Promise.allSettled([streamed(api), api.listModels(aborted())]);
  assert.ok(reply.status === 'rejected' && list.status === 'rejected', 'both fail');
  const errors = [failureOf(reply.reason), failureOf(list.reason)] as const;
  assert.doesNotMatch(JSON.stringify(errors), /canary/);
  return errors;
}

describe('a gateway', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ requireKey: true, prefix: '/team/claude' });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  it('gets its headers with every request, below its path', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    const api = client(`${simulator.url}/team/claude`);
    assert.equal(await streamed(api), 'Because.');
    assert.ok((await api.listModels(aborted())).length > 10);
    assert.deepEqual(
      simulator.requests.map(({ method, headers }) => [method, headers['authorization'], headers['x-team'], headers['x-region']]),
      [
        ['POST', `Bearer ${key}`, secret, 'eu'],
        ['GET', `Bearer ${key}`, secret, 'eu'],
      ],
    );
  });

  it('may have another header in the key’s place', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    const api = client(`${simulator.url}/team/claude`, { apiKey: null, gatewayHeaders: { authorization: 'Bearer sk-ant-of-the-gateway' } });
    assert.equal(await streamed(api), 'Because.');
    assert.equal(simulator.requests[0]?.headers['authorization'], 'Bearer sk-ant-of-the-gateway');
  });

  it('gets the values of its headers, which are shown nowhere: in no error, no shown request, no copy', async () => {
    const api = client(`${simulator.url}/team/claude`);
    simulator.script({ error: { status: 400, message: `You sent x-team: ${secret} and ${key}` } });
    simulator.script({ endpoint: 'models', error: { status: 400, message: `You sent x-team: ${secret} and ${key}` } });
    const [reply] = await errorsOf(api);
    assert.equal(reply.detail, '400 invalid_request_error: You sent x-team: … and …');
    const written = api.write(request);
    assert.match(written.text, /^\/\/ authorization: Bearer •+\n\/\/ x-team: •+\n\/\/ x-region: •+\n/m);
    assert.deepEqual(written.variables, ['ANTHROPIC_API_KEY', 'GATEWAY_X_TEAM', 'GATEWAY_X_REGION']);
    for (const text of [written.text, ...requestForms.map(written.as)]) assert.doesNotMatch(text, /canary/);
    for (const form of requestForms) assert.match(written.as(form), /GATEWAY_X_TEAM/);
  });

  it('may say what it was sent in the title of a page, in the id of its answer, without what stands before it, or among others', async () => {
    const values = { 'x-short': 'ana', 'x-team': secret, 'x-token': `Bearer ${secret}-token` };
    const api = client(`${simulator.url}/team/claude`, { gatewayHeaders: values });
    const page = `<!DOCTYPE html><title>No such page for ${key}, ${'long '.repeat(14)}${secret}</title>`;
    const answers = [
      { answer: { status: 404, headers: { 'content-type': 'text/html' }, body: page } },
      { answer: { status: 200, headers: { 'content-type': 'text/html' }, body: page } },
      { error: { status: 400, message: `The token ${secret}-token is wrong`, headers: { 'request-id': `for-${secret}-token` } } },
    ];
    for (const each of answers) {
      simulator.script(each, { ...each, endpoint: 'models' });
      for (const { detail, requestId } of await errorsOf(api)) assert.match(`${detail} ${requestId}`, /…/);
    }
  });

  for (const status of [301, 302, 303, 307, 308])
    it(`that redirects with ${status} is not followed: neither key nor headers nor words go there`, async () => {
      const other = await startSimulator();
      try {
        const redirect = redirectTo(`${other.url}/v1/messages?secret=canary`, status);
        simulator.script(redirect, { ...redirect, endpoint: 'models' });
        const errors = await errorsOf(client(`${simulator.url}/team/claude`));
        for (const error of errors) {
          assert.ok(error.kind === 'redirected');
          assert.equal(error.to, other.url);
        }
        assert.equal(other.requests.length, 0);
      } finally {
        await other.close();
      }
    });

  it('may answer events as if they were a page: they are read', async () => {
    const body = [
      { type: 'message_start', message: { id: 'm', model: 'n' } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Fine.' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
      { type: 'message_stop' },
    ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    simulator.script({ answer: { status: 200, headers: { 'content-type': 'text/html' }, body: body.join('') } });
    const types: string[] = [];
    await client(`${simulator.url}/team/claude`).stream(request, aborted(), ({ type }) => types.push(type));
    assert.deepEqual(types.at(0), 'started');
    assert.deepEqual(types.at(-1), 'ended');
  });

  const page = '<!DOCTYPE html><html><head><title>Sign in to canary.example</title></head><body>…</body></html>'.replace('canary.', 'net.');
  const json = { 'content-type': 'application/json' };
  const events = { 'content-type': 'text/event-stream' };
  interface Broken {
    readonly name: string;
    readonly start: () => Promise<BrokenServer>;
    /** Kind and, where there is one, reason of the error. */
    readonly is: readonly [kind: ChatError['kind'], reason?: string];
    readonly sentence: RegExp;
  }
  const broken: readonly Broken[] = [
    { name: 'nobody listens', start: nobody, is: ['offline', 'refused'], sentence: /nothing listens there/ },
    { name: 'it closes at once', start: closesAtOnce, is: ['offline', 'closed'], sentence: /closed the connection without an answer/ },
    { name: 'its certificate is its own', start: selfSigned, is: ['offline', 'certificate'], sentence: /certificate of 127\.0\.0\.1/ },
    { name: 'it does not speak https', start: notSecure, is: ['offline', 'notSecure'], sentence: /http and not https/ },
    {
      name: 'a page comes',
      start: () => answering((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)),
      is: ['notTheApi', 'page'],
      sentence: /web page/,
    },
    {
      name: 'a page comes that is said to be events',
      start: () => answering((_, response) => response.writeHead(200, events).end(page)),
      is: ['notTheApi', 'page'],
      sentence: /web page/,
    },
    {
      name: 'a proxy’s page forbids it',
      start: () => answering((_, response) => response.writeHead(403, { 'content-type': 'text/html' }).end(page)),
      is: ['notTheApi', 'page'],
      sentence: /web page/,
    },
    {
      name: 'the proxy wants a password',
      start: () => answering((_, response) => response.writeHead(407).end()),
      is: ['offline', 'proxy'],
      sentence: /proxy/,
    },
    {
      name: 'another API answers',
      start: () => answering((_, response) => response.writeHead(200, json).end('[{"choices": []}]')),
      is: ['notTheApi', 'other'],
      sentence: /not what the Messages API answers/,
    },
    {
      name: 'another API’s events come',
      start: () => answering((_, response) => response.writeHead(200, events).end('data: {"choices":[]}\n\ndata: [DONE]\n\n')),
      is: ['notTheApi', 'other'],
      sentence: /not what the Messages API answers/,
    },
    {
      name: 'what comes is compressed, though nobody asked for that',
      start: () => answering((_, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync('{}'))),
      is: ['notTheApi', 'other'],
      sentence: /not what the Messages API answers/,
    },
    {
      name: 'nothing comes at all',
      start: () => answering((_, response) => response.writeHead(200, events).end()),
      is: ['notTheApi', 'other'],
      sentence: /not what the Messages API answers/,
    },
  ];
  for (const { name, start, is, sentence } of broken)
    it(`${name}: ${is.join(', ')}`, async () => {
      const server = await start();
      try {
        for (const error of await errorsOf(client(server.url))) {
          const reason = 'reason' in error ? error.reason : 'found' in error ? error.found : undefined;
          assert.deepEqual([error.kind, reason], is, error.detail);
          const words = describeError(error, translator({})).sentence;
          assert.match(words, sentence);
          assert.match(words, /^[A-Z].*[.]$/);
        }
      } finally {
        await server.close();
      }
    });

  it('whose answers have no end is none', async () => {
    const server = await answering((_, response) => {
      response.on('error', () => {}).writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write('{"data":[]} '.repeat(5_000)));
      };
      response.on('drain', more);
      more();
    });
    try {
      const api = client(server.url);
      for (const asked of [() => api.listModels(aborted()), () => api.countTokens(request, aborted())])
        await assert.rejects(asked, (thrown) => failureOf(thrown).kind === 'notTheApi');
      const steps = await api.check('claude-sonnet-5-5', aborted(), () => {});
      const failed = steps.find(({ state }) => state === 'failed');
      assert.ok(failed?.state === 'failed' && failed.name === 'answer' && failed.error.kind === 'notTheApi');
    } finally {
      await server.close();
    }
  });

  it('whose events have no end is none', async () => {
    for (const piece of ['data: and on and on '.repeat(5_000), `data: ${'and on '.repeat(5_000)}\n`]) {
      const ask = async () => ({
        ...{ status: 200, headers: new Headers() },
        read: async (onPiece: (piece: string) => void) => {
          for (let n = 0; n < 10_000; n++) onPiece(piece);
        },
      });
      const question = { url: 'http://127.0.0.1', body: [], signal: aborted() };
      let read = 0;
      const onEvent = () => {
        read++;
        return true;
      };
      const reading = readWireEvents(ask, question, onEvent, () => {});
      await assert.rejects(reading, (thrown) => thrown instanceof NotTheApiError);
      assert.equal(read, 0);
    }
  });

  it('that is named “proxy” is told apart from one', () => {
    const context = {
      ...{ host: 'proxy:8080', port: 8080, model: '', maxTokens: null, pictures: 0, documents: 0, thinking: 0 },
      ...{ hasKey: true, hasFormat: false, secrets: [], aws: null, now: 0 },
    };
    const reasonOf = (message: string, code: string) => {
      const error = toChatError(connectionError(Object.assign(new Error(message), { code })), context);
      return error.kind === 'offline' ? error.reason : error.kind;
    };
    assert.equal(reasonOf('getaddrinfo ENOTFOUND proxy', 'ENOTFOUND'), 'name');
    assert.equal(reasonOf('connect ECONNREFUSED proxy:8080', 'ECONNREFUSED'), 'refused');
    assert.equal(reasonOf('Failed to establish a socket connection to proxies: PROXY other:3128', ''), 'proxy');
  });

  it('is blamed for no fault of Parley’s own', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    const broken = client(`${simulator.url}/team/claude`).stream(request, aborted(), () => {
      throw new TypeError('undefined is not a function');
    });
    await assert.rejects(broken, (thrown) => failureOf(thrown).kind === 'unknown');
  });

  it('whose name nobody knows is told by it', async () => {
    for (const error of await errorsOf(client('http://parley.invalid'))) {
      assert.ok(error.kind === 'offline');
      assert.equal(error.reason, 'name', error.detail);
    }
  });
});
