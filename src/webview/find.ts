/** Finding in the conversation: where the stored text has what is looked for, and which of those places the reader is at. */
import { computed, signal } from '@preact/signals';
import type { FoundMessage } from '../shared/conversation.ts';
import { host, tell } from './host.ts';
import { conversationId } from './store.ts';

interface Found {
  readonly query: string;
  readonly messages: readonly FoundMessage[];
}

/** A place: the message by its number among those found, and the match in it. Both count from 0. */
interface Place {
  readonly message: number;
  readonly match: number;
}

export const finding = signal(false);
/** Counts how often it was asked for: asked for again, the box takes the focus again. */
export const asked = signal(0);
export const found = signal<Found | null>(null);
export const place = signal<Place>({ message: 0, match: 0 });

export const currentMessage = computed(() => found.value?.messages[place.value.message]);
export const totalMatches = computed(() => sum(found.value?.messages ?? []));
/** The number of the match that the reader is at, from 1. */
export const matchNumber = computed(() => sum((found.value?.messages ?? []).slice(0, place.value.message)) + place.value.match + 1);

function sum(messages: readonly FoundMessage[]): number {
  return messages.reduce((total, { count }) => total + count, 0);
}

export function beginFinding(): void {
  finding.value = true;
  asked.value++;
}

export function endFinding(): void {
  finding.value = false;
  found.value = null;
}

/** Looks for a text. @param first chooses where to begin, among the ids of the messages that have it */
export async function find(query: string, first: (messageIds: readonly string[]) => number): Promise<void> {
  if (query.trim() === '') {
    found.value = null;
    return;
  }
  const id = conversationId.peek();
  try {
    const messages = await host.request('findInConversation', { query });
    if (!finding.value || conversationId.peek() !== id) return;
    place.value = { message: Math.max(0, first(messages.map(({ messageId }) => messageId))), match: 0 };
    found.value = { query, messages };
  } catch (error) {
    tell(error);
  }
}

/** To the next match or the one before, round and round. */
export function step(by: 1 | -1): void {
  const messages = found.value?.messages ?? [];
  const { message, match } = place.value;
  const count = messages[message]?.count ?? 0;
  if (messages.length === 0) return;
  if (match + by >= 0 && match + by < count) {
    place.value = { message, match: match + by };
    return;
  }
  const next = (message + by + messages.length) % messages.length;
  place.value = { message: next, match: by > 0 ? 0 : (messages[next]?.count ?? 1) - 1 };
}
