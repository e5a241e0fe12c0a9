/** Going elsewhere in the middle of things: the view is taken away without a word, and what was there must be there again. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { openWindow } from './driver/editorWindow.ts';
import { openParley, parleyIcon, startParley } from './driver/parley.ts';
import { until } from './driver/until.ts';

describe('leaving', () => {
  let simulator: Simulator;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    ({ page } = await openWindow({ editor }));
    parley = await openParley(page);
  });
  after(() => simulator.close());

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const explorer = () => page.locator('.part.activitybar').getByRole('tab', { name: /^Explorer/ });

  it('keeps what was typed up to the click that hides the view', async () => {
    for (const text of ['Typed in a hurry', 'Typed in a hurry, twice']) {
      await box().fill(text.slice(0, -1));
      await box().press(text.slice(-1));
      await explorer().click();
      await parleyIcon(page).click();
      parley = await openParley(page);
      await until('the draft', async () => (await box().inputValue()) === text);
    }
    await box().fill('');
  });

  it('lists what was said in this window as soon as it is left', async () => {
    simulator.script({ reply: { text: 'Because.' } });
    await box().fill('Why is the sky blue?');
    await box().press('Enter');
    await parley.getByText('Because.').waitFor();
    await page.getByRole('button', { name: 'New Conversation' }).click();
    await parley.getByRole('button', { name: /Why is the sky blue/ }).click();
    await parley.getByText('Because.').waitFor();
    assert.equal(await box().inputValue(), '');
  });
});
