/** A reply that comes faster than it can be painted: counted, not timed. */
import assert from 'node:assert/strict';
import type { Editor } from '../host/editor.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';

describe('a reply of 20 000 deltas at once', () => {
  let simulator: Simulator;
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    simulator = await startSimulator();
    editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor });
  });

  after(async () => {
    await window.close();
    await editor.stop();
    await simulator.close();
  });

  it('comes to the page in few messages, and whole', async () => {
    const parley = await openParley(window.page);
    const deltas = Array.from({ length: 20_000 }, (_, index) => `${index % 10}${index % 100 === 99 ? '\n\n' : ' '}`);
    simulator.script({ reply: { deltas } });
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('Count.');
    await box.press('Enter');
    const reply = parley.locator('[data-role=assistant][data-status=complete]');
    await reply.waitFor({ timeout: 30_000 });
    const shown = await reply.locator('.md').evaluate((element) => element.textContent.replaceAll(/\s/g, ''));
    assert.equal(shown, deltas.join('').replaceAll(/\s/g, ''));
    const posted = window.messages.filter(({ json }) => json.startsWith('{"type":"update"') && json.includes('"type":"delta"'));
    assert.ok(posted.length >= 1 && posted.length <= 200, `${posted.length} messages`);
  });
});
