/** Pictures that the API does not take: they are drawn anew where the browser can read them. */
import { tiffNumber } from './exif.ts';
import { type ByteReader, DamagedError, type PictureFacts, plain } from './facts.ts';

export function isBmp(reader: ByteReader): boolean {
  // What else begins with these two letters has no header of a known size.
  return reader.has(0, 'BM') && reader.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(reader.u32(14, true));
}

export function bmpFacts(reader: ByteReader): PictureFacts {
  const old = reader.u32(14, true) === 12;
  const width = old ? reader.u16(18, true) : reader.i32(18);
  const height = Math.abs(old ? reader.u16(20, true) : reader.i32(22));
  const bits = old ? reader.u16(24, true) : reader.u16(28, true);
  const compressed = !old && ![0, 3, 6].includes(reader.u32(30, true));
  if (!compressed) reader.need(reader.u32(10, true) + Math.ceil((width * bits) / 32) * 4 * height);
  return { ...plain, format: 'bmp', width, height };
}

const avifBrands: readonly string[] = ['avif', 'avis'];
const heicBrands: readonly string[] = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

export function isoFormat(reader: ByteReader): 'avif' | 'heic' | undefined {
  if (!reader.has(4, 'ftyp')) return undefined;
  const end = Math.min(reader.u32(0), reader.length, 256);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(reader.name(at, 4));
  if (brands.some((brand) => avifBrands.includes(brand))) return 'avif';
  return brands.some((brand) => heicBrands.includes(brand)) ? 'heic' : undefined;
}

/** How far the properties of a picture are from the beginning, at the most. */
const lookedAt = 65_536;

export function isoFacts(reader: ByteReader, format: 'avif' | 'heic'): PictureFacts {
  let hasPixels = false;
  for (let at = 0; at < reader.length; ) {
    const size = reader.u32(at);
    hasPixels ||= reader.has(at + 4, 'mdat');
    // 0: to the end; 1: a size of eight bytes, as no picture needs.
    if (size === 0) break;
    if (size < 8) throw new DamagedError();
    at += size;
    reader.need(at);
  }
  let [width, height] = [0, 0];
  for (let at = 0; at + 16 <= Math.min(reader.length, lookedAt); at++) {
    // 'i': most bytes are told apart at once.
    if (reader.u8(at) !== 0x69) continue;
    // Small pictures have their pixels among their properties.
    hasPixels ||= reader.has(at, 'idat');
    if (reader.has(at, 'ispe')) [width, height] = [Math.max(width, reader.u32(at + 8)), Math.max(height, reader.u32(at + 12))];
  }
  if (!hasPixels) throw new RangeError('Its pixels are missing.');
  return { ...plain, format, width, height, lossless: false, metadata: true };
}

export function isTiff(reader: ByteReader): boolean {
  return reader.has(0, 'II*\0') || reader.has(0, 'MM\0*');
}

export function tiffFacts(reader: ByteReader): PictureFacts {
  return { ...plain, format: 'tiff', width: tiffNumber(reader, 0, 256) ?? 0, height: tiffNumber(reader, 0, 257) ?? 0, metadata: true };
}

/** The beginning of a drawing: what may be before its first element, and that element. Each part can match in one way only. */
const svgBeginning =
  /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?\s*>\s*)*<svg(?=[\s>/])([^>]*)>/i;
const svgLookedAt = 20_000;

/** The facts of a drawing; undefined where the bytes are none. */
export function svgFacts(bytes: Uint8Array): PictureFacts | undefined {
  const attributes = svgBeginning.exec(new TextDecoder().decode(bytes.subarray(0, svgLookedAt)))?.[1];
  if (attributes === undefined) return undefined;
  const box = /\bviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)/i.exec(attributes);
  const [boxWidth, boxHeight] = [Number(box?.[1] ?? 300), Number(box?.[2] ?? 150)];
  const [width, height] = [attribute(attributes, 'width'), attribute(attributes, 'height')];
  const scale = width !== undefined ? width / boxWidth : height !== undefined ? height / boxHeight : 1;
  return { ...plain, format: 'svg', width: Math.ceil(width ?? boxWidth * scale), height: Math.ceil(height ?? boxHeight * scale) };
}

/** A length in pixels; what is a part of something else is not known. */
function attribute(attributes: string, name: string): number | undefined {
  const [, number] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`, 'i').exec(attributes) ?? [];
  const value = Number(number ?? Number.NaN);
  return value > 0 ? value : undefined;
}
