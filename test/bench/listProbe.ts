/** What runs in the page to tell how soon the list that `@` opens shows what was typed. The functions stand alone: they are handed to `evaluate`. */
import type { Frame } from 'playwright-core';

/** Milliseconds from a key to the paint of the list that fits it, and to that of the one that the whole workspace was searched for. */
export interface ListPaint {
  readonly fitting: number;
  readonly whole: number;
}

declare global {
  var benchLists: Record<string, Partial<ListPaint>> | undefined;
}

/** Begins to note, for each name that is typed after the `@`, when its lists are painted. */
export async function watchLists(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const painted: Record<string, { fitting?: number; whole?: number }> = {};
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
        painted[query] = {};
      },
      true,
    );
    new MutationObserver(() => {
      const list = document.querySelector<HTMLElement>('.mentions');
      const query = list?.dataset['query'];
      const at = query === undefined ? undefined : typed.get(query);
      if (!list || query === undefined || at === undefined) return;
      const isWhole = list.ariaBusy !== 'true';
      // That it is being searched is no list yet.
      if (!isWhole && !list.querySelector('[role=option]')) return;
      if (isWhole) typed.delete(query);
      const resize = new ResizeObserver(() => {
        resize.disconnect();
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const note = painted[query] ?? {};
          note.fitting ??= performance.now() - at;
          if (isWhole) note.whole ??= performance.now() - at;
        };
        channel.port2.postMessage(null);
      });
      resize.observe(document.documentElement);
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-query', 'aria-busy'] });
  });
}

/** Once both lists for a name are painted; they may be one. */
export async function listPaint(frame: Frame, query: string): Promise<ListPaint> {
  const painted = await frame.waitForFunction(
    (name) => {
      const { fitting, whole } = globalThis.benchLists?.[name] ?? {};
      return fitting !== undefined && whole !== undefined && { fitting, whole };
    },
    query,
    { polling: 20, timeout: 30_000 },
  );
  const both = await painted.jsonValue();
  if (!both) throw new Error(`There is no list for ${query}.`);
  return both;
}
