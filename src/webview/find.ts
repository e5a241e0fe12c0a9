/** Finding in the conversation: where the stored text has what is looked for, and which of those places the reader is at. */
import { batch, computed, signal } from '@preact/signals';
import type { FoundMessage } from '../shared/conversation.ts';
import type { Update } from '../shared/protocol.ts';
import { host, tell } from './host.ts';
import { conversationId, isStreaming } from './store.ts';

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
/** Counts how often the reader was to be brought to the current match. What is found anew leaves them where they are. */
export const moves = signal(0);

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
  latest = null;
}

interface Search {
  readonly query: string;
  readonly conversationId: string;
  /** Chooses where to begin, among the ids of the messages that have it. */
  readonly first: (messageIds: readonly string[]) => number;
}

/** What was last asked for; null where nothing is. Its answer is the only one that is taken. */
let latest: Search | null = null;
let asking = false;

/** Looks for a text. @param first chooses where to begin, among the ids of the messages that have it */
export function find(query: string, first: Search['first']): void {
  latest = query.trim() === '' ? null : { query, conversationId: conversationId.peek(), first };
  if (latest) void carryOut();
  else found.value = null;
}

/** Takes note of what is painted: where the path is another one or has grown, what was found is looked for again. */
export function findAgain(updates: readonly Update[]): void {
  if (latest?.conversationId !== conversationId.peek() || !updates.some(changesPath)) return;
  latest = { ...latest };
  void carryOut();
}

/** What streams is not found, and so changes nothing. */
function changesPath(update: Update): boolean {
  return update.type === 'snapshot' || (update.type === 'turn' && !isStreaming(update.turn));
}

/** Asks for one search at a time; those that were asked for meanwhile are left out, but for the last one. */
async function carryOut(): Promise<void> {
  if (asking) return;
  asking = true;
  for (let search: Search | null = null; latest && latest !== search; ) {
    search = latest;
    try {
      const messages = await host.request('findInConversation', { query: search.query });
      if (latest === search && conversationId.peek() === search.conversationId) take(search, messages);
    } catch (error) {
      if (latest === search) tell(error);
    }
  }
  asking = false;
}

function take({ query, first }: Search, messages: readonly FoundMessage[]): void {
  const again = found.peek()?.query === query;
  batch(() => {
    const same = again ? samePlace(messages) : null;
    place.value = same ?? { message: Math.max(0, first(messages.map(({ messageId }) => messageId))), match: 0 };
    found.value = { query, messages };
    if (!again && messages.length > 0) moves.value++;
  });
}

/** Where the current match is now; null where it is gone. */
function samePlace(messages: readonly FoundMessage[]): Place | null {
  const message = messages.findIndex(({ messageId }) => messageId === currentMessage.peek()?.messageId);
  const count = messages[message]?.count;
  return count === undefined ? null : { message, match: Math.min(place.peek().match, count - 1) };
}

/** To the next match or the one before, round and round. */
export function step(by: 1 | -1): void {
  const messages = found.value?.messages ?? [];
  const { message, match } = place.value;
  const count = messages[message]?.count ?? 0;
  if (messages.length === 0) return;
  moves.value++;
  if (match + by >= 0 && match + by < count) {
    place.value = { message, match: match + by };
    return;
  }
  const next = (message + by + messages.length) % messages.length;
  place.value = { message: next, match: by > 0 ? 0 : (messages[next]?.count ?? 1) - 1 };
}
