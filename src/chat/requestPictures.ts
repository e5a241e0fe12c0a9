/** Which pictures of a conversation go into its requests, and in which size. */
import { isMany, mostBytesTogether, mostPicturesTogether } from '../pictures/limits.ts';
import { type Message, picturesOf } from '../shared/message.ts';
import type { Picture, PictureSize } from '../shared/picture.ts';
import type { HistoryStore, Model, PictureData, WantedPicture } from './ports.ts';

/** What becomes of the pictures of a path. */
export interface PicturePlan {
  readonly size: Exclude<PictureSize, 'thumbnail'>;
  /** The pictures that are sent, as the path has them: the same one may be in it twice. A line of text takes the place of the others. */
  readonly sent: ReadonlySet<Picture>;
  readonly leftOut: number;
}

/** The bytes of those that are sent, by hash. */
export interface PicturesOfRequest extends PicturePlan {
  readonly data: ReadonlyMap<string, PictureData>;
}

export const noPictures: PicturesOfRequest = { size: 'whole', sent: new Set(), leftOut: 0, data: new Map() };

/**
 * What a request for the reply to the last message of a path has of its pictures. A pure function of the path, so that the same conversation
 * always gives the same bytes: it is gone through as it was said, and whenever there is too much, the oldest pictures go, until half of the
 * room is free again. So what is sent changes seldom, and prompt caches hold in between.
 */
export function planPictures(path: readonly Message[], model: Model | undefined): PicturePlan {
  const most = mostPicturesTogether(model?.maxInputTokens ?? null);
  let sent: readonly Picture[] = [];
  let leftOut = 0;
  for (const message of path) {
    const pictures = picturesOf(message);
    if (pictures.length === 0) continue;
    sent = [...sent, ...pictures];
    if (fits(sent, most, mostBytesTogether)) continue;
    // What is asked about just now goes last.
    const older = sent.length - pictures.length;
    let first = 0;
    while (first < older && !fits(sent.slice(first), most / 2, mostBytesTogether / 2)) first++;
    while (!fits(sent.slice(first), most, mostBytesTogether)) first++;
    sent = sent.slice(first);
    leftOut += first;
  }
  return { size: sizeOf(sent), sent: new Set(sent), leftOut };
}

/** Reads what is sent; what is lost is not among it. */
export async function readPictures(store: HistoryStore, path: readonly Message[], model: Model | undefined): Promise<PicturesOfRequest> {
  const plan = planPictures(path, model);
  const hashes = [...new Set([...plan.sent].map(({ hash }) => hash))];
  if (hashes.length === 0) return { ...plan, data: noPictures.data };
  const found = await store.readPictureData(hashes.map((hash): WantedPicture => ({ hash, size: plan.size })));
  return { ...plan, data: new Map(hashes.flatMap((hash, at) => (found[at] ? [[hash, found[at]] as const] : []))) };
}

function fits(pictures: readonly Picture[], most: number, bytes: number): boolean {
  return pictures.length <= most && bytesOf(pictures) <= bytes;
}

function bytesOf(pictures: readonly Picture[]): number {
  const small = sizeOf(pictures) === 'small';
  return pictures.reduce((sum, { size, smallSize }) => sum + ((small ? smallSize : null) ?? size), 0);
}

/** The API takes less of each where there are many in all of the request. */
function sizeOf(pictures: readonly Picture[]): PicturePlan['size'] {
  return isMany(pictures.length) ? 'small' : 'whole';
}
