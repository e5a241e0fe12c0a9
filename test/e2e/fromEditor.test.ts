/** From the editor to the chat in a real window: a project in TypeScript, a selection, two keys. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { isObject } from '../../src/shared/json.ts';
import type { Editor } from '../host/editor.mjs';
import { root } from '../host/paths.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { goToBox, openFile, selectLines } from './driver/keys.ts';
import { parleyIcon, parleyIn, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { sentOf } from './driver/sent.ts';
import { until } from './driver/until.ts';
import { runCommand } from './driver/workbench.ts';

describe('from the editor', () => {
  let simulator: Simulator;
  let editor: Editor;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;
  let folder: string;
  let lines: readonly string[];
  let manifest: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-project-'));
    cpSync(join(root, 'node_modules', '@preact', 'signals'), folder, { recursive: true });
    lines = readFileSync(join(folder, 'src', 'index.ts'), 'utf8').split('\n');
    manifest = readFileSync(join(folder, 'package.json'), 'utf8');
    simulator = await startSimulator();
    // Without a key and without a server of one's own: nothing can be sent yet.
    editor = await startParley({ folder });
    window = await openWindow({ editor });
    page = window.page;
    parley = parleyIn(page);
  });

  after(async () => {
    await window.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const turn = (role: 'user' | 'assistant', status: string) => parley.locator(`[role=log] [data-role="${role}"][data-status="${status}"]`);

  const fileLines = (range: string) => {
    const [first = 1, last = 1] = range.split('-').map(Number);
    return lines.slice(first - 1, last).join('\n');
  };

  it('Explain is two keys after selecting; without a key the card is there, says so, and loses nothing', async () => {
    await openFile(page, 'src/index.ts');
    const first = lines.findIndex((line) => line.startsWith('export function useComputed')) + 2;
    const last = lines.indexOf('}', first);
    await selectLines(page, first, last);
    assert.equal(await parleyIcon(page).getAttribute('aria-expanded'), 'false');
    const keys = ['Control+K', 'Shift+E'];
    for (const key of keys) await page.keyboard.press(key);
    assert.equal(keys.length, 2);
    await turn('user', 'complete').getByText(`Explain · src/index.ts:${first}–${last}`).waitFor({ timeout: 30_000 });
    await turn('assistant', 'failed').getByRole('alert').getByRole('button', { name: 'Set API key' }).waitFor();
    assert.equal(simulator.requests.length, 0);
  });

  it('the request has exactly what the card lists, and nothing else of the workspace', async () => {
    editor.setSettings({ 'parley.baseUrl': simulator.url });
    const first = lines.findIndex((line) => line.startsWith('export function useComputed')) + 2;
    const last = lines.indexOf('}', first);
    // The new conversation takes the focus: what is typed before would go into its box.
    await goToBox(window, 'Parley: New Conversation');
    await parley.getByText(new URL(simulator.url).host).first().waitFor();
    await openFile(page, 'src/index.ts');
    await selectLines(page, first, last);
    simulator.script({ reply: { text: 'It computes.' } });
    for (const key of ['Control+K', 'Shift+E']) await page.keyboard.press(key);
    await turn('assistant', 'complete').getByText('It computes.').waitFor();

    const requests = simulator.requests.filter(({ path }) => path === '/v1/messages');
    assert.equal(requests.length, 1);
    const body = requests[0]?.body;
    assert.ok(isObject(body) && Array.isArray(body['messages']));
    assert.equal(body['messages'].length, 1);
    assert.equal(body['system'], undefined);
    const { context, prompt } = sentOf(body);
    assert.match(prompt, /^Explain the code above/);

    const chips = await turn('user', 'complete').getByRole('list', { name: 'Context' }).getByRole('listitem').allTextContents();
    const listed = context.map(({ attributes: { kind, lines: range } }) => {
      const label = range?.split('-').join('–') ?? '';
      switch (kind) {
        case 'selection':
          return `index.ts:${label}`;
        case 'signature':
          return `useComputed:${label.split('–')[0]}`;
        default:
          return 'Imports';
      }
    });
    assert.equal(chips.length, context.length);
    for (const [index, label] of listed.entries()) assert.ok(chips[index]?.startsWith(label), `${chips[index]} is ${label}`);
    assert.deepEqual(new Set(context.map(({ attributes }) => attributes['path'])), new Set(['src/index.ts']));
    assert.equal(context[0]?.attributes['lines'], `${first}-${last}`);
    for (const { attributes, text } of context) {
      if (attributes['lines']) assert.equal(text, fileLines(attributes['lines']));
      else for (const line of text.split('\n')) assert.ok(lines.includes(line), line);
    }
    await screenshot(page, 'from-editor/card');
  });

  it('a file is added from the explorer, says when it has changed, and is refreshed by its button', async () => {
    await runCommand(page, 'Explorer: Focus on Folders View');
    const row = page.locator('.explorer-folders-view').getByRole('treeitem', { name: 'package.json' });
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Parley' }).hover();
    const add = page.getByRole('menuitem', { name: 'Add File to Chat' });
    await add.waitFor();
    // A submenu passes over what comes in its first moment.
    await until('the menu to take the click', async () => {
      if (await add.isVisible()) await add.click({ timeout: 2000 });
      return !(await add.isVisible());
    });
    const chip = parley.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
    await chip.getByText('package.json').waitFor();
    await openFile(page, 'package.json');
    await page.keyboard.press('Control+Home');
    await page.keyboard.type(' ');
    await chip.getByText('changed', { exact: true }).waitFor();
    await screenshot(page, 'from-editor/changed');
    await chip.getByRole('button', { name: 'Refresh package.json' }).click();
    await chip.getByText('changed', { exact: true }).waitFor({ state: 'detached' });
    simulator.script({ reply: { text: 'Read.' } });
    await parley.getByRole('textbox', { name: 'Message Claude' }).fill('What is new?');
    await page.keyboard.press('Enter');
    await turn('assistant', 'complete').getByText('Read.').waitFor();
    const { context, prompt } = sentOf(simulator.requests.at(-1)?.body);
    assert.equal(prompt, 'What is new?');
    assert.deepEqual(
      context.map(({ attributes, text }) => [attributes['kind'], attributes['path'], text]),
      [['file', 'package.json', ` ${manifest}`]],
    );
  });

  it('the editor’s context menu has one submenu with all of it, reached by keyboard', async () => {
    await openFile(page, 'src/index.ts');
    await selectLines(page, 1, 3);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Parley' }).hover();
    const names = ['Explain', 'Fix', 'Document', 'Write Tests', 'Ask About This', 'Add to Chat', 'Add File to Chat'];
    for (const name of names) await page.getByRole('menuitem', { name, exact: false }).first().waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Parley' }).count(), 1);
    await screenshot(page, 'from-editor/menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
});
