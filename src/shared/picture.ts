/** Pictures as messages, drafts and queued prompts refer to them. */
import { isCount, isObject, isString, oneOf } from './json.ts';

/** The types that the API takes. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** What the user has said about sending a picture with later requests. */
export const pictureSendings = ['kept', 'never'] as const;
export type PictureSending = (typeof pictureSendings)[number];

/** What becomes of a picture in the next request, where it is not simply sent. */
export type PictureFate = 'leftOut' | 'kept' | 'keptLeftOut' | 'small' | 'never' | 'unseen';

/** A picture that goes with a prompt. Its bytes are kept once, by their hash, however many refer to them. */
export interface Picture {
  readonly id: string;
  /** SHA-256 of the bytes, as hexadecimal digits. */
  readonly hash: string;
  readonly type: PictureType;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** How many bytes it has. */
  readonly size: number;
  /** How many the smaller one has that goes in its place where there are many; null where the whole is small enough. */
  readonly smallSize: number | null;
  /** For people: "Screenshot.png". */
  readonly name: string;
  /** What was done to it, such as that it was scaled down; in the reader's language. */
  readonly note: string | null;
  /** What is seen on it, in the user's words: for who cannot see it, and sent with it. Null where they wrote none. */
  readonly description: string | null;
  /** Without it, it is sent as long as there is room. */
  readonly sending?: PictureSending;
  /** Only the smaller one is sent: the API did not take it as it was. */
  readonly shrunk?: true;
}

/** UTF-16 units. */
export const longestDescription = 1000;

/** A change of how pictures are sent, wherever in a conversation they are. */
export type PictureChange =
  /** Null: as long as there is room. */
  | { readonly type: 'sending'; readonly hashes: readonly string[]; readonly sending: PictureSending | null }
  /** `small` is sent in its place from now on. */
  | { readonly type: 'shrink'; readonly hash: string; readonly small: EncodedPicture };

/** Bytes with their type. */
export interface EncodedPicture {
  readonly type: PictureType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is kept of a picture under its hash. */
export interface PictureFiles {
  readonly hash: string;
  readonly whole: EncodedPicture;
  /** For requests with many pictures, where each may only be so large; null where the whole is small enough. */
  readonly small: EncodedPicture | null;
  /** For chips and cards. */
  readonly thumbnail: EncodedPicture;
}

/** Which of them. */
export const pictureSizes = ['whole', 'small', 'thumbnail'] as const;
export type PictureSize = (typeof pictureSizes)[number];

/** A picture as it was stored; undefined where it is none. */
export function readPicture(raw: unknown): Picture | undefined {
  if (!isObject(raw)) return undefined;
  const { id, hash, width, height, size, name, note, description } = raw;
  const type = oneOf(pictureTypes, raw['type']);
  if (!isString(id) || !isHash(hash) || type === undefined || !isCount(width) || !isCount(height) || !isCount(size) || !isString(name))
    return undefined;
  const smallSize = isCount(raw['smallSize']) ? raw['smallSize'] : null;
  const sending = oneOf(pictureSendings, raw['sending']);
  return {
    ...{ id, hash, type, width, height, size, smallSize, name, note: isString(note) ? note : null },
    description: isString(description) && description !== '' ? description : null,
    ...(sending && { sending }),
    ...(raw['shrunk'] === true && { shrunk: true as const }),
  };
}

/** What is said to a model of the pictures of a prompt, in the user's words; null where they wrote none. */
export function descriptionsText(pictures: readonly Pick<Picture, 'name' | 'description'>[]): string | null {
  const lines = pictures.flatMap(({ name, description }, at) => (description === null ? [] : [`${at + 1}. “${name}”: ${description}`]));
  return lines.length === 0 ? null : ['What the pictures above show:', ...lines].join('\n');
}

/** A picture after a change; itself where that is not about it. */
export function changedPicture(picture: Picture, change: PictureChange): Picture {
  switch (change.type) {
    case 'sending': {
      if (!change.hashes.includes(picture.hash)) return picture;
      const { sending: _, ...rest } = picture;
      return { ...rest, ...(change.sending && { sending: change.sending }) };
    }
    case 'shrink':
      return picture.hash === change.hash ? { ...picture, smallSize: change.small.bytes.length, shrunk: true } : picture;
  }
}

export function isHash(value: unknown): value is string {
  return isString(value) && /^[0-9a-f]{64}$/.test(value);
}
