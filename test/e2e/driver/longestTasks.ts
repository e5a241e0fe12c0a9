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
