/** JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
import { exifOrientation } from './exif.ts';
import { ByteReader, DamagedError, type PictureFacts, plain } from './facts.ts';
import { joined } from './png.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;

interface Segment {
  readonly marker: number;
  /** Where its data is, behind its length. */
  readonly at: number;
  readonly from: number;
  /** With the pixels that follow a scan's header. */
  readonly to: number;
}

export function isJpeg(reader: ByteReader): boolean {
  return reader.has(0, '\xff\xd8\xff');
}

export function jpegFacts(reader: ByteReader): PictureFacts {
  const segments = [...segmentsOf(reader)];
  const frame = segments.find(({ marker }) => isFrame(marker));
  if (!frame) throw new DamagedError();
  const exif = segments.find(({ marker, at }) => marker === 0xe1 && reader.has(at, 'Exif\0\0'));
  return {
    ...plain,
    format: 'jpeg',
    lossless: false,
    bits: reader.u8(frame.at),
    height: reader.u16(frame.at + 1),
    width: reader.u16(frame.at + 3),
    cmyk: reader.u8(frame.at + 5) === 4,
    orientation: exif ? exifOrientation(reader, exif.at + 6) : 1,
    profile: segments.some((segment) => isProfile(reader, segment)),
    metadata: segments.some((segment) => tells(reader, segment)) || segments.at(-1)?.to !== reader.length,
  };
}

/** The same picture, its pixels untouched, with nothing else. */
export function plainJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const reader = new ByteReader(bytes);
  const kept = [...segmentsOf(reader)].filter((segment) => !tells(reader, segment));
  return joined(kept.map(({ from, to }) => bytes.subarray(from, to)));
}

/** SOF4, SOF8 and SOF12 are other things by the same numbers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isProfile(reader: ByteReader, { marker, at }: Segment): boolean {
  return marker === 0xe2 && reader.has(at, 'ICC_PROFILE\0');
}

/** Comments and whatever applications add, but for what says how the colours are meant. */
function tells(reader: ByteReader, segment: Segment): boolean {
  const { marker, at } = segment;
  if (marker === 0xfe) return true;
  if (marker < 0xe0 || marker > 0xef) return false;
  return !isProfile(reader, segment) && !(marker === 0xe0 && reader.has(at, 'JFIF\0')) && !(marker === 0xee && reader.has(at, 'Adobe'));
}

function* segmentsOf(reader: ByteReader): Generator<Segment> {
  yield { marker: startOfImage, at: 2, from: 0, to: 2 };
  for (let from = 2; ; ) {
    if (reader.u8(from) !== 0xff) throw new DamagedError();
    const marker = reader.u8(from + 1);
    if (marker === 0xff) {
      // Filled up with as many as one likes.
      from += 1;
      continue;
    }
    const to = endOf(reader, marker, from);
    reader.need(to);
    yield { marker, at: from + 4, from, to };
    if (marker === endOfImage) return;
    from = to;
  }
}

function endOf(reader: ByteReader, marker: number, from: number): number {
  if (marker === endOfImage || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) return from + 2;
  const end = from + 2 + reader.u16(from + 2);
  return marker === startOfScan ? endOfPixels(reader, end) : end;
}

/** In the pixels, an FF is followed by a zero or by the number of a restart. */
function endOfPixels(reader: ByteReader, start: number): number {
  for (let at = start; ; at++) {
    if (reader.u8(at) !== 0xff) continue;
    const next = reader.u8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}
