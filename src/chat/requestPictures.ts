/** Which bytes of the pictures of a conversation go into its requests. */
import { isMany } from '../pictures/limits.ts';
import { type Message, picturesOf } from '../shared/message.ts';
import type { HistoryStore, PictureData, WantedPicture } from './ports.ts';

/** By hash. */
export type PicturesOfRequest = ReadonlyMap<string, PictureData>;

/** What a request for the reply to the last message of a path needs, each once. Pure: the same conversation always needs the same. */
export function picturesNeeded(path: readonly Message[]): WantedPicture[] {
  const hashes = path.flatMap(picturesOf).map(({ hash }) => hash);
  // The API takes less of each where there are many in all of the request.
  const size = isMany(hashes.length) ? 'small' : 'whole';
  return [...new Set(hashes)].map((hash) => ({ hash, size }));
}

/** Reads them; those that are lost are not among them. */
export async function readPictures(store: HistoryStore, path: readonly Message[]): Promise<PicturesOfRequest> {
  const needed = picturesNeeded(path);
  if (needed.length === 0) return new Map();
  const found = await store.readPictureData(needed);
  return new Map(needed.flatMap(({ hash }, at) => (found[at] ? [[hash, found[at]] as const] : [])));
}
