/** Small text in a large picture: what is sent of it is read no worse than what the API's own downscale would leave of the original. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Size, sightOf, sizeSeen } from '../../../src/pictures/limits.ts';
import { readPictureBytes } from '../../../src/pictures/readPicture.ts';
import { ensurePackages } from '../../host/packages.mjs';
import { png } from '../../pictures/build.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { snapshot } from './samples.ts';

/** As much as is used of `tesseract.js` and of `pica`, which are installed on first need. */
interface Reader {
  setParameters(parameters: Readonly<Record<string, string>>): Promise<unknown>;
  recognize(image: Buffer): Promise<{ readonly data: { readonly text: string } }>;
  terminate(): Promise<unknown>;
}
interface Tesseract {
  createWorker(language: string, mode: number, options: Readonly<Record<string, unknown>>): Promise<Reader>;
}
type Pica = new (options: {
  readonly features: readonly string[];
}) => {
  resizeBuffer(options: {
    readonly src: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly toWidth: number;
    readonly toHeight: number;
    readonly filter: string;
  }): Promise<Uint8Array>;
};

const packages = join(process.cwd(), 'test', 'ocr');
const screen: Size = { width: 3840, height: 2160 };
/** The columns of code on the screen; the first one is read. */
const column = 960;
const lineHeight = 18;
const themes = { light: ['#ffffff', '#1f2328'], dark: ['#1f1f1f', '#cccccc'] } as const;

/** Code with all kinds of signs, in lines that fit. */
const lines = ['server.ts', 'math.ts', 'steeping.ts']
  .flatMap((name) => readFileSync(join('test', 'fixtures', 'workspace', 'src', name), 'utf8').split('\n'))
  .filter((line) => line.trim() !== '' && line.length < 100)
  .slice(0, 40);
const code = lines.join('\n');

describe('The page: small text in a large picture', () => {
  let parley: PageInBrowser;
  let reader: Reader;
  let Scaler: Pica;

  before(async function () {
    this.timeout(180_000);
    await ensurePackages(packages);
    const require = createRequire(join(packages, 'package.json'));
    const tesseract: Tesseract = require('tesseract.js');
    Scaler = require('pica');
    const langPath = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
    reader = await tesseract.createWorker('eng', 1, { langPath, cacheMethod: 'none', gzip: true });
    // One block of text.
    await reader.setParameters({ tessedit_pageseg_mode: '6' });
    parley = await openPage({ snapshot: snapshot([]) });
    await parley.page.evaluate(() => {
      parleyAnswers['addPicture'] = () => ({ hash: '1'.repeat(64) });
    });
  });

  after(async () => {
    await reader?.terminate();
    await parley?.page.close();
  });

  /** A screenshot of an editor on such a screen, its code in letters 12 pixels high. */
  function screenshotOf(theme: keyof typeof themes): Promise<string> {
    return parley.page.evaluate(
      async ([text, { width, height }, [back, front], step, rise]) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d', { alpha: false });
        if (!context) throw new Error('There is nothing to draw on.');
        context.fillStyle = back;
        context.fillRect(0, 0, width, height);
        context.fillStyle = front;
        context.font = '12px monospace';
        const all = text.split('\n');
        for (let left = 0; left < width; left += step) {
          for (let row = 0; (row + 2) * rise < height; row++) context.fillText(all[row % all.length] ?? '', left + 12, (row + 1) * rise);
        }
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      },
      [code, screen, themes[theme], column, lineHeight] as const,
    );
  }

  /** What is sent of a picture that is pasted, as base64. */
  async function sentOf(data: string): Promise<string> {
    const before = (await parley.requests('addPicture')).length;
    await parley.page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: files });
      document.querySelector('textarea')?.dispatchEvent(event);
    }, data);
    await until('the picture', async () => (await parley.requests('addPicture')).length > before, 60_000);
    return parley.page.evaluate(() => {
      const request = parleyPosted.findLast(({ message }) => message.type === 'request' && message.name === 'addPicture')?.message;
      if (request?.type !== 'request' || request.name !== 'addPicture') throw new Error('Nothing was handed over.');
      const bytes = new Uint8Array(request.params.picture.whole.bytes);
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
  }

  /** The original as the API scales it down, by another's filter. */
  async function scaledByOthers(data: string, to: Size): Promise<string> {
    const pixels = await parley.page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const all = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
      return new Promise<string>((resolve) => {
        const made = new FileReader();
        made.onload = () => resolve(String(made.result).replace(/^.*,/, ''));
        made.readAsDataURL(new Blob([all]));
      });
    }, data);
    const { width, height } = screen;
    const scaled = await new Scaler({ features: ['js'] }).resizeBuffer({
      ...{ src: new Uint8Array(Buffer.from(pixels, 'base64')), width, height },
      ...{ toWidth: to.width, toHeight: to.height, filter: 'lanczos3' },
    });
    const color = (x: number, y: number) => {
      const at = (y * to.width + x) * 4;
      return [scaled[at] ?? 0, scaled[at + 1] ?? 0, scaled[at + 2] ?? 0] as const;
    };
    return png({ ...to, color }).toString('base64');
  }

  /** The share of characters that are read wrongly of the first column, each picture enlarged in the same way first. */
  async function errorsIn(data: string): Promise<number> {
    const part = { width: column / screen.width, height: ((lines.length + 0.5) * lineHeight) / screen.height };
    const enlarged = await parley.page.evaluate(
      async ([base64, share, wide]) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
        const [width, height] = [bitmap.width * share.width, bitmap.height * share.height];
        const canvas = new OffscreenCanvas(wide, Math.round((wide * height) / width));
        const context = canvas.getContext('2d', { alpha: false });
        if (!context) throw new Error('There is nothing to draw on.');
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, width, height, 0, 0, canvas.width, canvas.height);
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      },
      [data, part, 3 * column] as const,
    );
    const { data: read } = await reader.recognize(Buffer.from(enlarged, 'base64'));
    return distance(plain(read.text), plain(code)) / plain(code).length;
  }

  it('is read no worse than after the API’s own downscale, on light and on dark', async function () {
    this.timeout(240_000);
    const to = sizeSeen(screen, sightOf('claude-sonnet-5-5'));
    const errors = { sent: 0, others: 0, tiny: 0 };
    for (const theme of ['light', 'dark'] as const) {
      const original = await screenshotOf(theme);
      const sent = await sentOf(original);
      const read = readPictureBytes(Buffer.from(sent, 'base64'));
      assert.ok(read.kind === 'picture');
      // Nothing is scaled again by the API.
      assert.deepEqual([read.facts.width, read.facts.height, read.facts.format], [to.width, to.height, 'png']);
      errors.sent += await errorsIn(sent);
      errors.others += await errorsIn(await scaledByOthers(original, to));
      if (theme === 'light') errors.tiny += await errorsIn(await scaledByOthers(original, { width: 768, height: 432 }));
    }
    assert.ok(errors.sent <= errors.others, JSON.stringify(errors));
    // The comparison is worth something: the text can be read, and at the size that others send it cannot.
    assert.ok(errors.sent < 0.1 && errors.tiny > 0.5, JSON.stringify(errors));
  });
});

/** White space is not what is read. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** How many characters must be changed, added or taken away. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const change = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(change, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
