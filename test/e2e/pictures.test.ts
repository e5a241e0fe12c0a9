/** A picture from the clipboard to the answer, in a real window: what is sent is what was copied, and it is there again after a reload. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { png } from '../pictures/build.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { copyPicture, pixelsOf } from './driver/clipboardPicture.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, parleyIn, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { setTheme, setViewWidth } from './driver/workbench.ts';

/** Something with fine detail, that no other picture is. */
const shot = png({ width: 320, height: 200, color: (x, y) => [(x * 3) % 256, (y * 5) % 256, (x * y) % 256] });

interface ImageBlock {
  readonly type: 'image';
  readonly source: { readonly type: string; readonly media_type: string; readonly data: string };
}

type Block = ImageBlock | { readonly type: 'text'; readonly text: string };

describe('pictures', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;
  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const chips = () => parley.getByRole('list', { name: 'Attachments' });
  const answers = () => parley.locator('[role=log] [data-role=assistant][data-status=complete]');

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor });
    parley = await openParley(window.page);
    await setViewWidth(window.page, 300);
  });

  after(async () => {
    await window.close();
    await simulator.close();
  });

  const copy = (bytes: Buffer) => copyPicture(window.page, bytes);
  const pixels = (data: string) => pixelsOf(window.page, data);

  /** What the last request says, a list for each message. */
  function sent(): Block[][] {
    const request = simulator.requests.at(-1);
    assert.ok(request);
    const { messages } = request.body as { messages: { content: Block[] }[] };
    return messages.map(({ content }) => content);
  }

  it('is pasted, shown with its cost, and sent before the text with the pixels that were copied', async () => {
    await copy(shot);
    await box().click();
    await window.page.keyboard.press('Control+V');
    await chips().getByText('96 tok · $0.0002').waitFor();
    await chips().getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
    await screenshot(window.page, 'pictures/chip-light', 'view');
    simulator.script({ reply: { text: 'A gradient.' } });
    await box().pressSequentially('What is wrong in this screenshot?');
    await box().press('Enter');
    await answers().waitFor();
    assert.equal(await chips().count(), 0);
    const [content] = sent();
    assert.deepEqual(
      content?.map(({ type }) => type),
      ['image', 'text'],
    );
    const [image] = content ?? [];
    assert.ok(image?.type === 'image');
    assert.deepEqual([image.source.type, image.source.media_type], ['base64', 'image/png']);
    assert.equal(await pixels(image.source.data), await pixels(shot.toString('base64')));
  });

  it('is there after a reload, in the conversation and in what was not sent, and goes with every request', async () => {
    const [before] = sent();
    await copy(png({ width: 1200, height: 800, color: (x, y) => [x % 256, y % 256, 128] }));
    await box().click();
    await window.page.keyboard.press('Control+V');
    await chips().getByText('1,200 × 800').waitFor();
    await window.reload();
    parley = parleyIn(window.page);
    await chips().getByText('1,200 × 800').waitFor();
    await chips().locator('img').waitFor();
    const card = parley.locator('[role=log] [data-role=user]').first();
    await card.getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
    await screenshot(window.page, 'pictures/history-light', 'view');
    await setTheme(window, 'dark');
    await screenshot(window.page, 'pictures/history-dark', 'view');
    await card.getByRole('button', { name: 'View Picture' }).click();
    await parley.getByRole('dialog', { name: 'Picture' }).getByRole('img').waitFor();
    await screenshot(window.page, 'pictures/viewer-dark', 'view');
    await window.page.keyboard.press('Escape');
    simulator.script({ reply: { text: 'Another one.' } });
    await box().fill('And this?');
    await box().press('Enter');
    await until('the second answer', async () => (await answers().count()) === 2);
    const [first, , second] = sent();
    // The same conversation, the same bytes.
    assert.deepEqual(first, before);
    assert.deepEqual(
      second?.map(({ type }) => type),
      ['image', 'text'],
    );
  });

  it('of the workspace is named like any file, and made ready by the page', async () => {
    writeFileSync(join(window.editor.folder, 'teapot.png'), png({ width: 3000, height: 1500, color: (x, y) => [x % 256, y % 256, 30] }));
    await box().click();
    await box().pressSequentially('How much? @teapot', { delay: 20 });
    await parley.getByRole('option').filter({ hasText: 'teapot.png' }).first().waitFor();
    await box().press('Enter');
    await chips().getByRole('button', { name: 'View teapot.png' }).waitFor();
    assert.match((await chips().getByRole('listitem').getAttribute('title')) ?? '', /Scaled down from 3,000 × 1,500/);
    assert.equal(await box().inputValue(), 'How much? ');
    await box().press('Enter');
    await until('the third answer', async () => (await answers().count()) === 3);
    const blocks = sent().at(-1);
    assert.deepEqual(
      blocks?.map(({ type }) => type),
      ['image', 'text'],
    );
  });

  it('can be taken away again', async () => {
    await copy(shot);
    await box().click();
    await window.page.keyboard.press('Control+V');
    await chips().getByRole('button', { name: 'Remove Picture' }).click();
    await chips().waitFor({ state: 'detached' });
    await window.reload();
    parley = parleyIn(window.page);
    await box().waitFor();
    await answers().first().waitFor();
    assert.equal(await chips().count(), 0);
  });
});
