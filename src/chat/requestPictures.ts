/** Which pictures of a conversation go into its requests, and in which size. */
import { isMany, mostBytesTogether, mostPicturesTogether, pictureTokens, sightOf } from '../pictures/limits.ts';
import { type Message, picturesOf } from '../shared/message.ts';
import type { Picture, PictureFate, PictureSize } from '../shared/picture.ts';
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

/** What a request has room for. */
interface Room {
  readonly pictures: number;
  readonly bytes: number;
  readonly tokens: number;
}

/** What has pictures. */
type WithPictures = Pick<Message, 'blocks'>;

/**
 * What a request for the reply to the last message of a path has of its pictures. A pure function of the path, so that the same conversation
 * always gives the same bytes: it is gone through as it was said, and whenever there is too much, the oldest pictures go that are not to be
 * kept, until half of the room is free again. So what is sent changes seldom, and prompt caches hold in between. Those that are to be kept go
 * when there is no room for them all.
 */
export function planPictures(path: readonly WithPictures[], model: Model | undefined): PicturePlan {
  const room = roomFor(model);
  const half: Room = { pictures: room.pictures / 2, bytes: room.bytes / 2, tokens: room.tokens / 2 };
  const tokens = tokenCounter(model);
  let sent: readonly Picture[] = [];
  let all = 0;
  for (const message of path) {
    const pictures = picturesOf(message).filter(({ sending }) => sending !== 'never');
    if (pictures.length === 0) continue;
    all += pictures.length;
    sent = [...sent, ...pictures];
    if (fits(sent, room, tokens)) continue;
    // What is asked about just now goes last.
    const asked = new Set(pictures);
    sent = withoutFirst(sent, half, tokens, (each) => !asked.has(each) && each.sending !== 'kept');
    sent = withoutFirst(sent, room, tokens, (each) => !asked.has(each));
    sent = withoutFirst(sent, room, tokens, () => true);
  }
  return { size: sizeOf(sent), sent: new Set(sent), leftOut: all - sent.length };
}

/** What becomes of the pictures of a path, by id; without those that are simply sent. */
export function pictureFates(path: readonly WithPictures[], { sent }: PicturePlan): Readonly<Record<string, PictureFate>> {
  const fates = path.flatMap(picturesOf).map((picture) => [picture.id, fateOf(picture, sent.has(picture))] as const);
  return Object.fromEntries(fates.filter((each): each is readonly [string, PictureFate] => each[1] !== null));
}

function fateOf({ sending, shrunk }: Picture, isSent: boolean): PictureFate | null {
  if (sending === 'never') return 'never';
  if (sending === 'kept') return isSent ? 'kept' : 'keptLeftOut';
  if (!isSent) return 'leftOut';
  return shrunk ? 'small' : null;
}

/** Reads what is sent; what is lost is not among it. */
export async function readPictures(store: HistoryStore, path: readonly Message[], model: Model | undefined): Promise<PicturesOfRequest> {
  const plan = planPictures(path, model);
  const hashes = [...new Set([...plan.sent].map(({ hash }) => hash))];
  if (hashes.length === 0) return { ...plan, data: noPictures.data };
  const found = await store.readPictureData(hashes.map((hash): WantedPicture => ({ hash, size: sizeSent(plan, hash) })));
  return { ...plan, data: new Map(hashes.flatMap((hash, at) => (found[at] ? [[hash, found[at]] as const] : []))) };
}

/** In which size a picture is sent. What the API did not take whole is not sent whole anywhere. */
export function sizeSent({ size, sent }: PicturePlan, hash: string): PicturePlan['size'] {
  return [...sent].some((picture) => picture.hash === hash && picture.shrunk) ? 'small' : size;
}

/** Without the first of those that may go, until the rest fits or none is left that may. */
function withoutFirst(
  pictures: readonly Picture[],
  room: Room,
  tokens: (picture: Picture) => number,
  mayGo: (picture: Picture) => boolean,
): readonly Picture[] {
  const rest = [...pictures];
  while (!fits(rest, room, tokens)) {
    const first = rest.findIndex(mayGo);
    if (first < 0) break;
    rest.splice(first, 1);
  }
  return rest;
}

function fits(pictures: readonly Picture[], room: Room, tokens: (picture: Picture) => number): boolean {
  return (
    pictures.length <= room.pictures &&
    bytesOf(pictures) <= room.bytes &&
    pictures.reduce((sum, picture) => sum + tokens(picture), 0) <= room.tokens
  );
}

/** Half of what a model reads is for text and its answer. */
function roomFor(model: Model | undefined): Room {
  const most = model?.maxInputTokens ?? null;
  return { pictures: mostPicturesTogether(most), bytes: mostBytesTogether, tokens: most === null ? Number.POSITIVE_INFINITY : most / 2 };
}

/** How many tokens a picture is, each counted once. */
function tokenCounter(model: Model | undefined): (picture: Picture) => number {
  const sight = sightOf(model?.id ?? '');
  const counted = new Map<Picture, number>();
  return (picture) => {
    const tokens = counted.get(picture) ?? pictureTokens(picture, sight);
    counted.set(picture, tokens);
    return tokens;
  };
}

function bytesOf(pictures: readonly Picture[]): number {
  const small = sizeOf(pictures) === 'small';
  return pictures.reduce((sum, { size, smallSize, shrunk }) => sum + ((small || shrunk ? smallSize : null) ?? size), 0);
}

/** The API takes less of each where there are many in all of the request. */
function sizeOf(pictures: readonly Picture[]): PicturePlan['size'] {
  return isMany(pictures.length) ? 'small' : 'whole';
}
