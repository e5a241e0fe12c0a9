/** Writes down what is asked for and what is acknowledged, a line each, for the parent of this process. */
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import { messageText } from '../../../src/shared/message.ts';
import { digestOf, type Entry } from './journal.ts';
import type { UserParts } from './user.ts';

/** A pipe takes a line at once: what is written before a kill is there to be read after it. */
function write(entry: Entry): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

let lastNumber = 0;

export const begin: UserParts['begin'] = (operation) => {
  const number = ++lastNumber;
  write({ type: 'begun', number, operation });
  return {
    done: (queued) => write({ type: 'done', number, ...(queued !== undefined && { queued }) }),
    refused: (reason) => write({ type: 'refused', number, reason }),
  };
};

/** A history that tells what of replies is stored, once it is. */
export function tellingStore(history: HistoryStore): HistoryStore {
  const texts = new Map<string, string>();
  return {
    ...history,
    async checkpoint(message, events) {
      await history.checkpoint(message, events);
      const text = (texts.get(message) ?? '') + events.map(textIn).join('');
      texts.set(message, text);
      write({ type: 'kept', message, length: text.length, digest: digestOf(text) });
    },
    async finishMessage(message) {
      await history.finishMessage(message);
      const text = messageText(message);
      write({ type: 'ended', message: message.id, status: message.status, length: text.length, digest: digestOf(text) });
    },
  };
}

function textIn(event: TurnEvent): string {
  return event.type === 'text' ? event.text : '';
}
