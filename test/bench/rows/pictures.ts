/** Row 9: ten photographs of 12 megapixels are pasted, while one goes on writing, and sent. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Frame } from 'playwright-core';
import { longestTasks } from '../../e2e/driver/longestTasks.ts';
import { until } from '../../e2e/driver/until.ts';
import type { BenchWindow } from '../benchWindow.ts';
import { keyPaints, watchKeys } from '../keyProbe.ts';
import { inNewWindow, type Lab } from '../lab.ts';
import { atMost, type Line, median, percentile } from '../report.ts';
import { warmUp } from '../stream.ts';
import { openSubject } from '../subjects.ts';

const count = 10;
const size = { width: 4000, height: 3000 };
/** Milliseconds from key to key: as fast as people type. */
const interval = 80;
/** Keys that are typed at least, and at the most if the pictures are not ready by then. */
const [fewest, most] = [100, 1500];
/** Milliseconds. */
const limit = 120_000;
const megabyte = 1024 * 1024;

interface Run {
  /** Milliseconds from key to paint while nothing else is done, and while pictures are made ready. */
  readonly idle: Typed;
  readonly busy: Typed;
  /** Milliseconds of the longest tasks of the pages' thread meanwhile, by the processor's clock: nothing that other programs did is in them. */
  readonly tasks: readonly number[];
  /** Milliseconds until all are ready to be sent. */
  readonly made: number;
  /** Bytes that the pages hold, before and after. */
  readonly before: number;
  readonly after: number;
}

interface Typed {
  readonly p99: number;
  readonly p50: number;
  readonly keys: number;
}

export async function pictures(lab: Lab): Promise<readonly Line[]> {
  const files = await writePhotographs(lab.browser, join(lab.options.workFolder, 'photographs'));
  const runs: Run[] = [];
  for (let repetition = 0; repetition < lab.repetitions; repetition += 1) {
    const run = await inNewWindow(lab, (window) => pasteAndSend(lab, window, files));
    console.error(`  ${JSON.stringify(run, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value))}`);
    runs.push(run);
  }
  const line = (what: string, figure: (run: Run) => number, unit: Line['unit'], bound: number | null): Line => {
    const value = median(runs.map(figure));
    const met = bound === null ? null : atMost(value, bound);
    return { row: 9, what, values: { parley: value }, unit, bound: bound === null ? '' : `≤ ${bound} ${unit}`, met, runs };
  };
  return [
    line('ten pictures of 12 megapixels are pasted: key to paint, p99', ({ busy }) => busy.p99, 'ms', 50),
    line('  p50', ({ busy }) => busy.p50, 'ms', null),
    line('  p99 without pictures', ({ idle }) => idle.p99, 'ms', null),
    line('  longest task of the pages, CPU', ({ tasks }) => tasks[0] ?? Number.NaN, 'ms', null),
    line('  until all are ready', ({ made }) => made, 'ms', null),
    line('  memory of the pages after sending / before', ({ before, after }) => after / before, '×', 1.2),
    line('  before', ({ before }) => before / megabyte, 'MB', null),
    line('  after', ({ after }) => after / megabyte, 'MB', null),
  ];
}

async function pasteAndSend(lab: Lab, window: BenchWindow, files: readonly string[]): Promise<Run> {
  const subject = await openSubject('parley', window);
  const { frame, box } = subject;
  await warmUp(lab, subject);
  await window.quiet();
  const before = await window.memoryInUse();
  const input = await frame.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    made.multiple = true;
    return made;
  });
  await input.setInputFiles([...files]);
  await box.click();
  const idle = await typing(window, frame, () => false);
  let made = 0;
  let busy: Typed = idle;
  const tasks = await longestTasks(window.page, async () => {
    const startedAt = performance.now();
    await input.evaluate((chosen) => {
      const data = new DataTransfer();
      for (const file of chosen.files ?? []) data.items.add(file);
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
      document.querySelector('textarea')?.dispatchEvent(event);
    });
    await input.dispose();
    const isReady = async () => (await frame.locator('.picture-chip:not([aria-busy])').count()) === count;
    const done = until('the pictures', isReady, limit).then(() => {
      made = performance.now() - startedAt;
    });
    [busy] = await Promise.all([typing(window, frame, () => made === 0), done]);
  });
  lab.simulator.script({ reply: { text: 'Ten.' } });
  await box.press('Enter');
  await frame.locator('[data-role=assistant][data-status=complete]').nth(1).waitFor({ timeout: limit });
  await window.quiet();
  return {
    idle,
    busy,
    tasks: tasks.slice(0, 5).map(({ ms }) => ms),
    made,
    before,
    after: await window.memoryInUse(),
  };
}

/** Types so many keys, and more as long as something goes on; settles when all are painted. */
async function typing(window: BenchWindow, frame: Frame, goesOn: () => boolean): Promise<Typed> {
  await watchKeys(frame, 'textarea');
  let keys = 0;
  while (keys < most && (keys < fewest || goesOn())) {
    // Not awaited: a page that lags must not be typed into more slowly.
    void window.page.keyboard.press('x').catch(() => {});
    keys += 1;
    await pause(interval);
  }
  const paints = await keyPaints(frame, keys, limit);
  const share = (part: number) => (paints ? percentile(paints, part) : Number.POSITIVE_INFINITY);
  return { p99: share(0.99), p50: share(0.5), keys };
}

/** What telephones take: large, of many colours, and each another one. @returns the files */
async function writePhotographs(browser: Browser, folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  const files: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const data = await page.evaluate(
      async ([seed, width, height]) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('There is nothing to draw on.');
        let state = seed + 1;
        const random = () => {
          state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
          return state / 2_147_483_648;
        };
        for (let shape = 0; shape < 30_000; shape += 1) {
          context.fillStyle = `hsl(${random() * 360} 50% ${20 + random() * 60}% / 0.6)`;
          context.fillRect(random() * width, random() * height, 5 + random() * 90, 5 + random() * 90);
        }
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
        return new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''));
          reader.readAsDataURL(blob);
        });
      },
      [number, size.width, size.height] as const,
    );
    const file = join(folder, `photograph-${number}.jpg`);
    writeFileSync(file, Buffer.from(data, 'base64'));
    files.push(file);
  }
  await page.close();
  return files;
}
