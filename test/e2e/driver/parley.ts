/** Parley in a window: an editor with it, its view, its webview. */
import { join } from 'node:path';
import { type Frame, type FrameLocator, type Locator, type Page, selectors } from 'playwright-core';
import { type Editor, type EditorOptions, startEditor } from '../../host/editor.mjs';
import { copySample } from '../../host/sample.mjs';
import { endWithSuite } from './leftovers.ts';
import { until } from './until.ts';

/** Where Parley is shown: its view in the side bar, or a tab among the editors. */
export type Surface = 'view' | 'tab';

export const rootSelector = '[data-testid="parley"]';

/**
 * Starts an editor with the packed extension on a copy of the sample workspace, on data of its own. It ends with the suite, or by `stop`.
 * To start it again on the same data, hand over `userDataDir`, `folder` and, as the browser's part of the data belongs to it, `port`.
 */
export async function startParley(options: Partial<EditorOptions> = {}): Promise<Editor> {
  const installed = process.env['PARLEY_EXTENSIONS_DIR'];
  const extension = installed && !options.vsix && !options.developmentPath ? { extensionsDir: installed } : {};
  const editor = await startEditor({ folder: options.folder ?? copySample(), ...extension, ...options });
  endWithSuite(() => editor.stop());
  return editor;
}

/** Parley's icon in the activity bar. */
export function parleyIcon(page: Page): Locator {
  return page.locator('.part.activitybar').getByRole('tab', { name: 'Parley' });
}

/** Opens Parley's view in the side bar, if it is not open, and settles when its page is there. */
export async function openParley(page: Page): Promise<FrameLocator> {
  const tab = parleyIcon(page);
  const root = parleyIn(page).locator(rootSelector);
  const opened = async () => (await tab.getAttribute('aria-expanded')) === 'true';
  await tab.waitFor({ timeout: 30_000 });
  await until(
    "Parley's page",
    async () => {
      // A click closes a view that is open, and one that a reload brings back is open some time after its icon is there.
      if (!(await opened())) await until('the view', opened, restoring).catch(() => tab.click());
      await root.waitFor({ timeout: 5_000 });
      return true;
    },
    45_000,
  );
  return parleyIn(page);
}

/** Milliseconds for which a window that was loaded may still be bringing back its views. */
const restoring = 1500;

/**
 * Parley's webview, for locators: `parleyIn(page).getByRole('textbox', { name: 'Message Claude' })`. It is looked up anew for each use, so it
 * outlives reloads and hidden views.
 */
export function parleyIn(page: Page, surface: Surface = 'view'): FrameLocator {
  return page.frameLocator(frameSelector(surface)).frameLocator('iframe#active-frame');
}

/** Sends a prompt, and settles when its reply is complete. */
export async function say(parley: FrameLocator, text: string): Promise<void> {
  const box = parley.getByRole('textbox', { name: 'Message Claude' });
  const answers = parley.locator('[role=log] [data-role=assistant][data-status=complete]');
  const before = await answers.count();
  await box.fill(text);
  await box.press('Enter');
  await until('the answer', async () => (await answers.count()) === before + 1);
}

/** The folder in which Parley keeps its database. */
export function storageOf({ userDataDir }: Editor): string {
  return join(userDataDir, 'User', 'globalStorage', 'parley.parley');
}

/** The webview's outer frame, an element of the workbench. */
export function frameSelector(surface: Surface): string {
  return `parley-surface=${surface}`;
}

/**
 * Finds webviews by where they are: they lie over the workbench, each tied by name to the element that it covers, and no attribute says
 * reliably whether that is a view or an editor.
 */
function surfaceEngine() {
  const all = (root: Document | Element, surface: string): Element[] => {
    const editors = [...root.querySelectorAll<HTMLElement>('.part.editor [style*="anchor-name"]')];
    const names = new Set(editors.map(({ style }) => style.getPropertyValue('anchor-name')));
    return [...root.querySelectorAll('iframe.webview[src*="extensionId=parley.parley"]')].filter(
      ({ parentElement }) => names.has(parentElement?.style.getPropertyValue('position-anchor') ?? '') === (surface === 'tab'),
    );
  };
  return { query: (root: Document | Element, surface: string) => all(root, surface)[0] ?? null, queryAll: all };
}

await selectors.register('parley-surface', surfaceEngine, { contentScript: true });

/** The frame itself, for `evaluate`: waits until Parley's root is in it. A reload makes it stale. */
export async function parleyFrame(page: Page, surface: Surface = 'view'): Promise<Frame> {
  return until(
    "Parley's frame",
    async () => {
      for (const outer of await page.locator(frameSelector(surface)).elementHandles()) {
        const inner = (await outer.contentFrame())?.childFrames() ?? [];
        for (const frame of inner) if (await frame.locator(rootSelector).count()) return frame;
      }
      return undefined;
    },
    30_000,
  );
}
