/** The host, for whatever in the page asks it for something. */

import type { Bridge } from './bridge.ts';
import { trouble } from './store.ts';

let bridge: Bridge;

/** Set once, by `main.tsx`, before anything is drawn. */
export function useBridge(made: Bridge): void {
  bridge = made;
}

export const host: Pick<Bridge, 'request' | 'notify'> = {
  request: (name, params) => bridge.request(name, params),
  notify: (notice) => bridge.notify(notice),
};

/** Shows a failure as a sentence; for requests whose result nobody waits for. */
export function ask(request: Promise<unknown>): void {
  request.catch(tell);
}

/** Says what did not work. */
export function tell(error: unknown): void {
  trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
}
