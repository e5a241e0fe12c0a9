/** Which pictures and documents of a conversation go into its requests, and in which size. */
import { isMany, mostBytesTogether, mostPicturesTogether, pictureTokens, sightOf } from '../pictures/limits.ts';
import { type DocumentItem, documentType, mostPagesTogether, sentHash, sentPages, sentSize } from '../shared/document.ts';
import { type Message, picturesOf } from '../shared/message.ts';
import type { Picture, PictureFate, PictureSize } from '../shared/picture.ts';
import type { DocumentData, HistoryStore, PictureData, WantedPicture } from './historyStore.ts';
import type { Attached, Model } from './model.ts';
import { smallestWindow } from './sentTurns.ts';

/** What becomes of the pictures and documents of a path. */
export interface PicturePlan {
  readonly size: Exclude<PictureSize, 'thumbnail'>;
  /** The pictures that are sent, as the path has them: the same one may be in it twice. A line of text takes the place of the others. */
  readonly sent: ReadonlySet<Picture>;
  readonly leftOut: number;
  /** The documents that are sent, in their order, as the path has them. */
  readonly documents: readonly DocumentItem[];
  readonly documentsLeftOut: number;
  /** Whether a document of the path asks for citations, sent or not: what was cited goes back with others of them. */
  readonly citing: boolean;
  /** What of them the model cannot read: then none of that is sent. */
  readonly unread: readonly Attached[];
}

/** The bytes of those that are sent, by hash. */
export interface PicturesOfRequest extends PicturePlan {
  readonly data: ReadonlyMap<string, PictureData | DocumentData>;
  /** Documents are not cited, whatever was chosen for them. */
  readonly uncited?: true;
}

/** Whether the documents of a request are cited: the API takes that for all of them or for none. */
export function citesDocuments({ citing, uncited }: Pick<PicturesOfRequest, 'citing' | 'uncited'>): boolean {
  return citing && !uncited;
}

export const noPictures: PicturesOfRequest = {
  ...{ size: 'whole', sent: new Set(), leftOut: 0, documents: [], documentsLeftOut: 0, citing: false, unread: [] },
  data: new Map(),
};

type Attachment = Picture | DocumentItem;

/** Tokens of a page that has little on it. What a document really has, only the API knows: what may fit in is sent. */
const fewestTokensOfPage = 1500;
const partForReading = 0.9;

/** What a request holds only so much of. `tokens` are those of pictures, `reading` those of both. */
const bounded = ['pictures', 'pages', 'bytes', 'tokens', 'reading'] as const;
type Load = { readonly [Key in (typeof bounded)[number]]: number };

/** What has pictures. */
type WithPictures = Pick<Message, 'blocks'>;

/**
 * What a request for the reply to the last message of a path has of its pictures and documents. A pure function of the path, so that the same
 * conversation always gives the same bytes: it is gone through as it was said, and whenever there is too much, the oldest go that take of what
 * is short and are not to be kept, until half of the room is free again. So what is sent changes seldom, and prompt caches hold in between. Those
 * that are to be kept go when there is no room for them all.
 */
export function planPictures(path: readonly WithPictures[], model: Model | undefined): PicturePlan {
  const room = roomFor(model);
  const half: Load = {
    ...{ pictures: room.pictures / 2, pages: room.pages / 2, bytes: room.bytes / 2 },
    ...{ tokens: room.tokens / 2, reading: room.reading },
  };
  const tokens = tokenCounter(model);
  const unread = model?.cannotRead ?? [];
  const all = path.map((each) => attachmentsOf(each).filter((one) => !unread.includes(isPicture(one) ? 'pictures' : 'documents')));
  let sent: readonly Attachment[] = [];
  for (const own of all) {
    if (own.length === 0) continue;
    sent = [...sent, ...own];
    if (over(sent, room, tokens).length === 0) continue;
    // What is asked about just now goes last.
    const asked = new Set(own);
    // It may be most of what there is room for: half of the rest is freed then.
    const reading = (loadOf(own, tokens).reading + room.reading) / 2;
    sent = relieved(sent, { ...half, reading }, tokens, (each) => !asked.has(each) && !(isPicture(each) && each.sending === 'kept'));
    sent = relieved(sent, room, tokens, (each) => !asked.has(each));
    sent = relieved(sent, room, tokens, () => true);
  }
  const [pictures, documents] = [sent.filter(isPicture), sent.filter(isDocument)];
  const count = (is: (each: Attachment) => boolean) => all.flat().filter(is).length;
  return {
    ...{ size: sizeOf(pictures), sent: new Set(pictures), leftOut: count(isPicture) - pictures.length },
    ...{ documents, documentsLeftOut: count(isDocument) - documents.length, unread },
    citing: path.some(({ blocks }) => blocks.some((block) => block.type === 'document' && block.document.citations)),
  };
}

/** What becomes of the pictures of a path, by id; without those that are simply sent. */
export function pictureFates(path: readonly WithPictures[], { sent, unread }: PicturePlan): Readonly<Record<string, PictureFate>> {
  const unseen = unread.includes('pictures');
  const fates = path
    .flatMap(picturesOf)
    .map((picture) => [picture.id, unseen && picture.sending !== 'never' ? 'unseen' : fateOf(picture, sent.has(picture))] as const);
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
  const pictures = [...new Set([...plan.sent].map(({ hash }) => hash))];
  const documents = [...new Set(plan.documents.map(sentHash))];
  const found = await Promise.all([
    pictures.length === 0 ? [] : store.readPictureData(pictures.map((hash): WantedPicture => ({ hash, size: sizeSent(plan, hash) }))),
    documents.length === 0 ? [] : store.readDocumentData(documents),
  ]);
  const data = new Map<string, PictureData | DocumentData>();
  for (const [at, each] of found.flat().entries()) {
    const hash = [...pictures, ...documents][at];
    if (each && hash !== undefined) data.set(hash, each);
  }
  return { ...plan, data };
}

/** In which size a picture is sent. What the API did not take whole is not sent whole anywhere. */
export function sizeSent({ size, sent }: PicturePlan, hash: string): PicturePlan['size'] {
  return [...sent].some((picture) => picture.hash === hash && picture.shrunk) ? 'small' : size;
}

/** Without the first of those that may go and help, until the rest fits or none is left of them. */
function relieved(
  attachments: readonly Attachment[],
  room: Load,
  tokens: (picture: Picture) => number,
  mayGo: (each: Attachment) => boolean,
): readonly Attachment[] {
  const rest = [...attachments];
  for (;;) {
    const short = over(rest, room, tokens);
    const helps = (each: Attachment) => short.some((of) => of === 'bytes' || of === 'reading' || (of === 'pages') === isDocument(each));
    const first = short.length === 0 ? -1 : rest.findIndex((each) => mayGo(each) && helps(each));
    if (first < 0) return rest;
    rest.splice(first, 1);
  }
}

/** Of what there is too much. */
function over(attachments: readonly Attachment[], room: Load, tokens: (picture: Picture) => number): (keyof Load)[] {
  const load = loadOf(attachments, tokens);
  return bounded.filter((each) => load[each] > room[each]);
}

function loadOf(attachments: readonly Attachment[], tokens: (picture: Picture) => number): Load {
  const pictures = attachments.filter(isPicture);
  const documents = attachments.filter(isDocument);
  const pages = documents.reduce((sum, each) => sum + sentPages(each), 0);
  const ofPictures = pictures.reduce((sum, each) => sum + tokens(each), 0);
  return {
    pictures: pictures.length,
    pages,
    bytes: bytesOf(pictures) + documents.reduce((sum, each) => sum + sentSize(each), 0),
    tokens: ofPictures,
    reading: ofPictures + pages * fewestTokensOfPage,
  };
}

/** Half of what a model reads is not for pictures, and some of it is for text and its answer. */
function roomFor(model: Model | undefined): Load {
  const most = model?.maxInputTokens ?? null;
  return {
    pictures: mostPicturesTogether(most),
    pages: mostPagesTogether(most),
    bytes: mostBytesTogether,
    tokens: most === null ? Number.POSITIVE_INFINITY : most / 2,
    reading: (most ?? smallestWindow) * partForReading,
  };
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

/** What was taken out is not counted anywhere. */
function attachmentsOf({ blocks }: WithPictures): Attachment[] {
  return blocks.flatMap((block): Attachment[] => {
    if (block.type === 'document') return block.document.sending === 'never' ? [] : [block.document];
    return block.type === 'picture' && block.picture.sending !== 'never' ? [block.picture] : [];
  });
}

function isDocument(attachment: Attachment): attachment is DocumentItem {
  return attachment.type === documentType;
}

function isPicture(attachment: Attachment): attachment is Picture {
  return !isDocument(attachment);
}

function bytesOf(pictures: readonly Picture[]): number {
  const small = sizeOf(pictures) === 'small';
  return pictures.reduce((sum, { size, smallSize, shrunk }) => sum + ((small || shrunk ? smallSize : null) ?? size), 0);
}

/** The API takes less of each where there are many in all of the request. */
function sizeOf(pictures: readonly Picture[]): PicturePlan['size'] {
  return isMany(pictures.length) ? 'small' : 'whole';
}
