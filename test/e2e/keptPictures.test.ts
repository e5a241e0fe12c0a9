/** Pictures that were sent, in a real window: refused by the API and dealt with in their place, copied, saved and sent again by the editor's menu. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { png } from '../pictures/build.ts';
import { imageFacts } from '../sim/images.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { copiedPicture, copyPicture, pixelsOf } from './driver/clipboardPicture.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, parleyIn, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { quickInput, setViewWidth } from './driver/workbench.ts';

/** Something with fine detail, that no other picture is. */
const shot = png({ width: 1000, height: 600, color: (x, y) => [(x * 3) % 256, (y * 5) % 256, (x * y) % 256] });

interface ImageBlock {
  readonly type: 'image';
  readonly source: { readonly data: string };
}

type Block = ImageBlock | { readonly type: 'text'; readonly text: string };

describe('pictures that were sent', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;
  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const chips = () => parley.getByRole('list', { name: 'Attachments' });
  const turns = (role: string, status: string) => parley.locator(`[role=log] [data-role=${role}][data-status=${status}]`);
  const answers = () => turns('assistant', 'complete');

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

  /** What the last request says, a list for each message. */
  function sent(): Block[][] {
    const request = simulator.requests.at(-1);
    assert.ok(request);
    const { messages } = request.body as { messages: { content: Block[] }[] };
    return messages.map(({ content }) => content);
  }

  async function paste(): Promise<void> {
    await copyPicture(window.page, shot);
    await box().click();
    await window.page.keyboard.press('Control+V');
    await chips().getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
  }

  const tooLarge = 'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes';
  const refusal = { error: { status: 400, message: tooLarge } };

  it('and that the API does not take are named, sent smaller in their place, and the conversation goes on', async () => {
    simulator.script(refusal, { reply: { text: 'A gradient.' } });
    await paste();
    await box().fill('What is this?');
    await box().press('Enter');
    const alert = turns('assistant', 'failed').getByRole('alert');
    await alert.getByText('The API did not accept the picture “Picture”.').waitFor();
    await screenshot(window.page, 'pictures/refused-light', 'view');
    await alert.getByRole('button', { name: 'Send it smaller' }).click();
    await answers().getByText('A gradient.').waitFor();
    const [image, text] = sent()[0] ?? [];
    assert.ok(image?.type === 'image' && text?.type === 'text');
    assert.equal(text.text, 'What is this?');
    const facts = imageFacts(Buffer.from(image.source.data, 'base64'));
    assert.deepEqual([facts?.width, facts?.height], [500, 300]);
    await turns('user', 'complete').getByText('1 picture is sent smaller than it is').waitFor();
  });

  it('or taken out, also long after: every later request goes without, and they can be put back', async () => {
    simulator.script(refusal, { reply: { text: 'Then without.' } });
    await box().fill('And now?');
    await box().press('Enter');
    const alert = turns('assistant', 'failed').getByRole('alert');
    await alert.getByRole('button', { name: 'Remove picture' }).click();
    await answers().getByText('Then without.').waitFor();
    const [first] = sent();
    assert.deepEqual(
      first?.map((block) => (block.type === 'text' ? block.text : 'a picture')),
      ['[The picture “Picture”, 1000 × 600, was here: it was taken out.]', 'What is this?'],
    );
    await window.reload();
    parley = parleyIn(window.page);
    const card = turns('user', 'complete').first();
    await card.getByText('1 picture is taken out').waitFor();
    await screenshot(window.page, 'pictures/taken-out-light', 'view');
    await card.getByRole('button', { name: 'Put back' }).click();
    await card.getByText('1 picture is sent smaller than it is').waitFor();
    simulator.script({ reply: { text: 'There it is.' } });
    await box().fill('And again?');
    await box().press('Enter');
    await answers().getByText('There it is.').waitFor();
    assert.equal(sent()[0]?.[0]?.type, 'image');
  });

  /** Opens the menu of the first picture, looks at it, and chooses an entry. */
  async function choose(name: string, look = async (): Promise<unknown> => undefined): Promise<void> {
    const entry = window.page.getByRole('menuitem', { name });
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
    await window.page.evaluate(() => navigator.clipboard.writeText('something else'));
    await choose('Copy Picture', async () => {
      const offered = await window.page.locator('.context-view').getByRole('menuitem').allTextContents();
      assert.deepEqual(offered, ['Save Picture As…', 'Copy Picture', 'Send Picture Again']);
    });
    const copied = await until('the picture on the clipboard', () => copiedPicture(window.page));
    assert.equal(await pixelsOf(window.page, copied), await pixelsOf(window.page, shot.toString('base64')));
  });

  it('are saved under a name of the user’s, byte by byte', async () => {
    await choose('Save Picture As…');
    const file = join(window.editor.folder, 'Picture.png');
    await until('the proposed name', async () => (await quickInput(window.page).inputValue()).endsWith('/Picture.png'));
    await quickInput(window.page).press('Enter');
    await until('the file', () => existsSync(file));
    assert.equal(await pixelsOf(window.page, readFileSync(file).toString('base64')), await pixelsOf(window.page, shot.toString('base64')));
  });

  it('are sent again with another prompt', async () => {
    await choose('Send Picture Again');
    await chips().getByRole('button', { name: 'View Picture' }).waitFor();
    simulator.script({ reply: { text: 'Still the same.' } });
    await box().fill('Once more?');
    await box().press('Enter');
    await answers().getByText('Still the same.').waitFor();
    assert.deepEqual(
      sent()
        .at(-1)
        ?.map(({ type }) => type),
      ['image', 'text'],
    );
  });
});
