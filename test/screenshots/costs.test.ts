/** Costs in a view of 300 pixels, in every theme: what a prompt is about to cost, a budget that is used up, the usage report. For people to look at. */
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { runCommand, setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

describe('costs in the view', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    window = await openWindow({
      editor: await startParley({ settings: { 'parley.baseUrl': simulator.url, 'parley.budget.conversation': 1.5 } }),
      viewport: { width: 1280, height: 780 },
    });
    parley = await openParley(window.page);
    await setViewWidth(window.page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });

  async function pictures(name: string): Promise<void> {
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await screenshot(window.page, `costs/${name}-${theme}`, 'view');
    }
  }

  it('an estimate, a budget and the report', async () => {
    for (const [text, tokens] of [
      ['Which way of keeping the median is the faster one?', 40_000],
      ['And how would you test that?', 120_000],
    ] as const) {
      simulator.script({ reply: { text: 'Counts, where there are few values.', usage: { output_tokens: tokens } } });
      await box().fill(text);
      await box().press('Enter');
      await parley
        .locator('[data-role=assistant][data-status=complete]')
        .getByText(tokens.toLocaleString('en').slice(0, 2))
        .first()
        .waitFor();
    }
    await box().fill('And is there a way without sorting?');
    await parley.getByTestId('estimate').waitFor();
    await pictures('estimate');
    await box().press('Enter');
    await parley.getByRole('alert').getByText('its budget of $1.50 is used up').waitFor();
    await pictures('budget');
    await runCommand(window.page, 'Parley: Show Usage');
    await parley.getByRole('table', { name: 'By conversation' }).waitFor();
    await pictures('report');
  });
});
