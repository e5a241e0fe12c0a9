/** Formulas in the editor's own webview: its policy, its way to the extension's files, a reply that streams. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, parleyFrame, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { setViewWidth } from './driver/workbench.ts';

const first = 'It costs $5, not $6, and $HOME is `$x$`. ';
const rest = String.raw`With $a^2$ and \(b_1\):

$$
c = \sqrt{a^2 + b^2}
$$

\[ d = \frac{1}{2} \]

A mistake: $\nosuch{x}$. And **more**.
`;

describe('formulas in a reply', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor });
    page = window.page;
    parley = await openParley(page);
    await setViewWidth(page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  const loaded = async () =>
    (await parleyFrame(page)).evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('math.js')).length,
    );

  it('load nothing before the first, then are MathML, and code with the reason where they cannot be read', async () => {
    simulator.script({ reply: { deltas: [first, 'So far. ', ...(rest.match(/[\s\S]{1,7}/g) ?? [])] }, hold: 2, pingEvery: 300 });
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('What is it?');
    await box.press('Enter');
    const request = await simulator.nextRequest();
    await request.held();
    await parley.getByText('So far.').waitFor();
    assert.equal(await loaded(), 0);
    assert.equal(await parley.locator('.md-math').count(), 0);
    request.release();
    await parley.locator('[data-role="assistant"][data-status="complete"]').waitFor();
    await until('the formulas', async () => (await parley.locator('.md-math > :is(math, code)').count()) === 5);
    assert.equal(await loaded(), 1);
    const seen = await (await parleyFrame(page)).evaluate(() =>
      [...document.querySelectorAll('.md-math')].map((element) => {
        const [child] = element.children;
        return `${child?.namespaceURI?.endsWith('MathML') ? 'MathML' : child?.localName} ${child?.getAttribute('display')} ${child?.textContent}`;
      }),
    );
    assert.deepEqual(seen, ['MathML null a2', 'MathML null b1', 'MathML block c=a2+b2', 'MathML block d=12', 'code null $\\nosuch{x}$']);
    const code = parley.locator('.md-math > code');
    assert.match((await code.getAttribute('title')) ?? '', /^This formula cannot be read: Unsupported function name: \\nosuch/);
    await parley.locator('strong', { hasText: 'more' }).waitFor();
    await parley.getByText('It costs $5, not $6, and $HOME is').waitFor();
    await screenshot(page, 'page/math-in-editor');
  });
});
