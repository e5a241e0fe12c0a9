/**
 * The key, and what else must not get out: after a session that does what may let it slip, it is looked for in everything that was written, shown,
 * copied, exported or said to the page, in whatever form. It is in the requests to the server that is configured and nowhere else. The same of what
 * else says who asks: `gatewaySecrets.test.ts`, `awsSecrets.test.ts`.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow, formsOf, searchFor } from './driver/canaries.ts';
import { CanarySession } from './driver/canarySession.ts';
import { until } from './driver/until.ts';
import { quickInput, runCommand, typeIntoInputBox } from './driver/workbench.ts';

const key = 'sk-ant-api03-canary-Q7x2Vn9Lk4Wd8Rt1Zb6Ym3';
/** In the environment of the editor: they are read by nobody. */
const environment = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary-environment-H5s8Gf2Pq',
  ANTHROPIC_AUTH_TOKEN: 'canary-token-environment-J3k6Mv9Xc',
  ANTHROPIC_CUSTOM_HEADERS: 'x-canary: canary-header-environment-B4n7Tz1Ld',
  ANTHROPIC_LOG: 'debug',
};
const secrets = [key, environment.ANTHROPIC_API_KEY, environment.ANTHROPIC_AUTH_TOKEN, 'canary-header-environment-B4n7Tz1Ld'];

describe('the key', function () {
  this.timeout(300_000);
  let session: CanarySession;

  before(async () => {
    session = await CanarySession.open({
      secrets,
      headers: ['authorization'],
      simulator: { requireKey: true, keys: [key] },
      environment: (elsewhere) => ({ ...environment, ANTHROPIC_BASE_URL: elsewhere }),
    });
  });
  after(() => session.close());

  it('is set, used and refused; servers repeat it in errors and lead elsewhere', async () => {
    const { page, simulator } = session;
    await runCommand(page, 'Parley: Set API Key');
    await until('the box for the key', async () => (await quickInput(page).getAttribute('type')) === 'password');
    await typeIntoInputBox(page, key);
    await until('the trial', async () => simulator.requests.some(({ path }) => path.startsWith('/v1/models')));
    await session.send('Why?', 'complete');
    await session.meetServers(key);
    await session.testConnection(key);
  });

  it('is in nothing that is shown, copied, exported or logged', async () => {
    await session.showAll(['curl', 'TypeScript', 'Python']);
    await session.exportAll();
    await session.crash();
  });

  it('is found where it is: each form of it, in a file that holds nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-canary-'));
    try {
      const forms = [...formsOf(key)];
      for (const [at, [, bytes]] of forms.entries()) writeFileSync(join(folder, String(at)), Buffer.concat([Buffer.from('xx'), bytes]));
      const { places, found } = searchFor([key], filesBelow(folder));
      assert.equal(places, forms.length);
      for (const [at, [form]] of forms.entries()) assert.ok(found.includes(`${join(folder, String(at))}: ${form}`), form);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is in no file, log, message or text; only in requests to the server that is configured', async () => {
    const requests = await session.assertNothingFound();
    const sent = requests.map(({ headers }) => headers.authorization);
    // Before it is set, there is none to be sent.
    assert.ok(sent.filter((each) => each === `Bearer ${key}`).length >= 10);
    assert.deepEqual(
      [...new Set(sent)].filter((each) => each !== undefined && each !== `Bearer ${key}`),
      [],
    );
    for (const { headers } of requests) assert.equal(headers['x-canary'], undefined);
  });
});
