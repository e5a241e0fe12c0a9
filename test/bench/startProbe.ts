/** What runs in the pages to tell how soon a view can be used. The functions stand alone: they are handed to the browser. */
import type { Frame, Page } from 'playwright-core';

declare global {
  var benchUsableAt: number | undefined;
}

/** In every frame before anything else: notes when a box that one can write in is painted in a webview. */
export function noteUsable(): void {
  // From the frame around the page: the page's own document is written anew, which ends whatever began in it.
  if (!location.pathname.endsWith('/webview/browser/pre/index.html')) return;
  const channel = new MessageChannel();
  // Right after each frame of the browser was painted.
  channel.port1.onmessage = () => {
    const boxes = [...document.querySelectorAll('iframe')].map((page) => page.contentDocument?.querySelector('textarea'));
    if (boxes.some((box) => box && !box.disabled && box.clientHeight > 0)) globalThis.benchUsableAt = Date.now();
    else requestAnimationFrame(look);
  };
  const look = () => channel.port2.postMessage(null);
  requestAnimationFrame(look);
}

/** Milliseconds since the epoch. */
export async function usableAt(frame: Frame): Promise<number> {
  const handle = await frame.parentFrame()?.waitForFunction(() => globalThis.benchUsableAt, undefined, { polling: 20 });
  return Number(await handle?.jsonValue());
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
