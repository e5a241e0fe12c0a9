/**
 * The key, and what else must not get out: after a session that does what may let it slip, it is looked for in everything that was written, shown,
 * copied or said to the page, in whatever form. It is in the requests to the server that is configured and nowhere else.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { redirectTo } from '../sim/faults.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { filesBelow, formsOf, type Place, searchFor, textPlace } from './driver/canaries.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { until } from './driver/until.ts';
import { pickRow, quickInput, runCommand, typeIntoInputBox } from './driver/workbench.ts';

const key = 'sk-ant-api03-canary-Q7x2Vn9Lk4Wd8Rt1Zb6Ym3';
/** In the environment of the editor: they are read by nobody. */
const environment = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary-environment-H5s8Gf2Pq',
  ANTHROPIC_AUTH_TOKEN: 'canary-token-environment-J3k6Mv9Xc',
  ANTHROPIC_CUSTOM_HEADERS: 'x-canary: canary-header-environment-B4n7Tz1Ld',
  ANTHROPIC_LOG: 'debug',
};
const secrets = [key, environment.ANTHROPIC_API_KEY, environment.ANTHROPIC_AUTH_TOKEN, 'canary-header-environment-B4n7Tz1Ld'];

describe('the key', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  /** Where a redirect leads, and what the environment names. */
  let other: Simulator;
  let editor: Editor;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;
  let answers = 0;
  /** What was copied or shown in a document, and all that could be read in the window. */
  const shown: Place[] = [];

  before(async () => {
    [simulator, other] = await Promise.all([startSimulator({ requireKey: true, keys: [key] }), startSimulator()]);
    editor = await startParley({
      settings: { 'parley.baseUrl': simulator.url },
      env: { ...environment, ANTHROPIC_BASE_URL: other.url },
    });
    window = await openWindow({ editor });
    page = window.page;
    parley = await openParley(page);
  });
  after(async () => {
    await Promise.all([simulator.close(), other.close()]);
  });

  async function send(text: string, status: 'complete' | 'failed'): Promise<void> {
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(text);
    await box.press('Enter');
    const turn = parley.locator('[data-role="assistant"]').nth(answers);
    await turn.and(parley.locator(`[data-status="${status}"]`)).waitFor();
    answers += 1;
    await look(`after “${text}”`);
  }

  /** All that can be read in the window and in its webviews, names for screen readers and tooltips included. */
  async function look(when: string): Promise<void> {
    for (const frame of page.frames()) {
      const html = await frame.evaluate(() => document.documentElement.outerHTML).catch(() => '');
      shown.push(textPlace(`the window ${when}`, html));
    }
  }

  async function takeDocument(name: string): Promise<void> {
    await page.locator('.editor-instance .view-lines').last().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(text.length > 50, `${name}: ${text}`);
    shown.push(textPlace(name, text));
  }

  it('is set, used and refused; servers repeat it in errors and lead elsewhere', async () => {
    await runCommand(page, 'Parley: Set API Key');
    await until('the box for the key', async () => (await quickInput(page).getAttribute('type')) === 'password');
    await typeIntoInputBox(page, key);
    await until('the trial', async () => simulator.requests.some(({ path }) => path.startsWith('/v1/models')));
    await send('Why?', 'complete');
    simulator.script({ error: { status: 401, message: `invalid x-api-key: ${key}` } });
    await send('With a key that is refused', 'failed');
    simulator.script({ error: { status: 400, message: `Header authorization: Bearer ${key} is malformed`, headers: { 'x-echo': key } } });
    await send('With an error that repeats it', 'failed');
    simulator.script({
      answer: { status: 404, headers: { 'content-type': 'text/html' }, body: `<h1>No such page</h1><pre>Bearer ${key}</pre>` },
    });
    await send('Through a gateway that repeats it', 'failed');
    simulator.script({ reply: { deltas: ['Some ', 'words.'] }, errorEvent: { after: 1, type: 'api_error', message: `trace: ${key}` } });
    await send('With an event that repeats it', 'failed');
    for (const status of [301, 302, 303, 307, 308]) {
      simulator.script(redirectTo(`${other.url}/v1/messages`, status));
      await send(`To another host (${status})`, 'failed');
    }
    assert.equal(other.requests.length, 0);
  });

  it('is in nothing that is shown, copied or logged', async () => {
    await parley.getByRole('textbox', { name: 'Message Claude' }).fill('And next?');
    for (const which of ['Next request', 'Last request']) {
      await runCommand(page, 'Parley: Show Request');
      await pickRow(page, which);
      await page.getByRole('tab', { name: which }).waitFor();
      await takeDocument(which);
      for (const form of ['curl', 'TypeScript', 'Python']) {
        const before = await page.evaluate(() => navigator.clipboard.readText());
        await page.getByRole('button', { name: 'Copy Request As…' }).click();
        await pickRow(page, form);
        const copied = await until(`the copy as ${form}`, async () => {
          const text = await page.evaluate(() => navigator.clipboard.readText());
          return text !== before && text;
        });
        shown.push(textPlace(`${which} as ${form}`, copied));
      }
    }
    await runCommand(page, 'Parley: Open as Markdown');
    await page.getByRole('tab', { name: /\.md/ }).waitFor();
    await takeDocument('the conversation as Markdown');
    await runCommand(page, 'Parley: Show Log');
    await look('with the log');
  });

  it('is found where it is: each form of it, in a file that holds nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-canary-'));
    try {
      const forms = [...formsOf(key)];
      for (const [at, [, bytes]] of forms.entries()) writeFileSync(join(folder, String(at)), Buffer.concat([Buffer.from('xx'), bytes]));
      const { places, found } = searchFor([key], filesBelow(folder));
      assert.equal(places, forms.length);
      for (const [at, [form]] of forms.entries()) assert.ok(found.includes(`${join(folder, String(at))}: ${form}`), form);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is in no file, log, message or text; only in requests to the server that is configured', async () => {
    await window.close();
    await until('the extension host’s end', async () => (await editor.extensionHosts()).length === 0, 30_000);
    const groups: Readonly<Record<string, () => Iterable<Place>>> = {
      'the editor’s data (database, its log, storage, logs)': () => filesBelow(editor.userDataDir),
      'the installed extension': () => filesBelow(editor.extensionsDir),
      'the workspace': () => filesBelow(editor.folder),
      'messages to the page': () => window.messages.map(({ json }, at) => textPlace(`message ${at}`, json)),
      'what the window printed': () => window.log.map((line, at) => textPlace(`line ${at}`, line)),
      'what was shown and copied': () => shown,
      'what the editor printed': () => [textPlace('output', editor.output())],
      'bodies and addresses of requests': () =>
        simulator.requests.flatMap(({ path, rawBody }, at) => [
          textPlace(`path ${at}`, path),
          { name: `body ${at}`, bytes: Buffer.from(rawBody) },
        ]),
    };
    const total = { places: 0, bytes: 0, found: 0 };
    const lines: string[] = [];
    const found: string[] = [];
    for (const [name, places] of Object.entries(groups)) {
      const report = searchFor(secrets, places());
      assert.ok(report.places > 0, `nothing was searched: ${name}`);
      lines.push(`    ${name}: ${report.places} places, ${report.bytes.toLocaleString('en')} bytes, found ${report.found.length}`);
      found.push(...report.found);
      total.places += report.places;
      total.bytes += report.bytes;
      total.found += report.found.length;
    }
    console.log(
      `    ${secrets.length} secrets in ${formsOf(key).size} forms\n${lines.join('\n')}\n    together: ${total.places} places, ` +
        `${total.bytes.toLocaleString('en')} bytes, found ${total.found}`,
    );
    assert.deepEqual(found, []);
    assert.deepEqual(other.requests, []);
    const headers = simulator.requests.map(({ headers }) => headers);
    // Before it is set, there is none to be sent.
    assert.ok(headers.filter((each) => each['authorization'] === `Bearer ${key}`).length >= 10);
    for (const each of headers) {
      assert.ok([undefined, `Bearer ${key}`].includes(each['authorization']?.toString()));
      const others = Object.entries(each).filter(([name]) => name !== 'authorization');
      assert.deepEqual(searchFor(secrets, [textPlace('headers', JSON.stringify(others))]).found, []);
      assert.equal(each['x-canary'], undefined);
    }
  });
});
