/**
 * Values cut out of a JSON file one by one: a file may be longer than the longest text there can be. The file is an object whose last member is
 * a list of objects, in any layout; what comes before the list is its head.
 */

/** What was cut, as bytes of JSON; of the head, all that is before the first value. */
export interface Cut {
  readonly kind: 'head' | 'item';
  readonly bytes: Uint8Array;
}

/** It is not an object with a list at its end, `cut`: as far as it goes it is. */
export class NoListError extends Error {
  readonly why: 'head' | 'list' | 'cut';

  constructor(why: 'head' | 'list' | 'cut') {
    super(why);
    this.why = why;
  }
}

/** Bytes. */
const longestHead = 10_000;
/** Bytes: a document of 100 MB is 133 MB of base64. */
const longestItem = 200_000_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const beginObject = 0x7b;
const endObject = 0x7d;
const beginList = 0x5b;
const endList = 0x5d;

type State = 'head' | 'mayBegin' | 'mustBegin' | 'item' | 'between' | 'tail' | 'end';

export class ItemCutter {
  #state: State = 'head';
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** What is being cut, as far as it has come. */
  #pieces: Uint8Array[] = [];
  #size = 0;

  /** What is whole with the next bytes of the file; they are kept as they are. @throws {NoListError} */
  *push(chunk: Uint8Array): Generator<Cut> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inText) {
        at = this.#passText(chunk, at);
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (byte === beginObject || byte === beginList) {
        this.#depth++;
        if (this.#state === 'head' && byte === beginList && this.#depth === 2) {
          yield { kind: 'head', bytes: this.#take(chunk, from, at + 1) };
          this.#state = 'mayBegin';
        } else if (this.#begins(byte)) from = at;
      } else if (byte === endObject || byte === endList) {
        this.#depth--;
        if (this.#state === 'item' && this.#depth === 2) {
          yield { kind: 'item', bytes: this.#take(chunk, from, at + 1) };
          this.#state = 'between';
        } else this.#ends(byte);
      } else this.#pass(byte);
    }
    if (this.#state === 'head' || this.#state === 'item') this.#keep(chunk, from);
  }

  /** To be called where the file ends. @throws {NoListError} */
  end(): void {
    if (this.#state === 'head') throw new NoListError('head');
    if (this.#state !== 'end') throw new NoListError('cut');
  }

  /** Most of a file is texts, and most of these is base64: they are passed over as a whole. @returns where it ends, or the chunk does */
  #passText(chunk: Uint8Array, at: number): number {
    let from = this.#escaped ? at + 1 : at;
    this.#escaped = false;
    let end = -1;
    while (from < chunk.length) {
      if (end < from) end = chunk.indexOf(quote, from);
      if (end < 0) end = chunk.length;
      const escaped = chunk.subarray(from, end).indexOf(backslash);
      if (escaped < 0) {
        this.#inText = end === chunk.length;
        return end;
      }
      from += escaped + 2;
    }
    // What is escaped by the last byte is the first of the next chunk.
    this.#escaped = from > chunk.length;
    return chunk.length;
  }

  /** Whether a value of the list begins. */
  #begins(byte: number): boolean {
    if (this.#state === 'head' || this.#state === 'item') return false;
    if (byte !== beginObject || (this.#state !== 'mayBegin' && this.#state !== 'mustBegin')) throw new NoListError('list');
    this.#state = 'item';
    return true;
  }

  #ends(byte: number): void {
    if (this.#state === 'item') return;
    if (this.#state === 'head') {
      if (this.#depth <= 0) throw new NoListError('head');
    } else if (byte === endList && (this.#state === 'mayBegin' || this.#state === 'between')) this.#state = 'tail';
    else if (byte === endObject && this.#state === 'tail') this.#state = 'end';
    else throw new NoListError('list');
  }

  #pass(byte: number): void {
    if (this.#state === 'head' || this.#state === 'item') {
      if (byte === quote) this.#inText = true;
    } else if (byte === comma && this.#state === 'between') this.#state = 'mustBegin';
    else if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) throw new NoListError('list');
  }

  #keep(chunk: Uint8Array, from: number): void {
    const piece = chunk.subarray(from);
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#state === 'head' && this.#size > longestHead) throw new NoListError('head');
    if (this.#size > longestItem) throw new NoListError('list');
  }

  #take(chunk: Uint8Array, from: number, to: number): Uint8Array {
    const last = chunk.subarray(from, to);
    if (this.#pieces.length === 0) return last;
    const whole = Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    this.#size = 0;
    return whole;
  }
}
