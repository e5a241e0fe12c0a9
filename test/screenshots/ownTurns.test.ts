/** Turns of one's own in a view of 300 pixels, in every theme: for people to look at. */
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { quickInput, quickRows, runCommand, setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

describe('turns of one’s own in the view', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const settings = { 'parley.baseUrl': simulator.url, 'parley.model': 'claude-sonnet-4-5', 'parley.stopSequences': ['###'] };
    window = await openWindow({ editor: await startParley({ settings }), viewport: { width: 1280, height: 780 } });
    parley = await openParley(window.page);
    await setViewWidth(window.page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  async function pictures(name: string): Promise<void> {
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await screenshot(window.page, `ownTurns/${name}-${theme}`, 'view');
    }
  }

  it('an edited answer, a written one, a beginning', async () => {
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    simulator.script({ reply: { text: 'Tea is cold. ### And more' } });
    await box.fill('How is tea?');
    await box.press('Enter');
    await parley.getByText('Stopped at “###”.').waitFor();
    await pictures('stopped');
    await parley.getByRole('button', { name: 'Edit answer' }).focus();
    await parley.getByRole('button', { name: 'Edit answer' }).press('Enter');
    await parley.getByRole('textbox', { name: 'Edit answer' }).fill('Tea is **warm**,\n\n- if it was made just now\n- and has a lid');
    await pictures('editing');
    await parley.getByRole('textbox', { name: 'Edit answer' }).press('Control+Enter');
    await parley.getByText('Edited by you · ').waitFor();
    await box.fill('This is how I make it.');
    await runCommand(window.page, 'Parley: Add Prompt Without Sending');
    await parley.getByText('Not sent').waitFor();
    await runCommand(window.page, 'Parley: Write an Answer…');
    await parley.getByRole('textbox', { name: 'Write an answer' }).fill('That sounds good.');
    await pictures('writing');
    await parley.getByRole('textbox', { name: 'Write an answer' }).press('Control+Enter');
    await parley.getByText('Written by you', { exact: true }).first().waitFor();
    await runCommand(window.page, "Parley: Start Claude's Answer…");
    await parley.getByRole('textbox', { name: 'Start of Claude’s answer' }).fill('In one word:');
    await box.fill('And coffee?');
    await pictures('beginning');
    simulator.script({ reply: { text: ' hot.' } });
    await box.press('Enter');
    await parley.getByText('Begun by you').waitFor();
    await pictures('begun');
  });

  it('the list of models, and what lies behind “Advanced…”', async () => {
    const { page } = window;
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await runCommand(page, 'Parley: Select Model');
      await quickRows(page).filter({ hasText: 'Claude Sonnet 4.5' }).first().waitFor();
      await screenshot(page, `ownTurns/models-${theme}`);
      await quickInput(page).fill('Advanced');
      await quickRows(page).filter({ hasText: 'Advanced…' }).click();
      await quickRows(page).filter({ hasText: 'Inference region…' }).waitFor();
      await screenshot(page, `ownTurns/advanced-${theme}`);
      await page.keyboard.press('Escape');
      await quickInput(page).waitFor({ state: 'hidden' });
    }
  });
});
