/** The engine as the product joins it, without the editor: real sessions, the real client, the real history in its worker. */
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { SessionParts } from '../../../src/chat/session.ts';
import { createModelApi } from '../../../src/claude/client.ts';

/** How many times faster than the product's the timers run: a checkpoint each 70 ms, so that a short life has some. */
const haste = 10;

/** @param newId makes ids that no other process makes */
export function sessionParts(store: HistoryStore, baseUrl: string, newId: () => string): SessionParts {
  const api = createModelApi({ baseUrl, apiKey: null, stallTimeout: 30_000, userAgent: 'Parley/test', now: Date.now });
  return {
    store,
    clock: {
      now: Date.now,
      after(ms, callback) {
        const timer = setTimeout(callback, ms / haste);
        return () => clearTimeout(timer);
      },
    },
    connect: () => Promise.resolve(api),
    settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 4000, effort: null, thinking: 'auto', instructions: '', caching: '5m' }),
    model: () => undefined,
    newId,
    log: () => {},
  };
}
