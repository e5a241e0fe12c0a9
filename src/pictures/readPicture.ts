/** From bytes to what they are, or why they cannot be sent. */
import { ByteReader, DamagedError, type PictureFacts, type PictureFormat } from './facts.ts';
import { gifFacts, isGif } from './gif.ts';
import { isJpeg, jpegFacts, plainJpeg } from './jpeg.ts';
import { bmpFacts, isBmp, isoFacts, isoFormat, isTiff, svgFacts, tiffFacts } from './otherFormats.ts';
import { isPng, plainPng, pngFacts } from './png.ts';
import { isWebp, webpFacts } from './webp.ts';

/** Why a file is no picture that can be sent. */
export type PictureRefusal =
  | { readonly reason: 'empty' }
  | { readonly reason: 'notAPicture' }
  /** Its end is missing. */
  | { readonly reason: 'truncated'; readonly format: PictureFormat }
  | { readonly reason: 'damaged'; readonly format: PictureFormat }
  /** To read it would take more memory than a picture is worth. */
  | { readonly reason: 'tooManyPixels'; readonly width: number; readonly height: number }
  | { readonly reason: 'tooManyBytes'; readonly bytes: number }
  /** The browser does not know its format. */
  | { readonly reason: 'unreadable'; readonly format: PictureFormat }
  /** However it is written, it stays larger than the API takes. */
  | { readonly reason: 'incompressible' };

export type PictureReading =
  | { readonly kind: 'picture'; readonly facts: PictureFacts }
  | { readonly kind: 'refused'; readonly refusal: PictureRefusal };

/** Bytes of a file from which on it is not even read. */
export const largestFile = 200_000_000;
/** As many as the sensors of telephones have. Read, each takes four bytes. */
export const mostPixels = 120_000_000;
/** Pixels of an edge that browsers draw. */
const longestEdge = 65_535;
/** Bytes of a drawing, which is read in one piece. */
const largestDrawing = 5_000_000;

/** What the bytes are. Reads the headers alone, of JPEG the marks in its data too: some milliseconds for the largest. */
export function readPictureBytes(bytes: Uint8Array): PictureReading {
  if (bytes.length === 0) return refused({ reason: 'empty' });
  if (bytes.length > largestFile) return refused({ reason: 'tooManyBytes', bytes: bytes.length });
  const reader = new ByteReader(bytes);
  const format = formatOf(reader, bytes);
  if (format === undefined) return refused({ reason: 'notAPicture' });
  try {
    return checked(factsOf(format, reader, bytes), bytes.length);
  } catch (error) {
    if (error instanceof RangeError) return refused({ reason: 'truncated', format });
    if (error instanceof DamagedError) return refused({ reason: 'damaged', format });
    throw error;
  }
}

/** Whether the beginning of a file is a picture's that is not text. Some hundred bytes are enough. */
export function looksLikePicture(beginning: Uint8Array): boolean {
  const format = formatOf(new ByteReader(beginning), beginning);
  return format !== undefined && format !== 'svg';
}

/** The picture without what tells of its maker, its place or its device, no pixel changed; undefined where that needs it to be drawn anew. */
export function withoutMetadata(bytes: Uint8Array<ArrayBuffer>, facts: PictureFacts): Uint8Array<ArrayBuffer> | undefined {
  if (!facts.metadata) return bytes;
  if (facts.format === 'png') return plainPng(bytes);
  return facts.format === 'jpeg' ? plainJpeg(bytes) : undefined;
}

function formatOf(reader: ByteReader, bytes: Uint8Array): PictureFormat | undefined {
  if (isPng(reader)) return 'png';
  if (isJpeg(reader)) return 'jpeg';
  if (isGif(reader)) return 'gif';
  if (isWebp(reader)) return 'webp';
  if (isBmp(reader)) return 'bmp';
  if (isTiff(reader)) return 'tiff';
  return isoFormat(reader) ?? (svgFacts(bytes) && 'svg');
}

function factsOf(format: PictureFormat, reader: ByteReader, bytes: Uint8Array): PictureFacts | undefined {
  switch (format) {
    case 'png':
      return pngFacts(reader);
    case 'jpeg':
      return jpegFacts(reader);
    case 'gif':
      return gifFacts(reader);
    case 'webp':
      return webpFacts(reader);
    case 'bmp':
      return bmpFacts(reader);
    case 'avif':
    case 'heic':
      return isoFacts(reader, format);
    case 'tiff':
      return tiffFacts(reader);
    case 'svg':
      return svgFacts(bytes);
  }
}

function checked(facts: PictureFacts | undefined, bytes: number): PictureReading {
  if (!facts) return refused({ reason: 'notAPicture' });
  const { format, width, height } = facts;
  // A drawing has the size that one gives it.
  if (format === 'svg') return bytes > largestDrawing ? refused({ reason: 'tooManyBytes', bytes }) : { kind: 'picture', facts };
  if (width * height > mostPixels || Math.max(width, height) > longestEdge) return refused({ reason: 'tooManyPixels', width, height });
  // Of a format that the browser may not read, the size need not be known.
  if ((width === 0 || height === 0) && format !== 'tiff' && format !== 'heic') return refused({ reason: 'damaged', format });
  return { kind: 'picture', facts };
}

function refused(refusal: PictureRefusal): PictureReading {
  return { kind: 'refused', refusal };
}
