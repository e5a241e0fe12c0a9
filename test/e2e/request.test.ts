/** The request as the user is shown it, in a real window: what is sent, word for word, and ready to run elsewhere. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { pickFrom, quickInput, runCommand, typeIntoInputBox } from './driver/workbench.ts';

const key = 'sk-ant-api03-canary-of-the-request-view';

describe('the request, visible', () => {
  let simulator: Simulator;
  let page: Page;
  let parley: FrameLocator;
  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });

  before(async () => {
    simulator = await startSimulator({ requireKey: true });
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    ({ page } = await openWindow({ editor }));
    parley = await openParley(page);
    await runCommand(page, 'Parley: Set API Key');
    await until('the box for the key', async () => (await quickInput(page).getAttribute('type')) === 'password');
    await typeIntoInputBox(page, key);
    // A key that is set is tried.
    await until('the trial', async () => simulator.requests.some(({ path }) => path.startsWith('/v1/models')));
  });
  after(() => simulator.close());

  /** Copies all of the document that is open, by the editor's own commands. */
  async function textOfDocument(): Promise<string> {
    await page.locator('.editor-instance .view-lines').last().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    return page.evaluate(() => navigator.clipboard.readText());
  }

  const bodyOf = (text: string): unknown => JSON.parse(text.replace(/^\/\/.*$/gm, ''));

  it('shows what is in the box as it is then sent, and the last request as it was', async () => {
    await box().fill('Why is the sky “blue”?');
    await runCommand(page, 'Parley: Show Request');
    await page.getByRole('tab', { name: 'Next request.jsonc' }).waitFor();
    const next = await textOfDocument();
    assert.match(next, /^\/\/ POST http:\/\/127\.0\.0\.1:\d+\/v1\/messages\n\/\/ authorization: Bearer •+\n\/\/ anthropic-version: /);
    assert.equal(simulator.requests.filter(({ path }) => path === '/v1/messages').length, 0);
    await screenshot(page, 'request/next');

    await box().focus();
    await box().press('Enter');
    await parley.locator('[data-role="assistant"][data-status="complete"]').waitFor();
    const sent = simulator.requests.at(-1)?.body;
    assert.deepEqual(bodyOf(next), sent);
    assert.equal(simulator.requests.at(-1)?.headers['authorization'], `Bearer ${key}`);

    await pickFrom(page, 'Parley: Show Request', 'Last request');
    await page.getByRole('tab', { name: 'Last request.jsonc' }).waitFor();
    const last = await textOfDocument();
    assert.deepEqual(bodyOf(last), sent);
    assert.ok(!(next + last).includes('canary'), 'no key in what is shown');
  });

  it('shows the events of the reply as they came', async () => {
    simulator.script({ reply: { thinking: 'Hm.', deltas: ['Because ', 'of **air**.'] } });
    await box().fill('And at night?');
    await box().press('Enter');
    await parley.locator('[data-role="assistant"][data-status="complete"]').nth(1).waitFor();
    await pickFrom(page, 'Parley: Show Request', /Last reply\s*Its/);
    await page.getByRole('tab', { name: 'Last reply.jsonl' }).waitFor();
    await screenshot(page, 'request/reply');
    const events = (await textOfDocument())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(events[0].type, 'message_start');
    assert.equal(events.at(-1).type, 'message_stop');
    const texts = events.map(({ delta }) => delta?.text ?? '');
    assert.equal(texts.join(''), 'Because of **air**.');
    assert.equal(await page.getByRole('button', { name: 'Copy Request As…' }).count(), 0);
    await page.keyboard.press('Control+W');
    await page.getByRole('tab', { name: 'Last request.jsonc' }).click();
  });

  it('copies it as curl, without the key', async () => {
    await pickFrom(page, () => page.getByRole('button', { name: 'Copy Request As…' }).click(), 'curl');
    const copied = await until('the copy', async () => {
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text.startsWith('curl ') && text;
    });
    assert.ok(copied.includes('Why is the sky “blue”?') && copied.includes('$ANTHROPIC_API_KEY') && !copied.includes('canary'), copied);
  });
});
