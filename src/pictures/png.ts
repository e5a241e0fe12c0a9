/** PNG: https://www.w3.org/TR/png-3/ */
import { exifOrientation } from './exif.ts';
import { ByteReader, DamagedError, type PictureFacts, plain } from './facts.ts';

const signature = '\x89PNG\r\n\x1a\n';
/** What the pixels need. All else tells of something, or is of an animation. */
const needed: readonly string[] = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT'];

interface Chunk {
  readonly type: string;
  /** Where its data is. */
  readonly at: number;
  readonly length: number;
  /** Where the chunk as a whole begins and ends. */
  readonly from: number;
  readonly to: number;
}

export function isPng(reader: ByteReader): boolean {
  return reader.has(0, signature);
}

export function pngFacts(reader: ByteReader): PictureFacts {
  const chunks = [...chunksOf(reader)];
  const [header] = chunks;
  if (header?.type !== 'IHDR' || header.length < 13 || !chunks.some(({ type }) => type === 'IDAT')) throw new DamagedError();
  const find = (name: string) => chunks.find(({ type }) => type === name);
  const exif = find('eXIf');
  const animation = find('acTL');
  return {
    ...plain,
    format: 'png',
    width: reader.u32(header.at),
    height: reader.u32(header.at + 4),
    bits: reader.u8(header.at + 8),
    frames: animation ? Math.max(1, reader.u32(animation.at)) : 1,
    orientation: exif ? exifOrientation(reader, exif.at) : 1,
    profile: find('iCCP') !== undefined,
    metadata: chunks.some(({ type }) => !needed.includes(type)) || chunks.at(-1)?.to !== reader.length,
  };
}

/** The same picture with nothing but its pixels; of an animation, its first one. */
export function plainPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const parts = [...chunksOf(new ByteReader(bytes))].filter(({ type }) => needed.includes(type));
  return joined([bytes.subarray(0, signature.length), ...parts.map(({ from, to }) => bytes.subarray(from, to))]);
}

function* chunksOf(reader: ByteReader): Generator<Chunk> {
  for (let from = signature.length; ; ) {
    const length = reader.u32(from);
    const type = reader.name(from + 4, 4);
    const to = from + 12 + length;
    reader.need(to);
    yield { type, at: from + 8, length, from, to };
    if (type === 'IEND') return;
    from = to;
  }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
