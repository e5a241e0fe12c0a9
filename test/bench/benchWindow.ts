/** A window of the editor with all subjects in it, and what is measured from outside of it. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Frame, Page } from 'playwright-core';
import { until } from '../e2e/driver/until.ts';
import type { Editor } from '../host/editor.mjs';
import { within } from './within.ts';

/** Of the process that hosts the window's pages, in milliseconds, bytes and counts since it began. */
export interface PageMetrics {
  /** All that its main thread did, by the clock on the wall: what it waited for in the middle of a task is in it. */
  readonly busy: number;
  /** The same by the CPU's clock: nothing that other processes did is in it. */
  readonly cpu: number;
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
  /** Two sessions, as each has one clock. */
  readonly #wall: CDPSession;
  readonly #cpu: CDPSession;
  readonly #editor: Editor;
  readonly #extensionHost: number;

  private constructor(page: Page, wall: CDPSession, cpu: CDPSession, editor: Editor, extensionHost: number) {
    this.page = page;
    this.#wall = wall;
    this.#cpu = cpu;
    this.#editor = editor;
    this.#extensionHost = extensionHost;
  }

  static async open(context: BrowserContext, editor: Editor): Promise<BenchWindow> {
    const others = await editor.extensionHosts();
    const page = await context.newPage();
    const [wall, cpu] = [await context.newCDPSession(page), await context.newCDPSession(page)];
    await wall.send('Performance.enable', { timeDomain: 'timeTicks' });
    await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(editor.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
    for (const name of ['Parley', 'Bench Floor', 'Bench Typical', 'Bench Empty']) await icon(page, name).waitFor({ timeout: 30_000 });
    const host = await until('the extension host', async () => (await editor.extensionHosts()).find((pid) => !others.includes(pid)));
    return new BenchWindow(page, wall, cpu, editor, host);
  }

  async metrics(): Promise<PageMetrics> {
    const [wall, cpu] = await Promise.all([this.#wall, this.#cpu].map((session) => session.send('Performance.getMetrics')));
    const find = (name: string, from = wall) => from?.metrics.find((each) => each.name === name)?.value ?? Number.NaN;
    return {
      busy: find('TaskDuration') * 1000,
      cpu: find('TaskDuration', cpu) * 1000,
      script: find('ScriptDuration') * 1000,
      layout: find('LayoutDuration') * 1000,
      style: find('RecalcStyleDuration') * 1000,
      heap: find('JSHeapUsedSize'),
      nodes: find('Nodes'),
    };
  }

  /** Bytes of heap in use after a collection, of the editor and of all its pages: they share one. */
  async heapInUse(): Promise<number> {
    await this.#wall.send('HeapProfiler.collectGarbage');
    return (await this.metrics()).heap;
  }

  /** Bytes that the same pages hold after a collection: heap, what the browser keeps for it, and buffers. */
  async memoryInUse(): Promise<number> {
    await this.#wall.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await this.#wall.send('Runtime.getHeapUsage');
    return usedSize + embedderHeapUsedSize + backingStorageSize;
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
        await pause(2000);
        return (await this.metrics()).busy - busy < 200 && this.hostCpu() - cpu <= 40;
      },
      30_000,
    ).catch(() => console.error('  The window does not get quiet: something else may be running on this machine.'));
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
    await rows
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first()
      .click();
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
