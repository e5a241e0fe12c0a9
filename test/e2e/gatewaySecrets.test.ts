/** The values of a gateway's headers: looked for as the key is, in all that a session which used them has left. */
import assert from 'node:assert/strict';
import { CanarySession } from './driver/canarySession.ts';
import { until } from './driver/until.ts';
import { pickRow, quickInput, quickRows, runCommand, typeIntoInputBox } from './driver/workbench.ts';

const team = 'canary-of-the-team-X4p9Lw2Hn7Tc';
const token = 'canary+token/of-the-gateway=Z8m3Vd6Kq1';
const secrets = [team, token];

describe('the headers of a gateway', function () {
  this.timeout(300_000);
  let session: CanarySession;

  before(async () => {
    session = await CanarySession.open({ secrets, headers: ['x-team', 'x-gateway-token'], simulator: {} });
  });
  after(() => session.close());

  async function addHeader(name: string, value: string): Promise<void> {
    const { page } = session;
    await pickRow(page, 'Add a header…');
    await page.getByText('The name of the header').waitFor();
    await typeIntoInputBox(page, name);
    await until('the box for the value', async () => (await quickInput(page).getAttribute('type')) === 'password');
    await session.look(`before ${name} is typed`);
    await typeIntoInputBox(page, value);
    await quickRows(page).filter({ hasText: name }).waitFor();
    await session.look(`with ${name} in the list`);
  }

  it('are set and used; servers repeat them in errors and lead elsewhere', async () => {
    await runCommand(session.page, 'Parley: Set Gateway Headers…');
    await addHeader('x-team', team);
    await addHeader('x-gateway-token', `Bearer ${token}`);
    await session.page.keyboard.press('Escape');
    await session.send('Why?', 'complete');
    await session.meetServers(`${team}, ${token}`);
    await session.testConnection(`${team}, ${token}`);
  });

  it('are in nothing that is shown, copied, exported or logged', async () => {
    await session.showAll(['curl', 'TypeScript', 'Python']);
    await session.exportAll();
    await session.crash();
  });

  it('are in no file, log, message or text; only in requests to the server that is configured', async () => {
    const requests = await session.assertNothingFound();
    const used = requests.filter(({ headers }) => headers['x-team'] === team && headers['x-gateway-token'] === `Bearer ${token}`);
    assert.ok(used.length >= 10, `${used.length} of ${requests.length} requests had them`);
  });
});
