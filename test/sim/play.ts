/** Writes an answer to the socket: at its pace, held where it is to be held, and broken where it is to break. */
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { errorBody, errorTypeOf } from './apiError.ts';
import type { BuiltReply, StreamEvent } from './reply.ts';
import type { Injection, Point, Script } from './script.ts';
import { now, type SimRequest } from './simRequest.ts';

/** An event as the API writes it. */
export function encodeEvent({ event, data }: { readonly event: string; readonly data: unknown }): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Waits `ms`, or less if the connection goes. */
export async function pause(ms: number, request: SimRequest): Promise<void> {
  await wait(ms, undefined, { signal: request.closing }).catch(() => {});
}

/** Waits before the headers where the script says so. */
export async function beforeHeaders(request: SimRequest, script: Script): Promise<void> {
  if (script.delay !== undefined) await pause(script.delay, request);
  for (const point of holdsOf(script)) if (point === 'headers') await request.hold();
}

/** Streams a reply. The headers must not have been written. */
export async function playStream(request: SimRequest, response: ServerResponse, reply: BuiltReply, script: Script): Promise<void> {
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  request.status = 200;
  request.answeredAt = now();
  response.writeHead(200, headers);
  response.flushHeaders();
  await new Player(request, response, script).play(reply.events);
}

class Player {
  readonly #request: SimRequest;
  readonly #response: ServerResponse;
  readonly #script: Script;
  #bytes = 0;
  #deltas = 0;
  /** When the next delta is to be written. */
  #due = now();

  constructor(request: SimRequest, response: ServerResponse, script: Script) {
    this.#request = request;
    this.#response = response;
    this.#script = script;
  }

  async play(events: readonly StreamEvent[]): Promise<void> {
    for (const event of events) {
      if (event.event === 'message_delta' && !(await this.#at('end'))) return;
      if (event.delta !== null) await this.#keepPace();
      if (event.delta !== null) this.#request.deltas.push({ at: now(), text: event.delta });
      if (!(await this.#send(encodeEvent(event)))) return;
      if (event.event === 'message_start' && !((await this.#at('start')) && (await this.#at(0)))) return;
      if (event.delta !== null) {
        this.#deltas += 1;
        if (!(await this.#at(this.#deltas))) return;
      }
    }
    this.#response.end();
  }

  async #keepPace(): Promise<void> {
    const pace = this.#script.reply?.deltasPerSecond ?? Infinity;
    const perSecond = typeof pace === 'number' ? pace : pace(this.#deltas);
    if (perSecond === Infinity) {
      this.#due = now();
      return;
    }
    const ahead = this.#due - now();
    if (ahead > 1) await pause(ahead, this.#request);
    this.#due += 1000 / perSecond;
  }

  /** Does what the script wants at this point; false when the stream is over. */
  async #at(point: Point): Promise<boolean> {
    const { cut, errorEvent, inject, pingEvery } = this.#script;
    for (const injection of inject ?? []) if (injection.after === point && !(await this.#send(rawOf(injection)))) return false;
    if (holdsOf(this.#script).includes(point)) {
      const timer = pingEvery === undefined ? undefined : setInterval(() => this.#request.ping(), pingEvery);
      await this.#request.hold();
      clearInterval(timer);
      this.#due = now();
    }
    if (errorEvent?.after === point) {
      const type = errorEvent.type ?? 'overloaded_error';
      const message = errorEvent.message ?? (type === errorTypeOf(529) ? 'Overloaded' : 'Internal server error');
      await this.#send(encodeEvent({ event: 'error', data: errorBody({ type, message }, this.#request.id) }));
      this.#response.end();
      return false;
    }
    if (cut && 'deltas' in cut && cut.deltas === point) {
      this.#request.cut();
      return false;
    }
    return !this.#request.closing.aborted;
  }

  /** Writes, in pieces where the script wants them; false when the stream is over. */
  async #send(raw: string | Uint8Array): Promise<boolean> {
    const { cut, chunkBytes, cutsAt } = this.#script;
    let rest = typeof raw === 'string' ? Buffer.from(raw) : Buffer.from(raw);
    while (rest.length > 0) {
      if (this.#request.closing.aborted) return false;
      const ends = (cutsAt ?? []).filter((at) => at > this.#bytes).map((at) => at - this.#bytes);
      const limit = cut && 'bytes' in cut ? cut.bytes - this.#bytes : Infinity;
      const size = Math.min(rest.length, chunkBytes ?? Infinity, limit, ...ends);
      if (size > 0) await this.#write(rest.subarray(0, size));
      // A turn of the event loop between pieces, or they would arrive as one.
      if (size < rest.length) await nextTurn();
      this.#bytes += size;
      rest = rest.subarray(size);
      if (size >= limit) {
        this.#request.cut();
        return false;
      }
    }
    return !this.#request.closing.aborted;
  }

  /** Hands bytes to the socket, and waits until it has taken them where a cut must not overtake them or the client reads slowly. */
  async #write(bytes: Uint8Array): Promise<void> {
    const { closing } = this.#request;
    await new Promise<void>((resolve) => {
      const taken = () => {
        closing.removeEventListener('abort', taken);
        resolve();
      };
      closing.addEventListener('abort', taken);
      if (this.#response.write(bytes, taken) && this.#script.cut === undefined) taken();
    });
  }
}

function holdsOf({ hold }: Script): readonly Point[] {
  if (hold === undefined) return [];
  return typeof hold === 'object' ? hold : [hold];
}

function rawOf(injection: Injection): string | Uint8Array {
  return 'raw' in injection ? injection.raw : encodeEvent(injection);
}
