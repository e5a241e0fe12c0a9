/** A gateway, in a real window: its headers by the palette, the test of the connection step by step, and nothing secret in sight. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { htmlPage } from '../sim/faults.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { dialog, pickFrom, quickInput, quickRows, runCommand, typeIntoInputBox } from './driver/workbench.ts';

const secret = 'canary-of-the-gateway';

describe('a gateway', () => {
  let simulator: Simulator;
  let editor: Editor;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator({ prefix: '/claude' });
    editor = await startParley({ settings: { 'parley.baseUrl': `${simulator.url}/claude` } });
    ({ page } = await openWindow({ editor }));
    parley = await openParley(page);
  });
  after(() => simulator.close());

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const steps = async (mark: string) => {
    await dialog(page).getByText(mark).waitFor();
    return (await dialog(page).locator('.dialog-message-detail').textContent()) ?? '';
  };
  const logs = () =>
    readdirSync(join(editor.userDataDir, 'logs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('Parley.log'))
      .map((name) => readFileSync(join(editor.userDataDir, 'logs', name), 'utf8'))
      .join('\n');

  it('is told a header by name and value, and the list shows the name only', async () => {
    await pickFrom(page, 'Parley: Set Gateway Headers…', 'Add a header…');
    await page.getByText('The name of the header').waitFor();
    await typeIntoInputBox(page, 'Host', false);
    await page.getByText('Parley sets the header host itself.').waitFor();
    await typeIntoInputBox(page, 'X-Team');
    await until('the box for the value', async () => (await quickInput(page).getAttribute('type')) === 'password');
    await typeIntoInputBox(page, secret);
    await quickRows(page).filter({ hasText: 'x-team' }).waitFor();
    await screenshot(page, 'gateway/headers');
    assert.ok(!(await quickRows(page).allTextContents()).join().includes(secret));
    await page.keyboard.press('Escape');
  });

  it('gets it with every prompt, below its path, and the shown request masks it', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    await box().fill('Why?');
    await box().press('Enter');
    await parley.getByText('Because.').waitFor();
    const sent = simulator.requests.find(({ path }) => path === '/claude/v1/messages');
    assert.equal(sent?.headers['x-team'], secret);
    await pickFrom(page, 'Parley: Show Request', 'Last request');
    await page.getByRole('tab', { name: 'Last request.jsonc' }).waitFor();
    await page.getByText('x-team: ••••••••').waitFor();
  });

  it('is tested step by step: all works', async () => {
    await runCommand(page, 'Parley: Test Connection');
    const said = await steps('works.');
    for (const step of [
      '✓ Name',
      '✓ Proxy',
      '✓ Connection',
      '– Encryption',
      '✓ Answer',
      '✓ Key',
      '✓ Model',
      '✓ Reply of one token',
      '✓ Clock',
    ])
      assert.ok(said.includes(step), `${step} in ${said}`);
    await screenshot(page, 'gateway/works');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('is tested step by step: what does not work, and what to do about it', async () => {
    simulator.script({ ...htmlPage, endpoint: 'models' });
    await runCommand(page, 'Parley: Test Connection');
    const said = await steps('does not work.');
    assert.ok(said.includes('✗ Answer: A web page came from') && said.includes('– Key: not tried'), said);
    await screenshot(page, 'gateway/does-not-work');
    await dialog(page).getByRole('button', { name: 'Test again' }).click();
    await steps('works.');
    await page.keyboard.press('Escape');
    assert.match(logs(), /✗ Answer: A web page/);
    assert.ok(!logs().includes(secret), 'nothing secret in the log');
  });
});
