/** The host, for whatever in the page asks it for something. */

import type { RequestName, Requests } from '../shared/pageRequests.ts';
import type { Notice } from '../shared/protocol.ts';
import { type Bridge, HeldByBudget } from './bridge.ts';
import { whenAllowed } from './held.ts';
import { conversationId, trouble } from './store.ts';

let bridge: Bridge;

/** Set once, by `main.tsx`, before anything is drawn. */
export function useBridge(made: Bridge): void {
  bridge = made;
}

export const host = {
  /** Asks about the conversation that is shown now; rejects with a sentence for the user. */
  request<Name extends RequestName>(name: Name, params: Requests[Name]['params']): Promise<Requests[Name]['result']> {
    const asked = bridge.request(name, params, conversationId.peek() || null);
    asked.catch((error: unknown) => {
      if (error instanceof HeldByBudget) whenAllowed(() => ask(host.request(name, params)));
    });
    return asked;
  },
  /** Asks about a conversation that need not be shown any more. @param transfer see `Bridge.request` */
  requestIn<Name extends RequestName>(
    id: string,
    name: Name,
    params: Requests[Name]['params'],
    transfer: readonly ArrayBuffer[],
  ): Promise<Requests[Name]['result']> {
    return bridge.request(name, params, id, transfer);
  },
  notify(notice: Notice): void {
    bridge.notify(notice);
  },
  /** Has the editor keep what is typed while it is not known which conversation it is for. */
  rememberTyped(text: string): void {
    bridge.rememberTyped(text);
  },
};

/** Shows a failure as a sentence; for requests whose result nobody waits for. */
export function ask(request: Promise<unknown>): void {
  request.catch(tell);
}

/** Says what did not work. What a budget holds is said by the header. */
export function tell(error: unknown): void {
  if (error instanceof HeldByBudget) return;
  trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
}
