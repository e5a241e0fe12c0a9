/** Files that are dragged into the message box: from the editor, which tells where they are, or from outside, which gives what is in them. */
import { signal } from '@preact/signals';
import { isBinary } from '../mentions/textBytes.ts';
import { mostUris } from '../shared/conversation.ts';
import { addDocuments, isPdf } from './documents/intake.ts';
import { ask, host } from './host.ts';
import { addPictures } from './pictures/intake.ts';
import { isPicture } from './pictures/sources.ts';
import { refuse } from './refusals.ts';
import { conversationId, conversationKnown } from './store.ts';
import { count, t } from './words.ts';

/** Bytes of a file from outside; longer ones are better opened in the editor and named. */
const longestFile = 1_000_000;
/** Bytes of a beginning that tell whether it is text. */
const looked = 8000;
/** How the editor tells where dragged files are; what is in it are lines or a list as JSON. */
const uriTypes = ['application/vnd.code.uri-list', 'text/uri-list', 'ResourceURLs'] as const;

/** Whether files are dragged over the page. */
export const dragging = signal(false);

export function hasFiles(data: DataTransfer | null): data is DataTransfer {
  return (
    data !== null && [...data.types].some((type) => type === 'Files' || uriTypes.some((each) => each.toLowerCase() === type.toLowerCase()))
  );
}

/** Adds what was dropped to what goes with the prompt. */
export async function takeDrop(data: DataTransfer): Promise<void> {
  const uris = draggedUris(data);
  // To be read before the first wait: the drop is over then.
  const files = uris.length === 0 ? [...data.files] : [];
  if (uris.length > mostUris)
    refuse(t('A drop can add {0} files at the most: {1} are not added.', count(mostUris), count(uris.length - mostUris)));
  if (uris.length > 0) ask(host.request('addUris', { uris: uris.slice(0, mostUris) }));
  await takeFiles(files);
}

/** Adds files that the page was given: pictures, PDFs, and the text of others. What cannot be read is said, and the rest goes on. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  const into = conversationId.peek();
  const kinds = await Promise.all(files.map(kindOf));
  const of = (kind: FileKind) => files.filter((_, at) => kinds[at] === kind);
  addPictures(
    of('picture').map((file) => ({ name: file.name, blob: file })),
    into,
  );
  addDocuments(of('pdf'), into);
  for (const file of of('other')) await takeFile(file, into).catch((error: unknown) => refuseUnread(file, error));
}

type FileKind = 'picture' | 'pdf' | 'other' | 'unreadable';

/** By what is in it: names may be wrong. What cannot be read, as a folder, is said. */
async function kindOf(file: File): Promise<FileKind> {
  try {
    if (await isPicture(file)) return 'picture';
    return (await isPdf(file)) ? 'pdf' : 'other';
  } catch (error) {
    refuseUnread(file, error);
    return 'unreadable';
  }
}

function refuseUnread(file: File, error: unknown): void {
  refuse(t('“{0}” could not be added. {1}', file.name, error instanceof Error ? error.message : String(error)));
}

/** The places of dragged files, each once. */
export function draggedUris(data: Pick<DataTransfer, 'getData'>): string[] {
  const lists = uriTypes.map((type) => data.getData(type)).filter((list) => list !== '');
  const uris = lists
    .flatMap((list) => (list.startsWith('[') ? readJson(list) : list.split(/\r?\n/)))
    .filter((uri) => uri !== '' && !uri.startsWith('#'));
  return [...new Set(uris)];
}

function readJson(list: string): string[] {
  try {
    const value: unknown = JSON.parse(list);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** @param into the conversation's id; empty: the one that is shown first */
async function takeFile(file: File, into: string): Promise<void> {
  const refuseBinary = () => refuse(t('{0} is neither text, nor a picture, nor a PDF.', file.name));
  if (isBinary(new Uint8Array(await file.slice(0, looked).arrayBuffer()))) return refuseBinary();
  if (file.size > longestFile) {
    refuse(t('{0} is too big to be added from here. Open it in the editor and name it with @.', file.name));
    return;
  }
  const text = await file.text();
  if (text.includes('\0')) refuseBinary();
  else await host.requestIn(into || (await conversationKnown()), 'addText', { name: file.name, text }, []);
}
