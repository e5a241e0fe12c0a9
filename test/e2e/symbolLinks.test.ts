/** Names in an answer beside a real TypeScript project: links once the language knows them, which open where they stand. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../host/sample.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { quickInput, quickRows, trustFolder } from './driver/workbench.ts';

const kettle = `export class Kettle {
  #level = 0;

  fill(): void {
    this.#level = 1;
  }
}

export class Pot {
  fill(): void {}
}
`;

const answer = `In \`src/math.ts\`, \`median()\` and \`clamp(value, 0, 1)\` are called by \`steep\`, and \`unknownThing\` and \`console.log\` are not.

A \`Kettle\` has a \`#level\`; \`Pot.fill()\` has not; and \`fill\` is of both.`;

/** Milliseconds: the language's server reads the project first. */
const serverStart = 45_000;

describe('names in an answer', function () {
  // The language's server is waited for.
  this.timeout(120_000);
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());

  async function ask(workspaceTrust: boolean): Promise<{ window: EditorWindow; page: Page; parley: FrameLocator }> {
    const folder = copySample();
    writeFileSync(join(folder, 'src', 'kettle.ts'), kettle);
    const editor = await startParley({ folder, workspaceTrust, settings: { 'parley.baseUrl': simulator.url } });
    const window = await openWindow({ editor });
    const { page } = window;
    if (workspaceTrust) await page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    const parley = await openParley(page);
    simulator.script({ reply: { deltas: answer.split(/(?<= )/), deltasPerSecond: 500 } });
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('Which are known?');
    await box.press('Enter');
    await parley.locator('[data-role="assistant"][data-status="complete"]').waitFor();
    return { window, page, parley };
  }

  const links = (parley: FrameLocator) => parley.locator('code[role=link]');

  async function openFile(page: Page, parley: FrameLocator): Promise<void> {
    await parley.getByRole('link', { name: 'src/math.ts' }).click();
    await page.getByRole('tab', { name: 'math.ts' }).waitFor();
  }

  /** Goes to the editor and comes back to the conversation. */
  async function comeBack(page: Page, parley: FrameLocator): Promise<void> {
    await page.locator('.part.editor').hover();
    await parley.getByRole('log').hover();
  }

  /** Goes and comes, as one does, until the language knows the project. */
  async function known(page: Page, parley: FrameLocator): Promise<readonly string[]> {
    const all = async () => {
      await comeBack(page, parley);
      return (await links(parley).count()) >= 7;
    };
    await until('the names to be links', all, serverStart);
    return links(parley).allTextContents();
  }

  /** The editor's status line says where the cursor is. */
  const cursorAt = (page: Page, place: string) => page.locator('.statusbar').getByText(place).waitFor();

  it('are links once the language knows them, and open at their line by pointer and by keyboard', async () => {
    const { page, parley } = await ask(false);
    assert.equal(await links(parley).count(), 0, 'no language has been started');
    await openFile(page, parley);
    assert.deepEqual(await known(page, parley), ['median()', 'clamp(value, 0, 1)', 'steep', 'Kettle', '#level', 'Pot.fill()', 'fill']);
    await parley.getByRole('link', { name: 'median()' }).hover();
    await screenshot(page, 'symbolLinks/hover');
    await parley.getByRole('link', { name: 'median()' }).click();
    await cursorAt(page, 'Ln 12, Col 23 (6 selected)');

    await parley.getByRole('link', { name: 'src/math.ts' }).focus();
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('tab', { name: 'steeping.ts' }).waitFor();
    await cursorAt(page, 'Ln 21, Col 22 (5 selected)');

    await parley.getByRole('link', { name: '#level' }).click();
    await page.getByRole('tab', { name: 'kettle.ts' }).waitFor();
    await cursorAt(page, 'Ln 2, Col 9 (6 selected)');
    await parley.getByRole('link', { name: 'Pot.fill()' }).click();
    await cursorAt(page, 'Ln 10, Col 7 (4 selected)');

    await parley.getByRole('link', { name: 'fill', exact: true }).click();
    await quickInput(page).waitFor();
    assert.equal(await quickInput(page).inputValue(), '#fill');
    await until('both', async () => (await quickRows(page).filter({ hasText: 'fill' }).count()) === 2);
    await screenshot(page, 'symbolLinks/several');
    await page.keyboard.press('Escape');
  });

  it('are code in a workspace that is not trusted, where the language is not started, and links once it is', async () => {
    const { window, page, parley } = await ask(true);
    await openFile(page, parley);
    for (let time = 0; time < 3; time++) await comeBack(page, parley);
    assert.equal(await links(parley).count(), 0);
    await trustFolder(page);
    // The editor's own server of TypeScript wants a new window for it.
    await window.reload();
    await openParley(page);
    await openFile(page, parley);
    const names = await known(page, parley);
    assert.ok(names.includes('median()') && !names.includes('unknownThing'), names.join());
    await links(parley).filter({ hasText: 'median()' }).click();
    await cursorAt(page, 'Ln 12, Col 23 (6 selected)');
  });
});
