/** An exported HTML file in a browser: it loads nothing, runs nothing, keeps its own policy, and can be read, light and dark. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { PrintThread } from '../../src/host/printThread.ts';
import { png } from '../pictures/build.ts';
import { samplesFor } from '../sim/demoSamples.ts';
import { assistantMessage, userMessage } from '../unit/chat/messages.ts';
import { exported, source } from '../unit/history/exported.ts';
import { LocalStores } from '../unit/history/localStore.ts';
import { sha256 } from '../unit/history/randomConversations.ts';
import { bundle } from '../unit/history/temporaryHistory.ts';
import { sharedBrowser } from './driver/editorWindow.ts';
import { screenshot } from './driver/screenshot.ts';

declare global {
  var axe: { readonly run: (context: Document, options: RunOptions) => Promise<AxeResults> };
}

const axeScript = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

describe('an exported page', () => {
  const stores = new LocalStores();
  const requests: string[] = [];
  /** What did not come, and why. */
  const failed: string[] = [];
  let page: Page;

  before(async () => {
    const store = stores.open();
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    const bytes = new Uint8Array(png({ width: 120, height: 60, color: (x, y) => [x * 2, 90, y * 4] }));
    const encoded = { type: 'image/png', bytes } as const;
    const hash = sha256(bytes);
    const picture = { id: 'p', hash, type: 'image/png', width: 120, height: 60, size: bytes.length, smallSize: null, note: null } as const;
    const item = {
      id: 'i',
      kind: 'selection',
      name: 'math.ts',
      path: 'src/math.ts',
      uri: null,
      lines: [5, 8],
      language: 'ts',
      note: null,
    } as const;
    const prompt = userMessage({
      blocks: [
        { type: 'picture', picture: { ...picture, name: 'Screenshot.png', description: 'A gradient' } },
        { type: 'context', item: { ...item, text: 'export const two = 1 + 1;' } },
        { type: 'text', text: 'What does this do?\nAnd why?' },
      ],
    });
    const hostile =
      '<script>document.title = 1</script> <img src="https://example.com/x.png"> ![a cat](https://example.com/cat.png)\n\n[link](javascript:1)';
    const samples = samplesFor('code table lists quote math');
    assert.ok(samples.length > 1);
    const reply = assistantMessage({ status: 'complete', text: [...samples, hostile].join('\n\n') });
    store.addMessages([prompt, reply], {
      leafId: reply.id,
      title: 'A page for people',
      files: [{ hash, whole: encoded, small: null, thumbnail: encoded }],
    });
    const script = await bundle(resolve('src/print/worker.ts'), resolve('out/print/worker.js'));
    const { text } = await exported(store, { kind: 'html', from: source(store, () => new PrintThread(script)) });
    const file = join(stores.folder, 'exported.html');
    writeFileSync(file, text);
    page = await (await sharedBrowser()).newPage({ viewport: { width: 800, height: 1200 } });
    page.on('request', (request) => requests.push(request.url()));
    page.on('requestfailed', (request) => failed.push(`${request.url()} ${request.failure()?.errorText}`));
    page.on('console', (message) => requests.push(`${message.type()}: ${message.text()}`));
    await page.goto(pathToFileURL(file).href);
  });

  after(async () => {
    await page.close();
    stores.dispose();
  });

  it('asks for nothing but itself, breaks no line of its policy, and runs nothing', async () => {
    const pictures = await page.evaluate(() => [...document.images].map(({ complete, naturalWidth }) => [complete, naturalWidth]));
    assert.deepEqual(pictures, [[true, 120]]);
    const others = requests.filter((each) => !each.startsWith('file:') && !each.startsWith('data:image/png'));
    assert.deepEqual([others, requests.filter((each) => each.startsWith('file:')).length], [[], 1]);
    assert.equal(await page.title(), 'All of it');
    assert.equal(await page.evaluate(() => document.scripts.length), 0);
  });

  it('lets nothing run or load that came into it later, either', async () => {
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ranHere = true';
      document.body.append(script);
      const image = new Image();
      image.src = 'https://parley.invalid/x.png';
      const answer = new Promise((resolve) => {
        image.onerror = () => resolve('stopped');
        image.onload = () => resolve('loaded');
      });
      script.remove();
      return ['ranHere' in globalThis, await answer];
    });
    assert.deepEqual(ran, [false, 'stopped']);
    assert.deepEqual(failed, ['https://parley.invalid/x.png csp']);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be read: ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(background, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(27, 27, 27)');
      await page.evaluate(axeScript);
      const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
      assert.deepEqual(
        violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        [],
      );
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await screenshot(page, `exported/${colorScheme}`);
    });
  }
});
