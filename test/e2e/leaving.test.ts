/** Going elsewhere in the middle of things: the view is taken away without a word, and what was there must be there again. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { openParley, parleyIcon } from './driver/parley.ts';
import { until } from './driver/until.ts';

describe('leaving', () => {
  let chat: OpenChat;
  let page: Page;

  before(async () => {
    chat = await openChat();
    page = chat.window.page;
  });
  after(() => chat.close());

  const explorer = () => page.locator('.part.activitybar').getByRole('tab', { name: /^Explorer/ });

  it('keeps what was typed up to the click that hides the view', async () => {
    for (const text of ['Typed in a hurry', 'Typed in a hurry, twice']) {
      await chat.box.fill(text.slice(0, -1));
      await chat.box.press(text.slice(-1));
      await explorer().click();
      await parleyIcon(page).click();
      await openParley(page);
      let shown = '';
      await until('the draft', async () => {
        shown = await chat.box.inputValue();
        return shown === text;
      }).catch(() => assert.equal(shown, text));
    }
    await chat.box.fill('');
  });

  it('lists what was said in this window as soon as it is left', async () => {
    chat.simulator.script({ reply: { text: 'Because.' } });
    await chat.box.fill('Why is the sky blue?');
    await chat.box.press('Enter');
    await chat.parley.getByText('Because.').waitFor();
    await page.getByRole('button', { name: 'New Conversation' }).click();
    // Else it may be the title that is clicked, which is a button, too.
    await chat.parley.getByText('Because.').waitFor({ state: 'detached' });
    await chat.parley.getByRole('button', { name: /Why is the sky blue/ }).click();
    await chat.parley.getByText('Because.').waitFor();
    // It is there until the prompt is on the disk.
    await until('the box to be empty', async () => (await chat.box.inputValue()) === '');
  });
});
