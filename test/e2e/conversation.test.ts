/** A person's first hour: no key, a key, a question, the answer, and everything there again after a reload. One window, step by step. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { failWith, stallAfter } from '../sim/faults.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import type { SimRequest } from '../sim/simRequest.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, parleyIn, startParley, storageOf } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { dialog, quickInput, runCommand, typeIntoInputBox } from './driver/workbench.ts';

/** Looked for everywhere at the end: it must be nowhere but in the requests. */
const canary = 'sk-ant-api03-canary-7f3a9b1c5d2e4f60';

describe('a first hour', () => {
  let simulator: Simulator;
  let editor: Editor;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator({ requireKey: true, keys: [canary] });
    // Short, so that a stall ends soon; replies that are held in other tests stay alive by their pings.
    // All but this machine is behind a proxy that is not there: the public API is out of reach, and the key that is tried goes nowhere.
    editor = await startParley({
      settings: { 'parley.stallTimeout': 3, 'http.proxy': 'http://127.0.0.1:9', 'http.noProxy': ['127.0.0.1'] },
    });
    window = await openWindow({ editor });
    page = window.page;
    parley = await openParley(page);
  });

  after(async () => {
    await window.close();
    await editor.stop();
    await simulator.close();
  });

  afterEach(function () {
    if (!this.currentTest?.isFailed()) return;
    console.log(logText());
  });

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const turn = (role: 'user' | 'assistant', status?: string): Locator =>
    parley.locator(`[role=log] [data-role="${role}"]${status === undefined ? '' : `[data-status="${status}"]`}`);
  const bodies = () => simulator.requests.filter(({ path }) => path === '/v1/messages').map(({ body }) => body);

  async function send(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
  }

  /** The request that is being answered, at the point where its script holds it. */
  async function heldRequest(): Promise<SimRequest> {
    let request = await simulator.nextRequest();
    while (request.endedAt !== null) request = await simulator.nextRequest();
    await request.held();
    return request;
  }

  it('begins without a key: one sentence, one button', async () => {
    await parley.getByRole('button', { name: 'Set API key' }).waitFor();
    await screenshot(page, 'walkthrough/1-no-key');
  });

  it('takes a key in a password box, checks its shape, tries it and says what came of it', async () => {
    await parley.getByRole('button', { name: 'Set API key' }).click();
    assert.equal(await quickInput(page).getAttribute('type'), 'password');
    await typeIntoInputBox(page, 'nonsense', false);
    await page.getByText('A key of the Anthropic API begins with').waitFor();
    await screenshot(page, 'walkthrough/2-key-box');
    await typeIntoInputBox(page, ` ${canary} `, false);
    await page.getByText('A key of the Anthropic API begins with').waitFor({ state: 'detached' });
    await quickInput(page).press('Enter');
    // The public API is out of reach here: the sentence says that, and that the key is set all the same.
    await saidInNotification(
      'The key is set. Parley could not reach api.anthropic.com: the proxy in between did not let it through.',
      'walkthrough/3-key-set',
    );
    // It went to the proxy that is not there, and not to the network.
    assert.match(logText(), /api\.anthropic\.com failed: offline, .*127\.0\.0\.1:9/);
    await parley.getByRole('button', { name: 'Set API key' }).waitFor({ state: 'detached' });
  });

  it('names the server when it is not the public API, and finds its models', async () => {
    editor.setSettings({ 'parley.baseUrl': simulator.url });
    await parley.getByText(new URL(simulator.url).host).waitFor();
    await runCommand(page, 'Parley: Test Connection');
    await dialog(page).getByText('works.').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    simulator.reset();
  });

  it('does nothing with white text', async () => {
    await send('   ');
    assert.equal(await turn('user').count(), 0);
    await box().fill('');
  });

  it('streams an answer, with Markdown', async () => {
    simulator.script({
      reply: { thinking: 'A loop in a loop.', deltas: ['It is **slow', '** because:\n\n', '```ts\nconst n = 1;\n', '```\n'] },
      hold: 2,
      pingEvery: 300,
    });
    await send('Why is this slow?');
    await turn('user').getByText('Why is this slow?').waitFor();
    const request = await heldRequest();
    await turn('assistant', 'streaming').waitFor();
    await screenshot(page, 'walkthrough/4-streaming');
    request.release();
    await turn('assistant', 'complete').waitFor();
    await turn('assistant').locator('strong', { hasText: 'slow' }).waitFor();
    assert.equal(await turn('assistant').getByRole('figure').getAttribute('data-language'), 'ts');
    // The prompt is there until it is on the disk, also where the answer was quicker.
    await until('the box to be empty', async () => (await box().inputValue()) === '');
    assert.match((await parley.getByTestId('usage').textContent()) ?? '', /[\d,]+ tokens · \$0\.\d+/);
    await screenshot(page, 'walkthrough/5-answer');
  });

  it('has sent exactly what the API takes', () => {
    const [body] = bodies();
    assert.deepEqual(body, {
      model: 'claude-sonnet-5-5',
      max_tokens: 32_000,
      cache_control: { type: 'ephemeral', ttl: '5m' },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Why is this slow?' }] }],
      thinking: { type: 'adaptive', display: 'summarized' },
      // The first turn: there is none before it that the cache could be compared with.
      diagnostics: { previous_message_id: null },
      stream: true,
    });
    const request = simulator.requests.find(({ path }) => path === '/v1/messages');
    assert.equal(request?.headers['authorization'], `Bearer ${canary}`);
    assert.equal(request?.headers['anthropic-version'], '2026-10-21');
  });

  it('stops at once, keeps what had come, and aborts the request', async () => {
    simulator.script({ reply: { deltas: ['One ', 'two ', 'three '] }, hold: 2, pingEvery: 300 });
    await send('Count to a million');
    const request = await heldRequest();
    await turn('assistant', 'streaming').getByText('One two').waitFor();
    // The frame after the click shows it, before the host can have answered.
    const isStopped = await parley.locator('body').evaluate(async (body) => {
      body.querySelector<HTMLButtonElement>('button[aria-label="Stop"]')?.click();
      await new Promise(requestAnimationFrame);
      return body.querySelector('[data-status="stopped"]') !== null;
    });
    assert.equal(isStopped, true);
    await request.ended;
    assert.equal(request.aborted, true);
    await turn('assistant', 'stopped').getByText('One two').waitFor();
  });

  it('retries', async () => {
    simulator.script({ reply: { text: 'One two three, and so on.' } });
    await turn('assistant', 'stopped').getByRole('button', { name: 'Retry' }).click();
    await turn('assistant').nth(1).getByText('and so on').waitFor();
    await turn('assistant').nth(1).getByText('2/2').waitFor();
  });

  it('edits a prompt as a sibling, and goes between the versions', async () => {
    simulator.script({ reply: { text: 'Ten.' } });
    await turn('user').nth(1).hover();
    await turn('user').nth(1).getByRole('button', { name: 'Edit' }).click();
    const editor_ = parley.getByRole('textbox', { name: 'Edit prompt' });
    await editor_.fill('Count to ten');
    await editor_.press('Enter');
    await turn('assistant').nth(1).getByText('Ten.').waitFor();
    assert.equal(await turn('user').count(), 2);
    const sent = bodies().at(-1)?.['messages'];
    assert.deepEqual(
      Array.isArray(sent) && sent.map((message: { role: string; content: { text: string }[] }) => [message.role, message.content[0]?.text]),
      [
        ['user', 'Why is this slow?'],
        ['assistant', 'It is **slow** because:\n\n```ts\nconst n = 1;\n```\n'],
        ['user', 'Count to ten'],
      ],
    );
    await turn('user').nth(1).hover();
    await turn('user').nth(1).getByRole('button', { name: 'Previous version' }).click();
    await turn('assistant').nth(1).getByText('and so on').waitFor();
    await screenshot(page, 'walkthrough/6-siblings');
  });

  it('queues what is sent meanwhile, editable and removable', async () => {
    simulator.script({ reply: { deltas: ['First ', 'answer.'] }, hold: 1, pingEvery: 300 }, { reply: { text: 'Second answer.' } });
    await send('First');
    const request = await heldRequest();
    await send('Second, misspelt');
    const queued = parley.locator('[data-status="queued"]');
    await queued.getByText('Second, misspelt').waitFor();
    await send('Third');
    await queued.getByText('Third').waitFor();
    await screenshot(page, 'walkthrough/7-queue');
    await queued.nth(0).getByRole('button', { name: 'Edit queued prompt' }).click();
    await queued.nth(0).getByRole('textbox').fill('Second');
    await queued.nth(0).getByRole('textbox').press('Enter');
    await queued.nth(1).getByRole('button', { name: 'Remove queued prompt' }).click();
    await queued.getByText('Third').waitFor({ state: 'detached' });
    request.release();
    await turn('assistant').getByText('Second answer.').waitFor();
    await turn('user').getByText('Second', { exact: true }).waitFor();
    assert.equal(await queued.count(), 0);
  });

  it('counts down a wait that the API asked for, and the wait can be cancelled', async () => {
    simulator.script(failWith(429, 30));
    await send('Are you busy?');
    await parley.getByText(/Rate limited · again in \d+ s/).waitFor();
    await screenshot(page, 'walkthrough/8-waiting');
    await parley.getByRole('button', { name: 'Cancel' }).click();
    const failed = turn('assistant', 'failed');
    await failed.getByRole('alert').getByText('The rate limit is reached.').waitFor();
    await screenshot(page, 'walkthrough/9-error');
    simulator.script({ reply: { text: 'Not any more.' } });
    await failed.getByRole('button', { name: 'Retry' }).click();
    await turn('assistant').getByText('Not any more.').waitFor();
  });

  it('gives up a silent stream with its text, and goes on from it', async () => {
    simulator.script(stallAfter(2));
    await send('Tell me slowly');
    const failed = turn('assistant', 'failed');
    await failed.getByRole('alert').getByText('The connection was silent for 3 s').waitFor();
    await failed.getByText('One two').waitFor();
    simulator.script({ reply: { text: 'three.' } });
    await failed.getByRole('button', { name: 'Continue' }).click();
    await turn('assistant').getByText('three.').waitFor();
  });

  it('has everything there after a reload: conversation, versions, draft', async () => {
    await box().fill('Half a thought');
    const before = await turns();
    // The page tells its draft a moment after the last key.
    await until('the draft on disk', () => databaseHolds('Half a thought'));
    await window.reload();
    parley = await openParley(page);
    await turn('user').first().waitFor();
    assert.equal(await box().inputValue(), 'Half a thought');
    // The end is there at once, and what is above it as one scrolls.
    await until('the whole conversation', async () => {
      await parley.getByRole('log').evaluate((list) => list.scrollTo(0, 0));
      return (await turns()).length >= before.length;
    });
    assert.deepEqual(await turns(), before);
    await turn('user').nth(1).getByText('1/2').waitFor();
    await screenshot(page, 'walkthrough/10-after-reload');
  });

  it('lists the conversation in the history, finds what was said, and renames, pins, deletes and restores', async () => {
    await page.getByRole('button', { name: 'New Conversation' }).first().click();
    await until('an empty conversation', async () => (await turn('user').count()) === 0);
    simulator.script({ reply: { text: 'Soups are liquid.' } });
    await send('What about soup?');
    await turn('assistant', 'complete').waitFor();
    await page.getByRole('button', { name: 'History' }).first().click();
    const search = parley.getByRole('searchbox', { name: 'Search history' });
    const items = parley.getByRole('listitem');
    await items.nth(1).waitFor();
    await search.fill('and so on');
    await parley.locator('mark').first().waitFor();
    assert.equal(await items.count(), 1);
    await screenshot(page, 'walkthrough/11-history');
    await search.press('Enter');
    await turn('assistant').getByText('and so on').waitFor();

    await page.getByRole('button', { name: 'History' }).first().click();
    const soup = items.filter({ hasText: 'What about soup?' });
    await soup.hover();
    await soup.getByRole('button', { name: 'Rename' }).click();
    await parley.getByRole('textbox', { name: 'Title of the conversation' }).fill('Soup');
    await parley.getByRole('textbox', { name: 'Title of the conversation' }).press('Enter');
    const renamed = items.filter({ hasText: 'Soup' });
    await renamed.hover();
    await renamed.getByRole('button', { name: 'Pin Soup' }).click();
    await parley.getByText('Pinned').waitFor();
    await renamed.hover();
    await renamed.getByRole('button', { name: 'Delete Soup' }).click();
    await renamed.waitFor({ state: 'detached' });
    await parley.getByRole('button', { name: 'Undo' }).click();
    await renamed.waitFor();
    await search.press('Escape');
    await search.waitFor({ state: 'detached' });
  });

  it('opens the same conversation in an editor tab, and both show what comes', async () => {
    await runCommand(page, 'Parley: Open in Editor');
    const tab = parleyIn(page, 'tab');
    await tab.getByText('and so on').first().waitFor();
    simulator.script({ reply: { text: 'Seen twice.' } });
    const tabBox = tab.getByRole('textbox', { name: 'Message Claude' });
    await tabBox.fill('Twice?');
    await tabBox.press('Enter');
    await tab.getByText('Seen twice.').waitFor();
    await parley.getByText('Seen twice.').waitFor();
    await screenshot(page, 'walkthrough/12-editor-tab');
  });

  it('opens as Markdown, and copies as Markdown', async () => {
    await runCommand(page, 'Parley: Open as Markdown');
    await page.getByRole('tab', { name: 'Why is this slow.md' }).waitFor();
    await turn('assistant').first().hover();
    await turn('assistant').first().getByRole('button', { name: 'Copy' }).last().click();
    await until('the clipboard', async () => /It is \*\*slow\*\* because:/.test(await page.evaluate(() => navigator.clipboard.readText())));
  });

  it('has the key in no file, no log and no message to the page; only in requests', async () => {
    const files = allFiles(editor.userDataDir);
    assert.ok(files.length > 10, `${files.length} files`);
    const holding = files.filter((file) => readFileSync(file).includes(canary));
    assert.deepEqual(holding, []);
    assert.ok(window.messages.length > 50);
    assert.equal(
      window.messages.some(({ json }) => json.includes(canary)),
      false,
    );
    assert.deepEqual(
      window.log.filter((line) => line.includes(canary)),
      [],
    );
    assert.ok(simulator.requests.every(({ rawBody }) => !rawBody.includes(canary)));
  });

  it('forgets the key when it is removed', async () => {
    await runCommand(page, 'Parley: Remove API Key');
    await saidInNotification('The API key is removed.');
    await send('Still there?');
    await turn('assistant', 'failed').getByRole('alert').getByText('Parley needs an API key').waitFor();
    await turn('assistant', 'failed').getByRole('button', { name: 'Set API key' }).waitFor();
  });

  /** The editor shows no toasts to a test; they are all in its notification centre. */
  async function saidInNotification(text: string | RegExp, picture?: string): Promise<void> {
    const centre = page.locator('.notifications-center');
    if (!(await centre.isVisible())) await runCommand(page, 'Notifications: Show Notifications');
    await centre.locator('.notification-list-item').filter({ hasText: text }).waitFor();
    if (picture) await screenshot(page, picture);
    await runCommand(page, 'Notifications: Clear All Notifications');
  }

  function turns(): Promise<string[]> {
    return parley
      .locator('[role=log] [role=article], [role=log] article')
      .evaluateAll((all) =>
        all.map(
          (each) =>
            `${each.getAttribute('data-role')} ${each.getAttribute('data-status')} ${each.getAttribute('data-message-id')} ${each.textContent}`,
        ),
      );
  }

  function logText(): string {
    const files = allFiles(editor.userDataDir).filter((name) => name.endsWith('Parley.log'));
    return files.map((file) => readFileSync(file, 'utf8')).join('');
  }

  /** The write-ahead log and the database: what is in neither is not on disk. */
  function databaseHolds(text: string): boolean {
    const folder = storageOf(editor);
    return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text));
  }
});

function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
