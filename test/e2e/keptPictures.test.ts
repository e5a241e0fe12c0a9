/** Pictures that were sent, in a real window: refused by the API and dealt with in their place, copied, saved and sent again by the editor's menu. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../pictures/build.ts';
import { imageFacts } from '../sim/images.ts';
import { copiedPicture, copyPicture, pixelsOf } from './driver/clipboardPicture.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { screenshot } from './driver/screenshot.ts';
import type { SentPicture } from './driver/sent.ts';
import { until } from './driver/until.ts';
import { proposedPath, quickInput } from './driver/workbench.ts';

/** Something with fine detail, that no other picture is. */
const shot = png({ width: 1000, height: 600, color: (x, y) => [(x * 3) % 256, (y * 5) % 256, (x * y) % 256] });

type Block = SentPicture | { readonly type: 'text'; readonly text: string };

describe('pictures that were sent', () => {
  let chat: OpenChat;
  const turns = (role: string, status: string) => chat.parley.locator(`[role=log] [data-role=${role}][data-status=${status}]`);

  before(async () => {
    chat = await openChat(300);
  });

  after(() => chat.close());

  const sent = () => chat.sent<Block>();

  async function paste(): Promise<void> {
    await copyPicture(chat.window.page, shot);
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
    await chat.chips.getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
  }

  const tooLarge = 'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes';
  const refusal = { error: { status: 400, message: tooLarge } };

  it('and that the API does not take are named, sent smaller in their place, and the conversation goes on', async () => {
    chat.simulator.script(refusal, { reply: { text: 'A gradient.' } });
    await paste();
    await chat.box.fill('What is this?');
    await chat.box.press('Enter');
    const alert = turns('assistant', 'failed').getByRole('alert');
    await alert.getByText('The API did not accept the picture “Picture”.').waitFor();
    await screenshot(chat.window.page, 'pictures/refused-light', 'view');
    await alert.getByRole('button', { name: 'Send it smaller' }).click();
    await chat.answers.getByText('A gradient.').waitFor();
    const [image, text] = sent()[0] ?? [];
    assert.ok(image?.type === 'image' && text?.type === 'text');
    assert.equal(text.text, 'What is this?');
    const facts = imageFacts(Buffer.from(image.source.data, 'base64'));
    assert.deepEqual([facts?.width, facts?.height], [500, 300]);
    await turns('user', 'complete').getByText('1 picture is sent smaller than it is').waitFor();
  });

  it('or taken out, also long after: every later request goes without, and they can be put back', async () => {
    chat.simulator.script(refusal, { reply: { text: 'Then without.' } });
    await chat.box.fill('And now?');
    await chat.box.press('Enter');
    const alert = turns('assistant', 'failed').getByRole('alert');
    await alert.getByRole('button', { name: 'Remove picture' }).click();
    await chat.answers.getByText('Then without.').waitFor();
    const [first] = sent();
    assert.deepEqual(
      first?.map((block) => (block.type === 'text' ? block.text : 'a picture')),
      ['[The picture “Picture”, 1000 × 600, was here: it was taken out.]', 'What is this?'],
    );
    await chat.window.reload();
    const card = turns('user', 'complete').first();
    await card.getByText('1 picture is taken out').waitFor();
    await screenshot(chat.window.page, 'pictures/taken-out-light', 'view');
    await card.getByRole('button', { name: 'Put back' }).click();
    await card.getByText('1 picture is sent smaller than it is').waitFor();
    chat.simulator.script({ reply: { text: 'There it is.' } });
    await chat.box.fill('And again?');
    await chat.box.press('Enter');
    await chat.answers.getByText('There it is.').waitFor();
    assert.equal(sent()[0]?.[0]?.type, 'image');
  });

  /** Opens the menu of the first picture, looks at it, and chooses an entry. */
  async function choose(name: string, look = async (): Promise<unknown> => undefined): Promise<void> {
    const entry = chat.window.page.getByRole('menuitem', { name });
    await turns('user', 'complete').first().getByRole('button', { name: 'View Picture' }).click({ button: 'right' });
    await entry.waitFor();
    await look();
    // A menu passes over what comes in its first moment.
    await until('the menu to take the click', async () => {
      if (await entry.isVisible()) await entry.click({ timeout: 2000 });
      return !(await entry.isVisible());
    });
  }

  it('are copied from the editor’s menu, whole', async () => {
    await chat.window.page.evaluate(() => navigator.clipboard.writeText('something else'));
    await choose('Copy Picture', async () => {
      const offered = await chat.window.page.locator('.context-view').getByRole('menuitem').allTextContents();
      assert.deepEqual(offered, ['Save Picture As…', 'Copy Picture', 'Send Picture Again']);
    });
    const copied = await until('the picture on the clipboard', () => copiedPicture(chat.window.page));
    assert.equal(await pixelsOf(chat.window.page, copied), await pixelsOf(chat.window.page, shot.toString('base64')));
  });

  it('are saved under a name of the user’s, byte by byte', async () => {
    const file = join(chat.window.editor.folder, 'Picture.png');
    await proposedPath(chat.window.page, () => choose('Save Picture As…'), '/Picture.png');
    await quickInput(chat.window.page).press('Enter');
    const pixels = await pixelsOf(chat.window.page, shot.toString('base64'));
    // A file is there before all of it is.
    await until(
      'the picture in the file',
      async () => (await pixelsOf(chat.window.page, readFileSync(file).toString('base64'))) === pixels,
    );
  });

  it('are sent again with another prompt', async () => {
    await choose('Send Picture Again');
    await chat.chips.getByRole('button', { name: 'View Picture' }).waitFor();
    chat.simulator.script({ reply: { text: 'Still the same.' } });
    await chat.box.fill('Once more?');
    await chat.box.press('Enter');
    await chat.answers.getByText('Still the same.').waitFor();
    assert.deepEqual(
      sent()
        .at(-1)
        ?.map(({ type }) => type),
      ['image', 'text'],
    );
  });
});
