/** What a picture is, by its bytes and not by its name. */

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic' | 'tiff' | 'svg';

export interface PictureFacts {
  readonly format: PictureFormat;
  /** Pixels, as they are stored: `orientation` may turn them. Of a drawing, what it asks for. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** As in EXIF: 1 is upright, 5 to 8 lie on a side. */
  readonly orientation: number;
  /** Bits of a channel. */
  readonly bits: number;
  /** Its colours are inks: not everything that reads pictures knows them. */
  readonly cmyk: boolean;
  /** It has colours of its own, told by a profile. */
  readonly profile: boolean;
  /** There is more in it than a picture: place, device, comments, thumbnails, or whatever hides behind its end. */
  readonly metadata: boolean;
  /** Made so that no pixel changes when it is read: what screenshots are. */
  readonly lossless: boolean;
}

/** What most pictures are. */
export const plain = { frames: 1, orientation: 1, bits: 8, cmyk: false, profile: false, metadata: false, lossless: true } as const;

/** It is of a known format, but not as that is. */
export class DamagedError extends Error {}

/** Reads numbers and names out of bytes. Beyond their end it throws a `RangeError`: the picture is not all there. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  u8(at: number): number {
    return this.#view.getUint8(at);
  }

  u16(at: number, little = false): number {
    return this.#view.getUint16(at, little);
  }

  u24(at: number): number {
    return this.u16(at, true) | (this.u8(at + 2) << 16);
  }

  u32(at: number, little = false): number {
    return this.#view.getUint32(at, little);
  }

  i32(at: number): number {
    return this.#view.getInt32(at, true);
  }

  /** A name of plain characters. */
  name(at: number, length: number): string {
    this.need(at + length);
    return String.fromCharCode(...this.#bytes.subarray(at, at + length));
  }

  /** Whether a name stands there; false beyond the end. */
  has(at: number, name: string): boolean {
    return at + name.length <= this.length && this.name(at, name.length) === name;
  }

  need(end: number): void {
    if (end > this.length) throw new RangeError('The bytes end too early.');
  }
}
