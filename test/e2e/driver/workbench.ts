/** The editor's own surface, used as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import type { EditorWindow } from './editorWindow.ts';
import { frameSelector } from './parley.ts';
import { type ThemeKind, themes } from './themes.ts';
import { until } from './until.ts';

/** Runs a command by its title, as in `Parley: New Conversation`, through the palette, by keyboard. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = quickInput(page);
  const row = quickRows(page)
    .filter({ has: page.getByText(title, { exact: true }) })
    .first();
  let opened = false;
  // The palette takes focus from a webview only when the editor has noticed that the webview had it; and it closes where something that was
  // opened just before takes the focus late.
  await until(
    `“${title}” in the palette`,
    async () => {
      if (!opened || !(await input.isVisible())) {
        await page.keyboard.press('F1');
        await input.waitFor({ timeout: 2000 });
        // Not key by key: while the focus is on its way, keys go into the box of the view.
        await input.fill(`>${title}`, { timeout: 2000 });
        opened = true;
      }
      await row.waitFor({ timeout: 2000 });
      if (await row.evaluate((each) => each.classList.contains('focused'))) return true;
      await input.press('ArrowDown', { timeout: 2000 });
      return false;
    },
    30_000,
  );
  await input.press('Enter', { timeout: 5000 });
}

/** The text field of the palette, of quick picks and of input boxes. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible input').first();
}

/** The rows of the palette or of a quick pick. */
export function quickRows(page: Page): Locator {
  return page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
}

/** Types into the input box that a command has opened and, unless `accept` is false, presses Enter. */
export async function typeIntoInputBox(page: Page, text: string, accept = true): Promise<void> {
  await quickInput(page).fill(text);
  if (accept) await quickInput(page).press('Enter');
}

/**
 * Chooses the row of a quick pick that holds a text. The pointer is taken away then: resting there, it has a row of the next list explained, over
 * its other rows, and the explanation may stay for longer than that list.
 * @param timeout milliseconds to wait for the row
 */
export async function pickRow(page: Page, text: string | RegExp, timeout = 30_000): Promise<void> {
  try {
    await quickRows(page).filter({ hasText: text }).first().click({ timeout });
  } finally {
    await page.mouse.move(0, 0);
  }
}

/** What shows a list or a box in the place of the palette: the title of a command, or something else. */
type Asking = string | (() => Promise<void>);

/** Has a list of rows shown, and chooses one. */
export async function pickFrom(page: Page, ask: Asking, text: string | RegExp): Promise<void> {
  await askAgain(page, `a row ${text}`, ask, () => pickRow(page, text, 5000).then(() => true));
}

/** Has the editor ask where to save, and waits for the path that it proposes. @param ending of the path */
export function proposedPath(page: Page, ask: Asking, ending: string): Promise<string> {
  const input = quickInput(page);
  return askAgain(page, `a proposed path …${ending}`, ask, () =>
    until(
      'the path',
      async () => {
        const path = await input.inputValue({ timeout: 5000 });
        return path.endsWith(ending) && path;
      },
      5000,
    ),
  );
}

/**
 * Asks, and waits for what `answer` gives. A list or a box closes where something else takes the focus, as a document does that was opened just
 * before and has come late: it is asked for again then, which is printed.
 */
function askAgain<Answer extends string | true>(page: Page, what: string, ask: Asking, answer: () => Promise<Answer>): Promise<Answer> {
  let asked = 0;
  return until(
    what,
    async () => {
      if (asked++ > 0) console.log(`      Asked again for ${what}: the list or box had closed.`);
      await (typeof ask === 'string' ? runCommand(page, ask) : ask());
      return answer();
    },
    45_000,
  );
}

/**
 * Trusts the window's folder, by its editor of trust, which is closed then. The editor keeps that in the browser's database a moment later: a window
 * that was loaded again before would not trust it.
 */
export async function trustFolder(page: Page): Promise<void> {
  const restricted = page.locator('.statusbar').getByText('Restricted Mode');
  await restricted.click();
  await page.getByRole('button', { name: 'Trust', exact: true }).click();
  await restricted.waitFor({ state: 'detached' });
  const editor = page.locator('.monaco-modal-editor-block');
  await editor.getByRole('button', { name: /^Close/ }).click();
  await editor.waitFor({ state: 'detached' });
  await until('the trust to be kept', () => trustIsKept(page));
}

/** Whether the editor has kept in the browser's database that the user trusts a folder. */
function trustIsKept(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('vscode-web-state-db-global')) continue;
      const database = await result(indexedDB.open(name));
      const kept: unknown = await result(database.transaction('ItemTable').objectStore('ItemTable').get('content.trust.model.key'));
      database.close();
      if (String(kept).includes('"trusted":true')) return true;
    }
    return false;
  });
}

/** The notifications that are shown; one of them by a part of its text. Its buttons: `notification(page, '…').getByRole('button', …)`. */
export function notification(page: Page, text: string | RegExp = ''): Locator {
  return page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
}

/** The texts of the notifications that are shown. */
export async function notificationTexts(page: Page): Promise<string[]> {
  return notification(page).locator('.notification-list-item-message').allTextContents();
}

/** The text of the dialog that is shown, and its buttons: `dialog(page).getByRole('button', …)`. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** Changes the colour theme of a window and settles when it is in force, in the webviews too. */
export async function setTheme({ editor, page }: EditorWindow, theme: ThemeKind): Promise<void> {
  const { name, className } = themes[theme];
  editor.setSettings({ 'workbench.colorTheme': name });
  await page.locator(`.monaco-workbench.${className}`).waitFor();
  const kind = {
    vs: 'vscode-light',
    'vs-dark': 'vscode-dark',
    'hc-black': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast-light',
  }[className];
  for (const surface of ['view', 'tab'] as const) {
    const outer = page.locator(frameSelector(surface));
    for (let index = 0; index < (await outer.count()); index++) {
      await outer.nth(index).contentFrame().frameLocator('iframe#active-frame').locator(`body.${kind}`).waitFor();
    }
  }
}

/** Drags the border of the side bar until Parley's view is `width` CSS pixels wide. */
export async function setViewWidth(page: Page, width: number): Promise<void> {
  const outer = page.locator(frameSelector('view'));
  const sideBar = page.locator('.part.sidebar');
  await until(`a view ${width} pixels wide`, async () => {
    const [view, bar] = [await outer.boundingBox(), await sideBar.boundingBox()];
    if (!view || !bar) return false;
    if (Math.round(view.width) === width) return true;
    // The border lies between two parts; in between is where it can be caught.
    const sashes = await page.locator('.monaco-sash.vertical:not(.disabled)').all();
    const boxes = (await Promise.all(sashes.map((sash) => sash.boundingBox()))).filter((box) => box !== null);
    const right = bar.x + bar.width;
    const border = boxes.sort((a, b) => Math.abs(a.x + a.width / 2 - right) - Math.abs(b.x + b.width / 2 - right))[0];
    if (!border) return false;
    const [x, y] = [border.x + border.width / 2, border.y + border.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + width - view.width, y, { steps: 4 });
    await page.mouse.up();
    return false;
  });
}
