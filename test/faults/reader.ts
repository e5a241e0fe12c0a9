/** What a page would show, made only of what the session tells: whole turns, and pieces of text for their blocks. */
import type { Session } from '../../src/chat/session.ts';
import type { AssistantMessage, Message } from '../../src/shared/message.ts';
import type { Said } from './fault.ts';

interface ShownBlock {
  readonly type: string;
  text: string;
}

export class Reader {
  readonly #blocks = new Map<string, ShownBlock[]>();
  /** Characters that a turn had when it was told as a whole and that the pieces before had not made, or the other way round. */
  torn = 0;
  readonly #stop: () => void;

  constructor(session: Session) {
    this.#stop = session.onEvent((event) => {
      if (event.type === 'turn') this.#put(event.message);
      else if (event.type === 'path') for (const { message } of session.path) this.#put(message);
      else if (event.type === 'delta') {
        const block = this.#blocks.get(event.messageId)?.[event.block];
        if (block) block.text += event.text;
        else this.torn += event.text.length;
      }
    });
  }

  /** What is shown of a message. */
  said(id: string): Said {
    return joined(this.#blocks.get(id) ?? []);
  }

  close(): void {
    this.#stop();
  }

  #put(message: Message): void {
    const blocks = shownOf(message);
    const before = this.#blocks.get(message.id) ?? [];
    for (const [at, { text }] of before.entries()) this.torn += differingCharacters(text, blocks[at]?.text ?? '');
    this.#blocks.set(message.id, blocks);
  }
}

/** What is in a message. */
export function saidBy(message: Pick<AssistantMessage, 'blocks'>): Said {
  return joined(shownOf(message));
}

/** So many characters of one of the texts are not where they are in the other. */
export function differingCharacters(expected: string, found: string): number {
  if (expected === found) return 0;
  const shorter = Math.min(expected.length, found.length);
  let start = 0;
  while (start < shorter && expected[start] === found[start]) start++;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === found.at(-1 - end)) end++;
  return Math.max(expected.length, found.length) - start - end;
}

function shownOf({ blocks }: Pick<Message, 'blocks'>): ShownBlock[] {
  return blocks.map((block) => {
    if (block.type === 'text') return { type: 'text', text: block.text };
    return { type: block.type, text: block.type === 'thinking' ? block.thinking : '' };
  });
}

function joined(blocks: readonly ShownBlock[]): Said {
  const of = (type: string) => blocks.map((block) => (block.type === type ? block.text : '')).join('');
  return { text: of('text'), thinking: of('thinking') };
}
