/** Whether what a killed process left can be used: each conversation is opened and sent in. */
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { Session } from '../../../src/chat/session.ts';
import { Sessions } from '../../../src/chat/sessions.ts';
import { openHistory } from '../../../src/history/client.ts';
import { messageText } from '../../../src/shared/message.ts';
import { sessionParts } from './engine.ts';
import { after, type Expected } from './expected.ts';
import type { Found } from './found.ts';
import { digestOf } from './journal.ts';
import type { Place } from './plan.ts';
import { checkText, replyDeltas } from './talk.ts';

/** So often it is looked whether a reply has ended: what is queued and never sent must not hold the test. */
const mostLooks = 1000;

export interface Use {
  /** How many conversations were sent in. */
  readonly used: number;
  readonly wrong: readonly string[];
}

/**
 * Opens the history as the next window does.
 * @param name begins the ids of what is sent
 */
export async function useAll({ file, workerScript, baseUrl }: Place, name: string, expected: Expected, found: Found): Promise<Use> {
  const wrong: string[] = [];
  let count = 0;
  const store = openHistory({ file, workerScript, log: () => {} });
  try {
    for (const notice of await store.notices()) wrong.push(`the user is told ${JSON.stringify(notice)}.`);
    wrong.push(...(await wronglyListed(store, expected, found)), ...(await wronglyRecovered(store, expected, found)));
    const sessions = new Sessions(
      sessionParts(store, baseUrl, () => `${name}-reply${++count}`),
      { id: 'any', name: 'any' },
    );
    let used = 0;
    for (const [id, conversation] of expected.conversations) {
      if (conversation.deleted) continue;
      used += 1;
      const session = await sessions.open(id);
      const message = `${name}-check${used}`;
      const text = checkText(message);
      const fault = session ? await sendIn(session, message, text) : 'it cannot be opened.';
      if (fault !== null) wrong.push(`${id}: ${fault}`);
      expected.settle(id, after(conversation, { type: 'send', conversation: id, message, text }, false));
    }
    await sessions.dispose();
    return { used, wrong };
  } finally {
    await store.close();
  }
}

/** Resolves to what is wrong. */
async function sendIn(session: Session, message: string, text: string): Promise<string | null> {
  if (session.busy) return 'a reply still streams.';
  await session.send(message, text);
  await idle(session);
  const prompts = session.path.findIndex((each) => each.message.id === message);
  const reply = session.path[prompts + 1]?.message;
  if (prompts < 0 || reply?.role !== 'assistant') return 'nothing was answered.';
  if (reply.status !== 'complete') return `the reply is ${reply.status}: ${JSON.stringify(reply.error)}.`;
  return messageText(reply) === replyDeltas(text).join('') ? null : 'the reply is not the one that was sent.';
}

/** Resolves when no reply streams, and what was queued is sent, too, as long as replies are whole. */
async function idle(session: Session): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks++) {
    await session.settled();
    const last = session.path.at(-1)?.message;
    const goesOn = session.conversation.queue.length > 0 && last?.role === 'assistant' && last.status === 'complete';
    if (!session.busy && !goesOn) return;
    if (session.busy) await ended(session);
  }
}

function ended(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.onEvent((event) => {
      if (event.type !== 'header' || session.busy) return;
      stop();
      resolve();
    });
  });
}

async function wronglyListed(store: HistoryStore, expected: Expected, found: Found): Promise<string[]> {
  const listed = new Set((await store.listConversations(null, Number.MAX_SAFE_INTEGER)).map(({ id }) => id));
  return [...expected.conversations].flatMap(([id, { deleted }]) => {
    const isEmpty = found.conversations.get(id)?.messages.size === 0;
    return listed.has(id) === (!deleted && !isEmpty) ? [] : [`${id}: listed or not, wrongly.`];
  });
}

/** What streamed is finished as cut off, with all that had been stored of it. */
async function wronglyRecovered(store: HistoryStore, expected: Expected, found: Found): Promise<string[]> {
  const wrong: string[] = [];
  for (const [id, { status, prompt }] of found.replies) {
    if (status !== 'streaming') continue;
    const reply = await store.readMessage(id);
    if (reply?.role !== 'assistant' || reply.status !== 'failed' || reply.error?.kind !== 'cutOff') {
      wrong.push(`the reply ${id} was not ended as cut off.`);
      continue;
    }
    const text = messageText(reply);
    const { length, digest } = expected.replies.get(id) ?? { length: 0, digest: digestOf('') };
    if (digestOf(text.slice(0, length)) !== digest) wrong.push(`of the reply ${id}, ${length} were kept and ${text.length} are there.`);
    if (!replyDeltas(prompt).join('').startsWith(text)) wrong.push(`the reply ${id} says what was not said.`);
    expected.replies.set(id, { status: 'failed', length: text.length, digest: digestOf(text) });
  }
  return wrong;
}
