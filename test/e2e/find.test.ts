/** Finding in a conversation, in a real window: over text that is on the page, folded away, or not on the page at all. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { parleyFrame } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';

describe('finding in a conversation', () => {
  let chat: OpenChat;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    chat = await openChat();
    page = chat.window.page;
    parley = chat.parley;
    const filler = 'A paragraph that says nothing of it, at some length, so that there is something to scroll over.\n\n'.repeat(12);
    const replies = [
      `The **first needle** is here.\n\n${filler}And the second \`needle\` is there.`,
      `${filler}\n\n\`\`\`ts\nconst needle = 3;\n\`\`\`\n\nnee dle`,
      'Nothing to see.',
    ];
    const prompts = ['Where is it?', 'And elsewhere?', `Look:\n${'one more line\n'.repeat(20)}the NÉEDLE at the end`];
    for (const [n, prompt] of prompts.entries()) {
      chat.simulator.script({ reply: { text: replies[n] ?? '' } });
      await chat.box.fill(prompt);
      await chat.box.press('Enter');
      await chat.answers.nth(n).waitFor();
    }
  });
  after(() => chat.close());

  const bar = () => parley.getByRole('textbox', { name: 'Find in conversation' });
  const count = () => parley.locator('.find-count').textContent();
  /** What is painted as the current match, whether it is in sight, and how many are painted in all. */
  const painted = async () =>
    (await parleyFrame(page)).evaluate(() => {
      const ranges = (name: string) => [...(CSS.highlights.get(name) ?? [])].filter((each) => each instanceof Range);
      const [current] = ranges('find-current');
      const list = document.querySelector('.turn-list')?.getBoundingClientRect();
      const box = current?.getBoundingClientRect();
      const seen = list !== undefined && box !== undefined && box.top >= list.top && box.bottom <= list.bottom;
      return { text: current?.toString() ?? '', seen, all: ranges('find-match').length };
    });
  const at = (label: string, text: string) =>
    until(`${label}, in sight`, async () => {
      const now = await painted();
      return (await count()) === label && now.text === text && now.seen;
    });

  it('is opened by Ctrl+F, and leads from match to match, round and round', async () => {
    await parley.getByRole('textbox', { name: 'Message Claude' }).click();
    await page.keyboard.press('Control+F');
    await bar().waitFor();
    await page.keyboard.type('needle');
    await until('a count', async () => /of 4$/.test((await count()) ?? ''));
    while ((await count()) !== '1 of 4') {
      const before = await count();
      await page.keyboard.press('Enter');
      await until('the next', async () => (await count()) !== before);
    }
    await at('1 of 4', 'needle');
    await page.keyboard.press('Enter');
    await at('2 of 4', 'needle');
    await screenshot(page, 'find/second');
    await page.keyboard.press('Enter');
    await at('3 of 4', 'needle');
    await page.keyboard.press('Enter');
    await at('4 of 4', 'NÉEDLE');
    assert.equal((await painted()).all, 4);
    await screenshot(page, 'find/unfolded');
    await page.keyboard.press('Enter');
    await at('1 of 4', 'needle');
    await page.keyboard.press('Shift+Enter');
    await at('4 of 4', 'NÉEDLE');
  });

  it('says when there is nothing, and Escape ends it where it was', async () => {
    await bar().fill('haystack');
    await parley.getByText('No results').waitFor();
    await bar().fill('first needle');
    await at('1 of 1', 'first needle');
    await bar().press('Escape');
    await bar().waitFor({ state: 'detached' });
    assert.equal((await painted()).all, 0);
    const focused = await (await parleyFrame(page)).evaluate(() => document.activeElement?.getAttribute('role'));
    assert.equal(focused, 'article');
  });
});
