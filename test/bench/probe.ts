/** What runs in the pages to tell what was painted and when. The functions are handed to `evaluate`: each must stand alone. */
import type { Frame } from 'playwright-core';

/** Of a page, while it was watched. */
export interface Watched {
  /** When the frame that shows the text was painted: milliseconds since the epoch. */
  readonly paintedAt: number;
  /** Nodes that were added, removed or given another text, those inside of added ones not counted. */
  readonly nodes: number;
  /** Messages that the page was sent. */
  readonly messages: number;
}

/** A frame of the browser that took long, in milliseconds. */
export interface LongFrame {
  /** From the first task that wanted it to the end of its drawing: what was waited for in between is in it. */
  readonly duration: number;
  /** From its beginning: when its drawing began, scripts that are asked for each frame first, and when its style and layout did. */
  readonly drawing: number;
  readonly layout: number;
  /** By how much tasks in it, the drawing with the last, were longer than 50 ms. */
  readonly blocking: number;
  readonly scripts: readonly { readonly source: string; readonly duration: number }[];
}

/**
 * Waits until a text has been painted.
 * @param root a selector: where to look. There must be one such element, and the text at the beginning or the end of one of its nodes.
 */
export function paintOf(frame: Frame, root: string, text: string): Promise<Watched> {
  return frame.evaluate(
    ([selector, wanted]) =>
      new Promise<Watched>((resolve, reject) => {
        const element = document.querySelector(selector);
        if (!element) {
          reject(new Error(`There is no ${selector}.`));
          return;
        }
        let nodes = 0;
        let messages = 0;
        const count = () => {
          messages += 1;
        };
        addEventListener('message', count);
        const holds = (node: Node) => {
          const content = node.textContent ?? '';
          return content.length < 400
            ? content.includes(wanted)
            : content.slice(0, 200).includes(wanted) || content.slice(-200).includes(wanted);
        };
        const observer = new MutationObserver((records) => {
          let found = false;
          for (const { type, target, addedNodes, removedNodes } of records) {
            if (type === 'characterData') {
              nodes += 1;
              found ||= holds(target);
            } else {
              nodes += addedNodes.length + removedNodes.length;
              found ||= [...addedNodes].slice(-3).some(holds) || holds(addedNodes[0] ?? new Text());
            }
          }
          if (!found) return;
          observer.disconnect();
          removeEventListener('message', count);
          // Sizes are looked at in the frame that will show it, be it this one or the next; a message posted there comes when it is painted.
          const resize = new ResizeObserver(() => {
            resize.disconnect();
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve({ paintedAt: Date.now(), nodes, messages });
            channel.port2.postMessage(null);
          });
          resize.observe(document.documentElement);
        });
        observer.observe(element, { subtree: true, childList: true, characterData: true });
      }),
    [root, text] as const,
  );
}

/** As Chromium tells it. */
interface Entry extends PerformanceEntry {
  readonly renderStart: number;
  readonly styleAndLayoutStart: number;
  readonly blockingDuration: number;
  readonly scripts: readonly { readonly sourceURL: string; readonly duration: number }[];
}

declare global {
  var benchFrames: LongFrame[] | undefined;
}

/** Begins to note frames that took long; `longFrames` tells them. */
export async function watchFrames(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    globalThis.benchFrames = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { duration, startTime, renderStart, styleAndLayoutStart, blockingDuration, scripts } = entry as Entry;
        globalThis.benchFrames?.push({
          duration,
          drawing: renderStart - startTime,
          layout: styleAndLayoutStart - startTime,
          blocking: blockingDuration,
          scripts: scripts.map(({ sourceURL, duration }) => ({ source: sourceURL, duration })),
        });
      }
    }).observe({ type: 'long-animation-frame' });
  });
}

/** Of the longest one; 0 where none took long. */
export function longest(frames: readonly LongFrame[]): number {
  return Math.max(0, ...frames.map(({ duration }) => duration));
}

export function longFrames(frame: Frame): Promise<readonly LongFrame[]> {
  return frame.evaluate(() => globalThis.benchFrames ?? []);
}
