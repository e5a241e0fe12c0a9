import type * as vscode from 'vscode';

/** Milliseconds after which it is no longer waited for that a page is painted. */
const longestWait = 1000;

/** Hears what a page says before there is anybody to answer it. Several messages may come at once, so none may be left to who comes later. */
export class EarlyMessages {
  /** Settles when the page says that it is painted, and after a while in any case. */
  readonly painted: Promise<void>;
  readonly #heard: unknown[] = [];
  readonly #listening: vscode.Disposable;

  constructor(webview: Pick<vscode.Webview, 'onDidReceiveMessage'>) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, longestWait);
    this.painted = promise;
    this.#listening = webview.onDidReceiveMessage((message: unknown) => {
      this.#heard.push(message);
      clearTimeout(timer);
      resolve();
    });
  }

  /** What was said so far. Somebody else listens from now on. */
  take(): readonly unknown[] {
    this.#listening.dispose();
    return this.#heard;
  }
}
