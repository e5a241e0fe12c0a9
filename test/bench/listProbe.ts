/** What runs in the page to tell how soon the list that `@` opens shows what was typed. The functions stand alone: they are handed to `evaluate`. */
import type { Frame } from 'playwright-core';

declare global {
  var benchLists: Record<string, number> | undefined;
}

/** Begins to note, for each name that is typed after the `@`, the milliseconds from its last key to the paint of its list. */
export async function watchLists(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const painted: Record<string, number> = {};
    globalThis.benchLists = painted;
    const typed = new Map<string, number>();
    let pressed = 0;
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        pressed = timeStamp;
      },
      true,
    );
    document.addEventListener(
      'input',
      ({ target }) => {
        if (!(target instanceof HTMLTextAreaElement)) return;
        const query = target.value.slice(target.value.lastIndexOf('@') + 1);
        typed.set(query, pressed);
        delete painted[query];
      },
      true,
    );
    new MutationObserver(() => {
      const query = document.querySelector<HTMLElement>('.mentions')?.dataset['query'];
      const at = query === undefined ? undefined : typed.get(query);
      if (query === undefined || at === undefined) return;
      typed.delete(query);
      const resize = new ResizeObserver(() => {
        resize.disconnect();
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          painted[query] = performance.now() - at;
        };
        channel.port2.postMessage(null);
      });
      resize.observe(document.documentElement);
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-query'] });
  });
}

/** Milliseconds of the list for a name, once it is painted. */
export async function listPaint(frame: Frame, query: string): Promise<number> {
  const painted = await frame.waitForFunction((name) => globalThis.benchLists?.[name], query, { polling: 20, timeout: 30_000 });
  return Number(await painted.jsonValue());
}
