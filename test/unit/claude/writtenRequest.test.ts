/** Requests as they are written down: read by people, and run by what they are written for. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Base64 } from '../../../src/chat/base64.ts';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { requestForms } from '../../../src/chat/modelApi.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { png } from '../../pictures/build.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';

const key = 'sk-ant-api03-canary-0123456789abcdef';
const picture = new Base64(new Uint8Array(Buffer.from(png({ width: 40, height: 30 }).toString('base64'))));
const request: ChatRequest = {
  model: 'claude-sonnet-5-5',
  max_tokens: 1000,
  system: 'Say “no”.\nOr \'yes\' $HOME `date` \\ """ \u2028',
  messages: [
    {
      role: 'user',
      content: [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } },
        { type: 'text', text: `What is "this"?\n\nEND_OF_REQUEST\n'''""" \\" \${1} ☕ 😀` },
      ],
    },
  ],
  thinking: { type: 'adaptive', display: 'summarized' },
  output_config: { effort: 'high' },
};
const reply = 'A grey\nrectangle.';

describe('a request that is written down', () => {
  const folder = join('out', 'unit', 'written');
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ requireKey: true, deltasPerSecond: Number.POSITIVE_INFINITY });
    mkdirSync(folder, { recursive: true });
  });
  after(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => simulator.reset());

  const written = (apiKey: string | null = key) =>
    createModelApi({ baseUrl: simulator.url, apiKey, stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now }).write(request);

  it('has every field but the bytes of pictures, whose number it says', () => {
    const { text } = written();
    const [, head = '', json = ''] = /^((?:\/\/ .*\n)+)\n([\s\S]*)$/.exec(text) ?? [];
    assert.equal(
      head,
      `// POST ${simulator.url}/v1/messages\n// authorization: Bearer ••••••••\n// anthropic-version: 2026-10-21\n// content-type: application/json\n`,
    );
    const whole = JSON.parse(JSON.stringify({ ...request, stream: true }));
    whole.messages[0].content[0].source.data = `… ${picture.bytes.length} characters of base64 …`;
    assert.deepEqual(JSON.parse(json), whole);
  });

  it('has no key in any form, and asks for none where there is none', () => {
    const { text, as } = written();
    for (const each of [text, ...requestForms.map(as)]) assert.ok(!each.includes('canary'));
    const keyless = written(null);
    for (const each of [keyless.text, ...requestForms.map(keyless.as)]) assert.doesNotMatch(each, /authorization|API_KEY/);
  });

  /** What a form of it prints when it is run: nothing of the environment but the key reaches it. */
  async function run(program: string, args: readonly string[]): Promise<string> {
    simulator.script({ reply: { text: reply } });
    const env = { PATH: process.env['PATH'], ANTHROPIC_API_KEY: key };
    return new Promise((resolve, reject) => {
      execFile(program, args, { env }, (error, stdout, stderr) => (error ? reject(new Error(stderr || error.message)) : resolve(stdout)));
    });
  }

  function assertSent(): void {
    assert.equal(simulator.requests.length, 1);
    const [received] = simulator.requests;
    assert.deepEqual(received?.body, JSON.parse(JSON.stringify({ ...request, stream: true })));
    assert.equal(received?.headers['anthropic-version'], '2026-10-21');
  }

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  const has = (program: string) => spawnSync(program, ['--version']).status === 0;

  it('runs as curl in a shell, which prints the events', async function () {
    if (!has('curl')) this.skip();
    const printed = await run('sh', [file('request.sh', written().as('curl'))]);
    assertSent();
    const texts = [...printed.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).delta?.text ?? '');
    assert.equal(texts.join(''), reply);
  });

  it('runs as TypeScript, which prints the reply', async () => {
    assert.equal(await run(process.execPath, [file('request.mts', written().as('typescript'))]), reply);
    assertSent();
  });

  it('runs as Python, which prints the reply', async function () {
    if (!has('python3')) this.skip();
    assert.equal(await run('python3', [file('request.py', written().as('python'))]), reply);
    assertSent();
  });
});
