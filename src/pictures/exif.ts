import type { ByteReader } from './facts.ts';

/** A number of the first directory of a TIFF structure, which EXIF is too; undefined where it has none of that tag. @param start where the structure begins */
export function tiffNumber(reader: ByteReader, start: number, tag: number): number | undefined {
  const little = reader.has(start, 'II');
  if (!little && !reader.has(start, 'MM')) return undefined;
  const directory = start + reader.u32(start + 4, little);
  const entries = reader.u16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (reader.u16(at, little) !== tag) continue;
    const isShort = reader.u16(at + 2, little) === 3;
    return isShort ? reader.u16(at + 8, little) : reader.u32(at + 8, little);
  }
  return undefined;
}

/** How a picture is turned; 1 where EXIF does not say, or cannot be read. */
export function exifOrientation(reader: ByteReader, start: number): number {
  try {
    const orientation = tiffNumber(reader, start, 0x0112) ?? 1;
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch (error) {
    // What is broken in it is not the picture.
    if (error instanceof RangeError) return 1;
    throw error;
  }
}
