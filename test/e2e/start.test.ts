/** How Parley wakes where its view was never opened. */
import assert from 'node:assert/strict';
import { startSimulator } from '../sim/server.ts';
import { openWindow } from './driver/editorWindow.ts';
import { parleyIcon, parleyIn, startParley } from './driver/parley.ts';
import { runCommand } from './driver/workbench.ts';

describe('start', () => {
  it('is by a command that opens a tab, without the view', async () => {
    const simulator = await startSimulator();
    try {
      const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
      const { page } = await openWindow({ editor });
      await parleyIcon(page).waitFor({ timeout: 30_000 });
      const box = parleyIn(page, 'tab').getByRole('textbox', { name: 'Message Claude' });
      const viewIsOpen = async () => (await parleyIcon(page).getAttribute('aria-expanded')) === 'true';

      await runCommand(page, 'Parley: Open in Editor');
      simulator.script({ reply: { text: 'Because.' } });
      await box.fill('Why?');
      await box.press('Enter');
      await parleyIn(page, 'tab').getByText('Because.').waitFor();
      assert.equal(await viewIsOpen(), false);
    } finally {
      await simulator.close();
    }
  });
});
