/**
 * The only way out to the network. What leaves here has exactly the headers below, goes to the configured host, and is watched for
 * silence. It is Node's own HTTP and no `fetch`: web streams cost more for each piece of a reply than all that Parley does with it.
 */

import type { Socket } from 'node:net';
// By these names, without `node:`: under them the editor gives an extension what knows its proxy and its certificates.
// biome-ignore lint/style/useNodejsImportProtocol: see above.
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'http';
// biome-ignore lint/style/useNodejsImportProtocol: see above.
import { request as httpsRequest } from 'https';
import type { Clock } from '../chat/clock.ts';
import type { RequestSigner } from '../chat/modelApi.ts';

/** The version of the API that the SDK speaks; a test compares it with the SDK's own. */
export const apiVersion = '2026-10-21';

const versionHeader = { 'anthropic-version': apiVersion };
const typeHeader = { 'content-type': 'application/json' };
/** What the API reads of the headers of a request that has a body, but for the key. */
export const apiHeaders: Readonly<Record<string, string>> = { ...versionHeader, ...typeHeader };

export interface GuardedRequestOptions {
  /** Null where the server needs none. */
  readonly apiKey: string | null;
  readonly userAgent: string;
  /** What the server wants beside, by names in lower case; one that is named as one of Parley's own takes its place. */
  readonly otherHeaders: Readonly<Record<string, string>>;
  /** Says who asks where no key does; null where a key does, or nobody needs to. */
  readonly sign: RequestSigner['sign'] | null;
  /** Milliseconds without a byte, headers included, after which the request is given up. */
  readonly stallTimeout: number;
  /** By which silence is measured; one that no change of the system's time moves unless said otherwise. */
  readonly clock?: Clock;
}

const steadyClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export interface Question {
  readonly url: string;
  /** JSON in pieces, which makes it a `POST`; null: a `GET`. */
  readonly body: readonly Uint8Array[] | null;
  readonly signal: AbortSignal | null;
  /** Is handed the connection that the request goes by, new or kept from an earlier one. */
  readonly onSocket?: (socket: Socket) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /**
   * Reads its text, once: each piece as it comes. Resolves at its end; where `onPiece` throws, the connection is given up and the reading
   * rejects with that.
   */
  readonly read: (onPiece: (piece: string) => void) => Promise<void>;
}

/**
 * UTF-16 units, or bytes, after which others get their turn. A server that is faster than Parley would keep the whole thread to itself: Node reads on
 * while there is something to read, and neither the page's messages nor those to it get through.
 */
const turn = 16_384;

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

/** The answer sends elsewhere: another host would get the key and the conversation, so that it is not followed. */
export class RedirectError extends Error {
  /** Scheme, name and port of where it sends to; null where it does not say so in a way that makes sense. */
  readonly to: string | null;

  constructor(status: number, from: string, location: string | undefined) {
    super(`The answer is a redirect (${status}), which is not followed.`);
    this.name = 'RedirectError';
    const to = location !== undefined && URL.canParse(location, from) ? new URL(location, from) : null;
    this.to = to && /^https?:$/.test(to.protocol) ? to.origin : null;
  }
}

/** Calls back once when `touch` was not called for `timeout` ms; cheap to touch for each piece. */
class Watchdog {
  readonly #clock: Clock;
  #last: number;
  #cancel: () => void;

  constructor(clock: Clock, timeout: number, onSilence: () => void) {
    this.#clock = clock;
    this.#last = clock.now();
    const look = () => {
      const left = this.#last + timeout - clock.now();
      if (left <= 0) onSilence();
      else this.#cancel = clock.after(left, look);
    };
    this.#cancel = clock.after(timeout, look);
  }

  touch(): void {
    this.#last = this.#clock.now();
  }

  end(): void {
    this.#cancel();
  }
}

/** Asks by the rules above. A stall rejects the call, or the reading of the text, with a `StallError`; whatever else breaks, with Node's error. */
export function guardedRequest(options: GuardedRequestOptions): (question: Question) => Promise<Answer> {
  const { apiKey, stallTimeout, sign, clock = steadyClock } = options;
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...versionHeader,
    'user-agent': options.userAgent,
    ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
    ...options.otherHeaders,
  };

  const ask = async (question: Question): Promise<Answer> => {
    const { url, body, signal, onSocket } = question;
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    // No agent: the editor's proxies come in the place of Node's own, which keeps connections for the next request.
    const method = body === null ? 'GET' : 'POST';
    const own = body === null ? headers : { ...headers, ...headersOf(body) };
    const signature = sign === null ? {} : await sign({ method, url, headers: own, body: body ?? [] });
    const request = send(url, {
      ...{ method, headers: { ...own, ...signature } },
      ...(signal === null ? {} : { signal }),
    });
    /** What was read of the connection before this request. */
    let readBefore: number | undefined;
    request.once('socket', (socket) => {
      readBefore = socket.bytesRead;
    });
    if (onSocket) request.once('socket', onSocket);
    let open: ClientRequest | IncomingMessage = request;
    const watchdog = new Watchdog(clock, stallTimeout, () => open.destroy(new StallError(stallTimeout)));
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request
          .once('response', resolve)
          .on('error', reject)
          // Without an error, where a server wants to talk in another way than HTTP.
          .once('close', () => reject(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' })));
        void write(request, body ?? [], watchdog);
      });
      open = response;
      const status = response.statusCode ?? 0;
      if (isRedirect(status)) {
        response.destroy();
        throw new RedirectError(status, url, response.headers.location);
      }
      return { status, headers: new Headers(namesAndValues(response.rawHeaders)), read: (onPiece) => read(response, watchdog, onPiece) };
    } catch (error) {
      watchdog.end();
      // The server gave up the connection of an earlier request while this one was on its way: it has no answer, and was hardly read.
      if (request.reusedSocket && isReset(error) && request.socket?.bytesRead === readBefore) return ask(question);
      throw error;
    }
  };
  return ask;
}

/**
 * Each piece is a sign of life. Read when it is there, and not handed over as it comes: then what has come meanwhile is one piece, however many
 * the server made of it.
 */
async function read(response: IncomingMessage, watchdog: Watchdog, onPiece: (piece: string) => void): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      let resting = false;
      /** What had come before the connection broke, and waited for its turn. */
      const takeRest = () => {
        for (;;) {
          const piece: unknown = response.read();
          if (typeof piece !== 'string') return;
          onPiece(piece);
        }
      };
      const take = () => {
        try {
          for (let length = 0; !resting && length < turn; ) {
            const piece: unknown = response.read(Math.min(turn, response.readableLength) || undefined);
            if (typeof piece !== 'string') return;
            watchdog.touch();
            onPiece(piece);
            length += piece.length;
          }
        } catch (thrown) {
          reject(thrown);
          response.destroy();
          return;
        }
        if (resting) return;
        resting = true;
        setImmediate(() => {
          resting = false;
          take();
        });
      };
      response
        .setEncoding('utf8')
        .on('readable', take)
        .once('end', resolve)
        .on('error', (broken) => {
          try {
            takeRest();
          } catch (thrown) {
            reject(thrown);
          }
          reject(broken);
        })
        .once('close', () => reject(new Error('The connection was closed.')));
    });
  } finally {
    watchdog.end();
  }
}

function headersOf(body: readonly Uint8Array[]) {
  return { ...typeHeader, 'content-length': String(body.reduce((sum, { length }) => sum + length, 0)) };
}

/** Writes a body as fast as it gets away. That it does is a sign of life: a large one may take longer than the timeout. Never rejects. */
async function write(request: ClientRequest, body: readonly Uint8Array[], watchdog: Watchdog): Promise<void> {
  const closed = new Promise((resolve) => request.once('close', resolve));
  for (const piece of body) {
    for (let at = 0; at < piece.length && !request.destroyed; at += turn) {
      if (request.write(piece.subarray(at, at + turn))) continue;
      await Promise.race([new Promise((resolve) => request.once('drain', resolve)), closed]);
      watchdog.touch();
    }
  }
  request.end();
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** @param raw names and values in turns */
function namesAndValues(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as [string, string]] : []));
}
