/** A picture from the clipboard to the answer, in a real window: what is sent is what was copied, and it is there again after a reload. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../pictures/build.ts';
import { copyPicture, pixelsOf } from './driver/clipboardPicture.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { screenshot } from './driver/screenshot.ts';
import type { SentPicture } from './driver/sent.ts';
import { until } from './driver/until.ts';
import { setTheme } from './driver/workbench.ts';

/** Something with fine detail, that no other picture is. */
const shot = png({ width: 320, height: 200, color: (x, y) => [(x * 3) % 256, (y * 5) % 256, (x * y) % 256] });

type Block = SentPicture | { readonly type: 'text'; readonly text: string };

describe('pictures', () => {
  let chat: OpenChat;

  before(async () => {
    chat = await openChat(300);
  });

  after(() => chat.close());

  const copy = (bytes: Buffer) => copyPicture(chat.window.page, bytes);
  const pixels = (data: string) => pixelsOf(chat.window.page, data);

  const sent = () => chat.sent<Block>();

  it('is pasted, shown with its cost, and sent before the text with the pixels that were copied', async () => {
    await copy(shot);
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
    await chat.chips.getByText('96 tok · $0.0002').waitFor();
    await chat.chips.getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
    await screenshot(chat.window.page, 'pictures/chip-light', 'view');
    chat.simulator.script({ reply: { text: 'A gradient.' } });
    await chat.box.pressSequentially('What is wrong in this screenshot?');
    await chat.box.press('Enter');
    await chat.answers.waitFor();
    assert.equal(await chat.chips.count(), 0);
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
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
    await chat.chips.getByText('1,200 × 800').waitFor();
    await chat.window.reload();
    await chat.chips.getByText('1,200 × 800').waitFor();
    await chat.chips.locator('img').waitFor();
    const card = chat.parley.locator('[role=log] [data-role=user]').first();
    await card.getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
    await screenshot(chat.window.page, 'pictures/history-light', 'view');
    await setTheme(chat.window, 'dark');
    await screenshot(chat.window.page, 'pictures/history-dark', 'view');
    await card.getByRole('button', { name: 'View Picture' }).click();
    await chat.parley.getByRole('dialog', { name: 'Picture' }).getByRole('img').waitFor();
    await screenshot(chat.window.page, 'pictures/viewer-dark', 'view');
    await chat.window.page.keyboard.press('Escape');
    chat.simulator.script({ reply: { text: 'Another one.' } });
    await chat.box.fill('And this?');
    await chat.box.press('Enter');
    await until('the second answer', async () => (await chat.answers.count()) === 2);
    const [first, , second] = sent();
    // The same conversation, the same bytes.
    assert.deepEqual(first, before);
    assert.deepEqual(
      second?.map(({ type }) => type),
      ['image', 'text'],
    );
  });

  it('of the workspace is named like any file, and made ready by the page', async () => {
    writeFileSync(
      join(chat.window.editor.folder, 'teapot.png'),
      png({ width: 3000, height: 1500, color: (x, y) => [x % 256, y % 256, 30] }),
    );
    await chat.box.click();
    await chat.box.pressSequentially('How much? @teapot', { delay: 20 });
    await chat.parley.getByRole('option').filter({ hasText: 'teapot.png' }).first().waitFor();
    await chat.box.press('Enter');
    await chat.chips.getByRole('button', { name: 'View teapot.png' }).waitFor();
    assert.match((await chat.chips.getByRole('listitem').getAttribute('title')) ?? '', /Scaled down from 3,000 × 1,500/);
    assert.equal(await chat.box.inputValue(), 'How much? ');
    await chat.box.press('Enter');
    await until('the third answer', async () => (await chat.answers.count()) === 3);
    const blocks = sent().at(-1);
    assert.deepEqual(
      blocks?.map(({ type }) => type),
      ['image', 'text'],
    );
  });

  it('can be taken away again', async () => {
    await copy(shot);
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
    await chat.chips.getByRole('button', { name: 'Remove Picture' }).click();
    await chat.chips.waitFor({ state: 'detached' });
    await chat.window.reload();
    await chat.box.waitFor();
    await chat.answers.first().waitFor();
    assert.equal(await chat.chips.count(), 0);
  });
});
