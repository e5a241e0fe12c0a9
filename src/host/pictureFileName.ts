import type { Picture, PictureType } from '../shared/picture.ts';

/** How files of a type end, the usual end first. */
export const pictureExtensions: Readonly<Record<PictureType, readonly [first: string, ...others: string[]]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
};

/** What some file system does not take in a name. */
const unusual = /[/\\:*?"<>|\p{Cc}]/gu;
const pictureEnd = /\.(?:png|apng|jpe?g|jfif|gif|webp|bmp|avif|hei[cf]|tiff?|svg)$/i;

/** What a picture would be called as a file: its own name, with an end that its type has. It leads nowhere else. */
export function pictureFileName({ name, type }: Pick<Picture, 'name' | 'type'>): string {
  const plain = name.replace(unusual, '-').replace(/^[. ]+|[. ]+$/g, '');
  const end = /\.(\w+)$/.exec(plain)?.[1]?.toLowerCase() ?? '';
  const ends = pictureExtensions[type];
  return ends.includes(end) ? plain : `${plain.replace(pictureEnd, '') || 'picture'}.${ends[0]}`;
}
