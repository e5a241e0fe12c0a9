/** What can be done about pictures that the API did not take: the turn then goes on. */
import { signal } from '@preact/signals';
import { type Size, within } from '../../pictures/limits.ts';
import type { EncodedPictureView } from '../../shared/attachmentViews.ts';
import type { RefusedPicture } from '../../shared/errors.ts';
import { host } from '../host.ts';
import { t } from '../words.ts';
import { asItIs, decode, draw, encode } from './drawPicture.ts';
import { readBlob } from './thumbnails.ts';

/** Pixels of the longer edge that every model sees whole: what is larger is made so large first, and what is not, half as large. */
const seenByAll = 1568;
/** Below that nothing can be seen. */
const smallest = 16;

/** Whether something is being done about it. */
export const mending = signal(false);

/** Leaves pictures or documents out of the conversation's requests, and asks again for a reply. Rejects with a sentence. */
export function removeRefused(messageId: string, refused: readonly { readonly hash: string }[]): Promise<void> {
  return mend(messageId, async () => {
    await host.request('setPictureSending', { hashes: refused.map(({ hash }) => hash), sending: 'never' });
  });
}

/** Sends smaller ones in their place, and asks again. Where one cannot be made smaller, nothing is asked: it would be refused again. */
export function shrinkRefused(messageId: string, pictures: readonly RefusedPicture[]): Promise<void> {
  return mend(messageId, async () => {
    for (const each of pictures) await host.request('shrinkPicture', { hash: each.hash, small: await smallerThan(each) });
  });
}

async function mend(messageId: string, change: () => Promise<void>): Promise<void> {
  if (mending.value) return;
  mending.value = true;
  try {
    await change();
    await host.request('regenerate', { messageId });
  } finally {
    mending.value = false;
  }
}

async function smallerThan({ hash, name, sent }: RefusedPicture): Promise<EncodedPictureView> {
  const [whole, shown] = await Promise.all([decoded(hash, 'whole'), sent === 'small' ? decoded(hash, 'small') : null]);
  try {
    if (!whole) throw new Error(t('“{0}” cannot be read any more. Remove it instead.', name));
    const to = within(whole.bitmap, nextEdge(shown?.bitmap ?? whole.bitmap));
    if (Math.max(to.width, to.height) < smallest) throw new Error(t('“{0}” cannot be made smaller. Remove it instead.', name));
    const made = await encode(await draw(asItIs(whole.bitmap), to), whole.lossless);
    if (!made) throw new Error(t('“{0}” cannot be made smaller. Remove it instead.', name));
    return { type: made.type, bytes: made.bytes.slice().buffer };
  } finally {
    whole?.bitmap.close();
    shown?.bitmap.close();
  }
}

function nextEdge({ width, height }: Size): number {
  const edge = Math.max(width, height);
  return edge > seenByAll ? seenByAll : Math.round(edge / 2);
}

async function decoded(
  hash: string,
  size: RefusedPicture['sent'],
): Promise<{ readonly bitmap: ImageBitmap; readonly lossless: boolean } | undefined> {
  const blob = await readBlob(hash, size);
  const bitmap = blob && (await decode(new Uint8Array(await blob.arrayBuffer())));
  return bitmap ? { bitmap, lossless: blob.type === 'image/png' || blob.type === 'image/gif' } : undefined;
}
