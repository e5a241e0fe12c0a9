/** A request as the simulator received it, what became of it, and the handle with which a test leads its answer. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { isObject, type JsonObject } from '../../src/shared/json.ts';
import type { Endpoint } from './script.ts';

/** Milliseconds since the epoch, with fractions: comparable between processes of one machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** When a delta was handed to the socket. */
export interface DeltaWrite {
  readonly at: number;
  readonly text: string;
}

interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  readonly endpoint: Endpoint | null;
}

/** One request and its answer. Times are milliseconds since the epoch. */
export class SimRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  readonly endpoint: Endpoint | null;
  /** The parsed body; empty where there was none or it is no JSON object. */
  readonly body: JsonObject;
  /** The API's id of it: the `request-id` header. */
  readonly id: string;
  readonly receivedAt = now();
  /** The status of the answer, once there is one. */
  status: number | null = null;
  /** Why it was refused, where it was. */
  refusal: string | null = null;
  /** Whether the client closed the connection before the answer was complete, and when. */
  aborted = false;
  abortedAt: number | null = null;
  /** When the answer ended: complete, cut or aborted. */
  endedAt: number | null = null;
  /** When the headers were written. */
  answeredAt: number | null = null;
  /** Each text, thinking, input or other delta. */
  readonly deltas: DeltaWrite[] = [];
  /** Settles when the answer has ended, however it did. */
  readonly ended: Promise<void>;

  readonly #response: ServerResponse;
  readonly #closing = new AbortController();
  #resume: (() => void) | null = null;
  #releases = 0;
  #holding: (() => void)[] = [];

  constructor(received: Received, id: string, response: ServerResponse) {
    this.method = received.method;
    this.path = received.path;
    this.query = received.query;
    this.headers = received.headers;
    this.rawBody = received.rawBody;
    this.endpoint = received.endpoint;
    this.id = id;
    this.body = parse(received.rawBody);
    this.#response = response;
    this.ended = new Promise((resolve) => {
      response.once('close', () => {
        this.endedAt = now();
        this.aborted = !response.writableFinished && !this.#closing.signal.aborted;
        if (this.aborted) this.abortedAt = this.endedAt;
        this.#closing.abort();
        this.#goOn();
        resolve();
      });
    });
  }

  /** True while the answer is held. */
  get holding(): boolean {
    return this.#resume !== null;
  }

  /** Aborts when the connection is gone. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Lets a held answer go on to its next hold. Called before the hold is reached, it lets the answer pass there. */
  release(): void {
    if (!this.#goOn()) this.#releases += 1;
  }

  /** Waits until the answer is held; at once if it is. Rejects if the answer ends before. */
  async held(): Promise<void> {
    if (this.holding) return;
    if (this.endedAt !== null) throw new Error('The answer ended without being held.');
    const held = new Promise<void>((resolve) => this.#holding.push(resolve));
    const ended = this.ended.then(() => {
      throw new Error('The answer ended without being held.');
    });
    ended.catch(() => {});
    await Promise.race([held, ended]);
  }

  /** Sends a ping now, into an open stream. */
  ping(): void {
    this.write('event: ping\ndata: {"type": "ping"}\n\n');
  }

  /** Writes into an open stream, word for word. */
  write(raw: string | Uint8Array): void {
    this.#response.write(raw);
  }

  /** Closes the connection now, as a failing network would. */
  cut(): void {
    this.#closing.abort();
    this.#response.socket?.destroy();
    this.#goOn();
  }

  /** For the player: waits here until `release()` or the end of the connection. */
  async hold(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    if (this.#releases > 0) {
      this.#releases -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
      for (const tell of this.#holding.splice(0)) tell();
    });
  }

  /** Ends a hold, at once and only once: the next call must not find it again. */
  #goOn(): boolean {
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
    return resume !== null;
  }
}

function parse(rawBody: string): JsonObject {
  try {
    const body: unknown = JSON.parse(rawBody);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}
