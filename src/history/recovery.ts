import type { PathMessage } from '../chat/historyStore.ts';
import type { Message } from '../shared/message.ts';
import type { Connection } from './connection.ts';
import { countWrite } from './conversations.ts';
import { readMessage, replaceMessage } from './messages.ts';
import { isAlive, type Life, type Owner } from './owner.ts';
import { markRecovered, readStream, recover, replay } from './streams.ts';

/**
 * A stored message as it is by now: one that streams in a live process has its checkpoints applied; one whose process is dead is
 * finished as cut off, with what had come.
 */
export function upToDate(connection: Connection, message: Message, me: Owner, life: Life): Message {
  if (message.role === 'user' || message.status !== 'streaming') return message;
  const stream = readStream(connection, message.id);
  if (stream && isAlive(stream, me, life)) return replay(connection, message);
  return connection.transaction(() => {
    // Asked again under the lock: another window may be recovering it too, or its owner has woken up.
    const stored = readMessage(connection, message.id);
    if (stored?.role !== 'assistant' || stored.status !== 'streaming') return stored ?? message;
    const owner = readStream(connection, message.id);
    if (owner && isAlive(owner, me, life)) return replay(connection, stored);
    const recovered = recover(connection, stored, owner);
    replaceMessage(connection, recovered);
    markRecovered(connection, message.id);
    countWrite(connection, message.conversationId);
    return recovered;
  });
}

export function pathUpToDate(connection: Connection, path: readonly PathMessage[], me: Owner, life: Life): PathMessage[] {
  return path.map((each) => ({ ...each, message: upToDate(connection, each.message, me, life) }));
}
