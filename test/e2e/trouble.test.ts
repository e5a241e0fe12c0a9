/** What a person should not notice: crashes, other windows, a damaged file, a full disk. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { descendants, killAll } from '../host/processes.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { now } from '../sim/simRequest.ts';
import { bundle, temporaryFolder } from '../unit/history/temporaryHistory.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley, storageOf } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { storedRow } from './driver/stored.ts';
import { until } from './driver/until.ts';

describe('trouble', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  const start = (): Promise<Editor> => startParley({ settings: { 'parley.baseUrl': simulator.url } });
  const assistant = (parley: FrameLocator, status: string) => parley.locator(`[role=log] [data-role="assistant"][data-status="${status}"]`);

  async function send(parley: FrameLocator, text: string): Promise<void> {
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(text);
    await box.press('Enter');
  }

  const words = Array.from({ length: 2000 }, (_, n) => `word${n} `);

  /** Has a reply stream, after a turn that is over. */
  async function beginToStream(parley: FrameLocator): Promise<void> {
    simulator.script({ reply: { text: 'Before.' } });
    await send(parley, 'Before the crash');
    await assistant(parley, 'complete').waitFor();
    simulator.script({ reply: { deltas: words, deltasPerSecond: 100 } });
    await send(parley, 'A long answer');
    await parley.getByText('word300').waitFor();
  }

  /** What was said is there, but for what came in the last second, and the reply goes on. */
  async function assertGoesOn(parley: FrameLocator, killedAt: number): Promise<void> {
    await assistant(parley, 'failed').getByRole('alert').getByText('The connection ended before the reply did.').waitFor();
    const request = simulator.requests.filter(({ path }) => path === '/v1/messages').at(-1);
    const due = (request?.deltas ?? []).filter(({ at }) => at < killedAt - 1000).map(({ text }) => text);
    assert.ok(due.length > 100, `${due.length} words were due`);
    const kept = ((await assistant(parley, 'failed').locator('.md').textContent()) ?? '').trim();
    assert.ok(kept.startsWith(due.join('').trim()), `${kept.split(' ').length} words of ${due.length} that were due are kept`);
    assert.equal(words.join('').startsWith(kept), true, 'what is kept is what was said');
    await parley.getByText('Before.').waitFor();
    await parley.getByText('A long answer').first().waitFor();

    simulator.script({ reply: { text: 'And so it went on.' } });
    await assistant(parley, 'failed').getByRole('button', { name: 'Continue' }).click();
    await parley.getByText('And so it went on.').waitFor();
  }

  it('kill -9 of the extension host in mid-stream takes the last second of the reply at the most, and nothing else', async () => {
    const editor = await start();
    const window = await openWindow({ editor });
    await beginToStream(await openParley(window.page));
    const [host] = await editor.extensionHosts();
    assert.ok(host);
    const killedAt = now();
    process.kill(host, 'SIGKILL');
    await until('another extension host', async () => (await editor.extensionHosts()).some((pid) => pid !== host));
    await window.reload();
    const parley = await openParley(window.page);
    await assistant(parley, 'failed').waitFor();
    await screenshot(window.page, 'trouble/killed');
    await assertGoesOn(parley, killedAt);
    await window.close();
    await editor.stop();
  });

  it('kill -9 of the server and all that it has started takes no more than that, either', async () => {
    const kept = temporaryFolder();
    const editor = await startParley({ userDataDir: kept.folder, settings: { 'parley.baseUrl': simulator.url } });
    const window = await openWindow({ editor });
    await beginToStream(await openParley(window.page));
    const all = await descendants(editor.pid);
    const killedAt = now();
    killAll([editor.pid, ...all.map(({ pid }) => pid)]);
    await editor.ended;
    const { folder, port, userDataDir } = editor;
    const next = await startParley({ folder, port, userDataDir });
    await window.reload();
    await assertGoesOn(await openParley(window.page), killedAt);
    await window.close();
    await next.stop();
    kept.dispose();
  });

  it('two windows on one workspace see each other’s conversations', async () => {
    const editor = await start();
    const first = await openWindow({ editor });
    const second = await openWindow({ editor, profile: first.profile });
    const [one, two] = [await openParley(first.page), await openParley(second.page)];
    simulator.script({ reply: { text: 'Hello from the first.' } });
    await send(one, 'Said in the first window');
    await assistant(one, 'complete').waitFor();
    await second.page.bringToFront();
    await two.getByRole('button', { name: /Said in the first window/ }).click();
    await two.getByText('Hello from the first.').waitFor();
    simulator.script({ reply: { text: 'Hello from the second.' } });
    await send(two, 'Said in the second window');
    await two.getByText('Hello from the second.').waitFor();
    await first.page.bringToFront();
    await one.getByText('Hello from the second.').waitFor();
    await first.close();
    await second.close();
    await editor.stop();
  });

  it('a damaged database is set aside, kept and named, and a new one begun', async () => {
    const { editor, window } = await withConversation('Kept through damage');
    await window.close();
    await until('the extension host’s end', async () => (await editor.extensionHosts()).length === 0, 30_000);
    const file = join(storageOf(editor), 'parley.db');
    writeFileSync(file, Buffer.alloc(64 * 1024, 'not a database '));
    const again = await openWindow({ editor, profile: window.profile });
    const parley = await openParley(again.page);
    const notice = parley.getByRole('alert').filter({ hasText: 'was damaged' });
    await notice.waitFor();
    await screenshot(again.page, 'trouble/damaged');
    const kept = readdirSync(storageOf(editor)).filter((name) => name.includes('damaged'));
    assert.ok(kept.length > 0, `in the folder: ${readdirSync(storageOf(editor)).join(', ')}`);
    assert.ok((await notice.textContent())?.includes(basename(kept[0] ?? '?').slice(0, 20)));
    simulator.script({ reply: { text: 'Life goes on.' } });
    await send(parley, 'And now?');
    await parley.getByText('Life goes on.').waitFor();
    await again.close();
    await editor.stop();
  });

  it('a disk on which each commit takes a second holds up nobody who types, reads or stops, and has all in the end', async function () {
    // What is written is waited for.
    this.timeout(180_000);
    const { folder, dispose } = temporaryFolder();
    const extensionsDir = join(folder, 'extensions');
    cpSync(process.env['PARLEY_EXTENSIONS_DIR'] ?? '', extensionsDir, { recursive: true });
    const dist = join(extensionsDir, readdirSync(extensionsDir).find((name) => name.startsWith('parley.')) ?? '', 'dist');
    await bundle(resolve('test/faults/slowDisk.ts'), join(dist, 'slow.js'));
    renameSync(join(dist, 'history.js'), join(dist, 'product.js'));
    writeFileSync(join(dist, 'history.js'), `process.env.PARLEY_SLOW_COMMIT = '1000'; require('./slow.js'); require('./product.js');`);
    const editor = await startParley({ extensionsDir, settings: { 'parley.baseUrl': simulator.url } });
    const window = await openWindow({ editor });
    const parley = await openParley(window.page);
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    simulator.script({ reply: { text: 'So quick.' } }, { reply: { deltas: words, deltasPerSecond: 100 } });
    await parley.getByRole('button', { name: /^Model: / }).waitFor({ timeout: 60_000 });
    await send(parley, 'Is it slow?');
    await parley.getByText('So quick.').waitFor();
    // It is not stored yet: until then the box has it still, and what is typed then is the next prompt.
    assert.equal(await box.inputValue(), 'Is it slow?');
    await box.press('End');
    await window.page.keyboard.type('Typed meanwhile');
    await until('the prompt to leave the box', async () => (await box.inputValue()) === 'Typed meanwhile');
    await box.press('Enter');
    await parley.getByText('word30 ').waitFor();
    await box.press('Escape');
    await assistant(parley, 'stopped').waitFor();
    assert.equal(await box.inputValue(), 'Typed meanwhile');
    const said = await parley.locator('[role=log] .md').allTextContents();
    await until('the prompt to leave the box', async () => (await box.inputValue()) === '');
    await window.page.keyboard.type('not sent');
    await until('all to be on the disk', () => isStored(editor, 'stopped', 'not sent'), 60_000);
    await window.reload();
    const again = await openParley(window.page);
    await again.getByText('word30 ').waitFor();
    assert.deepEqual(await again.locator('[role=log] .md').allTextContents(), said);
    assert.equal(await again.getByRole('textbox', { name: 'Message Claude' }).inputValue(), 'not sent');
    await window.close();
    await editor.stop();
    dispose();
  });

  /** Whether a reply with that end is on the disk, and what is typed, too. */
  function isStored(editor: Editor, status: string, typed: string): boolean {
    const reply = storedRow(editor, 'SELECT id FROM messages WHERE status = ?', status);
    return reply !== undefined && String(storedRow(editor, 'SELECT draft FROM conversations')?.['draft']).includes(typed);
  }

  it('where nothing can be written the conversation goes on in memory, and says so', async () => {
    const editor = await start();
    // A file where the folder should be: nothing can be written there, whoever runs this.
    mkdirSync(dirname(storageOf(editor)), { recursive: true });
    writeFileSync(storageOf(editor), 'in the way');
    const window = await openWindow({ editor });
    const parley = await openParley(window.page);
    const notice = parley.getByRole('alert').filter({ hasText: 'in memory' });
    await notice.waitFor();
    await screenshot(window.page, 'trouble/in-memory');
    simulator.script({ reply: { text: 'I am here all the same.' } });
    await send(parley, 'Are you there?');
    await parley.getByText('I am here all the same.').waitFor();
    await window.close();
    await editor.stop();
  });

  async function withConversation(prompt: string): Promise<{ editor: Editor; window: EditorWindow; page: Page }> {
    const editor = await start();
    const window = await openWindow({ editor });
    const parley = await openParley(window.page);
    simulator.script({ reply: { text: 'Fine.' } });
    await send(parley, prompt);
    await assistant(parley, 'complete').waitFor();
    return { editor, window, page: window.page };
  }
});
