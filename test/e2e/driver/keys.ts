/** The editor and Parley used by keyboard alone: no mouse, and no focus that a key has not given. */
import type { Locator, Page } from 'playwright-core';
import type { EditorWindow } from './editorWindow.ts';
import { parleyIn } from './parley.ts';
import { until } from './until.ts';
import { quickInput, quickRows, runCommand } from './workbench.ts';

/** Presses some keys, one after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Opens a file of the workspace by its name, and settles when its text is there and has the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  const wanted = name.split('/').at(-1) ?? '';
  await until('the list of files', async () => {
    await press(page, 'Control+P');
    await quickInput(page).waitFor({ timeout: 2000 });
    return true;
  });
  await page.keyboard.type(name);
  await until(`${name} in the list`, async () => (await quickRows(page).first().textContent())?.includes(wanted));
  await press(page, 'Enter');
  await page.locator('.tab.active').getByText(wanted).waitFor();
  await page.locator('.monaco-editor.focused .view-line').first().waitFor();
}

/** Selects whole lines of the editor that has the focus, counted from 1. */
export async function selectLines(page: Page, first: number, last: number): Promise<void> {
  await goToLine(page, first);
  for (let line = first; line <= last; line++) await press(page, 'Shift+ArrowDown');
  await page.getByText(new RegExp(`Ln ${last + 1}, Col 1 \\(\\d+ selected\\)`)).waitFor();
}

/** Puts the cursor at the beginning of a line, counted from 1. */
export async function goToLine(page: Page, line: number): Promise<void> {
  await press(page, 'Control+G');
  await quickInput(page).waitFor();
  await page.keyboard.type(`${line}:1`);
  await press(page, 'Enter');
  await page.getByText(`Ln ${line}, Col 1`, { exact: true }).waitFor();
}

/** Opens the context menu of what has the focus and goes through it, and through submenus, to the last of some entries. */
export async function chooseInMenu(page: Page, ...names: readonly string[]): Promise<void> {
  await press(page, 'Shift+F10');
  await chooseInOpenMenu(page, ...names);
}

/** As {@link chooseInMenu}, in the menu that is open. */
export async function chooseInOpenMenu(page: Page, ...names: readonly string[]): Promise<void> {
  await goInMenu(page, ...names);
  await press(page, 'Enter');
  await page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
}

/** Goes to an entry of the menu that is open, which is not chosen yet. */
export async function goInMenu(page: Page, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    if (index > 0) await press(page, 'ArrowRight');
    const entry = page
      .locator('.monaco-menu .action-item', { has: page.getByRole('menuitem', { name: new RegExp(`^${name}(?: |$)`) }) })
      .last();
    await stepTo(page, `“${name}” in the menu`, 'ArrowDown', () => entry.evaluate((item) => item.classList.contains('focused')));
  }
}

/** Presses a key until something has the focus. @param key moves the focus on */
export async function stepTo(page: Page, what: string, key: string, isThere: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    if (await isThere()) return true;
    await press(page, key);
    return false;
  });
}

/** Moves the focus to an element of a page, backwards unless another key is given. */
export async function stepToElement(page: Page, element: Locator, key = 'Shift+Tab'): Promise<void> {
  await stepTo(page, `the focus on ${element}`, key, () => hasFocus(element));
}

/** Whether keys come to an element: a webview that has lost the focus still has an element that had it. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((each) => each === document.activeElement && document.hasFocus());
}

/** Runs a command that ends in Parley's message box, and settles when keys come to it. */
export async function goToBox(window: EditorWindow, command = 'Parley: Focus Input'): Promise<Locator> {
  const { page, messages } = window;
  const shows = () => messages.filter(({ json }) => json.includes('"type":"show"')).length;
  const before = shows();
  await runCommand(page, command);
  // It may have the focus before: what the command brings takes it again, from whatever has been gone to meanwhile.
  await until(`the page to hear of “${command}”`, () => shows() > before);
  const box = parleyIn(page).getByRole('textbox', { name: 'Message Claude' });
  await until('the focus in the box', () => hasFocus(box));
  return box;
}

/** Opens a terminal, runs a command in it, and settles when a line of its output is there. */
export async function runInTerminal(page: Page, command: string, line: RegExp): Promise<void> {
  await runCommand(page, 'Terminal: Create New Terminal');
  await page.locator('.terminal-wrapper.active .xterm-rows').getByText(/[#$] /).first().waitFor();
  await page.keyboard.type(command);
  await press(page, 'Enter');
  await page.locator('.terminal-wrapper.active .xterm-rows > div').filter({ hasText: line }).waitFor();
}

/** How often each of some events has come to the window and the webviews that are in it now. */
export async function countEvents(page: Page, ...types: string[]): Promise<number> {
  const counts = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate((all) => {
        const { eventCounts } = performance as Performance & { readonly eventCounts: ReadonlyMap<string, number> };
        return all.reduce((sum, type) => sum + (eventCounts.get(type) ?? 0), 0);
      }, types),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
