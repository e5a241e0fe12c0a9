/** A history with a very long conversation and a short one in it, put into the database before the editor starts. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { type Message, noUsage } from '../../src/shared/message.ts';

export interface LongConversation {
  readonly title: string;
  readonly messages: number;
  /** The last word of its last message. */
  readonly lastWord: string;
}

export const long: LongConversation = { title: 'The long one', messages: 10_000, lastWord: 'LastOfTheLongOne' };
export const short: LongConversation = { title: 'The short one', messages: 10, lastWord: 'LastOfTheShortOne' };

/** UTF-16 units of a message: 30 MB in 10 000 of them. */
const messageLength = 3000;
/** Words there are; the more common a word, the lower its number. */
const vocabulary = 30_000;
/** Messages that are stored at once. */
const batch = 500;

const syllables = 'ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to'.split(' ');

export function word(number: number): string {
  let text = '';
  for (let rest = number + 40; rest > 0; rest = Math.floor(rest / syllables.length)) text += syllables[rest % syllables.length];
  return text;
}

/** Stores a conversation of the workspace `folder`. */
export async function addConversation(store: HistoryStore, folder: string, { title, messages, lastWord }: LongConversation): Promise<void> {
  const conversationId = `bench-${messages}`;
  const createdAt = Date.now() - messages * 1000;
  await store.createConversation({
    id: conversationId,
    workspaceId: pathToFileURL(folder).href,
    workspaceName: basename(folder),
    createdAt,
  });
  const random = randomNumbers(messages);
  for (let first = 0; first < messages; first += batch) {
    const count = Math.min(batch, messages - first);
    const all = Array.from({ length: count }, (_, index) =>
      message(conversationId, first + index, createdAt, first + index === messages - 1 ? `${prose(random)}\n\n${lastWord}` : prose(random)),
    );
    await store.addMessages(all, { title, leafId: all.at(-1)?.id ?? '' });
  }
}

function message(conversationId: string, depth: number, begun: number, text: string): Message {
  const id = `${conversationId}-${depth}`;
  const createdAt = begun + depth * 1000;
  const base = {
    id,
    conversationId,
    parentId: depth === 0 ? null : `${conversationId}-${depth - 1}`,
    depth,
    createdAt,
    blocks: [{ type: 'text' as const, text }],
  };
  if (depth % 2 === 0) return { ...base, role: 'user', origin: 'typed' };
  return {
    ...base,
    role: 'assistant',
    status: 'complete',
    model: 'claude-sonnet-5-5',
    stopReason: 'end_turn',
    usage: { ...noUsage, input: 100, output: 750 },
    error: null,
    apiId: `msg_${id}`,
    firstTokenAt: createdAt,
    endedAt: createdAt,
  };
}

/** Words as often as they are in a language: the second half as often as the first, and so on. */
function prose(random: () => number): string {
  let text = '';
  for (let index = 1; text.length < messageLength; index += 1) {
    text += word(Math.floor(vocabulary ** random()));
    text += index % 120 === 0 ? '.\n\n' : index % 15 === 0 ? `. **${index}** ` : ' ';
  }
  return text;
}

/** The same numbers between 0 and 1 each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
