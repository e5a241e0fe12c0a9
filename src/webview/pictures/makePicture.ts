/** From the bytes of a file to a picture as it is sent. */
import type { PictureFacts } from '../../pictures/facts.ts';
import { edgeAmongMany, type Sight, type Size, within } from '../../pictures/limits.ts';
import { drawnSize, planPicture } from '../../pictures/plan.ts';
import { type PictureRefusal, readPictureBytes, withoutMetadata } from '../../pictures/readPicture.ts';
import type { EncodedPicture } from '../../shared/picture.ts';
import { asItIs, decode, draw, drawSvg, encode, type Paintable, write } from './drawPicture.ts';

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

/** Whether it was larger before. */
export function isScaled({ from, to }: MadePicture): boolean {
  return to.width < from.width || to.height < from.height;
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
  const kept = plan.kind === 'keep' ? withoutMetadata(bytes, facts) : undefined;
  if (plan.kind !== 'keep' || !kept) return makeDrawn(asItIs(bitmap), facts, sight);
  return withSmaller({ type: plan.type, bytes: kept }, asItIs(bitmap), facts, bitmap);
}

/** Makes what can be drawn ready in the same way, whose bytes are nothing that could be sent. @param facts of what it is drawn from */
export async function makeDrawn(source: Paintable, facts: PictureFacts, sight: Sight): Promise<Making> {
  const drawn = await draw(source, drawnSize(facts, source, sight));
  const whole = await encode(drawn, facts.lossless);
  return whole ? withSmaller(whole, asItIs(drawn.canvas), facts, source) : refused({ reason: 'incompressible' });
}

/** @param source the whole as it is sent @param before it was scaled */
async function withSmaller(whole: EncodedPicture, source: Paintable, facts: PictureFacts, before: Size): Promise<Making> {
  const to: Size = { width: source.width, height: source.height };
  const smallSize = within(to, edgeAmongMany);
  const isSmall = smallSize.width === to.width && smallSize.height === to.height;
  const small = isSmall ? null : await encode(await draw(source, smallSize), facts.lossless);
  if (small === undefined) return refused({ reason: 'incompressible' });
  const { canvas } = await draw(source, within(to, thumbnailEdge));
  const thumbnail = await write(canvas, { type: 'image/webp', quality: 0.8 });
  return { kind: 'made', whole, small, thumbnail, facts, from: { width: before.width, height: before.height }, to };
}

/** Whether every browser that shows the page can read it; what it cannot read of these is broken. */
function isBrowsers(format: PictureFacts['format']): boolean {
  return !['avif', 'heic', 'tiff'].includes(format);
}

function refused(refusal: PictureRefusal): Making {
  return { kind: 'refused', refusal };
}
