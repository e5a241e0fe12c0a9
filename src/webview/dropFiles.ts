/** Files that are dragged into the message box: from the editor, which tells where they are, or from outside, which gives what is in them. */
import { signal } from '@preact/signals';
import { host, tell } from './host.ts';
import { addPictures } from './pictures/intake.ts';
import { isPicture } from './pictures/sources.ts';
import { refuse } from './refusals.ts';
import { conversationId } from './store.ts';
import { t } from './words.ts';

/** Bytes of a file from outside; longer ones are better opened in the editor and named. */
const longestFile = 1_000_000;
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
  try {
    if (uris.length > 0) await host.request('addUris', { uris });
  } catch (error) {
    tell(error);
  }
  await takeFiles(files);
}

/** Adds files that the page was given: pictures, and the text of others. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  const into = conversationId.peek();
  try {
    const pictures = await Promise.all(files.map(isPicture));
    addPictures(
      files.filter((_, at) => pictures[at]).map((file) => ({ name: file.name, blob: file })),
      into,
    );
    for (const [at, file] of files.entries()) if (!pictures[at]) await takeFile(file);
  } catch (error) {
    tell(error);
  }
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

async function takeFile(file: File): Promise<void> {
  if (file.size > longestFile) {
    refuse(t('{0} is too big to be added from here. Open it in the editor and name it with @.', file.name));
    return;
  }
  const text = await file.text();
  if (text.includes('\0')) refuse(t('{0} is neither text nor a picture.', file.name));
  else await host.request('addText', { name: file.name, text });
}
