/** Claude Platform on AWS, by the connection: a key where there is one, else a signature, and no key of anybody else's. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { createSigner } from '../../src/aws/signer.ts';
import { failureOf } from '../../src/chat/failure.ts';
import { ApiKey } from '../../src/host/apiKey.ts';
import { Connection } from '../../src/host/connection.ts';
import { GatewayHeaders } from '../../src/host/gatewayHeaders.ts';
import { type Settings, SettingsReader } from '../../src/host/settings.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { FakeSecrets } from './fakeSecrets.ts';

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'canary/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
};

describe('Claude Platform on AWS', () => {
  let simulator: Simulator;
  const environment = { ...process.env };
  before(async () => {
    simulator = await startSimulator({ requireKey: true, signed: true });
    Object.assign(process.env, credentials);
  });
  after(async () => {
    for (const name of Object.keys(credentials)) delete process.env[name];
    Object.assign(process.env, environment);
    await simulator.close();
  });
  beforeEach(() => simulator.reset());

  /** A connection by settings that can change, and the secrets that it reads. */
  function open(first: Partial<Settings>) {
    const secrets = new FakeSecrets();
    let changed: Partial<Settings> = { baseUrl: simulator.url, ...first };
    const settings = (): Settings => ({ ...new SettingsReader().read(), ...changed });
    const apiKey = new ApiKey(secrets, () => settings().provider);
    const connection = new Connection(apiKey, new GatewayHeaders(secrets), settings, 'Parley/test');
    return {
      ...{ secrets, apiKey, connection },
      set: (more: Partial<Settings>) => {
        changed = { ...changed, ...more };
      },
      list: async () => (await connection.connect()).listModels(new AbortController().signal),
    };
  }
  const workspace = { provider: 'aws', awsRegion: 'us-east-1', awsWorkspaceId: 'wrkspc_01' } as const;
  const authorizations = () => simulator.requests.map(({ headers }) => headers.authorization?.split(/ |\//).slice(0, 2).join(' '));

  it('is asked with the key of its own, else with a signature; the other provider’s key goes to neither', async () => {
    const { apiKey, set, list, secrets, connection } = open(workspace);
    set({ provider: 'anthropic' });
    await apiKey.write('sk-ant-of-anthropic');
    set({ provider: 'aws' });
    assert.deepEqual(connection.view, { kind: 'ready', host: new URL(simulator.url).host });
    await list();
    await apiKey.write('sk-ant-of-aws');
    await list();
    set({ provider: 'anthropic' });
    await list();
    assert.deepEqual(authorizations(), ['AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE', 'Bearer sk-ant-of-aws', 'Bearer sk-ant-of-anthropic']);
    assert.deepEqual(
      simulator.requests.map(({ headers }) => headers['anthropic-workspace-id']),
      ['wrkspc_01', 'wrkspc_01', undefined],
    );
    assert.deepEqual([...secrets.all.keys()].sort(), ['parley.apiKey', 'parley.apiKey.aws']);
  });

  for (const missing of [{ awsRegion: '' }, { awsWorkspaceId: '' }])
    it(`asks nothing before it is set: ${JSON.stringify(missing)}`, async () => {
      const { list } = open({ ...workspace, ...missing });
      const error = await list().then(() => assert.fail('a list came'), failureOf);
      assert.deepEqual([error.kind, error.kind === 'aws' && error.problem], ['aws', 'unset']);
      assert.equal(simulator.requests.length, 0);
    });

  it('has a bundle of its own that signs as it is built', async () => {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const bundle = join(extension.extensionPath, 'dist', 'aws.js');
    const built: { createSigner: typeof createSigner } = createRequire(bundle)(bundle);
    const signer = built.createSigner({ region: 'us-east-1', now: () => 0 });
    const signed = await signer.sign({ method: 'GET', url: `${simulator.url}/v1/models`, headers: {}, body: [] });
    assert.deepEqual(Object.keys(signed).sort(), ['authorization', 'x-amz-content-sha256', 'x-amz-date']);
  });
});
