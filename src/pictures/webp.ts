/** WebP: https://developers.google.com/speed/webp/docs/riff_container */
import { type ByteReader, DamagedError, type PictureFacts, plain } from './facts.ts';

/** What the pixels need of a file in the extended form. */
const needed: readonly string[] = ['VP8X', 'VP8 ', 'VP8L', 'ALPH'];

export function isWebp(reader: ByteReader): boolean {
  return reader.has(0, 'RIFF') && reader.has(8, 'WEBP');
}

export function webpFacts(reader: ByteReader): PictureFacts {
  const end = 8 + reader.u32(4, true);
  reader.need(end);
  const chunks = [...chunksOf(reader, end)];
  const [first] = chunks;
  const find = (name: string) => chunks.find(({ type }) => type === name);
  if (!first) throw new DamagedError();
  return {
    ...plain,
    format: 'webp',
    ...sizeOf(reader, first.type, first.at),
    frames: Math.max(1, chunks.filter(({ type }) => type === 'ANMF').length),
    // As the orientation is only in EXIF, and is seldom there, whoever draws it looks for it.
    profile: find('ICCP') !== undefined,
    metadata: chunks.some(({ type }) => !needed.includes(type)) || end < reader.length,
    lossless: find('VP8L') !== undefined,
  };
}

function sizeOf(reader: ByteReader, type: string, at: number): { readonly width: number; readonly height: number } {
  switch (type) {
    case 'VP8 ':
      return { width: reader.u16(at + 6, true) & 0x3fff, height: reader.u16(at + 8, true) & 0x3fff };
    case 'VP8L': {
      const bits = reader.u32(at + 1, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: reader.u24(at + 4) + 1, height: reader.u24(at + 7) + 1 };
    default:
      throw new DamagedError();
  }
}

function* chunksOf(reader: ByteReader, end: number): Generator<{ readonly type: string; readonly at: number }> {
  for (let at = 12; at + 8 <= end; ) {
    const length = reader.u32(at + 4, true);
    reader.need(at + 8 + length);
    yield { type: reader.name(at, 4), at: at + 8 };
    at += 8 + length + (length % 2);
  }
}
