/** A window of the editor, in a browser. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../host/browser.mjs';
import type { Editor } from '../../host/editor.mjs';
import { endWithSuite, openWindows } from './leftovers.ts';
import { type PostedMessage, recordMessages } from './messages.ts';
import { parleyIcon } from './parley.ts';
import { type ThemeKind, themes } from './themes.ts';

export interface WindowOptions {
  readonly editor: Editor;
  /** CSS pixels; 1280 × 800 unless said otherwise. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Set in the editor's settings before the window opens. */
  readonly theme?: ThemeKind;
  /** Another folder than the editor's. */
  readonly folder?: string;
  /** What a window keeps (secrets, layout): that of another one, so that this is the same user's. Without it, a new user. */
  readonly profile?: Profile;
  /** Device pixels for a CSS pixel; 1 unless said otherwise. */
  readonly scale?: number;
}

/** What a browser keeps for a user: the editor has its secrets and its layout there. Ends with the suite. */
export interface Profile {
  readonly context: BrowserContext;
  /** All that was posted to any frame of its windows. */
  readonly messages: readonly PostedMessage[];
}

export interface EditorWindow {
  readonly editor: Editor;
  readonly page: Page;
  readonly profile: Profile;
  /** All that was posted to any frame, the webviews among them, of this window and of others of the same profile. */
  readonly messages: readonly PostedMessage[];
  /** What the page has printed, each line beginning with its level. */
  readonly log: readonly string[];
  /** Reloads, as "Developer: Reload Window" does, and settles when the workbench is there again. */
  reload(): Promise<void>;
  /** Closes the window as a user does: the editor may say goodbye. */
  close(): Promise<void>;
}

let launching: Promise<Browser> | undefined;

/** The browser of all suites; it is started when it is first needed. What is opened in it is closed with the suite. */
export async function sharedBrowser(): Promise<Browser> {
  launching ??= launchBrowser({ headless: process.env['PARLEY_SHOW'] !== '1' });
  const browser = await launching;
  endWithSuite(closeContexts);
  return browser;
}

async function closeContexts(): Promise<void> {
  const browser = await launching;
  for (const context of browser?.contexts() ?? []) await context.close();
}

after(async () => (await launching)?.close());

/** A new user: nothing stored, the clipboard allowed. @param own a browser for this user alone, who ends it; without it the suite's */
export async function newProfile(options: Pick<WindowOptions, 'viewport' | 'scale'> = {}, own?: Browser): Promise<Profile> {
  const browser = own ?? (await sharedBrowser());
  const context = await browser.newContext({
    viewport: { ...(options.viewport ?? { width: 1280, height: 800 }) },
    deviceScaleFactor: options.scale ?? 1,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  return { context, messages: await recordMessages(context) };
}

/** Opens a window and settles when its workbench is there; extensions may still be starting. */
export async function openWindow(options: WindowOptions): Promise<EditorWindow> {
  const { editor, theme } = options;
  if (theme) editor.setSettings({ 'workbench.colorTheme': themes[theme].name });
  const profile = options.profile ?? (await newProfile(options));
  const page = await profile.context.newPage();
  if (options.profile && options.viewport) await page.setViewportSize({ ...options.viewport });
  const log: string[] = [];
  page.on('console', (message) => log.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => log.push(`error: ${error.stack ?? error.message}`));
  const window: EditorWindow = {
    editor,
    page,
    profile,
    messages: profile.messages,
    log,
    reload: async () => {
      await page.reload();
      await workbench(page);
    },
    close: async () => {
      openWindows.delete(window);
      const closed = page.isClosed() ? undefined : page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
    },
  };
  openWindows.add(window);
  const url = new URL(editor.url);
  if (options.folder) url.searchParams.set('folder', options.folder);
  await page.goto(url.href);
  await workbench(page);
  if (theme) await page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
  return window;
}

/** Settles when the side bar, the status bar and what the extensions contribute to them are there. */
async function workbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
  await parleyIcon(page).waitFor({ timeout: 30_000 });
}
