/** Which pictures and documents of a conversation go into its requests, and in which size. */
import { isMany, mostBytesTogether, mostPicturesTogether } from '../pictures/limits.ts';
import { type DocumentItem, documentType, mostPagesTogether, sentHash, sentPages, sentSize } from '../shared/document.ts';
import type { Message } from '../shared/message.ts';
import type { Picture, PictureSize } from '../shared/picture.ts';
import type { DocumentData, HistoryStore, Model, PictureData, WantedPicture } from './ports.ts';

/** What becomes of the pictures and documents of a path. */
export interface PicturePlan {
  readonly size: Exclude<PictureSize, 'thumbnail'>;
  /** The pictures that are sent, as the path has them: the same one may be in it twice. A line of text takes the place of the others. */
  readonly sent: ReadonlySet<Picture>;
  readonly leftOut: number;
  /** The documents that are sent, in their order, as the path has them. */
  readonly documents: readonly DocumentItem[];
  readonly documentsLeftOut: number;
}

/** The bytes of those that are sent, by hash. */
export interface PicturesOfRequest extends PicturePlan {
  readonly data: ReadonlyMap<string, PictureData | DocumentData>;
}

export const noPictures: PicturesOfRequest = {
  ...{ size: 'whole', sent: new Set(), leftOut: 0, documents: [], documentsLeftOut: 0 },
  data: new Map(),
};

type Attachment = Picture | DocumentItem;

/** How much there is of what a request holds only so much of. */
interface Load {
  readonly pictures: number;
  readonly pages: number;
  readonly bytes: number;
}

/**
 * What a request for the reply to the last message of a path has of its pictures and documents. A pure function of the path, so that the same
 * conversation always gives the same bytes: it is gone through as it was said, and whenever there is too much, the oldest go that take of what
 * is short, until half of the room is free again. So what is sent changes seldom, and prompt caches hold in between.
 */
export function planPictures(path: readonly Message[], model: Model | undefined): PicturePlan {
  const tokens = model?.maxInputTokens ?? null;
  const room = { pictures: mostPicturesTogether(tokens), pages: mostPagesTogether(tokens), bytes: mostBytesTogether };
  const half = { pictures: room.pictures / 2, pages: room.pages / 2, bytes: room.bytes / 2 };
  const all = path.map(attachmentsOf);
  let sent: readonly Attachment[] = [];
  for (const own of all) {
    if (own.length === 0) continue;
    const older = sent;
    sent = [...older, ...own];
    if (!overflow(sent, room)) continue;
    // What is asked about just now goes last.
    sent = [...relieved(older, own, half), ...own];
    sent = relieved(sent, [], room);
  }
  const [pictures, documents] = [sent.filter(isPicture), sent.filter(isDocument)];
  const count = (is: (each: Attachment) => boolean) => all.flat().filter(is).length;
  return {
    ...{ size: sizeOf(pictures.length), sent: new Set(pictures), leftOut: count(isPicture) - pictures.length },
    ...{ documents, documentsLeftOut: count(isDocument) - documents.length },
  };
}

/** Reads what is sent; what is lost is not among it. */
export async function readPictures(store: HistoryStore, path: readonly Message[], model: Model | undefined): Promise<PicturesOfRequest> {
  const plan = planPictures(path, model);
  const pictures = [...new Set([...plan.sent].map(({ hash }) => hash))];
  const documents = [...new Set(plan.documents.map(sentHash))];
  const found = await Promise.all([
    pictures.length === 0 ? [] : store.readPictureData(pictures.map((hash): WantedPicture => ({ hash, size: plan.size }))),
    documents.length === 0 ? [] : store.readDocumentData(documents),
  ]);
  const data = new Map<string, PictureData | DocumentData>();
  for (const [at, each] of found.flat().entries()) {
    const hash = [...pictures, ...documents][at];
    if (each && hash !== undefined) data.set(hash, each);
  }
  return { ...plan, data };
}

/** Without the first of some that help, as many as it takes for them and the others to fit; all that help where that is not enough. */
function relieved(some: readonly Attachment[], others: readonly Attachment[], room: Load): Attachment[] {
  const kept = [...some];
  for (;;) {
    const over = overflow([...kept, ...others], room);
    const first = over ? kept.findIndex((each) => over.bytes || (isDocument(each) ? over.pages : over.pictures)) : -1;
    if (first < 0) return kept;
    kept.splice(first, 1);
  }
}

/** Of what there is too much; null where all fits. */
function overflow(attachments: readonly Attachment[], room: Load): { readonly [Key in keyof Load]: boolean } | null {
  const pictures = attachments.filter(isPicture);
  const documents = attachments.filter(isDocument);
  const small = sizeOf(pictures.length) === 'small';
  const bytes =
    pictures.reduce((sum, { size, smallSize }) => sum + ((small ? smallSize : null) ?? size), 0) +
    documents.reduce((sum, each) => sum + sentSize(each), 0);
  const pages = documents.reduce((sum, each) => sum + sentPages(each), 0);
  const over = { pictures: pictures.length > room.pictures, pages: pages > room.pages, bytes: bytes > room.bytes };
  return over.pictures || over.pages || over.bytes ? over : null;
}

function attachmentsOf({ blocks }: Message): Attachment[] {
  return blocks.flatMap((block): Attachment[] =>
    block.type === 'picture' ? [block.picture] : block.type === 'document' ? [block.document] : [],
  );
}

function isDocument(attachment: Attachment): attachment is DocumentItem {
  return attachment.type === documentType;
}

function isPicture(attachment: Attachment): attachment is Picture {
  return !isDocument(attachment);
}

/** The API takes less of each where there are many in all of the request. */
function sizeOf(pictures: number): PicturePlan['size'] {
  return isMany(pictures) ? 'small' : 'whole';
}
