/** Thumbnails by the hash of what they are of: read from the host when they are near to the view, and kept while there are not too many. */
import type { PictureSize } from '../../shared/picture.ts';
import { host } from '../host.ts';

/** Some kilobytes each. */
const mostKept = 400;
/** Addresses of thumbnails; the one that was used last comes last. */
const kept = new Map<string, string>();
const asked = new Map<string, Promise<string | null>>();

/** What the page has made itself need not be read. */
export function keepThumbnail(hash: string, blob: Blob): string {
  const known = kept.get(hash);
  kept.delete(hash);
  const url = known ?? URL.createObjectURL(blob);
  kept.set(hash, url);
  for (const [old, address] of kept) {
    if (kept.size <= mostKept) break;
    kept.delete(old);
    URL.revokeObjectURL(address);
  }
  return url;
}

/** The address of a thumbnail that is there; undefined where it has to be read. */
export function knownThumbnail(hash: string): string | undefined {
  return kept.get(hash);
}

/** Lets go of what the page has of a picture. */
export function forgetThumbnail(hash: string): void {
  const url = kept.get(hash);
  kept.delete(hash);
  if (url !== undefined) URL.revokeObjectURL(url);
}

/** The address of a thumbnail; null where there is none. Never rejects. */
export async function thumbnailOf(hash: string): Promise<string | null> {
  const known = kept.get(hash);
  if (known !== undefined) return known;
  const asking = asked.get(hash) ?? readBlob(hash, 'thumbnail').then((blob) => blob && keepThumbnail(hash, blob));
  asked.set(hash, asking);
  try {
    return await asking;
  } catch {
    return null;
  } finally {
    asked.delete(hash);
  }
}

/** What is kept of a picture; null where nothing is. Rejects with a sentence. */
export async function readBlob(hash: string, size: PictureSize): Promise<Blob | null> {
  const found = await host.request('readPicture', { hash, size });
  return found && new Blob([found.bytes], { type: found.type });
}
