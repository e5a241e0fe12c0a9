/** Pictures made by tests, byte by byte: what no program would write is among them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A small picture of `test/fixtures/pictures`; what is in it is in its name. */
export function fixture(name: string): Buffer {
  return readFileSync(join('test', 'fixtures', 'pictures', name));
}

type Color = readonly [red: number, green: number, blue: number, alpha?: number];

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Of each pixel; grey unless said otherwise. */
  readonly color?: (x: number, y: number) => Color;
  /** With a fourth channel. */
  readonly alpha?: boolean;
  /** With sixteen bits of each channel. */
  readonly deep?: boolean;
  /** Before the pixels. */
  readonly chunks?: readonly Buffer[];
  /** What the header says, instead of what is there. */
  readonly claims?: readonly [width: number, height: number];
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function png({ width, height, color, alpha = false, deep = false, chunks = [], claims = [width, height] }: PngOptions): Buffer {
  const pixel = (alpha ? 4 : 3) * (deep ? 2 : 1);
  const rows = Buffer.alloc(height * (1 + width * pixel), 0x80);
  for (let y = 0; y < height; y++) {
    const row = y * (1 + width * pixel);
    rows[row] = 0;
    if (!color) continue;
    for (let x = 0; x < width; x++) {
      const [red, green, blue, opacity = 255] = color(x, y);
      const values = alpha ? [red, green, blue, opacity] : [red, green, blue];
      rows.set(deep ? values.flatMap((value) => [value, value]) : values, row + 1 + x * pixel);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claims[0], 0);
  header.writeUInt32BE(claims[1], 4);
  header.set([deep ? 16 : 8, alpha ? 6 : 2], 8);
  const data = chunk('IDAT', deflateSync(rows, { level: 1 }));
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, data, chunk('IEND', Buffer.alloc(0))]);
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** What telephones write of a picture: how it is turned, who made the telephone, and where. */
export function exif(orientation: number): Buffer {
  const maker = Buffer.from('Camera maker\0', 'latin1');
  const entries = [
    [0x010f, 2, maker.length, 38],
    [0x0112, 3, 1, orientation],
  ] as const;
  const directory = Buffer.alloc(8 + 2 + 12 * entries.length + 4);
  directory.write('II*\0', 0, 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(entries.length, 8);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + 12 * index;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(count, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  return Buffer.concat([directory, maker]);
}

/** A JPEG with segments behind its beginning. */
export function withSegments(jpeg: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

export function segment(marker: number, ...data: readonly Buffer[]): Buffer {
  const body = Buffer.concat(data);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

export function exifSegment(orientation: number): Buffer {
  return segment(0xe1, Buffer.from('Exif\0\0', 'latin1'), exif(orientation));
}

/** A picture of HEIF's family as far as its headers. */
export function isoMedia(brand: string, width: number, height: number): Buffer {
  const box = (type: string, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length + 8);
    return Buffer.concat([size, Buffer.from(type, 'latin1'), body]);
  };
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  return Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}mif1`, 'latin1')),
    box('meta', Buffer.alloc(4), box('ispe', size)),
    box('mdat', Buffer.alloc(64)),
  ]);
}
