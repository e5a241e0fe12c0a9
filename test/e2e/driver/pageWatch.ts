/**
 * Counts at the browser what a page does that it must not do: scripts that run, requests that leave it, windows that it opens. What the policy
 * stops is told apart from what it does not.
 */
import type { CDPSession, Page } from 'playwright-core';

/** As the browser reports it. */
export interface Stopped {
  readonly directive: string;
  readonly blocked: string;
}

declare global {
  /** The names of functions that only a script of an answer would call, and of attacks that ran. */
  var parleyRan: string[];
  var parleyStopped: Stopped[];
  /** Frames of more than 50 ms, as the browser reports them; in milliseconds. */
  var parleyFrames: { readonly begun: number; readonly duration: number }[];
}

/** Runs in each frame before all else. @param inFrames leaves the window's own page as it is, which is the editor's */
function countInPage(inFrames: boolean): void {
  globalThis.parleyRan = [];
  globalThis.parleyStopped = [];
  globalThis.parleyFrames = [];
  if (inFrames && window === window.top) return;
  for (const name of ['alert', 'confirm', 'prompt', 'print'])
    Object.defineProperty(globalThis, name, { value: () => void globalThis.parleyRan.push(name), writable: true });
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) globalThis.parleyFrames.push({ begun: startTime, duration });
  });
  observer.observe({ type: 'long-animation-frame', buffered: true });
}

/** For `PageOptions.before`, or a context's `addInitScript`. */
export const countingScript = (inFrames = false) => `(${countInPage.toString()})(${inFrames})`;

/** Runs in a page from when it is there on: what its policy stops is noted. */
export function noteStopped(): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    parleyStopped.push({ directive: effectiveDirective, blocked: blockedURI }),
  );
}

/** What was counted of one page since it was made. */
export class PageWatch {
  readonly page: Page;
  /** The scripts that the browser compiled since it is watched, by their addresses, which are the page's for what stands in it; those of the test driver have none. */
  readonly compiled: string[] = [];
  /** The addresses that were asked for, also those that the policy stopped. */
  readonly #requests = new Map<string, { readonly url: string; stopped: boolean }>();
  readonly #others: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async begin(page: Page): Promise<PageWatch> {
    const watch = new PageWatch(page);
    const session = await page.context().newCDPSession(page);
    await watch.#listen(session);
    // The browser tells of those that there were before it says that it tells.
    watch.compiled.length = 0;
    page.context().on('page', (other) => watch.#others.push(`window: ${other.url()}`));
    page.on('dialog', (dialog) => {
      watch.#others.push(`dialog: ${dialog.type()}`);
      void dialog.dismiss();
    });
    page.on('download', (download) => watch.#others.push(`download: ${download.url()}`));
    page.on('crash', () => watch.#others.push('The page crashed.'));
    await page.evaluate(noteStopped);
    return watch;
  }

  async #listen(session: CDPSession): Promise<void> {
    session.on('Network.requestWillBeSent', ({ requestId, request }) =>
      this.#requests.set(requestId, { url: request.url + (request.urlFragment ?? ''), stopped: false }),
    );
    session.on('Network.loadingFailed', ({ requestId, blockedReason }) => {
      const known = this.#requests.get(requestId);
      if (known && blockedReason === 'csp') known.stopped = true;
    });
    session.on('Network.webSocketCreated', ({ url }) => this.#others.push(`socket: ${url}`));
    session.on('Network.webTransportCreated', ({ url }) => this.#others.push(`transport: ${url}`));
    session.on('Debugger.scriptParsed', ({ url }) => {
      if (url !== '' && !url.startsWith('__playwright')) this.compiled.push(url);
    });
    await session.send('Network.enable');
    await session.send('Debugger.enable');
    await session.send('Debugger.setSkipAllPauses', { skip: true });
  }

  /** What left the page: addresses but for those of its own files, sockets, windows, downloads. */
  left(own: string): string[] {
    const asked = [...this.#requests.values()].filter(({ url, stopped }) => !stopped && !url.startsWith(own)).map(({ url }) => url);
    return [...asked, ...this.#others];
  }

  /** What would have been asked for and was stopped by the policy. */
  stopped(): string[] {
    return [...this.#requests.values()].filter(({ stopped }) => stopped).map(({ url }) => url);
  }

  /** What ran, in whichever frame. */
  async ran(): Promise<readonly string[]> {
    return (await Promise.all(this.page.frames().map((frame) => frame.evaluate(() => parleyRan)))).flat();
  }

  /** What the policy stopped, as it told the page. */
  reports(): Promise<readonly Stopped[]> {
    return this.page.evaluate(() => parleyStopped);
  }
}
