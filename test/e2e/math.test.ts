/** Formulas in the editor's own webview: its policy, its way to the extension's files, a reply that streams. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { parleyFrame } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';

const first = 'It costs $5, not $6, and $HOME is `$x$`. ';
const rest = String.raw`With $a^2$ and \(b_1\):

$$
c = \sqrt{a^2 + b^2}
$$

\[ d = \frac{1}{2} \]

A mistake: $\nosuch{x}$. And **more**.
`;

describe('formulas in a reply', () => {
  let chat: OpenChat;
  let page: Page;

  before(async () => {
    chat = await openChat(300);
    page = chat.window.page;
  });
  after(() => chat.close());

  const loaded = async () =>
    (await parleyFrame(page)).evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('math.js')).length,
    );

  it('load nothing before the first, then are MathML, and code with the reason where they cannot be read', async () => {
    chat.simulator.script({ reply: { deltas: [first, 'So far. ', ...(rest.match(/[\s\S]{1,7}/g) ?? [])] }, hold: 2, pingEvery: 300 });
    const { box } = chat;
    await box.fill('What is it?');
    await box.press('Enter');
    const request = await chat.simulator.nextRequest();
    await request.held();
    await chat.parley.getByText('So far.').waitFor();
    assert.equal(await loaded(), 0);
    assert.equal(await chat.parley.locator('.md-math').count(), 0);
    request.release();
    await chat.parley.locator('[data-role="assistant"][data-status="complete"]').waitFor();
    await until('the formulas', async () => (await chat.parley.locator('.md-math > :is(math, code)').count()) === 5);
    assert.equal(await loaded(), 1);
    const seen = await (await parleyFrame(page)).evaluate(() =>
      [...document.querySelectorAll('.md-math')].map((element) => {
        const [child] = element.children;
        return `${child?.namespaceURI?.endsWith('MathML') ? 'MathML' : child?.localName} ${child?.getAttribute('display')} ${child?.textContent}`;
      }),
    );
    assert.deepEqual(seen, ['MathML null a2', 'MathML null b1', 'MathML block c=a2+b2', 'MathML block d=12', 'code null $\\nosuch{x}$']);
    const code = chat.parley.locator('.md-math > code');
    assert.match((await code.getAttribute('title')) ?? '', /^This formula cannot be read: Unsupported function name: \\nosuch/);
    await chat.parley.locator('strong', { hasText: 'more' }).waitFor();
    await chat.parley.getByText('It costs $5, not $6, and $HOME is').waitFor();
    await screenshot(page, 'page/math-in-editor');
  });
});
