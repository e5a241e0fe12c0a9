/** `kill -9` of a window's page: all processes that render it are gone at once, as when the system is short of memory. */
import { killAll } from '../../host/processes.mjs';
import type { EditorWindow } from './editorWindow.ts';
import { openWindows } from './leftovers.ts';
import { until } from './until.ts';

/**
 * Kills every renderer of the window's browser, which has no other window. Resolves when they are gone, to how many there were. The server and the
 * extension host live on, as they do when a browser's tab has crashed.
 */
export async function killPage(window: EditorWindow): Promise<number> {
  const browser = window.profile.context.browser();
  if (!browser) throw new Error('The window has no browser of its own.');
  const session = await browser.newBrowserCDPSession();
  const pids = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };
  const all = await pids();
  const crashed = window.page.waitForEvent('crash');
  killAll(all);
  await crashed;
  await until('the renderers to be gone', async () => (await pids()).every((pid) => !all.includes(pid)));
  await session.detach();
  openWindows.delete(window);
  await window.page.close();
  return all.length;
}
