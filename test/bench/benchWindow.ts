/** A window of the editor with all subjects in it, and what is measured from outside of it. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Frame, Page } from 'playwright-core';
import { until } from '../e2e/driver/until.ts';
import type { Editor } from '../host/editor.mjs';
import { within } from './within.ts';

/** Of the process that hosts the window's pages, in milliseconds, bytes and counts since it began. */
export interface PageMetrics {
  /** All that its main thread did. */
  readonly busy: number;
  readonly script: number;
  readonly layout: number;
  readonly style: number;
  readonly heap: number;
  readonly nodes: number;
}

/** CPU of the extension host is counted in hundredths of a second. */
const msPerTick = 10;

export class BenchWindow {
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #editor: Editor;
  readonly #extensionHost: number;

  private constructor(page: Page, cdp: CDPSession, editor: Editor, extensionHost: number) {
    this.page = page;
    this.#cdp = cdp;
    this.#editor = editor;
    this.#extensionHost = extensionHost;
  }

  static async open(context: BrowserContext, editor: Editor): Promise<BenchWindow> {
    const others = await editor.extensionHosts();
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'timeTicks' });
    await page.goto(editor.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
    for (const name of ['Parley', 'Bench Floor', 'Bench Typical', 'Bench Empty']) await icon(page, name).waitFor({ timeout: 30_000 });
    const host = await until('the extension host', async () => (await editor.extensionHosts()).find((pid) => !others.includes(pid)));
    return new BenchWindow(page, cdp, editor, host);
  }

  async metrics(): Promise<PageMetrics> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
    return {
      busy: value('TaskDuration') * 1000,
      script: value('ScriptDuration') * 1000,
      layout: value('LayoutDuration') * 1000,
      style: value('RecalcStyleDuration') * 1000,
      heap: value('JSHeapUsedSize'),
      nodes: value('Nodes'),
    };
  }

  /** CPU time of the extension host and its threads so far, in milliseconds. */
  hostCpu(): number {
    const stat = readFileSync(`/proc/${this.#extensionHost}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  }

  /** Settles when neither the pages nor the extension host have anything left to do from starting. */
  async quiet(): Promise<void> {
    await until(
      'a quiet window',
      async () => {
        const [busy, cpu] = [(await this.metrics()).busy, this.hostCpu()];
        await pause(1000);
        return (await this.metrics()).busy - busy < 100 && this.hostCpu() - cpu <= 20;
      },
      60_000,
    );
  }

  /** Closes it as a user does, so that its extension host ends too. */
  async close(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    await this.page.close({ runBeforeUnload: true });
    await within(closed, 5000);
    await until('the end of the extension host', async () => !(await this.#editor.extensionHosts()).includes(this.#extensionHost), 30_000);
  }

  /** Opens a view of the side bar. */
  async showView(name: string): Promise<void> {
    const tab = icon(this.page, name);
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  }

  /** Runs a command by its title, through the palette. */
  async run(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await until('the command palette', async () => {
      await this.page.keyboard.press('F1');
      await input.waitFor({ timeout: 2000 });
      return true;
    });
    await input.fill(`>${title}`);
    const rows = this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
    await rows.filter({ has: this.page.getByText(title, { exact: true }) }).first().click();
  }

  /** The frame of a webview that has a certain element. */
  frameWith(selector: string): Promise<Frame> {
    return until(
      `a frame with ${selector}`,
      async () => {
        for (const frame of this.page.frames()) {
          if (frame.parentFrame() && !frame.isDetached() && (await frame.locator(selector).count())) return frame;
        }
        return undefined;
      },
      30_000,
    );
  }
}

function icon(page: Page, name: string) {
  return page.locator('.part.activitybar').getByRole('tab', { name });
}
