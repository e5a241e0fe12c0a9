/**
 * Rows straight from the pages of a damaged file, where SQLite can no longer find its way: when the page that leads to others is lost,
 * the others are still there. The format: https://sqlite.org/fileformat2.html
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { SQLOutputValue } from 'node:sqlite';

/** What is read of a row: its rowid, and its columns in the order of the table's definition. */
export interface RawRow {
  readonly rowid: number;
  readonly values: readonly SQLOutputValue[];
}

const tableLeaf = 0x0d;
const defaultPageSize = 4096;
const walHeaderSize = 32;
const frameHeaderSize = 24;

/** Every row of every table that can be read, in no order. Rows that were deleted are not among them: deleting overwrites them. */
export function* readRawRows(file: string, isLate: () => boolean): Generator<RawRow> {
  const pages = new Pages(file);
  try {
    for (let number = 1; number <= pages.count && !isLate(); number++) {
      const page = pages.read(number);
      if (page) yield* rowsOf(page, number === 1 ? 100 : 0, pages);
    }
  } finally {
    pages.close();
  }
}

/** The pages of a database, the newer ones from its log. */
class Pages {
  readonly #file: number;
  readonly #size: number;
  readonly #logged: ReadonlyMap<number, Buffer>;
  readonly usable: number;
  readonly count: number;

  constructor(file: string) {
    this.#file = openSync(file, 'r');
    const header = Buffer.alloc(100);
    readSync(this.#file, header, 0, 100, 0);
    const size = header.toString('latin1', 0, 15) === 'SQLite format 3' ? header.readUInt16BE(16) : 0;
    this.#size = size === 1 ? 65_536 : size >= 512 && (size & (size - 1)) === 0 ? size : defaultPageSize;
    this.usable = this.#size;
    this.#logged = readLog(`${file}-wal`, this.#size);
    this.count = Math.max(Math.ceil(statSync(file).size / this.#size), ...this.#logged.keys());
  }

  read(number: number): Buffer | null {
    const logged = this.#logged.get(number);
    if (logged) return logged;
    const page = Buffer.alloc(this.#size);
    try {
      readSync(this.#file, page, 0, this.#size, (number - 1) * this.#size);
      return page;
    } catch {
      return null;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The last version of each page in a log, as far as it was committed. */
function readLog(file: string, pageSize: number): ReadonlyMap<number, Buffer> {
  const committed = new Map<number, Buffer>();
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats || stats.size < walHeaderSize) return committed;
  const log = readFileSync(file);
  const salts = log.subarray(16, 24);
  let pending: [number, Buffer][] = [];
  for (let at = walHeaderSize; at + frameHeaderSize + pageSize <= log.length; at += frameHeaderSize + pageSize) {
    // Frames of an earlier round of the log have other salts.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    pending.push([log.readUInt32BE(at), log.subarray(at + frameHeaderSize, at + frameHeaderSize + pageSize)]);
    if (log.readUInt32BE(at + 4) === 0) continue;
    for (const [number, page] of pending) committed.set(number, page);
    pending = [];
  }
  return committed;
}

function* rowsOf(page: Buffer, start: number, pages: Pages): Generator<RawRow> {
  if (page[start] !== tableLeaf) return;
  const cells = page.readUInt16BE(start + 3);
  for (let cell = 0; cell < cells && start + 10 + 2 * cell <= page.length; cell++) {
    try {
      yield readCell(page, page.readUInt16BE(start + 8 + 2 * cell), pages);
    } catch {
      // This cell is damaged; the others of its page may not be.
    }
  }
}

function readCell(page: Buffer, at: number, pages: Pages): RawRow {
  const reader = new Reader(page, at);
  const size = reader.varint();
  const rowid = reader.varint();
  return { rowid, values: readRecord(readPayload(page, reader.at, size, pages)) };
}

/** A payload that does not fit goes on in a chain of pages of its own. */
function readPayload(page: Buffer, at: number, size: number, pages: Pages): Buffer {
  const { usable } = pages;
  if (size > pages.count * usable) throw new RangeError('A row cannot be larger than the file.');
  if (size <= usable - 35) return page.subarray(at, at + size);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  const local = fitting <= usable - 35 ? fitting : least;
  const pieces = [page.subarray(at, at + local)];
  let next = page.readUInt32BE(at + local);
  for (let left = size - local; left > 0; left -= usable - 4) {
    const overflow = next > 0 && next <= pages.count ? pages.read(next) : null;
    if (!overflow) throw new RangeError('The chain is broken.');
    pieces.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(pieces);
}

function readRecord(payload: Buffer): SQLOutputValue[] {
  const header = new Reader(payload, 0);
  const end = header.varint();
  const types: number[] = [];
  while (header.at < end) types.push(header.varint());
  const body = new Reader(payload, end);
  return types.map((type) => body.value(type));
}

/** How many bytes an integer of a serial type has. */
const integerSizes: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8 };

/** Reads on from a place; beyond the end of the bytes it throws. */
class Reader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let value = 0n;
    for (let n = 0; n < 9; n++) {
      const byte = this.#bytes.readUInt8(this.at++);
      if (n === 8) value = (value << 8n) | BigInt(byte);
      else value = (value << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) break;
    }
    return Number(BigInt.asIntN(64, value));
  }

  value(type: number): SQLOutputValue {
    const size = integerSizes[type];
    if (size !== undefined) return this.#integer(size);
    if (type === 7) return this.#take(8).readDoubleBE();
    if (type === 8 || type === 9) return type - 8;
    if (type < 12) return null;
    const bytes = this.#take(Math.floor((type - 12) / 2));
    return type % 2 === 1 ? bytes.toString('utf8') : new Uint8Array(bytes);
  }

  #integer(size: number): number {
    const bytes = this.#take(size);
    return size === 8 ? Number(bytes.readBigInt64BE()) : bytes.readIntBE(0, size);
  }

  #take(size: number): Buffer {
    const end = this.at + size;
    if (size < 0 || end > this.#bytes.length) throw new RangeError('The row ends too early.');
    const bytes = this.#bytes.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}
