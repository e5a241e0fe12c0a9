/** Parley without a mouse, in 300 pixels, and with more text than anybody should paste. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { parleyFrame } from './driver/parley.ts';
import { until } from './driver/until.ts';
import { quickInput, runCommand, setViewWidth } from './driver/workbench.ts';

describe('by keyboard', () => {
  let chat: OpenChat;
  let page: Page;

  before(async () => {
    chat = await openChat();
    page = chat.window.page;
  });
  after(() => chat.close());
  beforeEach(() => chat.simulator.reset());

  const turn = (role: 'user' | 'assistant', status: string) =>
    chat.parley.locator(`[role=log] [data-role="${role}"][data-status="${status}"]`);
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** The name or text of what has the focus in the page. */
  const focused = async () =>
    (await parleyFrame(page)).evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.getAttribute('data-message-id') ?? element?.textContent ?? '';
    });

  it('a conversation is had: command, type, Enter, Escape stops, Tab finds Retry', async () => {
    await runCommand(page, 'Parley: Focus Input');
    await until('the focus', async () => (await focused()) === 'Message Claude');
    chat.simulator.script({ reply: { deltas: ['One ', 'two '] }, hold: 2, pingEvery: 300 });
    await page.keyboard.type('Count');
    await press('Enter');
    await (await chat.simulator.nextRequest()).held();
    await turn('assistant', 'streaming').getByText('One two').waitFor();
    await press('Escape');
    await turn('assistant', 'stopped').waitFor();
    chat.simulator.script({ reply: { text: 'Three.' } });
    for (let n = 0; n < 40 && (await focused()) !== 'Retry'; n++) await press('Shift+Tab');
    assert.equal(await focused(), 'Retry');
    await press('Enter');
    await turn('assistant', 'complete').getByText('Three.').waitFor();
  });

  it('Ctrl+Up and Ctrl+Down go from turn to turn', async () => {
    await runCommand(page, 'Parley: Focus Input');
    await until('the focus', async () => (await focused()) === 'Message Claude');
    const ids = await chat.parley
      .locator('[role=log] [data-message-id]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-message-id')));
    await press('Control+ArrowUp');
    assert.equal(await focused(), ids.at(-1));
    await press('Control+ArrowUp');
    assert.equal(await focused(), ids.at(-2));
    await press('Control+ArrowDown', 'Control+ArrowDown');
    assert.equal(await focused(), 'Message Claude');
  });

  it('ArrowUp in an empty box edits the last prompt, and Escape leaves it as it was', async () => {
    await press('ArrowUp');
    const editing = chat.parley.getByRole('textbox', { name: 'Edit prompt' });
    await editing.waitFor();
    await press('Escape');
    await editing.waitFor({ state: 'detached' });
    await turn('user', 'complete').getByText('Count').waitFor();
  });

  it('the history is searched, gone through and left', async () => {
    await runCommand(page, 'Parley: History');
    const search = chat.parley.getByRole('searchbox', { name: 'Search history' });
    await search.waitFor();
    await until('the focus', async () => (await focused()) === 'Search history');
    await page.keyboard.type('Three');
    await chat.parley.locator('mark').first().waitFor();
    await press('ArrowDown');
    assert.match(await focused(), /Count/);
    await press('Escape');
    await search.waitFor({ state: 'detached' });
  });

  it('a model is chosen', async () => {
    await runCommand(page, 'Parley: Select Model');
    await quickInput(page).fill('Opus 5.5');
    await press('Enter');
    await chat.parley.getByRole('button', { name: 'Model: Claude Opus 5.5' }).waitFor();
  });

  it('Enter does not send what an input method is still composing', async () => {
    await runCommand(page, 'Parley: Focus Input');
    await until('the focus', async () => (await focused()) === 'Message Claude');
    const sent = () => chat.simulator.requests.filter(({ path }) => path === '/v1/messages').length;
    const before = sent();
    const client = await page.context().newCDPSession(page);
    await client.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    // What a keyboard sends while a composition is open.
    await client.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
    await client.send('Input.insertText', { text: '日本' });
    const { box } = chat;
    await until('the composed text', async () => (await box.inputValue()) === '日本');
    assert.equal(sent(), before);
    await box.fill('');
  });

  it('a megabyte is sent whole, without a freeze; more than two are refused in words, and nothing is lost', async () => {
    const { box } = chat;
    const megabyte = 'line of a log file that somebody pastes\n'.repeat(26_215);
    chat.simulator.script({ reply: { text: 'Long.' } });
    await page.evaluate((text) => navigator.clipboard.writeText(text), megabyte);
    await box.focus();
    const frame = await parleyFrame(page);
    await press('Control+V');
    const answered = await frame.evaluate(async () => {
      const start = performance.now();
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    });
    assert.ok(answered < 1000, `the page answered after ${Math.round(answered)} ms`);
    await press('Enter');
    await turn('assistant', 'complete').getByText('Long.').waitFor({ timeout: 30_000 });
    const messages = chat.simulator.requests.at(-1)?.body['messages'];
    const sent = Array.isArray(messages) ? messages.at(-1) : undefined;
    assert.equal(JSON.stringify(sent), JSON.stringify({ role: 'user', content: [{ type: 'text', text: megabyte }] }));

    await box.fill('kept');
    await page.evaluate((text) => navigator.clipboard.writeText(text), megabyte + megabyte);
    await press('Control+V');
    await chat.parley.getByRole('alert').filter({ hasText: 'too long' }).waitFor();
    assert.equal(await box.inputValue(), 'kept');
    await box.fill('');
  });

  it('300 pixels are enough: nothing is wider than the view', async () => {
    await runCommand(page, 'Parley: New Conversation');
    await until('an empty conversation', async () => (await turn('user', 'complete').count()) === 0);
    await setViewWidth(page, 300);
    const wide = `| ${'column | '.repeat(12)}\n| ${'--- | '.repeat(12)}\n| ${'a rather long cell | '.repeat(12)}`;
    chat.simulator.script({
      reply: { text: `${'Donaudampfschifffahrt'.repeat(10)}\n\n${wide}\n\n\`\`\`ts\n${'const a = 1; '.repeat(40)}\n\`\`\`\n` },
    });
    const { box } = chat;
    await box.fill(`https://example.org/${'path/'.repeat(40)}`);
    await box.press('Enter');
    await turn('assistant', 'complete').waitFor();
    const frame = await parleyFrame(page);
    const wider = await frame.evaluate(() =>
      ['html', 'body', '[role=log]', '[role=article]', '.composer'].flatMap((selector) =>
        [...document.querySelectorAll(selector)].filter((each) => each.scrollWidth > each.clientWidth + 1).map(() => selector),
      ),
    );
    assert.deepEqual(wider, []);
    const nameless = await frame.evaluate(() =>
      [...document.querySelectorAll('button')].filter((each) => !each.ariaLabel && !each.textContent?.trim()).map((each) => each.outerHTML),
    );
    assert.deepEqual(nameless, []);
  });
});
