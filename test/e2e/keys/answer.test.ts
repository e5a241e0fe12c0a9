/** What can be done with an answer in a real window, by keyboard alone: its code blocks’ buttons and its links. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../../host/sample.mjs';
import type { Simulator } from '../../sim/server.ts';
import type { EditorWindow } from '../driver/editorWindow.ts';
import { type KeyChat, openKeyChat } from '../driver/keyChat.ts';
import { goToBox, goToLine, openFile, press, stepToElement } from '../driver/keys.ts';
import { until } from '../driver/until.ts';

const fence = '```';
const body = `  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : mean(sorted.slice(middle - 1, middle + 1));`;
const better = `export function median(values: readonly number[]): number {\n${body}\n}`;

describe('by keyboard, with an answer', () => {
  const folder = copySample();
  const path = join(folder, 'src', 'math.ts');
  const source = readFileSync(path, 'utf8');
  let chat: KeyChat;
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    chat = await openKeyChat({ folder, settings: { 'files.autoSave': 'off', 'terminal.integrated.gpuAcceleration': 'off' } });
    ({ simulator, window, page, parley } = chat);
  });
  after(() => chat.close());

  afterEach(async () => {
    assert.equal(readFileSync(path, 'utf8'), source);
    await chat.assertOnlyKeys();
  });

  /** Asks in a conversation of its own, with a file open beside it. */
  async function answer(text: string): Promise<void> {
    await openFile(page, 'src/math.ts');
    await chat.begin();
    simulator.script({ reply: { text } });
    await page.keyboard.type('What is better?');
    await press(page, 'Enter');
    await chat.answers.waitFor();
  }

  /** Goes back from the box to a button of the answer's last code block, and presses it. */
  async function use(name: string): Promise<void> {
    await goToBox(window);
    const button = parley.getByRole('figure').last().getByRole('button', { name, exact: true });
    await stepToElement(page, button);
    assert.equal(await button.evaluate((each) => getComputedStyle(each.parentElement ?? each).opacity), '1');
    await press(page, 'Enter');
  }

  /** Saves the file in the editor, hands back what is on the disk then, and puts it back as it was by one step back. */
  async function savedThenUndone(): Promise<string> {
    const save = async () => {
      await press(page, 'Control+S');
      await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    };
    await page.locator('.tab.active.dirty').waitFor();
    await save();
    const text = readFileSync(path, 'utf8');
    await press(page, 'Control+Z');
    await page.locator('.tab.active.dirty').waitFor();
    await save();
    return text;
  }

  const diffTab = () => page.getByRole('tab', { name: /math\.ts \(proposed change\)/ });
  const change = `Change \`src/math.ts\`:\n\n${fence}ts\n${better}\n${fence}`;

  it('Copy', async () => {
    await answer(change);
    await use('Copy');
    await until('the code in the clipboard', async () => (await page.evaluate(() => navigator.clipboard.readText())) === better);
  });

  it('Insert at cursor', async () => {
    await answer(`${fence}ts\nconst one = 1;\nconst two = 2;\n${fence}`);
    await openFile(page, 'src/math.ts');
    await goToLine(page, 13);
    await press(page, 'Home');
    await use('Insert at cursor');
    const inserted = await savedThenUndone();
    assert.ok(inserted.includes('  const one = 1;\n  const two = 2;'), inserted);
    assert.equal(inserted.length, source.length + '  const one = 1;\n  const two = 2;\n'.length);
  });

  it('Apply, accepted', async () => {
    await answer(change);
    await use('Apply');
    await diffTab().waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    assert.equal(readFileSync(path, 'utf8'), source);
    await press(page, 'Control+Enter');
    await diffTab().waitFor({ state: 'detached' });
    const start = source.indexOf('export function median');
    const end = source.indexOf('\n}\n', start) + 2;
    assert.equal(await savedThenUndone(), source.slice(0, start) + better + source.slice(end));
  });

  it('Apply, rejected', async () => {
    await answer(change);
    await use('Apply');
    await diffTab().waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await press(page, 'Control+Backspace');
    await diffTab().waitFor({ state: 'detached' });
    assert.equal(await page.locator('.tab.dirty').count(), 0);
  });

  it('New file', async () => {
    await answer(`${fence}ts src/brew.ts\nexport const brew = 3;\n${fence}`);
    await use('New file');
    await page.locator('.tab.active.dirty').getByText('brew.ts').waitFor();
    await page.locator('.statusbar').getByText('TypeScript').waitFor();
    await page.locator('.monaco-editor.focused').waitFor();
    await press(page, 'Control+S');
    await until('the file', () => readFileSync(join(folder, 'src', 'brew.ts'), 'utf8') === 'export const brew = 3;');
    // The file's editor comes in the place of the other, with the focus.
    await page.locator('.tab.active:not(.dirty)').getByText('brew.ts').waitFor();
    await page.locator('.monaco-editor.focused').waitFor();
  });

  it('Run in terminal', async () => {
    await answer(`${fence}sh\necho steep$((40+2))\n${fence}`);
    await use('Run in terminal');
    const rows = page.locator('.terminal-wrapper.active .xterm-rows > div');
    await rows.filter({ hasText: /[#$] echo steep/ }).waitFor();
    assert.equal(await rows.filter({ hasText: /^steep42/ }).count(), 0);
    await until('the focus in the terminal', () => page.evaluate(() => document.activeElement?.closest('.terminal-wrapper') !== null));
    await press(page, 'Enter');
    await rows.filter({ hasText: /^steep42/ }).waitFor();
  });

  for (const [what, text, name, place] of [
    ['a link to a file', 'See [the table](src/steeping.ts#L13).', 'the table', 'Ln 13, Col 1'],
    ['code that names a file', 'See `src/server.ts:7`.', 'src/server.ts:7', 'Ln 7, Col 1'],
  ] as const) {
    it(`${what} is opened at its line`, async () => {
      await answer(text);
      await goToBox(window);
      await stepToElement(page, parley.getByRole('link', { name }));
      await press(page, 'Enter');
      await page.locator('.statusbar').getByText(place, { exact: true }).waitFor();
      const file = /src\/(\w+\.ts)/.exec(text)?.[1] ?? '';
      await page.locator('.tab.active').getByText(file).waitFor();
    });
  }
});
