/** The headers of a gateway: kept as secrets, each for the server that it was set for. */
import assert from 'node:assert/strict';
import { ApiKey } from '../../src/host/apiKey.ts';
import { Connection } from '../../src/host/connection.ts';
import { GatewayHeaders, nameProblem, valueProblem } from '../../src/host/gatewayHeaders.ts';
import { PatientSecrets } from '../../src/host/patientSecrets.ts';
import { type Settings, SettingsReader } from '../../src/host/settings.ts';
import { startSimulator } from '../sim/server.ts';
import { FakeSecrets } from './fakeSecrets.ts';

const gateway = 'https://gateway.example/claude';

describe('the headers of a gateway', () => {
  it('are kept for their server, whatever the path, and for no other', async () => {
    const headers = new GatewayHeaders(new FakeSecrets());
    await headers.write(gateway, { 'x-team': 'one', 'x-key': 'two' });
    await headers.write('http://127.0.0.1:8080', { 'x-team': 'three' });
    assert.deepEqual(await headers.read('https://gateway.example'), { 'x-team': 'one', 'x-key': 'two' });
    assert.deepEqual(await headers.read('http://127.0.0.1:8080/v'), { 'x-team': 'three' });
    for (const other of ['http://gateway.example', 'https://gateway.example:8443', 'https://api.anthropic.com', 'http://127.0.0.1'])
      assert.deepEqual(await headers.read(other), {}, other);
  });

  it('are one secret, which goes with the last of them', async () => {
    const secrets = new FakeSecrets();
    const headers = new GatewayHeaders(secrets);
    await headers.write(gateway, { 'x-team': 'one' });
    assert.deepEqual([...secrets.all.keys()], ['parley.gatewayHeaders']);
    await headers.write(gateway, {});
    assert.equal(secrets.all.size, 0);
  });

  for (const [stored, read] of [
    ['nonsense', {}],
    ['[]', {}],
    ['{"https://gateway.example": 7}', {}],
    [
      '{"https://gateway.example": {"x-team": "one", "x-number": 7, "host": "other", "x y": "z", "x-two": "a\\nb", "X-Up": "v"}}',
      { 'x-team': 'one' },
    ],
  ] as const)
    it(`is read as unknown: ${stored}`, async () => {
      const secrets = new FakeSecrets();
      secrets.all.set('parley.gatewayHeaders', stored);
      assert.deepEqual(await new GatewayHeaders(secrets).read(gateway), read);
    });

  it('are known with the key when a request is made, also where nobody tells them any more', async () => {
    const [storage, simulator] = [new FakeSecrets(), await startSimulator()];
    const secrets = new PatientSecrets(storage, 0);
    try {
      storage.all.set('parley.gatewayHeaders', JSON.stringify({ [simulator.url]: { 'x-team': 'canary' } }));
      const settings = (): Settings => ({ ...new SettingsReader().read(), baseUrl: simulator.url });
      const connection = new Connection(new ApiKey(secrets, () => 'anthropic'), new GatewayHeaders(secrets), settings, 'Parley/test');
      await connection.update();
      storage.get = () => new Promise(() => {});
      await (await connection.connect()).listModels(new AbortController().signal);
      assert.equal(simulator.requests[0]?.headers['x-team'], 'canary');
    } finally {
      secrets.dispose();
      await simulator.close();
    }
  });

  it('have names and values that HTTP can carry, and none of Parley’s own names but the key’s', () => {
    for (const name of ['x-team', 'X-Api-Key', 'authorization', 'cf-aig-authorization']) assert.equal(nameProblem(name), undefined, name);
    for (const name of ['x team', 'x:y', 'ü', '', 'Host', 'content-length', 'anthropic-version', 'User-Agent', 'cookie'])
      assert.ok(nameProblem(name), name);
    for (const value of ['a', 'Bearer abc=', ' a b ']) assert.equal(valueProblem(value), undefined, value);
    for (const value of ['', '  ', 'a\nb', 'ü', '\x7f']) assert.ok(valueProblem(value), JSON.stringify(value));
  });

  it('go to their server by the connection, and no longer where the address is another', async () => {
    const [one, other] = [await startSimulator(), await startSimulator()];
    try {
      const secrets = new FakeSecrets();
      const headers = new GatewayHeaders(secrets);
      let baseUrl = one.url;
      const settings = (): Settings => ({ ...new SettingsReader().read(), baseUrl });
      const connection = new Connection(new ApiKey(secrets, () => 'anthropic'), headers, settings, 'Parley/test');
      const list = async () => (await connection.connect()).listModels(new AbortController().signal);
      await list();
      await headers.write(one.url, { 'x-team': 'canary' });
      await list();
      baseUrl = other.url;
      await list();
      assert.deepEqual(
        one.requests.map(({ headers: its }) => its['x-team']),
        [undefined, 'canary'],
      );
      assert.deepEqual(
        other.requests.map(({ headers: its }) => its['x-team']),
        [undefined],
      );
    } finally {
      await one.close();
      await other.close();
    }
  });
});
