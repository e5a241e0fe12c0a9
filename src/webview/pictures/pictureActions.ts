/** What can be done with a picture that was sent. Each rejects with a sentence. */
import { mostPictures } from '../../pictures/limits.ts';
import type { Picture } from '../../shared/picture.ts';
import { composer } from '../composer.ts';
import { host } from '../host.ts';
import { conversationId, header } from '../store.ts';
import { count, t } from '../words.ts';
import { asItIs, decode, draw, write } from './drawPicture.ts';
import { readBlob } from './thumbnails.ts';
import { viewed } from './viewer.ts';

/** What the editor's menu of a picture needs to know; an attribute of what shows it. @param sent it is in the conversation, and not in the box */
export function pictureMenu({ id, hash }: Picture, sent: boolean): string {
  return JSON.stringify({
    webviewSection: 'picture',
    preventDefaultContextMenuItems: true,
    conversationId: conversationId.value,
    pictureId: id,
    hash,
    pictureSent: sent,
  });
}

/** By the editor's own dialog. */
export async function savePicture({ id }: Picture): Promise<void> {
  await host.request('savePicture', { id });
}

/** Puts a picture on the clipboard. Other programs take PNG only. */
export async function copyPicture(hash: string): Promise<void> {
  // After a menu of the editor's, a page has not got the focus back yet, without which it may not write there.
  window.focus();
  const png = pngOf(hash);
  try {
    // Handed over before it is there, as long as the user's click counts.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  } catch {
    await png;
    throw new Error(t('The clipboard did not take the picture. Click into this view and try again.'));
  }
}

/** Adds it to what is being typed. */
export async function sendPictureAgain({ id }: Picture): Promise<void> {
  if ((header.peek()?.pictures.length ?? 0) >= mostPictures)
    throw new Error(t('A prompt can have {0} pictures at the most.', count(mostPictures)));
  await host.request('sendPictureAgain', { id });
  viewed.value = null;
  composer.focus();
}

async function pngOf(hash: string): Promise<Blob> {
  const blob = await readBlob(hash, 'whole');
  if (!blob) throw new Error(t('The picture is not there any more.'));
  if (blob.type === 'image/png') return blob;
  const bitmap = await decode(new Uint8Array(await blob.arrayBuffer()));
  if (!bitmap) throw new Error(t('The picture cannot be read.'));
  try {
    const { canvas } = await draw(asItIs(bitmap), bitmap);
    const { type, bytes } = await write(canvas, { type: 'image/png', quality: null });
    return new Blob([bytes], { type });
  } finally {
    bitmap.close();
  }
}
