/** An empty conversation with what it can begin with, in every theme, in a view of 300 pixels: for people to look at. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openFile } from '../e2e/driver/keys.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { copySample } from '../host/sample.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';

describe('the starters', () => {
  const folder = copySample();
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'Tea');
    writeFileSync(join(folder, 'README.md'), 'Changed words.\n');
    simulator = await startSimulator();
    const editor = await startParley({ folder, settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor, viewport: { width: 1120, height: 720 } });
    parley = await openParley(window.page);
    await setViewWidth(window.page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  /** @param focused the starter that has the focus */
  async function pictures(name: string, focused: string): Promise<void> {
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await parley.getByRole('button', { name: focused }).focus();
      await screenshot(window.page, `starters/${name}-${theme}`);
    }
  }

  it('with an open file and changes', async () => {
    await openFile(window.page, 'src/math.ts');
    await parley.getByRole('button', { name: 'Explain math.ts' }).waitFor();
    await parley.getByRole('button', { name: 'Review uncommitted changes' }).waitFor();
    await pictures('all', 'Explain math.ts');
  });
});
