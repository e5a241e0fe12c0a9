/**
 * The only way out to the network. The SDK reads the environment for headers and sends facts about the machine; whatever it asks for,
 * what leaves here has exactly the headers below, goes to the configured host, and is watched for silence.
 */

/** The version of the API that the SDK speaks; a test compares it with the SDK's own. */
export const apiVersion = '2026-10-21';

export interface GuardedFetchOptions {
  /** Null where the server needs none. */
  readonly apiKey: string | null;
  readonly userAgent: string;
  /** Milliseconds without a byte, headers included, after which the request is given up. */
  readonly stallTimeout: number;
  readonly fetch: typeof fetch;
}

/** Nothing came for the whole of the stall timeout. */
export class StallError extends Error {
  /** Milliseconds. */
  readonly silence: number;

  constructor(silence: number) {
    super(`Nothing came for ${silence / 1000} s.`);
    this.name = 'StallError';
    this.silence = silence;
  }
}

/** Calls back once when `touch` was not called for `timeout` ms; cheap to touch for each chunk. */
class Watchdog {
  #last = performance.now();
  #timer: NodeJS.Timeout;

  constructor(timeout: number, onSilence: () => void) {
    const look = () => {
      const left = this.#last + timeout - performance.now();
      if (left <= 0) onSilence();
      else this.#timer = setTimeout(look, left);
    };
    this.#timer = setTimeout(look, timeout);
  }

  touch(): void {
    this.#last = performance.now();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** A `fetch` for the SDK that keeps the rules above. A stall rejects the call, or errors the body, with a `StallError`. */
export function guardedFetch(options: GuardedFetchOptions): typeof fetch {
  return async (input, init) => {
    const headers = new Headers({ accept: 'application/json', 'anthropic-version': apiVersion, 'user-agent': options.userAgent });
    if (init?.body !== undefined && init.body !== null) headers.set('content-type', 'application/json');
    if (options.apiKey !== null) headers.set('authorization', `Bearer ${options.apiKey}`);

    const stalled = new AbortController();
    const watchdog = new Watchdog(options.stallTimeout, () => stalled.abort(new StallError(options.stallTimeout)));
    const signal = init?.signal ? AbortSignal.any([init.signal, stalled.signal]) : stalled.signal;
    try {
      // A redirect could take the key and the conversation to another host.
      const response = await options.fetch(input, { ...init, headers, signal, redirect: 'error' });
      if (!response.body) {
        watchdog.end();
        return response;
      }
      return new Response(watch(response.body, watchdog), {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } catch (error) {
      watchdog.end();
      throw stalled.signal.aborted ? stalled.signal.reason : error;
    }
  };
}

/** Passes bytes through, each chunk a sign of life. */
function watch(body: ReadableStream<Uint8Array>, watchdog: Watchdog): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        watchdog.touch();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        watchdog.end();
        controller.close();
      } catch (error) {
        watchdog.end();
        controller.error(error);
      }
    },
    async cancel(reason) {
      watchdog.end();
      await reader.cancel(reason);
    },
  });
}
