/** From what the page has made to what the host keeps. */

import type { EncodedPictureView, NewPicture } from '../../shared/attachmentViews.ts';
import type { EncodedPicture } from '../../shared/picture.ts';
import { host } from '../host.ts';
import type { MadePicture } from './makePicture.ts';
import { keepThumbnail } from './thumbnails.ts';
import { noteOf } from './words.ts';

/** Adds a picture to what is typed in a conversation, or puts it in the place of another. Resolves when it is stored; rejects with a sentence. */
export async function handOver(
  how: 'addPicture' | 'replacePicture',
  conversationId: string,
  about: Pick<NewPicture, 'id' | 'name' | 'description'>,
  made: MadePicture,
): Promise<void> {
  const thumbnail = new Blob([made.thumbnail.bytes], { type: made.thumbnail.type });
  const [whole, small, shown] = [view(made.whole), made.small && view(made.small), view(made.thumbnail)];
  const picture: NewPicture = { ...about, note: noteOf(made), whole, small, thumbnail: shown };
  const buffers = [whole, small, shown].flatMap((each) => (each ? [each.bytes] : []));
  const { hash } = await host.requestIn(conversationId, how, { picture }, buffers);
  keepThumbnail(hash, thumbnail);
}

function view({ type, bytes }: EncodedPicture): EncodedPictureView {
  const isAll = bytes.byteLength === bytes.buffer.byteLength;
  return { type, bytes: isAll ? bytes.buffer : bytes.slice().buffer };
}
