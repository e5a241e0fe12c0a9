import type { Message } from '../shared/message.ts';

/** What a session tells those who show it, as it happens. */
export type SessionEvent =
  /** Another path is shown, or another window changed it: read everything again. */
  | { readonly type: 'path' }
  /** A turn is new at the end of the path, or changed as a whole. */
  | { readonly type: 'turn'; readonly message: Message }
  | { readonly type: 'delta'; readonly messageId: string; readonly block: number; readonly text: string }
  /** Title, queue, model, wait, usage, what holds a turn, or whether one runs. */
  | { readonly type: 'header' }
  /** It was deleted, in this window or another: show something else. */
  | { readonly type: 'deleted' };

/** Tells those who show a session. */
export class SessionEvents {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** @returns what ends it */
  listen(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Never throws. */
  emit(event: SessionEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // Who shows a reply must not be able to end it.
        this.#log(`A listener failed on ${event.type}: ${String(error)}`);
      }
    }
  }
}
