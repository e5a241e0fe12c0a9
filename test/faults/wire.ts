/** An answer that is written by hand: byte by byte, and broken where it is to break. */
import type { ServerResponse } from 'node:http';
import type { Script } from '../sim/script.ts';
import { bytesOf, type Recorded } from './recording.ts';

export class Wire {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** The headers of a stream, and what is to be among them. */
  head(headers: Readonly<Record<string, string>> = {}, status = 200): void {
    this.#response.writeHead(status, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers });
    this.#response.flushHeaders();
  }

  /** Resolves when the bytes are with the system, or the connection is gone. */
  async send(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0 || this.gone) return;
    await new Promise<void>((resolve) => {
      this.#response.once('close', resolve);
      this.#response.write(bytes, () => {
        this.#response.off('close', resolve);
        resolve();
      });
    });
  }

  /** The same past HTTP: what is sent are the bytes of the socket. */
  async sendRaw(bytes: Uint8Array | string): Promise<void> {
    const { socket } = this.#response;
    if (!socket || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', resolve);
      socket.write(bytes, () => {
        socket.off('close', resolve);
        resolve();
      });
    });
  }

  get gone(): boolean {
    return this.#response.closed;
  }

  end(): void {
    this.#response.end();
  }

  /** What was written arrives, and then the end of the connection. */
  cut(): void {
    this.#response.socket?.destroy();
  }

  /** What was not read yet is lost. */
  reset(): void {
    this.#response.socket?.resetAndDestroy();
  }
}

/** A script whose answer is written by hand. What it leaves open stays open until the client leaves. */
export function byHand(write: (wire: Wire) => Promise<void>): Script {
  return { play: (_request, response) => write(new Wire(response)) };
}

/** A script that sends these events, and ends as it should. */
export function streamed(events: readonly Recorded[]): Script {
  return byHand(async (wire) => {
    wire.head();
    for (const { bytes } of events) await wire.send(bytes);
    wire.end();
  });
}

/** The same in one piece. */
export function inOnePiece(events: readonly Recorded[]): Script {
  return byHand(async (wire) => {
    wire.head();
    await wire.send(bytesOf(events));
    wire.end();
  });
}
