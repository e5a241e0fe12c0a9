/** Pictures between the page, which reads and scales them, and the store, which keeps them. */
import type { HistoryStore, WantedPicture } from '../chat/historyStore.ts';
import type { Session } from '../chat/session.ts';
import type { PictureFormat } from '../pictures/facts.ts';
import { edgeAmongMany, mostPictures, type Size } from '../pictures/limits.ts';
import { readPictureBytes } from '../pictures/readPicture.ts';
import type { EncodedPictureView, NewPicture } from '../shared/attachmentViews.ts';
import type { EncodedPicture, Picture, PictureFiles, PictureType } from '../shared/picture.ts';

const formats: Readonly<Record<PictureType, PictureFormat>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** Adds a picture to what goes with the prompt that is being typed. Resolves when it is on disk. */
export async function addPicture(session: Session, made: NewPicture): Promise<{ hash: string }> {
  checkRoom(session);
  const { picture, files } = await read(made);
  await session.draft.addPicture(picture, files);
  return { hash: picture.hash };
}

/** Puts a picture in the place of the one of its id. Resolves when it is on disk, and the other one is not. */
export async function replacePicture(session: Session, made: NewPicture): Promise<{ hash: string }> {
  const { picture, files } = await read(made);
  await session.draft.replacePicture(picture, files);
  return { hash: picture.hash };
}

async function read(made: NewPicture): Promise<{ readonly picture: Picture; readonly files: PictureFiles }> {
  const { id, name, note, description } = made;
  const whole = checked(made.whole);
  const small = made.small && checked(made.small);
  const { width, height } = whole.size;
  const hash = await sha256(whole.bytes);
  const isNeeded = !isSmall(whole.size);
  if (isNeeded && !(small && isSmall(small.size))) throw new Error('The picture has no small one.');
  const files = { hash, whole, small: isNeeded ? small : null, thumbnail: checked(made.thumbnail) };
  const [size, smallSize] = [whole.bytes.length, files.small?.bytes.length ?? null];
  return { picture: { id, hash, type: whole.type, width, height, size, smallSize, name, note, description }, files };
}

/** Adds a picture of the conversation to what goes with the prompt that is being typed, once more. */
export async function addPictureAgain(session: Session, id: string): Promise<void> {
  checkRoom(session);
  const picture = await session.findPicture(id);
  if (!picture) throw new Error('The picture is not there any more.');
  await session.draft.addPictureAgain(picture);
}

/** Sends a smaller one in the place of a picture from now on, wherever in the conversation it is. */
export async function shrinkPicture(session: Session, hash: string, small: EncodedPictureView): Promise<void> {
  const { type, bytes, size } = checked(small);
  if (!isSmall(size)) throw new Error('The picture is not small.');
  await session.changePictures({ type: 'shrink', hash, small: { type, bytes } });
}

/** What is kept of a picture, for the page; null where nothing is. */
export async function readPicture(store: HistoryStore, wanted: WantedPicture): Promise<EncodedPictureView | null> {
  const found = await store.readPicture(wanted);
  return found ? { type: found.type, bytes: found.bytes.buffer } : null;
}

function checkRoom(session: Session): void {
  if (session.conversation.draft.pictures.length >= mostPictures) throw new Error('The prompt has too many pictures.');
}

/** The page shows what a model wrote: what it hands over is looked at, as it will be sent on. */
function checked({ type, bytes }: EncodedPictureView): EncodedPicture & { readonly size: Size } {
  const array = new Uint8Array(bytes);
  const read = readPictureBytes(array);
  if (read.kind === 'refused' || read.facts.format !== formats[type])
    throw new Error('What the page made is not the picture that it says.');
  const { width, height } = read.facts;
  return { type, bytes: array, size: { width, height } };
}

function isSmall({ width, height }: Size): boolean {
  return Math.max(width, height) <= edgeAmongMany;
}

/** Off this thread, as hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
