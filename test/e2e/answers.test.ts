/** What can be done with an answer in a real window: its files opened, its diagrams shown, its code folded, wrapped and scrolled. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { openParley, parleyFrame } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { setViewWidth } from './driver/workbench.ts';

const fence = '```';

describe('an answer', () => {
  let chat: OpenChat;
  let page: Page;

  before(async () => {
    chat = await openChat();
    page = chat.window.page;
  });
  after(() => chat.close());

  let answers = 0;
  async function answer(text: string): Promise<void> {
    chat.simulator.script({ reply: { deltas: text.split(/(?<=\n)/), deltasPerSecond: 1000 } });
    const { box } = chat;
    await box.fill(`Question ${answers}`);
    await box.press('Enter');
    await chat.parley.locator('[data-role="assistant"][data-status="complete"]').nth(answers).waitFor();
    answers++;
  }

  /** The editor's status line says where the cursor is. */
  const cursorAt = (place: string) => page.locator('.statusbar').getByText(place).waitFor();

  it('links to files of the workspace open at their line, wherever they are; others say that there is no such file', async () => {
    await answer(
      'See [the function](src/math.ts:3), [the server](server.ts#L5), [the readme](README.md), [one that is not there](src/gone.ts), [out](../../etc/passwd) and [bad](command:workbench.action.quit).',
    );
    await chat.parley.getByRole('link', { name: 'the function' }).click();
    await page.getByRole('tab', { name: 'math.ts' }).waitFor();
    await cursorAt('Ln 3, Col 1');
    await chat.parley.getByRole('link', { name: 'the server' }).click();
    await page.getByRole('tab', { name: 'server.ts' }).waitFor();
    await cursorAt('Ln 5, Col 1');
    await chat.parley.getByRole('link', { name: 'the readme' }).click();
    await page.getByRole('tab', { name: 'README.md' }).waitFor();
    for (const [link, path] of [
      ['one that is not there', 'src/gone.ts'],
      ['out', '../../etc/passwd'],
    ] as const) {
      await chat.parley.getByRole('link', { name: link }).click();
      await page.getByRole('button', { name: /Notifications/ }).click();
      await page.getByText(`There is no file “${path}” in this workspace.`).first().waitFor();
      await page.keyboard.press('Escape');
    }
    assert.equal(await chat.parley.getByRole('link', { name: 'bad' }).count(), 0);
  });

  it('a diagram opens in the editor’s own preview', async () => {
    await answer(`${fence}mermaid\nflowchart LR\n  question --> answer\n${fence}`);
    await chat.parley.getByRole('button', { name: 'Show diagram' }).click();
    await page.getByRole('tab', { name: /Preview Diagram/ }).waitFor();
    const drawn = page
      .frameLocator('iframe.webview:not([src*="extensionId=parley.parley"])')
      .frameLocator('iframe#active-frame')
      .locator('svg')
      .first();
    await drawn.waitFor();
    await screenshot(page, 'answers/diagram');
    await page.keyboard.press('Control+W');
  });

  it('a long block that came while it was seen is whole; it folds, stays so, and is folded by itself where it is drawn anew', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `const line${n} = ${n};`).join('\n');
    await answer(`${fence}ts\n${lines}\n${fence}\n\nThe end.`);
    const block = chat.parley.locator('.md-code').last();
    const folded = () => block.evaluate((element) => element.classList.contains('md-code-folded'));
    assert.equal(await folded(), false);
    await chat.parley.getByRole('button', { name: 'Show less' }).click();
    assert.equal(await folded(), true);
    assert.ok(((await block.boundingBox())?.height ?? 999) < 360);
    await chat.window.reload();
    await openParley(page);
    await chat.parley.getByRole('button', { name: 'Show all 300 lines' }).waitFor();
    assert.equal(await folded(), true);
    await chat.parley.getByRole('button', { name: 'Show all 300 lines' }).click();
    assert.equal(await folded(), false);
  });

  it('a wide block has a scrollbar where it is seen, and its lines can be wrapped', async () => {
    await setViewWidth(page, 300);
    const wide = `const wide = '${'x'.repeat(200)}';`;
    await answer(`${fence}ts\n${Array.from({ length: 100 }, () => wide).join('\n')}\n${fence}`);
    await chat.parley.getByText(`Question ${answers - 1}`).scrollIntoViewIfNeeded();
    const block = chat.parley.locator('.md-code').last();
    const bar = block.locator('.md-code-scroll');
    await block.hover();
    await bar.waitFor({ state: 'attached' });
    const list = await chat.parley.getByRole('log').boundingBox();
    await until('the scrollbar in sight', async () => {
      const box = await bar.boundingBox();
      return box && list && box.y + box.height <= list.y + list.height + 1;
    });
    await screenshot(page, 'answers/wide');
    await bar.evaluate((element) => element.scrollTo(400, 0));
    await until('the code to follow', () => block.locator('pre').evaluate((pre) => pre.scrollLeft === 400));
    await block.hover();
    await block.getByRole('button', { name: 'Wrap lines' }).click();
    await chat.box.hover();
    await block.hover();
    await bar.waitFor({ state: 'detached' });
    assert.equal(await block.getByRole('button', { name: 'Wrap lines' }).getAttribute('aria-pressed'), 'true');
    const fits = await (await parleyFrame(page)).evaluate(() => {
      const pre = [...document.querySelectorAll('.md-code pre')].at(-1);
      return pre !== undefined && pre.scrollWidth <= pre.clientWidth;
    });
    assert.equal(fits, true);
    await screenshot(page, 'answers/wrapped');
  });
});
