/** How long a page's thread is kept from answering. */
import type { Page } from 'playwright-core';
import { isObject } from '../../../src/shared/json.ts';

export interface Task {
  /** Milliseconds that the thread worked on it: not those in which another program had the processor. */
  readonly ms: number;
  /** Who asked for it, in the browser's words. */
  readonly by: string;
}

/** The tasks of a page's thread while something is done, the longest first. */
export async function longestTasks(page: Page, action: () => Promise<unknown>): Promise<Task[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  let trace: unknown;
  try {
    await action();
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString());
  }
  const events = isObject(trace) && Array.isArray(trace['traceEvents']) ? trace['traceEvents'].filter(isObject) : [];
  const thread = ({ pid, tid }: (typeof events)[number]) => `${pid}/${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && isObject(args) && args['name'] === 'CrRendererMain').map(thread),
  );
  return events
    .filter((event) => event['ph'] === 'X' && String(event['name']).endsWith('RunTask') && main.has(thread(event)))
    .map(({ tdur, args }) => ({ ms: Number(tdur ?? 0) / 1000, by: isObject(args) ? String(args['src_func']) : '' }))
    .sort((a, b) => b.ms - a.ms);
}

/** Milliseconds of the work below on the machine for which the tests' bounds were set, while it did nothing else. */
const quiet = 32;

/** By how much slower a page's thread is just now than on that machine, at its worst; never less than 1. */
export async function slowness(page: Page): Promise<number> {
  const often = async () => {
    for (let time = 0; time < 10; time++) await page.evaluate(work);
  };
  // At first it is compiled.
  await often();
  const tasks = await longestTasks(page, often);
  return Math.max(1, (tasks[0]?.ms ?? 0) / quiet);
}

/** The same each time: what a processor does with numbers, and with as much memory as does not fit into its caches. */
function work(): number {
  const numbers = new Uint32Array(1_000_000);
  for (let at = 1; at < numbers.length; at++) numbers[at] = ((numbers[at - 1] ?? 0) * 1_664_525 + 1_013_904_223) >>> 0;
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[(at * 7919) % numbers.length] ?? 0;
  return sum;
}
