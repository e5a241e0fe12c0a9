/** What has to be in a conversation, by what was acknowledged of it. */
import { titleOf } from '../../../src/chat/title.ts';
import type { Entry, Operation } from './journal.ts';

export interface ExpectedPrompt {
  readonly text: string;
  /** Of its pictures. */
  readonly hashes: readonly string[];
}

export interface ExpectedConversation {
  readonly title: string;
  readonly pinned: boolean;
  readonly deleted: boolean;
  /** What is in the message box. */
  readonly draft: string;
  readonly pictures: readonly { readonly id: string; readonly hash: string }[];
  /** Sent or queued, by id. */
  readonly prompts: ReadonlyMap<string, ExpectedPrompt>;
  /** Taken out of the queue; sent all the same if that was earlier. */
  readonly removed: ReadonlyMap<string, ExpectedPrompt>;
  /** A prompt that has to be on the path that is shown; null where that is not known. */
  readonly shown: string | null;
}

export const nothingExpected: ExpectedConversation = {
  title: '',
  pinned: false,
  deleted: false,
  draft: '',
  pictures: [],
  prompts: new Map(),
  removed: new Map(),
  shown: null,
};

/** What is expected after an operation. @param queued of what was sent; undefined where it was not acknowledged */
export function after(before: ExpectedConversation, operation: Operation, queued?: boolean): ExpectedConversation {
  const { prompts, removed, pictures } = before;
  switch (operation.type) {
    case 'create':
      return before;
    case 'draft':
      return { ...before, draft: operation.text };
    case 'paste':
      return { ...before, pictures: [...pictures, { id: operation.picture, hash: operation.hash }] };
    case 'takeAway':
      return { ...before, pictures: pictures.filter(({ id }) => id !== operation.picture) };
    case 'send': {
      const { message, text } = operation;
      const title = before.title === '' ? titleOf(text) : before.title;
      const shown = queued === undefined ? null : queued ? before.shown : message;
      const prompt = { text, hashes: pictures.map(({ hash }) => hash) };
      return { ...before, title, draft: '', pictures: [], prompts: new Map([...prompts, [message, prompt]]), shown };
    }
    case 'edit': {
      const { message, becomes, text } = operation;
      const prompt = { text, hashes: (prompts.get(message) ?? removed.get(message))?.hashes ?? [] };
      return { ...before, prompts: new Map([...prompts, [becomes, prompt]]), shown: becomes };
    }
    case 'editQueued': {
      const { message, text } = operation;
      return { ...before, prompts: new Map([...prompts, [message, { hashes: prompts.get(message)?.hashes ?? [], text }]]) };
    }
    case 'removeQueued': {
      const prompt = prompts.get(operation.message) ?? { text: '', hashes: [] };
      return {
        ...before,
        prompts: new Map([...prompts].filter(([id]) => id !== operation.message)),
        removed: new Map([...removed, [operation.message, prompt]]),
      };
    }
    case 'regenerate':
      return { ...before, shown: null };
    case 'rename':
      return { ...before, title: operation.title };
    case 'pin':
      return { ...before, pinned: operation.pinned };
    case 'delete':
      return { ...before, deleted: true };
    case 'restore':
      return { ...before, deleted: false };
  }
}

/** A reply as far as it was stored. */
export interface ExpectedReply {
  /** Null while it streamed. */
  readonly status: string | null;
  readonly length: number;
  readonly digest: string;
}

/** All that was acknowledged, over all processes that wrote to one history. */
export class Expected {
  readonly conversations = new Map<string, ExpectedConversation>();
  readonly replies = new Map<string, ExpectedReply>();
  readonly #begun = new Map<number, Operation>();
  /** Why operations were refused. */
  readonly refusals: string[] = [];
  acknowledged = 0;

  take(entry: Entry): void {
    switch (entry.type) {
      case 'begun':
        this.#begun.set(entry.number, entry.operation);
        return;
      case 'refused':
        this.#begun.delete(entry.number);
        this.refusals.push(entry.reason);
        return;
      case 'done':
        this.#acknowledge(entry.number, entry.queued);
        return;
      case 'kept': {
        const { message, length, digest } = entry;
        this.replies.set(message, { status: null, length, digest });
        return;
      }
      case 'ended': {
        const { message, status, length, digest } = entry;
        this.acknowledged += 1;
        this.replies.set(message, { status, length, digest });
        return;
      }
    }
  }

  /**
   * What a conversation may be like: as it was acknowledged, and, of what was asked for and not acknowledged, with as much of it as there was,
   * in its order: each whole or not at all.
   */
  alternatives(conversation: string): readonly ExpectedConversation[] {
    const all = [this.#conversation(conversation)];
    for (const operation of this.#begun.values()) {
      const last = all.at(-1);
      if (operation.conversation === conversation && last) all.push(after(last, operation));
    }
    return all;
  }

  /** The process is dead: this is what there is. */
  settle(conversation: string, found: ExpectedConversation): void {
    this.conversations.set(conversation, found);
  }

  /** Nothing is under way any more. */
  forgetBegun(): void {
    this.#begun.clear();
  }

  #conversation(id: string): ExpectedConversation {
    return this.conversations.get(id) ?? nothingExpected;
  }

  /** What was begun in a conversation before what is done, and not waited for, is part of it. */
  #acknowledge(number: number, queued: boolean | undefined): void {
    const done = this.#begun.get(number);
    if (!done) throw new Error(`Nothing was begun under the number ${number}.`);
    this.acknowledged += 1;
    for (const [each, operation] of this.#begun) {
      if (operation.conversation !== done.conversation || each > number) continue;
      this.conversations.set(
        done.conversation,
        after(this.#conversation(done.conversation), operation, each === number ? queued : undefined),
      );
      this.#begun.delete(each);
    }
  }
}
