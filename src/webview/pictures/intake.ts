/** Pictures on their way from a file to the prompt that is being typed: one after the other, however many come at once. */
import { signal } from '@preact/signals';
import { mostPictures, sightOf } from '../../pictures/limits.ts';
import { largestFile } from '../../pictures/readPicture.ts';
import { refusalCount, refuse } from '../refusals.ts';
import { conversationKnown, header } from '../store.ts';
import { count, t } from '../words.ts';
import { handOver } from './handOver.ts';
import { isScaled, makePicture } from './makePicture.ts';
import { keepOriginal } from './originals.ts';
import type { Source } from './sources.ts';
import { refusalWords } from './words.ts';

/** A picture, or another file, that is being made ready. */
export interface PendingPicture {
  readonly id: string;
  readonly name: string;
  /** Empty until it is known which one is shown first. */
  readonly conversationId: string;
}

export const pending = signal<readonly PendingPicture[]>([]);

let last: Promise<void> = Promise.resolve();

/** Adds pictures to the prompt that is being typed in a conversation; no id: in the one that is shown first. What cannot be added is said in words, and the rest goes on. */
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

/**
 * Shows something as on its way to the prompt and makes it ready, after what came before it.
 * @param into the conversation's id; empty: the one that is shown first
 * @param make never rejects
 */
export function enqueue(name: string, into: string, make: (each: PendingPicture) => Promise<void>): void {
  const each: PendingPicture = { id: crypto.randomUUID(), name, conversationId: into };
  pending.value = [...pending.peek(), each];
  last = last.then(async () => {
    try {
      await make({ ...each, conversationId: into || (await conversationKnown()) });
    } finally {
      pending.value = pending.peek().filter((other) => other !== each);
    }
  });
}

/** Resolves when none of a conversation is on its way any more, to whether all of them were added. */
export async function picturesSettled(conversationId: string): Promise<boolean> {
  const refused = refusalCount.peek();
  while (pending.peek().some((each) => each.conversationId === conversationId || each.conversationId === '')) await last;
  return refusalCount.peek() === refused;
}

async function take(each: PendingPicture, blob: Blob): Promise<void> {
  try {
    if (blob.size > largestFile) return refuse(refusalWords({ reason: 'tooManyBytes', bytes: blob.size }, each.name));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const made = await makePicture(bytes, sightOf(header.peek()?.model.id ?? ''));
    if (made.kind === 'refused') return refuse(refusalWords(made.refusal, each.name));
    const { id, name, conversationId } = each;
    await handOver('addPicture', conversationId, { id, name, description: null }, made);
    if (isScaled(made)) keepOriginal(id, blob);
  } catch (error) {
    refuse(t('“{0}” could not be added. {1}', each.name, error instanceof Error ? error.message : String(error)));
  }
}

/** A name for people that no other picture of the prompt has. */
export function freeName(name: string | null): string {
  const base = name ?? t('Picture');
  const taken = new Set([...(header.peek()?.pictures ?? []), ...pending.peek()].map((each) => each.name));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
