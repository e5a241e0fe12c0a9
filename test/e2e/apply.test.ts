/** From an answer to the editor in a real window, by keyboard: the diff of Apply accepted, rejected and undone; a command at a prompt. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { quickInput, quickRows, runCommand, setTheme, setViewWidth } from './driver/workbench.ts';

const fence = '```';
const better = `/** The number in the middle, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : mean(sorted.slice(middle - 1, middle + 1));
}`;

describe('code of an answer', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;
  let file: string;
  let source: string;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url, 'files.autoSave': 'off' } });
    file = join(editor.folder, 'src', 'math.ts');
    source = readFileSync(file, 'utf8');
    window = await openWindow({ editor });
    page = window.page;
    parley = await openParley(page);
  });
  after(() => simulator.close());

  let answers = 0;
  async function answer(text: string): Promise<void> {
    simulator.script({ reply: { text } });
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(`Question ${answers}`);
    await box.press('Enter');
    await parley.locator('[data-role="assistant"][data-status="complete"]').nth(answers).waitFor();
    answers++;
  }

  /** By keyboard: the focus goes from the box back to the last button of that name. */
  async function press(name: string): Promise<void> {
    const button = parley.getByRole('button', { name, exact: true }).last();
    await parley.getByRole('textbox', { name: 'Message Claude' }).focus();
    await until(`the focus on ${name}`, async () => {
      if (await button.evaluate((element) => element === document.activeElement)) return true;
      await page.keyboard.press('Shift+Tab');
      return false;
    });
    await page.keyboard.press('Enter');
  }

  const diffTab = () => page.getByRole('tab', { name: /math\.ts \(proposed change\)/ });
  const save = async () => {
    await page.keyboard.press('Control+s');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  };

  it('is shown as a diff, accepted with Ctrl+Enter, and undone to the byte', async () => {
    await answer(`The sort is by text. Change \`src/math.ts\`:\n\n${fence}ts\n${better}\n${fence}`);
    await press('Apply');
    await diffTab().waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await page.getByRole('button', { name: /^Accept Proposed Change/ }).waitFor();
    await page.getByRole('button', { name: /^Reject Proposed Change/ }).waitFor();
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(window, theme);
      await screenshot(page, `apply/diff-${theme}`);
    }
    assert.equal(readFileSync(file, 'utf8'), source);
    await page.keyboard.press('Control+Enter');
    await diffTab().waitFor({ state: 'detached' });
    await page.locator('.statusbar').getByText('Ln 12, Col 1').waitFor();
    await screenshot(page, 'apply/accepted');
    assert.equal(readFileSync(file, 'utf8'), source);
    await save();
    const start = source.indexOf('/** The number in the middle');
    const end = source.indexOf('\n}\n', start) + 2;
    assert.equal(readFileSync(file, 'utf8'), source.slice(0, start) + better + source.slice(end));
    await page.keyboard.press('Control+z');
    await save();
    assert.equal(readFileSync(file, 'utf8'), source);
  });

  it('is rejected with Ctrl+Backspace, and nothing is written', async () => {
    await press('Apply');
    await diffTab().waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await page.keyboard.press('Control+Backspace');
    await diffTab().waitFor({ state: 'detached' });
    assert.equal(await page.locator('.tab.dirty').count(), 0);
    assert.equal(readFileSync(file, 'utf8'), source);
  });

  it('is accepted by the mouse, at 300 pixels', async () => {
    await setViewWidth(page, 300);
    const block = parley.getByRole('figure').last();
    await block.hover();
    await screenshot(page, 'apply/buttons', 'view');
    await block.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: /^Accept Proposed Change/ }).click();
    await diffTab().waitFor({ state: 'detached' });
    await page.locator('.tab.dirty').waitFor();
    await page.keyboard.press('Control+z');
    await save();
    assert.equal(readFileSync(file, 'utf8'), source);
  });

  it('has no command to accept where nothing is shown', async () => {
    const rows = await until('the palette', async () => {
      await page.keyboard.press('F1');
      await quickInput(page).fill('>Parley:', { timeout: 2000 });
      await quickRows(page).filter({ hasText: 'Parley: Focus Input' }).waitFor({ timeout: 2000 });
      return quickRows(page).allTextContents();
    });
    assert.equal(rows.filter((row) => row.includes('Proposed Change')).length, 0);
    await page.keyboard.press('Escape');
  });

  it('that fits nowhere is refused in words, with what else can be done', async () => {
    await answer(`${fence}ts src/math.ts\nclass Unknown extends Nothing {\n  field = new Thing();\n}\n${fence}`);
    await press('Apply');
    // An editor under test pops nothing up.
    await page.getByRole('button', { name: /Notifications/ }).click();
    const told = page.locator('.notification-list-item').filter({ hasText: 'There is no place in “src/math.ts”' });
    await told.getByText('There is no place in “src/math.ts” that this code is a new version of.').waitFor();
    await screenshot(page, 'apply/refused');
    await told.getByRole('button', { name: 'New File' }).click();
    await page.getByRole('tab', { name: /Untitled-1/ }).waitFor();
    await runCommand(page, 'View: Revert and Close Editor');
  });

  it('is put at a terminal’s prompt and not run', async () => {
    const trace = join(window.editor.folder, 'trace.txt');
    await answer(`${fence}bash\ncd src\ntouch ../trace.txt\n${fence}`);
    await press('Run in terminal');
    await page.locator('.terminal-wrapper.active .xterm').waitFor();
    await until('the focus in the terminal', () => page.evaluate(() => document.activeElement?.closest('.terminal-wrapper') !== null));
    assert.equal(existsSync(trace), false);
    // What was put there is what the user's own Enter runs.
    await until('the command to have run', async () => {
      await page.keyboard.press('Enter');
      return existsSync(trace);
    });
    await screenshot(page, 'apply/terminal');
  });
});
