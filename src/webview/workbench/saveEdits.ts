/** From edits to a picture that is sent. */
import { type Edits, scaledEdits } from '../../pictures/edits.ts';
import { type PictureFacts, plain } from '../../pictures/facts.ts';
import { sightOf } from '../../pictures/limits.ts';
import { readPictureBytes } from '../../pictures/readPicture.ts';
import type { Picture } from '../../shared/picture.ts';
import { decode } from '../pictures/drawPicture.ts';
import { handOver } from '../pictures/handOver.ts';
import { freeName } from '../pictures/intake.ts';
import { makeDrawn } from '../pictures/makePicture.ts';
import { forgetOriginal, originalOf } from '../pictures/originals.ts';
import { forgetThumbnail, readBlob } from '../pictures/thumbnails.ts';
import { refusalWords } from '../pictures/words.ts';
import { conversationId, header } from '../store.ts';
import { t } from '../words.ts';
import { withEdits } from './paintEdits.ts';

/** What becomes of a picture that was edited. */
export type SaveAs = 'replacement' | 'another';

/** Makes a picture of an edited one, and puts it in its place or adds it to what is typed. Resolves when it is stored; rejects with a sentence. */
export async function saveEdits(picture: Picture, edits: Edits, as: SaveAs): Promise<void> {
  const { id, hash, name, description } = picture;
  const into = conversationId.peek();
  const source = await pixelsOf(picture);
  if (!source) throw new Error(t('The picture is not there any more.'));
  const { bitmap, lossless } = source;
  try {
    const size = { width: bitmap.width, height: bitmap.height };
    // As a screenshot or as a photograph, whichever it was made of.
    const facts: PictureFacts = { ...plain, ...size, format: 'png', lossless };
    const made = await makeDrawn(withEdits(bitmap, scaledEdits(edits, picture, size)), facts, sightOf(header.peek()?.model.id ?? ''));
    if (made.kind === 'refused') throw new Error(refusalWords(made.refusal, name));
    if (as === 'another') {
      await handOver('addPicture', into, { id: crypto.randomUUID(), name: freeName(name), description }, made);
      return;
    }
    await handOver('replacePicture', into, { id, name, description }, made);
    // What was cut off or redacted must not be had back from anywhere.
    forgetOriginal(id);
    forgetThumbnail(hash);
  } finally {
    bitmap.close();
  }
}

interface Pixels {
  readonly bitmap: ImageBitmap;
  readonly lossless: boolean;
}

/** The picture as it was taken in, else as it is kept; undefined where that is lost. */
async function pixelsOf({ id, hash }: Picture): Promise<Pixels | undefined> {
  // A file may be gone since.
  const original = await originalOf(id)
    ?.arrayBuffer()
    .catch(() => undefined);
  const first = original && (await read(new Uint8Array(original)));
  if (first) return first;
  const kept = await readBlob(hash, 'whole');
  return kept ? read(new Uint8Array(await kept.arrayBuffer())) : undefined;
}

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<Pixels | undefined> {
  const facts = readPictureBytes(bytes);
  const bitmap = facts.kind === 'picture' ? await decode(bytes) : undefined;
  return bitmap && { bitmap, lossless: facts.kind === 'picture' && facts.facts.lossless };
}
