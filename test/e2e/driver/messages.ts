/** Records what the extension host posts to the webviews: the key must never be in it. */
import type { BrowserContext } from 'playwright-core';

export interface PostedMessage {
  /** The address of the frame that it was posted to. */
  readonly frame: string;
  /** The message as JSON. */
  readonly json: string;
}

/**
 * Records every message that is posted to a webview in the pages of `context`, from now on and across reloads. To be called before a page is
 * opened.
 */
export async function recordMessages(context: BrowserContext): Promise<readonly PostedMessage[]> {
  const messages: PostedMessage[] = [];
  await context.exposeBinding('parleyRecordMessage', ({ frame }, json: string) => {
    messages.push({ frame: frame.url(), json });
  });
  await context.addInitScript(() => {
    if (window === window.top) return;
    const record = (globalThis as { parleyRecordMessage?: (json: string) => unknown }).parleyRecordMessage;
    const listen = window.addEventListener;
    let recording = false;
    /** Whether this is the page of a webview: that is a frame in a frame of the editor's. */
    const inWebview = () => {
      try {
        return window.parent.location.pathname.endsWith('/webview/browser/pre/index.html');
      } catch {
        return false;
      }
    };
    // The editor writes the frame's document anew, which takes away listeners and leaves the window's properties: so we begin to listen when
    // the page does, and before it.
    window.addEventListener = (type: string, ...rest: [EventListenerOrEventListenerObject, (AddEventListenerOptions | boolean)?]) => {
      if (type === 'message' && !recording && inWebview()) {
        recording = true;
        listen.call(window, 'message', (event) => {
          try {
            record?.(JSON.stringify((event as MessageEvent).data) ?? 'undefined');
          } catch (error) {
            record?.(`not JSON: ${error}`);
          }
        });
      }
      listen.call(window, type, ...rest);
    };
  });
  return messages;
}
