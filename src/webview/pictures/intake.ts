/** Pictures on their way from a file to the prompt that is being typed: one after the other, however many come at once. */
import { signal } from '@preact/signals';
import { mostPictures, sightOf } from '../../pictures/limits.ts';
import { largestFile } from '../../pictures/readPicture.ts';
import type { EncodedPicture } from '../../shared/picture.ts';
import type { EncodedPictureView } from '../../shared/protocol.ts';
import { host } from '../host.ts';
import { refusalCount, refuse } from '../refusals.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { type MadePicture, makePicture } from './makePicture.ts';
import type { Source } from './sources.ts';
import { keepThumbnail } from './thumbnails.ts';
import { noteOf, refusalWords } from './words.ts';

/** A picture, or another file, that is being made ready. */
export interface PendingPicture {
  readonly id: string;
  readonly name: string;
  readonly conversationId: string;
}

export const pending = signal<readonly PendingPicture[]>([]);

let last: Promise<void> = Promise.resolve();

/** Adds pictures to the prompt that is being typed in a conversation. What cannot be added is said in words, and the rest goes on. */
export function addPictures(sources: readonly Source[], conversationId: string): void {
  const { pictures = [] } = header.peek() ?? {};
  const room = Math.max(0, mostPictures - pictures.length - pending.peek().length);
  if (sources.length > room) {
    refuse(t('A prompt can have {0} pictures at the most: {1} are not added.', count(mostPictures), count(sources.length - room)));
  }
  for (const { name, blob } of sources.slice(0, room)) {
    enqueue(freeName(name), conversationId, (each) => take(each, blob));
  }
}

/** Shows something as on its way to the prompt and makes it ready, after what came before it. @param make never rejects */
export function enqueue(name: string, conversationId: string, make: (each: PendingPicture) => Promise<void>): void {
  const each: PendingPicture = { id: crypto.randomUUID(), name, conversationId };
  pending.value = [...pending.peek(), each];
  last = last.then(async () => {
    try {
      await make(each);
    } finally {
      pending.value = pending.peek().filter((other) => other !== each);
    }
  });
}

/** Resolves when none of a conversation is on its way any more, to whether all of them were added. */
export async function picturesSettled(conversationId: string): Promise<boolean> {
  const refused = refusalCount.peek();
  while (pending.peek().some((each) => each.conversationId === conversationId)) await last;
  return refusalCount.peek() === refused;
}

async function take(each: PendingPicture, blob: Blob): Promise<void> {
  try {
    if (blob.size > largestFile) return refuse(refusalWords({ reason: 'tooManyBytes', bytes: blob.size }, each.name));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const made = await makePicture(bytes, sightOf(header.peek()?.model.id ?? ''));
    if (made.kind === 'made') await hand(each, made);
    else refuse(refusalWords(made.refusal, each.name));
  } catch (error) {
    refuse(t('“{0}” could not be added. {1}', each.name, error instanceof Error ? error.message : String(error)));
  }
}

async function hand({ id, name, conversationId }: PendingPicture, made: MadePicture): Promise<void> {
  const thumbnail = new Blob([made.thumbnail.bytes], { type: made.thumbnail.type });
  const [whole, small, shown] = [view(made.whole), made.small && view(made.small), view(made.thumbnail)];
  const picture = { id, name, note: noteOf(made), whole, small, thumbnail: shown };
  const buffers = [whole, small, shown].flatMap((each) => (each ? [each.bytes] : []));
  const { hash } = await host.requestIn(conversationId, 'addPicture', { picture }, buffers);
  keepThumbnail(hash, thumbnail);
}

function view({ type, bytes }: EncodedPicture): EncodedPictureView {
  const isAll = bytes.byteLength === bytes.buffer.byteLength;
  return { type, bytes: isAll ? bytes.buffer : bytes.slice().buffer };
}

/** A name for people that no other picture of the prompt has. */
function freeName(name: string | null): string {
  const base = name ?? t('Picture');
  const taken = new Set([...(header.peek()?.pictures ?? []), ...pending.peek()].map((each) => each.name));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
