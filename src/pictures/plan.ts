/** How a picture is brought into the form in which it is sent. */
import type { PictureType } from '../shared/picture.ts';
import type { PictureFacts } from './facts.ts';
import { mostBytes, type Sight, type Size, sizeSeen } from './limits.ts';

export type PicturePlan =
  /** Its own bytes, without what is not the picture. */
  | { readonly kind: 'keep'; readonly type: PictureType }
  /** Drawn anew. @see encodings */
  | { readonly kind: 'draw' };

/** Bytes from which on a picture is not sent as it is, or without loss, if it can be helped: a request takes 32 MB with all its pictures. */
const largeFile = 5_000_000;
/** Bytes below which nobody asks whether they could be less. */
const smallFile = 1_000_000;
/** Bytes of a pixel, without loss: from here on it is a photograph, whatever it was pasted as. Screenshots have less than one. */
const photograph = 1.2;
/** Pixels of a drawing's longer edge, at least: what is made of lines can be seen well. */
const drawingEdge = 1024;

/** What becomes of a picture. @param bytes how many it has */
export function planPicture(facts: PictureFacts, bytes: number, sight: Sight): PicturePlan {
  const { format, width, height, frames, orientation, bits, cmyk, profile, metadata } = facts;
  const seen = sizeSeen(facts, sight);
  const fits = seen.width === width && seen.height === height && bytes <= largeFile;
  const isPlain = frames === 1 && orientation === 1 && bits <= 8 && !cmyk && !profile;
  if (!fits || !isPlain) return keepsFirstFrame(facts) && fits ? { kind: 'keep', type: 'image/png' } : { kind: 'draw' };
  switch (format) {
    case 'png':
      return { kind: 'keep', type: 'image/png' };
    case 'jpeg':
      return { kind: 'keep', type: 'image/jpeg' };
    case 'gif':
      return metadata ? { kind: 'draw' } : { kind: 'keep', type: 'image/gif' };
    case 'webp':
      return metadata ? { kind: 'draw' } : { kind: 'keep', type: 'image/webp' };
    case 'bmp':
    case 'avif':
    case 'heic':
    case 'tiff':
    case 'svg':
      return { kind: 'draw' };
  }
}

/** An animated PNG is a plain one with more behind it. */
function keepsFirstFrame({ format, frames, orientation, bits, cmyk, profile }: PictureFacts): boolean {
  return format === 'png' && frames > 1 && orientation === 1 && bits <= 8 && !cmyk && !profile;
}

/** The size at which something is drawn. @param size what it is by now: upright */
export function drawnSize(facts: PictureFacts, size: Size, sight: Sight): Size {
  if (facts.format !== 'svg') return sizeSeen(size, sight);
  const scale = Math.max(1, drawingEdge / Math.max(size.width, size.height));
  return sizeSeen({ width: Math.round(size.width * scale), height: Math.round(size.height * scale) }, sight);
}

/** A way to write pixels. */
export interface Encoding {
  readonly type: PictureType;
  /** From 0 to 1; null where nothing is lost. */
  readonly quality: number | null;
}

/** In how many ways a picture is written at the most, the best first. What can be seen through has to be of a type that knows that. */
export function encodings(lossless: boolean, opaque: boolean): readonly Encoding[] {
  const png: Encoding = { type: 'image/png', quality: null };
  const lossy = opaque ? 'image/jpeg' : 'image/webp';
  const others = [0.92, 0.8, 0.6].map((quality): Encoding => ({ type: lossy, quality }));
  return lossless || !opaque ? [png, ...others] : others;
}

/** Whether a way of writing is good enough, so that the next one need not be tried. */
export function isGoodEncoding({ quality }: Encoding, bytes: number, { width, height }: Size): boolean {
  if (bytes > mostBytes) return false;
  if (quality !== null) return bytes <= largeFile;
  return bytes <= smallFile || (bytes <= largeFile && bytes <= photograph * width * height);
}

/** Which of two ways of writing is sent, where neither is good by itself: the first one, unless the second is much smaller. */
export function isBetterEncoding(first: number, second: number): boolean {
  return first > mostBytes || second < first / 2;
}
