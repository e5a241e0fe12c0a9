/** A picture that is pasted, cropped, redacted and marked: what is sent is the edited one, to the pixel, and the other one is nowhere any more. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { edgeColor, markColor, redactionColor } from '../../src/pictures/marks.ts';
import { png } from '../pictures/build.ts';
import { copyPicture } from './driver/clipboardPicture.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { storageOf } from './driver/parley.ts';
import type { SentPicture } from './driver/sent.ts';
import { until } from './driver/until.ts';

const color = (x: number, y: number) => [x % 200, y % 200, 255 - ((x + y) % 100)] as const;
const shot = png({ width: 640, height: 400, color });

type Block = SentPicture | { readonly type: 'text'; readonly text: string };

describe('the workbench of pictures', () => {
  let chat: OpenChat;
  const dialog = () => chat.parley.getByRole('dialog', { name: 'Picture' });
  const button = (name: string) => dialog().getByRole('button', { name, exact: true });

  before(async () => {
    chat = await openChat(300);
  });

  after(() => chat.close());

  async function paste(bytes: Buffer): Promise<void> {
    await copyPicture(chat.window.page, bytes);
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await chat.window.page.keyboard.press(key);
  }

  /** The picture of the last prompt that was sent, and the texts after it. */
  function sent(): { readonly image: SentPicture['source']; readonly texts: readonly string[] } {
    const [image, ...rest] = chat.sent<Block>().at(-1) ?? [];
    assert.ok(image?.type === 'image');
    return { image: image.source, texts: rest.map((block) => (block.type === 'text' ? block.text : block.type)) };
  }

  /** The size of a picture, and its pixels, each with red, green, blue and how opaque it is. */
  function decode(data: string): Promise<{ readonly width: number; readonly height: number; readonly pixels: readonly number[] }> {
    return chat.window.page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return { width, height, pixels: [...(context?.getImageData(0, 0, width, height).data ?? [])] };
    }, data);
  }

  const storage = () => storageOf(chat.window.editor);

  /** Whether the database or its log has something. */
  function stored(what: string | Buffer): boolean {
    return readdirSync(storage())
      .filter((name) => name.startsWith('parley.db'))
      .some((name) => readFileSync(join(storage(), name)).includes(what));
  }

  /** By what the only picture of the history can be found in a file: its hash, and a part of its bytes and of its thumbnail's. */
  function tracesOfPicture(): (string | Buffer)[] {
    const database = new DatabaseSync(join(storage(), 'parley.db'), { readOnly: true });
    try {
      const rows = database
        .prepare('SELECT hash, substr(whole, 2001, 200) AS whole, substr(thumbnail, 501, 100) AS thumbnail FROM pictures')
        .all();
      const [row, ...others] = rows;
      assert.ok(row && others.length === 0);
      const { hash, whole, thumbnail } = row;
      assert.ok(typeof hash === 'string' && whole instanceof Uint8Array && thumbnail instanceof Uint8Array);
      assert.deepEqual([whole.length, thumbnail.length], [200, 100]);
      return [hash, Buffer.from(whole), Buffer.from(thumbnail)];
    } finally {
      database.close();
    }
  }

  const times = (count: number, key: string) => Array<string>(count).fill(key);
  const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

  it('crops, redacts and marks by keyboard; the request has the edited picture, and nothing has the other one', async () => {
    await paste(shot);
    await chat.chips.getByRole('button', { name: 'View Picture' }).click();
    await dialog().getByRole('img').waitFor();
    // The clipboard writes a picture in its own way: these are not the bytes that were put there.
    const traces = tracesOfPicture();
    assert.deepEqual(traces.map(stored), [true, true, true]);
    // The middle, half as wide and high, moved by six pixels to the left: 320 × 200 at 154, 100.
    await button('Crop').focus();
    await press('Enter', 'ArrowLeft', 'Enter');
    // 160 × 100 at 234, 150; two steps up, of three pixels each: a hundredth of what is left.
    await button('Redact').focus();
    await press('Enter', 'ArrowUp', 'ArrowUp', 'Enter');
    // From 234, 150 to 394, 250; its tip is brought up by a hundred pixels, so that it is level, and the whole then down by 120.
    await button('Arrow').focus();
    await press('Enter', ...times(33, 'Shift+ArrowUp'), 'Control+Shift+ArrowUp', ...times(40, 'ArrowDown'));
    await dialog().getByRole('status').getByText('160 × 0 at 234, 270').waitFor();
    await press('Enter');
    await dialog().getByRole('textbox', { name: 'Description' }).fill('A gradient');
    await button('Replace').click();
    await dialog().waitFor({ state: 'detached' });
    await chat.chips.getByText('320 × 200').waitFor();
    await until('the other one to be gone', () => !traces.some(stored));
    assert.deepEqual(tracesOfPicture().map(stored), [true, true, true]);

    chat.simulator.script({ reply: { text: 'It is.' } });
    await chat.box.fill('Is it one?');
    await chat.box.press('Enter');
    await chat.answers.first().waitFor();
    const { image, texts } = sent();
    assert.deepEqual(texts, ['What the pictures above show:\n1. “Picture”: A gradient', 'Is it one?']);
    assert.equal(image.media_type, 'image/png');
    const { width, height, pixels } = await decode(image.data);
    assert.deepEqual([width, height], [320, 200]);
    const at = (x: number, y: number) => pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 3);
    const redacted = rgb(redactionColor).join();
    for (let y = 44; y < 144; y++) {
      for (let x = 80; x < 240; x++) assert.equal(at(x, y).join(), redacted, `${x}, ${y}`);
    }
    // Around it, and far from the arrow, nothing has changed.
    for (const [x, y] of [
      [0, 0],
      [79, 100],
      [240, 100],
      [160, 43],
      [160, 144],
      [319, 0],
      [0, 199],
      [319, 199],
    ] as const)
      assert.deepEqual(at(x, y), [...color(154 + x, 100 + y)], `${x}, ${y}`);
    // The arrow's shaft, its head, and their edge.
    for (const [x, y] of [
      [82, 170],
      [150, 169],
      [150, 170],
      [228, 173],
      [236, 170],
    ] as const)
      assert.deepEqual(at(x, y), rgb(markColor), `${x}, ${y}`);
    assert.deepEqual(at(150, 172), rgb(edgeColor));
  });

  it('is there after a reload as it was edited, with what was said of it', async () => {
    await chat.window.reload();
    const card = chat.parley.locator('[role=log] [data-role=user]').first();
    await card.getByText('A gradient').waitFor();
    await card.getByRole('button', { name: 'View Picture' }).click();
    await dialog().getByRole('img', { name: 'A gradient' }).waitFor();
    await dialog().getByText('320 × 200').waitFor();
    await button('Crop').focus();
    await press('Enter', 'Enter');
    await button('Add to the prompt').click();
    await dialog().waitFor({ state: 'detached' });
    await chat.chips.getByText('160 × 100').waitFor();
    chat.simulator.script({ reply: { text: 'Still.' } });
    await chat.box.fill('And this?');
    await chat.box.press('Enter');
    await until('the second answer', async () => (await chat.answers.count()) === 2);
    const { width, height } = await decode(sent().image.data);
    assert.deepEqual([width, height], [160, 100]);
  });
});
