/** What runs in the pages to tell how soon a view can be used. The functions stand alone: they are handed to the browser. */
import type { Frame, Page } from 'playwright-core';

declare global {
  var benchUsableAt: number | undefined;
}

/** In every frame before anything else: notes when a box that one can write in is painted. */
export function noteUsable(): void {
  if (window === window.top) return;
  const observer = new MutationObserver(() => {
    const box = document.querySelector('textarea');
    if (!box || box.disabled) return;
    observer.disconnect();
    const resize = new ResizeObserver(() => {
      resize.disconnect();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        globalThis.benchUsableAt = Date.now();
      };
      channel.port2.postMessage(null);
    });
    resize.observe(box);
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Milliseconds since the epoch. */
export async function usableAt(frame: Frame): Promise<number> {
  const handle = await frame.waitForFunction(() => globalThis.benchUsableAt, undefined, { polling: 20 });
  return Number(await handle.jsonValue());
}

/** When the next click was made: milliseconds since the epoch. */
export function clickedAt(page: Page | Frame): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        document.addEventListener('click', () => resolve(Date.now()), { capture: true, once: true });
      }),
  );
}
