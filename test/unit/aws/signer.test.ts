/** Requests to Claude Platform on AWS, as they arrive: signed as another implementation signs them, or with a key. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sign } from 'aws4';
import { createSigner } from '../../../src/aws/signer.ts';
import { Base64 } from '../../../src/chat/base64.ts';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { failureOf } from '../../../src/chat/failure.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import type { SimRequest } from '../../sim/simRequest.ts';

const region = 'eu-west-2';
const workspaceId = 'wrkspc_01canary';
const at = Date.UTC(2026, 10, 21, 22, 0, 0);
const accessKeyId = 'AKIDEXAMPLE';
const secretAccessKey = 'canary/K7MDENG+bPxRfiCYEXAMPLEKEY';
const sessionToken = 'canary-token/with+signs==';

describe('Claude Platform on AWS', () => {
  let simulator: Simulator;
  let folder: string;
  let environmentBefore: NodeJS.ProcessEnv;
  before(async () => {
    simulator = await startSimulator({ requireKey: true, signed: true });
    folder = mkdtempSync(join(tmpdir(), 'parley-aws-'));
  });
  after(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    simulator.reset();
    environmentBefore = { ...process.env };
    for (const name of Object.keys(process.env)) if (/^(AWS|ECS)_/.test(name)) delete process.env[name];
    // Nothing of this machine's, and nothing of the network's.
    environment({
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    });
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in environmentBefore)) delete process.env[name];
    Object.assign(process.env, environmentBefore);
  });

  const environment = (variables: Readonly<Record<string, string>>) => Object.assign(process.env, variables);
  const client = (apiKey: string | null = null, now = () => at) =>
    createModelApi({
      ...{ baseUrl: simulator.url, apiKey, stallTimeout: 5000, userAgent: 'Parley/test', now },
      aws: { region, workspaceId, signer: apiKey === null ? createSigner({ region, now }) : null },
    });
  const aborted = () => new AbortController().signal;
  const ask = (text: string): ChatRequest => ({
    model: 'claude-sonnet-5-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  });
  async function errorOf(api: ReturnType<typeof client>): Promise<ChatError> {
    const error = await api.stream(ask('Why?'), aborted(), () => {}).then(() => assert.fail('a reply came'), failureOf);
    assert.doesNotMatch(JSON.stringify(error), /canary/);
    return error;
  }

  /** What another implementation makes of a request as it arrived, of the headers that the signature names. */
  function signedByAnother(received: SimRequest, token?: string): string | undefined {
    const names = /SignedHeaders=([^,]+)/.exec(received.headers.authorization ?? '')?.[1]?.split(';') ?? [];
    const query = received.query.toString();
    const request = {
      ...{ service: 'aws-external-anthropic', region, method: received.method, body: received.rawBody },
      path: received.path + (query === '' ? '' : `?${query}`),
      headers: Object.fromEntries(names.map((name) => [name, String(received.headers[name])])),
      // It would sign that, too.
      extraHeadersToIgnore: { 'content-length': true },
    };
    const signed = sign(request, { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) });
    return signed.headers?.['Authorization']?.toString();
  }

  it('signs requests as another implementation signs them', async () => {
    environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const api = client();
    const picture = new Base64(
      new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')),
    );
    const withPicture: ChatRequest = {
      ...ask(''),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } },
            { type: 'text', text: 'What is “this”? ☕' },
          ],
        },
      ],
    };
    for (const request of [ask('Why?'), ask(' \u2028 \\ ☕'), withPicture]) {
      simulator.script({ reply: { text: 'Because.' } });
      await api.stream(request, aborted(), () => {});
    }
    assert.ok((await api.listModels(aborted())).length > 10);
    assert.equal(simulator.requests.length, 4);
    for (const received of simulator.requests) {
      const { headers } = received;
      assert.match(
        headers.authorization ?? '',
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261121\/eu-west-2\/aws-external-anthropic\/aws4_request, /,
      );
      assert.equal(headers.authorization, signedByAnother(received));
      assert.equal(headers['anthropic-workspace-id'], workspaceId);
      assert.equal(headers['x-amz-date'], '20261121T220000Z');
    }
    const names = simulator.requests.map(({ headers }) => /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]);
    assert.equal(names[0], 'anthropic-version;anthropic-workspace-id;content-type;host;x-amz-content-sha256;x-amz-date');
  });

  it('sends the token of a session with it, and signs that', async () => {
    environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken });
    simulator.script({ reply: { text: 'Because.' } });
    await client().stream(ask('Why?'), aborted(), () => {});
    const received = simulator.requests[0] ?? assert.fail('no request came');
    assert.equal(received.headers['x-amz-security-token'], sessionToken);
    assert.match(received.headers.authorization ?? '', /SignedHeaders=[^,]*x-amz-security-token/);
    assert.equal(received.headers.authorization, signedByAnother(received, sessionToken));
  });

  it('takes credentials from the shared file, by profile, and looks again where there were none', async () => {
    const file = join(folder, 'credentials');
    environment({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: 'work' });
    const api = client();
    assert.equal((await errorOf(api)).kind, 'aws');
    writeFileSync(
      file,
      `[default]\naws_access_key_id = OTHER\naws_secret_access_key = other\n[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    simulator.script({ reply: { text: 'Because.' } });
    await api.stream(ask('Why?'), aborted(), () => {});
    const received = simulator.requests[0] ?? assert.fail('no request came');
    assert.equal(received.headers.authorization, signedByAnother(received));
  });

  it('with a key: a bearer and the workspace, and nothing is signed', async () => {
    environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const api = client('sk-ant-aws-key');
    simulator.script({ reply: { text: 'Because.' } });
    await api.stream(ask('Why?'), aborted(), () => {});
    await api.listModels(aborted());
    for (const { headers } of simulator.requests) {
      assert.equal(headers.authorization, 'Bearer sk-ant-aws-key');
      assert.equal(headers['anthropic-workspace-id'], workspaceId);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('x-amz')),
        [],
      );
    }
  });

  it('is copied as curl that signs by itself, and nothing secret is in it', async function () {
    if (spawnSync('curl', ['--aws-sigv4', 'aws:amz', '--version']).status !== 0) this.skip();
    const written = client().write(ask('Why “this”? ☕'));
    assert.deepEqual(written.forms, ['curl']);
    assert.match(written.text, /^\/\/ authorization: AWS4-HMAC-SHA256 •+$/m);
    assert.match(written.text, /^\/\/ anthropic-workspace-id: wrkspc_01canary$/m);
    for (const token of [undefined, sessionToken]) {
      const variables = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token ?? '' };
      simulator.script({ reply: { text: 'Because.' } });
      const printed = await promisify(execFile)('sh', ['-c', written.as('curl')], { env: { PATH: process.env['PATH'], ...variables } });
      assert.match(printed.stdout, /Because\./);
      const received = simulator.requests.at(-1) ?? assert.fail('no request came');
      assert.equal(normal(received.headers.authorization), normal(signedByAnother(received, token)));
    }
  });

  /** With or without a space behind its commas. */
  const normal = (authorization: string | undefined) => authorization?.replace(/, */g, ', ');

  it('asks nothing without credentials', async () => {
    const error = await errorOf(client());
    assert.deepEqual({ kind: error.kind, problem: error.kind === 'aws' && error.problem }, { kind: 'aws', problem: 'missing' });
    const list = await client()
      .listModels(aborted())
      .then(() => assert.fail('a list came'), failureOf);
    assert.equal(list.kind, 'aws');
    assert.equal(simulator.requests.length, 0);
  });

  it('finds others when those that it had have expired', async () => {
    const file = join(folder, 'rotated');
    const write = (id: string) => writeFileSync(file, `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secretAccessKey}\n`);
    environment({ AWS_SHARED_CREDENTIALS_FILE: file });
    write('AKIDOLD');
    const api = client();
    simulator.script({
      answer: {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: '{"message":"The security token included in the request is expired"}',
      },
    });
    const error = await errorOf(api);
    assert.equal(error.kind === 'aws' && error.problem, 'expired');
    write(accessKeyId);
    simulator.script({ reply: { text: 'Because.' } });
    await api.stream(ask('Why?'), aborted(), () => {});
    assert.match(simulator.requests[1]?.headers.authorization ?? '', /AKIDEXAMPLE/);
  });

  const json = { 'content-type': 'application/json' };
  const answers: readonly [status: number, body: string, problem: string][] = [
    [403, '{"message":"The security token included in the request is expired"}', 'expired'],
    [403, '{"message":"The security token included in the request is invalid."}', 'rejected'],
    [403, '{"message":"The request signature we calculated does not match the signature you provided."}', 'rejected'],
    [
      403,
      '{"message":"The request signature we calculated does not match: host:x\\nx-amz-security-token:canary-token/with+signs=="}',
      'rejected',
    ],
    [403, '{"message":"Credential should be scoped to a valid region."}', 'region'],
    [403, '{"Message":"User: arn:aws:iam::1:user/x is not authorized to perform: aws-external-anthropic:CreateInference"}', 'notAllowed'],
    [403, '{"type":"error","error":{"type":"permission_error","message":"No access to this workspace."}}', 'notAllowed'],
  ];
  for (const [status, body, problem] of answers)
    it(`tells what AWS says: ${body} is ${problem}`, async () => {
      environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
      simulator.script({ answer: { status, headers: json, body } });
      const error = await errorOf(client());
      assert.deepEqual([error.kind, error.kind === 'aws' && error.problem], ['aws', problem]);
    });

  it('says nothing of the credentials again, however a server repeats them', async () => {
    environment({ AWS_ACCESS_KEY_ID: 'AKIDcanary', AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken });
    for (const message of [
      `The token ${sessionToken} of AKIDcanary is not known`,
      JSON.stringify({ headers: { 'X-Amz-Security-Token': sessionToken } }),
    ]) {
      simulator.script({ answer: { status: 403, headers: json, body: JSON.stringify({ message }) } });
      const { detail } = await errorOf(client());
      assert.match(detail, /…/);
    }
  });

  it('tells of a clock that is hours off', async () => {
    environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const date = new Date(at - 3 * 3_600_000).toUTCString();
    const body = '{"message":"Signature not yet current: 20261121T220000Z is still later than 20261121T190500Z"}';
    simulator.script({ answer: { status: 403, headers: { ...json, date }, body } });
    const error = await errorOf(client());
    assert.deepEqual([error.kind, error.kind === 'clockOff' && error.ahead], ['clockOff', 3 * 3_600_000]);
  });

  it('is tested step by step: without credentials it says so', async () => {
    const steps = await client(null, Date.now).check('claude-sonnet-5-5', aborted(), () => {});
    const failed = steps.filter(({ state }) => state === 'failed');
    assert.deepEqual(
      failed.map(({ name }) => name),
      ['key'],
    );
  });
});
