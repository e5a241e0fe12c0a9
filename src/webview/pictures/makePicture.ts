/** From the bytes of a file to a picture as it is sent. */
import type { PictureFacts } from '../../pictures/facts.ts';
import { edgeAmongMany, type Sight, type Size, within } from '../../pictures/limits.ts';
import { drawnSize, planPicture } from '../../pictures/plan.ts';
import { type PictureRefusal, readPictureBytes, withoutMetadata } from '../../pictures/readPicture.ts';
import type { EncodedPicture } from '../../shared/picture.ts';
import { decode, draw, drawSvg, encode, write } from './drawPicture.ts';

/** Pixels of a thumbnail's longer edge: a card shows it half as large, for screens with small pixels. */
const thumbnailEdge = 320;

export interface MadePicture {
  readonly kind: 'made';
  readonly whole: EncodedPicture;
  readonly small: EncodedPicture | null;
  readonly thumbnail: EncodedPicture;
  /** What it was. */
  readonly facts: PictureFacts;
  /** What it was, upright, and what it is. */
  readonly from: Size;
  readonly to: Size;
}

export type Making = MadePicture | { readonly kind: 'refused'; readonly refusal: PictureRefusal };

/** Makes a file ready for a model that sees so much of it, and in no case more than the API takes. */
export async function makePicture(bytes: Uint8Array<ArrayBuffer>, sight: Sight): Promise<Making> {
  const read = readPictureBytes(bytes);
  if (read.kind === 'refused') return read;
  const { facts } = read;
  const { format } = facts;
  const bitmap = format === 'svg' ? await drawSvg(bytes, drawnSize(facts, facts, sight)) : await decode(bytes);
  if (!bitmap) return refused({ reason: isBrowsers(format) ? 'damaged' : 'unreadable', format });
  try {
    return await made(bytes, facts, bitmap, sight);
  } finally {
    bitmap.close();
  }
}

async function made(bytes: Uint8Array<ArrayBuffer>, facts: PictureFacts, bitmap: ImageBitmap, sight: Sight): Promise<Making> {
  const plan = planPicture(facts, bytes.length, sight);
  const from: Size = { width: bitmap.width, height: bitmap.height };
  const kept = plan.kind === 'keep' ? withoutMetadata(bytes, facts) : undefined;
  const to = kept ? from : drawnSize(facts, from, sight);
  const drawn = kept ? undefined : await draw(bitmap, to);
  const whole = plan.kind === 'keep' && kept ? { type: plan.type, bytes: kept } : drawn && (await encode(drawn, facts.lossless));
  if (!whole) return refused({ reason: 'incompressible' });
  const source = drawn?.canvas ?? bitmap;
  const smallSize = within(to, edgeAmongMany);
  const isSmall = smallSize.width === to.width && smallSize.height === to.height;
  const small = isSmall ? null : await encode(await draw(source, smallSize), facts.lossless);
  if (small === undefined) return refused({ reason: 'incompressible' });
  const { canvas } = await draw(source, within(to, thumbnailEdge));
  const thumbnail = await write(canvas, { type: 'image/webp', quality: 0.8 });
  return { kind: 'made', whole, small, thumbnail, facts, from, to };
}

/** Whether every browser that shows the page can read it; what it cannot read of these is broken. */
function isBrowsers(format: PictureFacts['format']): boolean {
  return !['avif', 'heic', 'tiff'].includes(format);
}

function refused(refusal: PictureRefusal): Making {
  return { kind: 'refused', refusal };
}
