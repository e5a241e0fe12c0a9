/** The README's picture, and the look of the view in every theme and width, for people to look at. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { quickInput, setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { root } from '../host/paths.mjs';
import { failWith } from '../sim/faults.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

const answer = `It is slow because \`median\` **sorts a copy of all values** each time it is called, and the server calls it for every request.

| what | cost |
| --- | --- |
| sort a copy | O(n log n) |
| keep them sorted | O(log n) to insert |

Keep the values in order as they come:

\`\`\`ts
export function insertSorted(values: number[], value: number): void {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  values.splice(low, 0, value);
}
\`\`\`

Then the median is in the middle, and nothing needs to be sorted.`;

describe('pictures', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor, theme: 'dark', viewport: { width: 1280, height: 860 } });
    parley = await openParley(window.page);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  async function send(text: string): Promise<void> {
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(text);
    await box.press('Enter');
  }

  it('takes the README’s', async () => {
    const { page } = window;
    await page.keyboard.press('Control+P');
    await quickInput(page).fill('math.ts');
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'math.ts' }).waitFor();
    await setViewWidth(page, 440);
    const usage = { input_tokens: 1312, output_tokens: 348 };
    simulator.script({ reply: { thinking: 'The sort is inside the request handler.', text: answer, usage } });
    await send('Why does the median get slower the longer the server runs?');
    await parley.locator('[data-role="assistant"][data-status="complete"]').waitFor();
    await parley.getByText('nothing needs to be sorted').waitFor();
    await parley.locator('.md-code code span').first().waitFor();
    await page.locator('.monaco-workbench').hover({ position: { x: 900, y: 600 } });
    copyFileSync(await screenshot(page, 'readme'), join(root, 'media', 'screenshot.png'));
  });

  it('takes the view in every theme, wide and narrow', async () => {
    simulator.script(failWith(400));
    await send('And what does the API say when it refuses?');
    await parley.getByRole('alert').waitFor();
    await parley.getByRole('button', { name: 'Details' }).click();
    for (const width of [480, 300]) {
      await setViewWidth(window.page, width);
      for (const theme of themeKinds) {
        await setTheme(window, theme);
        await screenshot(window.page, `look/${theme}-${width}`, 'view');
      }
    }
  });
});
