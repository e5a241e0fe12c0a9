/** What runs in the pages to tell how soon a key has its effect on the screen. The functions stand alone: they are handed to `evaluate`. */
import type { Frame } from 'playwright-core';
import { within } from './within.ts';

declare global {
  var benchKeys: number[] | undefined;
}

/** Notes how long each key takes from its press to the paint of what it writes. @param editable a selector: what changes when one writes */
export async function watchKeys(frame: Frame, editable: string): Promise<void> {
  await frame.evaluate((selector) => {
    const keys: number[] = [];
    globalThis.benchKeys = keys;
    const pressed: number[] = [];
    document.addEventListener('keydown', ({ timeStamp }) => pressed.push(timeStamp), true);
    const written = () => {
      // One key or several that are written in the same frame.
      const begun = pressed.splice(0);
      const resize = new ResizeObserver(() => {
        resize.disconnect();
        const channel = new MessageChannel();
        channel.port1.onmessage = () => keys.push(...begun.map((at) => performance.now() - at));
        channel.port2.postMessage(null);
      });
      resize.observe(document.documentElement);
    };
    const element = document.querySelector(selector);
    if (element instanceof HTMLTextAreaElement) element.addEventListener('input', written);
    else if (element) new MutationObserver(written).observe(element, { subtree: true, childList: true, characterData: true });
  }, editable);
}

/** Milliseconds of each key, once there are so many of them; undefined if that takes longer than `limit`. */
export async function keyPaints(frame: Frame, count: number, limit: number): Promise<readonly number[] | undefined> {
  const all = frame.waitForFunction((wanted) => (globalThis.benchKeys?.length ?? 0) >= wanted, count, { timeout: limit, polling: 200 });
  if (!(await within(all, limit))) return undefined;
  return frame.evaluate(() => globalThis.benchKeys ?? []);
}

/** Milliseconds from the next Escape to the paint of a reply of Parley's that says that it was stopped. */
export function paintOfStop(frame: Frame): Promise<number> {
  return frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let pressed = 0;
        document.addEventListener(
          'keydown',
          ({ timeStamp }) => {
            pressed = timeStamp;
          },
          { capture: true, once: true },
        );
        const observer = new MutationObserver(() => {
          if (document.querySelector('[data-status=streaming]')) return;
          observer.disconnect();
          const resize = new ResizeObserver(() => {
            resize.disconnect();
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - pressed);
            channel.port2.postMessage(null);
          });
          resize.observe(document.documentElement);
        });
        observer.observe(document.body, { subtree: true, attributeFilter: ['data-status'] });
      }),
  );
}
