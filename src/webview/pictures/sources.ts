/** Pictures in what is pasted, dropped or chosen. */
import { looksLikePicture } from '../../pictures/readPicture.ts';

/** A file that is to be a picture. */
export interface Source {
  /** Null where it has none. */
  readonly name: string | null;
  readonly blob: Blob;
}

/** How browsers call what has no name. */
const nameless = /^image\.\w+$/;
/** Bytes that tell what a file is. */
const beginning = 64;
const embedded = /<img\b[^>]*?\bsrc\s*=\s*(?:"(data:image\/[^"]+)"|'(data:image\/[^']+)')/gi;

/** The pictures that are pasted: as files, else those that are in the text of a page. To be asked before the first wait: what is pasted is gone then. */
export function pastedPictures(data: DataTransfer): Source[] {
  const files = [...data.files].filter(({ type }) => type.startsWith('image/'));
  if (files.length > 0) return files.map((file) => ({ name: nameless.test(file.name) ? null : file.name, blob: file }));
  return [...data.getData('text/html').matchAll(embedded)].flatMap(([, double, single]) => {
    const blob = readDataUrl(double ?? single ?? '');
    return blob ? [{ name: null, blob }] : [];
  });
}

/** Whether the text that is pasted says nothing but where the files are that are pasted with it. */
export function onlyNames(data: DataTransfer): boolean {
  const names = [...data.files].map(({ name }) => name);
  const lines = data.getData('text/plain').split(/\r?\n/);
  return lines.every(
    (line) => line === '' || names.some((name) => line === name || line.endsWith(`/${name}`) || line.endsWith(`\\${name}`)),
  );
}

/** Whether a file is to be taken as a picture: it is one, or says that it is. */
export async function isPicture(file: File): Promise<boolean> {
  return file.type.startsWith('image/') || looksLikePicture(new Uint8Array(await file.slice(0, beginning).arrayBuffer()));
}

/** The bytes of a data URL; undefined where it is none. */
function readDataUrl(url: string): Blob | undefined {
  const comma = url.indexOf(',');
  const isBase64 = url.slice(0, comma).endsWith(';base64');
  try {
    const text = isBase64 ? atob(url.slice(comma + 1).replace(/\s/g, '')) : decodeURIComponent(url.slice(comma + 1));
    return new Blob([isBase64 ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : text]);
  } catch {
    return undefined;
  }
}
