/** Pictures in what is typed, looked at, worked on and in the history, in a light and a dark theme in a view of 300 pixels: for people to look at. */
import type { FrameLocator, Page } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

describe('pictures in the view', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor, viewport: { width: 1280, height: 780 } });
    page = window.page;
    parley = await openParley(page);
    await setViewWidth(page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const chips = () => parley.getByRole('list', { name: 'Attachments' });
  const dialog = () => parley.getByRole('dialog');
  const button = (name: string) => dialog().getByRole('button', { name, exact: true });

  async function pictures(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(window, theme);
      await screenshot(page, `pictures/${name}-${theme}`, 'view');
    }
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }

  /** Pastes a picture of the editor itself. */
  async function pasteScreenshot(): Promise<void> {
    const data = (await page.screenshot()).toString('base64');
    await page.evaluate(async (base64) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    }, data);
    await box().click();
    await press('Control+V');
  }

  it('chips', async () => {
    await pasteScreenshot();
    await chips().getByRole('button', { name: 'View Picture', exact: true }).locator('img').waitFor();
    await pasteScreenshot();
    await chips().getByRole('button', { name: 'View Picture 2' }).locator('img').waitFor();
    await box().fill('What is wrong in these?');
    await pictures('chips');
  });

  it('the viewer', async () => {
    await chips().getByRole('button', { name: 'View Picture', exact: true }).click();
    await dialog().getByRole('img').waitFor();
    await pictures('viewer');
    await button('Zoom in').click();
    await button('Zoom in').click();
    await button('Zoom in').click();
    await pictures('viewer-zoomed');
    await button('Fit').click();
  });

  it('the workbench, its tools and what they have drawn', async () => {
    await button('Crop').focus();
    await press('Enter', ...Array<string>(8).fill('Shift+ArrowRight'));
    await pictures('workbench-crop');
    await press('Enter');
    await button('Redact').focus();
    await press('Enter', ...Array<string>(20).fill('Shift+ArrowUp'), ...Array<string>(15).fill('ArrowUp'), 'Enter');
    await button('Rectangle').focus();
    await press('Enter', ...Array<string>(20).fill('Shift+ArrowUp'), 'Enter');
    await button('Arrow').focus();
    await press('Enter', ...Array<string>(10).fill('ArrowDown'), 'Enter');
    await button('Text').focus();
    await press('Enter', ...Array<string>(12).fill('ArrowDown'), 'Enter');
    await page.keyboard.type('Too dark');
    await pictures('workbench-text');
    await press('Enter');
    await dialog().getByRole('textbox', { name: 'Description' }).fill('The editor with an empty chat beside it');
    await pictures('workbench-done');
    await press('Escape', 'Escape');
    await dialog().getByRole('button', { name: 'Discard' }).waitFor();
    await pictures('workbench-leaving');
    await button('Replace').click();
    await dialog().waitFor({ state: 'detached' });
    await pictures('chips-edited');
  });

  it('the card in the history', async () => {
    simulator.script({ reply: { text: 'The contrast of the **first one** is too low.' } });
    await box().press('Enter');
    await parley.locator('[role=log] [data-role=assistant][data-status=complete]').waitFor();
    await parley.getByRole('button', { name: 'View Picture 2' }).locator('img').waitFor();
    await pictures('card');
    await parley.getByRole('button', { name: 'View Picture', exact: true }).click();
    await dialog().getByRole('img').waitFor();
    await pictures('card-viewer');
  });
});
