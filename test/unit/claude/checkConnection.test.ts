/** The test of the connection: which step is said to have worked, which not, and what is offered for it. */
import assert from 'node:assert/strict';
import { createModelApi } from '../../../src/claude/client.ts';
import { type ConnectionStep, stepNames } from '../../../src/shared/connectionSteps.ts';
import { stepLine } from '../../../src/shared/connectionText.ts';
import { describeError } from '../../../src/shared/errorText.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { failWith, htmlPage, silence } from '../../sim/faults.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { answering, type BrokenServer, closesAtOnce, nobody, notSecure, selfSigned } from './brokenServers.ts';

const key = 'sk-ant-api03-canary-0123456789abcdef';
const t = translator({});
const anHour = 3_600_000;

describe('the test of the connection', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ requireKey: true, keys: [key] });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  const client = (more: Partial<Parameters<typeof createModelApi>[0]> = {}) =>
    createModelApi({ baseUrl: simulator.url, apiKey: key, stallTimeout: 300, userAgent: 'Parley/test', now: Date.now, ...more });

  async function check(
    api = client(),
    model = 'claude-sonnet-5-5',
    signal = new AbortController().signal,
  ): Promise<readonly ConnectionStep[]> {
    const told: ConnectionStep[] = [];
    const steps = await api.check(model, signal, (step) => told.push(step));
    assert.deepEqual(told, steps, 'each is told of as it comes');
    assert.doesNotMatch(JSON.stringify(steps), /canary/);
    return steps;
  }

  /** The marks of the steps in the order of `stepNames`, without words and times. */
  const marks = (steps: readonly ConnectionStep[]) =>
    stepNames.map((name) => stepLine(steps.find((step) => step.name === name) ?? missing(name), t)[0]).join('');
  const missing = (name: string): never => assert.fail(`nothing is said of ${name}`);
  const failure = (steps: readonly ConnectionStep[]) => {
    const failed = steps.filter((step) => step.state === 'failed');
    assert.equal(failed.length, 1);
    const [{ name, error }] = failed as [(typeof failed)[number]];
    const { sentence, action } = describeError(error, t);
    return { name, kind: error.kind, sentence, action: action.kind };
  };

  it('says of each step that it worked, and how long it took', async () => {
    const steps = await check();
    assert.equal(marks(steps), '✓✓✓–✓✓✓✓✓');
    assert.deepEqual(
      steps.map(({ name }) => name),
      [...stepNames],
    );
    const lines = steps.map((step) => stepLine(step, t).replace(/\d+ ms/, 'N ms'));
    assert.deepEqual(lines, [
      '✓ Name: 127.0.0.1 · N ms',
      '✓ Proxy: none in between',
      '✓ Connection: works · N ms',
      '– Encryption: none, the address begins with http',
      '✓ Answer: HTTP 200 · N ms',
      '✓ Key: accepted',
      '✓ Model: Claude Sonnet 5.5',
      '✓ Reply of one token: works · N ms',
      '✓ Clock: right',
    ]);
    const [, reply] = simulator.requests;
    assert.deepEqual(reply?.body, {
      model: 'claude-sonnet-5-5',
      max_tokens: 1,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      stream: true,
    });
    assert.equal(simulator.requests.length, 2);
  });

  it('says so of a connection that is kept from an earlier request', async () => {
    const api = client();
    await check(api);
    assert.equal(marks(await check(api)), '✓✓✓–✓✓✓✓✓');
  });

  it('a key that is not accepted', async () => {
    const steps = await check(client({ apiKey: 'sk-ant-wrong' }));
    assert.equal(marks(steps), '✓✓✓–✓✗––✓');
    assert.deepEqual(failure(steps), {
      ...{ name: 'key', kind: 'invalidKey', action: 'setKey' },
      sentence: 'The API does not accept this key. It may be mistyped or revoked.',
    });
  });

  it('no key', async () => {
    const { name, kind, action } = failure(await check(client({ apiKey: null })));
    assert.deepEqual([name, kind, action], ['key', 'noKey', 'setKey']);
  });

  it('a model that is not there', async () => {
    const steps = await check(client(), 'claude-nope-1');
    assert.equal(marks(steps), '✓✓✓–✓✓✗–✓');
    assert.deepEqual(failure(steps).action, 'chooseModel');
    assert.equal(simulator.requests.length, 1, 'nothing is asked of it');
  });

  it('a server that has no list of models: its reply tells of key and model', async () => {
    simulator.script({ endpoint: 'models', error: { status: 404, message: 'no such route' } });
    const steps = await check();
    assert.equal(marks(steps), '✓✓✓–✓✓✓✓✓');
    simulator.script({ endpoint: 'models', error: { status: 405 } });
    const without = await check(client(), 'claude-nope-1');
    assert.equal(marks(without), '✓✓✓–✓✓✗–✓');
    simulator.script(
      { endpoint: 'models', answer: { status: 404, headers: { 'content-type': 'text/html' }, body: '<html></html>' } },
      htmlPage,
    );
    const page = await check();
    assert.equal(marks(page), '✓✓✓–✗–––✓');
  });

  it('a page in place of the API', async () => {
    simulator.script({ ...htmlPage, endpoint: 'models' });
    const steps = await check();
    assert.equal(marks(steps), '✓✓✓–✗–––✓');
    assert.equal(failure(steps).kind, 'notTheApi');
  });

  it('a server with an error of its own, and one whose replies fail', async () => {
    simulator.script({ ...failWith(500), endpoint: 'models' });
    assert.deepEqual(failure(await check()).name, 'answer');
    simulator.script(failWith(529));
    const steps = await check();
    assert.equal(marks(steps), '✓✓✓–✓✓✓✗✓');
    assert.equal(failure(steps).kind, 'overloaded');
  });

  it('a server that takes the request and says nothing', async () => {
    simulator.script({ ...silence, endpoint: 'models' });
    const { name, kind } = failure(await check());
    assert.deepEqual([name, kind], ['answer', 'stalled']);
  });

  it('a redirect', async () => {
    simulator.script({ endpoint: 'models', answer: { status: 307, headers: { location: 'https://other.example/' } } });
    const { name, kind, action } = failure(await check());
    assert.deepEqual([name, kind, action], ['answer', 'redirected', 'openSettings']);
  });

  const broken: readonly [name: string, start: () => Promise<BrokenServer>, marks: string, action: string][] = [
    ['nobody listens', nobody, '✓–✗––––––', 'retry'],
    ['it closes at once', closesAtOnce, '✓✓✓–✗––––', 'retry'],
    ['a certificate that nobody vouches for', selfSigned, '✓✓✓✗–––––', 'openSettings'],
    ['http where https is asked for', notSecure, '✓✓✓✗–––––', 'openSettings'],
    ['a proxy that wants a password', () => answering((_, response) => response.writeHead(407).end()), '✓✗––––––✓', 'openSettings'],
  ];
  for (const [name, start, expected, action] of broken)
    it(name, async () => {
      const server = await start();
      try {
        const steps = await check(client({ baseUrl: server.url }));
        assert.equal(marks(steps), expected, steps.map((step) => stepLine(step, t)).join('\n'));
        assert.equal(failure(steps).action, action);
      } finally {
        await server.close();
      }
    });

  it('a name that nobody knows', async () => {
    const steps = await check(client({ baseUrl: 'https://parley.invalid' }));
    assert.equal(marks(steps), '✗––––––––');
    assert.match(failure(steps).sentence, /parley\.invalid: the name was not found/);
  });

  it('a clock that is hours off, with all else in order', async () => {
    for (const [offset, words] of [
      [3 * anHour, /3 hours ahead/],
      [-3 * anHour, /3 hours behind/],
    ] as const) {
      const steps = await check(client({ now: () => Date.now() + offset }));
      assert.equal(marks(steps), '✓✓✓–✓✓✓✓✗');
      assert.match(failure(steps).sentence, words);
    }
  });

  it('ends when it is given up', async () => {
    simulator.script({ ...silence, endpoint: 'models' });
    const abort = new AbortController();
    const steps = check(client({ stallTimeout: 60_000 }), undefined, abort.signal);
    const received = await simulator.nextRequest('/v1/models');
    abort.abort();
    await steps;
    await received.ended;
    assert.equal(simulator.requests.length, 1);
  });
});
