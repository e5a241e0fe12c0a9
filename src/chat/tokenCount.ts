import type { ChatRequest, RequestBlock } from './chatRequest.ts';
import type { Clock } from './clock.ts';
import type { ModelApi } from './modelApi.ts';

/** Milliseconds without a key after which the API is asked. */
export const idleTime = 1000;

/** Characters up to which a request is sent to be counted: what is larger would be sent again and again while one types. */
const mostCharacters = 400_000;

/** The request that is counted, and what of it is typed or added and not sent yet, as it is estimated here. */
export interface CountedRequest {
  readonly request: ChatRequest;
  readonly typed: number;
}

export interface TokenCountParts {
  readonly clock: Clock;
  readonly connect: () => Promise<ModelApi>;
  /** Null where nothing is to be counted: nothing is typed, a reply streams, or the user does not want it. */
  readonly next: () => Promise<CountedRequest | null>;
  readonly onCount: () => void;
}

/**
 * How many tokens the next request has before what is typed, by the API's own count: asked for when nothing was typed for a while. Until
 * then, after a change, and where the server does not count, it is not known, and what is estimated here stays.
 */
export class TokenCount {
  readonly #parts: TokenCountParts;
  readonly #withoutCount = new WeakSet<ModelApi>();
  #cancelTimer: (() => void) | null = null;
  #asking: AbortController | null = null;
  #above: number | null = null;

  constructor(parts: TokenCountParts) {
    this.#parts = parts;
  }

  /** Tokens of all that is not typed; null where that was not counted. */
  get above(): number | null {
    return this.#above;
  }

  /** Something was typed: the count that is under way is not wanted any more, and another one is when it is quiet. */
  touch(): void {
    this.rest();
    this.#cancelTimer = this.#parts.clock.after(idleTime, () => {
      this.#cancelTimer = null;
      void this.#count();
    });
  }

  /** Nothing is to be counted now. */
  rest(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#asking?.abort();
    this.#asking = null;
  }

  /** What was counted is not what would be sent any more. */
  forget(): void {
    this.rest();
    this.#above = null;
  }

  async #count(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const api = await this.#parts.connect();
      if (this.#withoutCount.has(api) || asking.signal.aborted) return;
      const next = await this.#parts.next();
      if (!next || asking.signal.aborted || characters(next.request) > mostCharacters) return;
      const counted = await api.countTokens(next.request, asking.signal);
      if (asking.signal.aborted) return;
      if (counted === null) this.#withoutCount.add(api);
      else {
        this.#above = Math.max(0, counted - next.typed);
        this.#parts.onCount();
      }
    } catch {
      // It is an estimate: without a key or a connection, the one that is made here stays.
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
  }
}

/** Of texts, and of base64. */
function characters({ messages }: ChatRequest): number {
  const blocks = messages.flatMap(({ content }) => content);
  return blocks.reduce((sum, block) => sum + lengthOf(block), 0);
}

function lengthOf(block: RequestBlock): number {
  switch (block.type) {
    case 'text':
      return block.text.length;
    case 'image':
    case 'document':
      return block.source.data.bytes.length;
    default:
      return JSON.stringify(block).length;
  }
}
