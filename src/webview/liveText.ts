/**
 * The way of a streaming block's text past the components: a block that is on the page registers itself here and gets what comes,
 * without anything being drawn again. What comes for a block that is not there yet waits.
 */
import type { BlockView } from '../shared/turnView.ts';

export interface TextSink {
  /** Adds text at the end, to be seen when it is shown. */
  append(text: string): void;
  /** Shows what was added, where that is not seen at once. */
  show?(): void;
  /** The block's whole text as the host has it: adds what is missing. */
  catchUp(whole: string): void;
}

class LiveText {
  readonly #sinks = new Map<string, TextSink>();
  readonly #waiting = new Map<string, string[]>();
  /** Those that were added to since they were last shown. */
  readonly #unseen = new Set<TextSink>();

  append(messageId: string, block: number, text: string): void {
    const key = `${messageId}/${block}`;
    const sink = this.#sinks.get(key);
    const waiting = this.#waiting.get(key);
    if (sink) {
      sink.append(text);
      this.#unseen.add(sink);
    } else if (waiting) waiting.push(text);
    else this.#waiting.set(key, [text]);
  }

  /** Registers a block; the result takes it back. */
  register(messageId: string, block: number, sink: TextSink): () => void {
    const key = `${messageId}/${block}`;
    this.#sinks.set(key, sink);
    for (const text of this.#waiting.get(key) ?? []) sink.append(text);
    sink.show?.();
    this.#waiting.delete(key);
    return () => {
      if (this.#sinks.get(key) === sink) this.#sinks.delete(key);
      this.#unseen.delete(sink);
    };
  }

  /**
   * The turn comes as a whole: what was waiting for it is in it. What is on the page catches up at once, and not when it is drawn again, as
   * more may follow in the same frame.
   */
  catchUp(messageId: string, blocks: readonly BlockView[]): void {
    for (const key of this.#waiting.keys()) if (key.startsWith(`${messageId}/`)) this.#waiting.delete(key);
    for (const [index, block] of blocks.entries()) {
      if (block.type !== 'text' && block.type !== 'thinking') continue;
      const sink = this.#sinks.get(`${messageId}/${index}`);
      sink?.catchUp(block.text);
      if (sink) this.#unseen.add(sink);
    }
  }

  /** Shows what was added to blocks since this was last called. To be called once a frame. */
  show(): void {
    for (const sink of this.#unseen) sink.show?.();
    this.#unseen.clear();
  }

  clear(): void {
    this.#waiting.clear();
  }
}

export const liveText = new LiveText();
