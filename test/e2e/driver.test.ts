/** The driver itself: when this fails, what other tests of this suite say is not to be trusted. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Editor } from '../host/editor.mjs';
import { killAll } from '../host/processes.mjs';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { countEvents } from './driver/keys.ts';
import { frameSelector, openParley, parleyFrame, parleyIn, rootSelector, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { themeKinds } from './driver/themes.ts';
import { until } from './driver/until.ts';
import { quickInput, runCommand, setTheme, setViewWidth, typeIntoInputBox } from './driver/workbench.ts';

describe('the driver', () => {
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    editor = await startParley({ settings: { 'parley.baseUrl': 'http://127.0.0.1:9' } });
    window = await openWindow({ editor });
  });

  after(async () => {
    await window.close();
    await editor.stop();
  });

  it('finds Parley in the side bar, and again after a reload', async () => {
    const parley = await openParley(window.page);
    assert.equal(await parley.locator(rootSelector).count(), 1);
    await window.reload();
    await parley.locator(rootSelector).waitFor();
    assert.equal(await (await parleyFrame(window.page)).evaluate(() => document.body.dataset['vscodeThemeKind']), 'vscode-light');
  });

  it('runs a command through the palette and types into its box', async () => {
    await runCommand(window.page, 'Parley: Set API Key');
    await typeIntoInputBox(window.page, 'not a key', false);
    assert.equal(await quickInput(window.page).getAttribute('type'), 'password');
    await window.page.keyboard.press('Escape');
    await quickInput(window.page).waitFor({ state: 'hidden' });
  });

  it('tells the view from a tab', async () => {
    await runCommand(window.page, 'Parley: Open in Editor');
    await parleyIn(window.page, 'tab').locator(rootSelector).waitFor();
    assert.equal(await window.page.locator(frameSelector('tab')).count(), 1);
  });

  it('shows every kind of theme', async () => {
    for (const theme of [...themeKinds.slice(1), ...themeKinds.slice(0, 1)]) {
      await setTheme(window, theme);
      assert.ok(existsSync(await screenshot(window.page, `driver/${theme}`)));
    }
  });

  it('makes the view as narrow as it is told', async () => {
    await openParley(window.page);
    await setViewWidth(window.page, 300);
    const frame = await parleyFrame(window.page);
    assert.equal(await frame.evaluate(() => innerWidth), 300);
    assert.ok(existsSync(await screenshot(window.page, 'driver/narrow', 'view')));
  });

  it('counts what the mouse does, in the window and in a webview', async () => {
    const { page } = window;
    const parley = await openParley(page);
    const pressed = () => countEvents(page, 'pointerdown', 'mousedown');
    const before = await pressed();
    await page.locator('.part.statusbar').click({ position: { x: 600, y: 8 } });
    assert.equal(await pressed(), before + 2);
    await parley.getByRole('textbox', { name: 'Message Claude' }).click();
    assert.equal(await pressed(), before + 4);
  });

  it('has recorded what was posted to the webview', () => {
    assert.ok(window.messages.some(({ frame, json }) => frame.includes('fake.html') && json.startsWith('{')));
  });

  it('sees an extension host that was killed come back', async () => {
    const before = await editor.extensionHosts();
    assert.ok(before.length);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await until('another extension host', async () => (await editor.extensionHosts()).some((pid) => !before.includes(pid)));
  });

  it('kills what still runs of what was listed, and minds nothing that has ended since', async () => {
    const [ended, running] = ['', 'setInterval(() => {}, 1000)'].map((script) => spawn(process.execPath, ['-e', script]));
    assert.ok(ended?.pid && running?.pid);
    await once(ended, 'exit');
    const gone = once(running, 'exit');
    killAll([ended.pid, running.pid]);
    assert.deepEqual(await gone, [null, 'SIGKILL']);
  });

  it('starts again on the same data, for the same user', async () => {
    const userDataDir = mkdtempSync(join(tmpdir(), 'parley-data-'));
    try {
      const first = await startParley({ userDataDir, settings: { 'parley.model': 'claude-opus-5-5' } });
      const { folder, port } = first;
      const { page, profile, close } = await openWindow({ editor: first });
      await page.evaluate(() => localStorage.setItem('kept', 'by the browser'));
      await close();
      await first.stop();

      const second = await startParley({ userDataDir, folder, port });
      const again = await openWindow({ editor: second, profile });
      assert.equal(await again.page.evaluate(() => localStorage.getItem('kept')), 'by the browser');
      await (await openParley(again.page)).getByRole('button', { name: /^Model: .*Opus 5\.5/ }).waitFor();
      await again.close();
      await second.stop();
    } finally {
      rmSync(userDataDir, { recursive: true, force: true });
    }
  });
});
