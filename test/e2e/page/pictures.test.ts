/** Pictures in the page: what becomes of each file, and that nothing stands still meanwhile. */
import assert from 'node:assert/strict';
import { type Sight, type Size, sightOf, sizeSeen } from '../../../src/pictures/limits.ts';
import { readPictureBytes, withoutMetadata } from '../../../src/pictures/readPicture.ts';
import type { NewPicture } from '../../../src/shared/attachmentViews.ts';
import { exifSegment, fixture, png, withSegments } from '../../pictures/build.ts';
import { type CorpusPicture, corpus } from '../../pictures/corpus.ts';
import { findModel } from '../../sim/models.ts';
import { checkMedia } from '../../sim/validateMedia.ts';
import { longestTasks, slowness } from '../driver/longestTasks.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { answerPictures, headerView, picture, pictureView, snapshot, text, userTurn } from './samples.ts';

/** A picture as the page has handed it over. */
interface Made extends Omit<NewPicture, 'whole' | 'small' | 'thumbnail'> {
  readonly whole: MadeBytes;
  readonly small: MadeBytes | null;
  readonly thumbnail: MadeBytes;
}

interface MadeBytes {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  readonly data: string;
}

declare global {
  /** Files that a test pastes or drops. */
  var parleyFiles: File[];
}

async function open(model = 'claude-sonnet-5-5'): Promise<PageInBrowser> {
  const parley = await openPage({
    snapshot: snapshot([], { header: headerView({ model: { id: model, name: model, effort: null, thinking: null } }) }),
  });
  await parley.page.evaluate(() => {
    let count = 0;
    parleyAnswers['addPicture'] = () => ({ hash: String(++count).padStart(64, '0') });
  });
  return parley;
}

const types: Readonly<Record<string, string>> = { svg: 'image/svg+xml', txt: 'text/plain' };

/** Puts files into the page, for `begin` and `give`: as the browser's own, so that the page's memory is as it would be. */
async function put(parley: PageInBrowser, files: readonly Pick<CorpusPicture, 'name' | 'bytes'>[]): Promise<void> {
  const input = await parley.page.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    made.multiple = true;
    return made;
  });
  await input.setInputFiles(
    files.map(({ name, bytes }) => ({ name, mimeType: types[name.split('.').at(-1) ?? ''] ?? 'image/png', buffer: bytes })),
  );
  await input.evaluate((made) => {
    globalThis.parleyFiles = [...(made.files ?? [])];
  });
}

/** Pastes or drops what was put, with texts; resolves when the chips of what is on its way are drawn. */
async function begin(parley: PageInBrowser, how: 'paste' | 'drop', texts: Readonly<Record<string, string>> = {}): Promise<void> {
  await parley.page.evaluate(
    async ([what, others]) => {
      const data = new DataTransfer();
      for (const file of globalThis.parleyFiles ?? []) data.items.add(file);
      for (const [type, value] of Object.entries(others)) data.setData(type, value);
      const box = document.querySelector('textarea');
      const options = { bubbles: true, cancelable: true };
      const event =
        what === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data });
      box?.focus();
      if (box?.dispatchEvent(event) && what === 'paste') document.execCommand('insertText', false, data.getData('text/plain'));
      // Whether a file is a picture is known by its first bytes, which are read first.
      await Promise.all([...data.files].map((file) => file.slice(0, 1).arrayBuffer()));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    },
    [how, texts] as const,
  );
}

/** The same; resolves when nothing is on its way any more. */
async function give(parley: PageInBrowser, how: 'paste' | 'drop', texts: Readonly<Record<string, string>> = {}): Promise<void> {
  await begin(parley, how, texts);
  await until('the pictures', async () => (await parley.page.locator('[aria-busy=true]').count()) === 0, 120_000);
}

async function made(parley: PageInBrowser): Promise<Made[]> {
  return parley.page.evaluate(async () => {
    const base64 = (bytes: ArrayBuffer) =>
      new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''));
        reader.readAsDataURL(new Blob([bytes]));
      });
    const pictures = parleyPosted.flatMap(({ message }) =>
      message.type === 'request' && message.name === 'addPicture' ? [message.params.picture] : [],
    );
    return Promise.all(
      pictures.map(async ({ whole, small, thumbnail, ...rest }) => ({
        ...rest,
        whole: { type: whole.type, data: await base64(whole.bytes) },
        small: small && { type: small.type, data: await base64(small.bytes) },
        thumbnail: { type: thumbnail.type, data: await base64(thumbnail.bytes) },
      })),
    );
  });
}

/** The colours at some places of a picture, each from 0 to 1 of its width and height. */
function colorsAt(parley: PageInBrowser, { data }: MadeBytes, places: readonly (readonly [number, number])[]): Promise<number[][]> {
  return parley.page.evaluate(
    async ([base64, where]) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]);
      const bitmap = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return where.map(([x, y]) => [
        ...(context?.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1).data ?? []),
      ]);
    },
    [data, places] as const,
  );
}

function factsOf(bytes: Buffer) {
  const read = readPictureBytes(bytes);
  return read.kind === 'picture' ? read.facts : assert.fail(read.refusal.reason);
}

const bytesOf = ({ data }: MadeBytes) => Buffer.from(data, 'base64');

/** Whether the model sees every pixel. */
function isSeenWhole(size: Size, sight: Sight): boolean {
  const seen = sizeSeen(size, sight);
  return seen.width === size.width && seen.height === size.height;
}

function image({ type, data }: MadeBytes) {
  return { type: 'image', source: { type: 'base64', media_type: type, data } } as const;
}

describe('The page: pictures', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const notice = () => parley.page.getByRole('alert');
  const all = corpus();

  it('one that is pasted before it is known which conversation this is goes to that one', async () => {
    parley = await openPage({ snapshot: null });
    await parley.answer('addPicture', { hash: '1'.padStart(64, '0') });
    await put(parley, [{ name: 'early.png', bytes: png({ width: 8, height: 8 }) }]);
    await begin(parley, 'paste');
    await parley.page.getByRole('list', { name: 'Attachments' }).getByText('early.png').waitFor();
    assert.deepEqual(await parley.requests('addPicture'), []);
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await until('the picture to be handed over', async () => (await parley.requests('addPicture')).length > 0);
    assert.equal((await parley.requests('addPicture'))[0]?.conversationId, 'conversation-1');
    await until('nothing to be on its way', async () => (await parley.page.locator('[aria-busy=true]').count()) === 0);
    assert.equal(await notice().count(), 0);
  });

  for (const id of ['claude-sonnet-5-5', 'claude-opus-4-6', 'claude-haiku-4-5']) {
    const model = findModel(id) ?? assert.fail();

    it(`each of ${all.length} files is ready for ${id} or refused in words`, async function () {
      this.timeout(240_000);
      parley = await open(id);
      const sight = sightOf(id);
      const among: ReturnType<typeof image>[] = [];
      // In parts: what the page is given and has handed over stays in its memory.
      for (let from = 0; from < all.length; from += 8) {
        const part = all.slice(from, from + 8);
        await put(parley, part);
        await give(parley, 'drop');
        const results = await made(parley);
        const accepted = part.filter((each) => each.refused === null);
        const refused = part.filter((each) => each.refused !== null);
        const said = (await notice().allTextContents()).join(' ');
        assert.deepEqual(
          results.map(({ name }) => name),
          accepted.map(({ name }) => name),
          said,
        );
        for (const { name } of refused.slice(0, 3)) assert.ok(said.includes(`“${name}”`), `${name}: ${said}`);
        if (refused.length > 3) assert.ok(said.includes(`${refused.length - 3} more could not be added.`), said);
        if (refused.length > 0) await parley.page.getByRole('button', { name: 'Dismiss' }).click();
        for (const [at, { name, whole, small, thumbnail }] of results.entries()) {
          const original = accepted[at] ?? assert.fail();
          const facts = factsOf(bytesOf(whole));
          assert.ok(isSeenWhole(facts, sight), `${name}: ${facts.width} × ${facts.height}`);
          assert.deepEqual([facts.metadata, facts.orientation, facts.frames], [false, 1, 1], name);
          // The browser says of JPEG that its colours are the usual ones.
          assert.ok(!facts.profile || facts.format === 'jpeg', name);
          if (original.upright) assert.deepEqual([facts.width, facts.height], original.upright, name);
          const before = factsOf(original.bytes);
          // What is seen whole keeps its bytes, but for those that tell of other things.
          if (original.kept && isSeenWhole(before, sight)) {
            const plain = withoutMetadata(new Uint8Array(original.bytes), before);
            assert.ok(plain && bytesOf(whole).equals(plain), name);
          }
          const { width, height } = factsOf(bytesOf(thumbnail));
          assert.ok(Math.max(width, height) <= 320, name);
          assert.doesNotThrow(() => checkMedia([{ role: 'user', content: [image(whole)] }], model), name);
          among.push(image(small ?? whole));
        }
        await parley.page.evaluate(() => {
          parleyPosted = parleyPosted.filter(({ message }) => message.type !== 'request');
        });
      }
      // The stricter rule, for more than twenty.
      assert.equal(among.length, all.filter(({ refused }) => refused === null).length);
      assert.ok(among.length >= 40);
      assert.doesNotThrow(() => checkMedia([{ role: 'user', content: among }], model));
    });
  }

  it('all of them together never hold up the page for 50 ms', async function () {
    this.timeout(480_000);
    // A busy machine only adds to the time, and so does a slow one.
    this.retries(2);
    parley = await open();
    await put(parley, all);
    await parley.page.requestGC();
    const tasks = await longestTasks(parley.page, () => give(parley, 'drop'));
    assert.ok(tasks.length > 1000, `${tasks.length} tasks were seen`);
    const slow = await slowness(parley.page);
    assert.ok((tasks[0]?.ms ?? 0) <= 50 * slow, `${slow} times as slow: ${JSON.stringify(tasks.slice(0, 5))}`);
  });

  it('a picture that was turned stands upright, in its own colours', async () => {
    parley = await open();
    await put(
      parley,
      [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => ({
        name: `${orientation}.jpg`,
        bytes: withSegments(fixture('quarters.jpg'), exifSegment(orientation)),
      })),
    );
    await give(parley, 'paste');
    const corners = [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ] as const;
    const letter = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
      red > 150 && green > 150 ? 'w' : red > Math.max(green, blue) ? 'r' : green > blue ? 'g' : 'b';
    const letters = async (bytes: MadeBytes) => (await colorsAt(parley, bytes, corners)).map(letter).join('');
    const results = await made(parley);
    const expected = ['rgbw', 'grwb', 'wbgr', 'bwrg', 'rbgw', 'brwg', 'wgbr', 'gwrb'];
    assert.deepEqual(await Promise.all(results.map(({ whole }) => letters(whole))), expected);
    assert.deepEqual(await Promise.all(results.map(({ thumbnail }) => letters(thumbnail))), expected);
  });

  it('lines stay sharp when they are scaled down', async () => {
    parley = await open('claude-haiku-4-5');
    const lines = png({ width: 2352, height: 300, color: (x) => (x % 6 < 2 ? [0, 0, 0] : [255, 255, 255]) });
    await put(parley, [{ name: 'lines.png', bytes: lines }]);
    await give(parley, 'paste');
    const [result] = await made(parley);
    assert.ok(result);
    assert.deepEqual([result.whole.type, result.note], ['image/png', 'Scaled down from 2,352 × 300']);
    const { width, height } = factsOf(bytesOf(result.whole));
    assert.deepEqual([width, height], [1568, 200]);
    const places = Array.from({ length: 40 }, (_, x) => [(600 + x + 0.5) / width, 0.5] as const);
    const grey = (await colorsAt(parley, result.whole, places)).map(([red = 0]) => red);
    // Of each four pixels, one and a third are a line's.
    for (let at = 0; at < 36; at += 4) {
      const part = grey.slice(at, at + 4);
      assert.ok(Math.min(...part) < 40 && Math.max(...part) > 240, part.join());
    }
  });

  it('the chip says what it costs, names differ, and text that was pasted with pictures is in the box', async () => {
    parley = await open();
    await parley.answer('addPicture', 'wait');
    await put(parley, [
      { name: 'image.png', bytes: png({ width: 640, height: 400 }) },
      { name: 'image.png', bytes: png({ width: 8, height: 8 }) },
    ]);
    await box().fill('Look: ');
    await begin(parley, 'paste', { 'text/plain': 'both of them' });
    const list = parley.page.getByRole('list', { name: 'Attachments' });
    assert.deepEqual(await list.locator('.picture-name').allTextContents(), ['Picture', 'Picture 2']);
    assert.equal(await box().inputValue(), 'Look: both of them');
    await parley.update([{ type: 'header', header: headerView({ pictures: [pictureView(1), pictureView(2)] }) }]);
    await parley.painted();
    await list.getByText('345 tok · $0.0007').first().waitFor();
    await list.getByRole('button', { name: 'View Shot 2' }).waitFor();
    await list.getByRole('button', { name: 'Remove Shot 2' }).click();
    assert.deepEqual(
      (await parley.requests('removePicture')).map(({ params }) => params),
      [{ id: 'picture-2' }],
    );
  });

  it('pictures in the text of a page are taken, those of the network are not', async () => {
    parley = await open();
    const data = fixture('quarters.png').toString('base64');
    const html = `<p>a<img alt=x src="data:image/png;base64,${data}"><img src='https://example.invalid/a.png'><img src="data:image/png,broken">`;
    await give(parley, 'paste', { 'text/html': html, 'text/plain': 'a' });
    assert.deepEqual(
      (await made(parley)).map(({ whole }) => whole.data),
      [data],
    );
    assert.equal(await box().inputValue(), 'a');
    await notice().getByText('is not a picture').waitFor();
  });

  it('names of copied files are not typed', async () => {
    parley = await open();
    await put(parley, [{ name: 'shot.png', bytes: fixture('quarters.png') }]);
    await give(parley, 'paste', { 'text/plain': '/home/me/shot.png' });
    assert.equal(await box().inputValue(), '');
    assert.deepEqual(
      (await made(parley)).map(({ name }) => name),
      ['shot.png'],
    );
  });

  it('Enter waits for what is being made ready', async () => {
    parley = await open();
    await parley.answer('addPicture', 'wait');
    await put(parley, [{ name: 'a.png', bytes: fixture('quarters.png') }]);
    await box().fill('What is this?');
    await begin(parley, 'paste');
    await box().press('Enter');
    const [request] = await until('the picture', async () => {
      const requests = await parley.requests('addPicture');
      return requests.length > 0 && requests;
    });
    assert.deepEqual(await parley.requests('send'), []);
    assert.ok(request);
    await parley.post({ type: 'result', id: request.id, value: { hash: '1'.repeat(64) } });
    await until('the prompt', async () => (await parley.requests('send')).length === 1);
  });

  it('what could not be added holds the prompt that was to go with it, and the text stays', async () => {
    parley = await open();
    await parley.answer('addPicture', { sentence: 'The disk is full.' });
    await put(parley, [{ name: 'a.png', bytes: png({ width: 2000, height: 2000 }) }]);
    await box().fill('And this?');
    await begin(parley, 'paste');
    await box().press('Enter');
    await notice().getByText('“a.png” could not be added. The disk is full.').waitFor();
    await parley.page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    assert.deepEqual(await parley.requests('send'), []);
    assert.equal(await box().inputValue(), 'And this?');
  });

  it('two hundred files at once: as many as a prompt can have, and a sentence', async function () {
    this.timeout(120_000);
    parley = await open();
    const tiny = png({ width: 8, height: 8 });
    await put(
      parley,
      Array.from({ length: 200 }, (_, n) => ({ name: `${n}.png`, bytes: tiny })),
    );
    await give(parley, 'drop');
    assert.equal((await made(parley)).length, 100);
    await notice().getByText('A prompt can have 100 pictures at the most: 100 are not added.').waitFor();
  });

  it('in history they are read when they are near, opened by a click and closed by Esc', async () => {
    parley = await open();
    await parley.page.evaluate(answerPictures);
    const turns = Array.from({ length: 40 }, (_, n) => userTurn(`u${n}`, '', { blocks: [picture(n), text(`Question ${n}`)] }));
    await parley.update([{ type: 'snapshot', snapshot: snapshot(turns) }]);
    await parley.painted();
    const shot = (n: number) => parley.page.getByRole('button', { name: `View Shot ${n}`, exact: true });
    await shot(39).locator('img').waitFor();
    await shot(38).locator('.codicon-warning').waitFor();
    const first = (await parley.requests('readPicture')).length;
    assert.ok(first < 30, `${first} of 40 were read`);
    await parley.page.locator('.turn-list').evaluate((list) => list.scrollTo(0, 0));
    await shot(0).locator('img').waitFor();
    await shot(0).click();
    const dialog = parley.page.getByRole('dialog', { name: 'Shot 0' });
    await dialog.getByRole('img', { name: 'Shot 0' }).waitFor();
    assert.deepEqual((await parley.requests('readPicture')).at(-1)?.params, { hash: '0'.repeat(64), size: 'whole' });
    await parley.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await shot(0).evaluate((button) => button === document.activeElement), true);
  });
});
