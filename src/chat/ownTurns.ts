/** Turns for which nobody is asked: prompts that are added, and answers that the user writes or changes. They cost nothing. */
import { emptyDraft } from '../shared/conversation.ts';
import type { Message } from '../shared/message.ts';
import { Conflict } from './conflict.ts';
import type { ConversationPatch, PathMessage } from './historyStore.ts';
import { newAnswer } from './newMessages.ts';
import type { OtherWindows } from './otherWindows.ts';
import type { ShownConversation } from './shownConversation.ts';

export interface OwnTurnsParts {
  readonly shown: ShownConversation;
  readonly windows: OtherWindows;
  /** Does one thing after the other. */
  readonly inTurn: (action: () => Promise<void>) => Promise<void>;
}

/** All of them reject while a turn runs, and when they could not be stored: then all is as it was. White text adds nothing. */
export class OwnTurns {
  readonly #parts: OwnTurnsParts;

  constructor(parts: OwnTurnsParts) {
    this.#parts = parts;
  }

  /** Adds what was typed, with what was added to it, to the end of the conversation, without asking for an answer. */
  addPrompt(messageId: string, text: string): Promise<void> {
    const { shown } = this.#parts;
    return this.#whenQuiet(async () => {
      const { context, pictures, documents, ...typed } = shown.conversation.draft;
      if (text.trim() === '' && pictures.length + documents.length === 0) return;
      const content = { text, title: null, context, pictures, documents };
      const prompt = shown.prompt(messageId, content, 'typed', shown.leaf);
      await this.#add(shown.path.end, prompt, shown.below, { draft: { ...emptyDraft, ...typed, text: '' } });
    });
  }

  /** Writes an answer in Claude's place, at the end of the conversation; it may be the first turn of it. */
  writeAnswer(messageId: string, text: string): Promise<void> {
    const { shown } = this.#parts;
    return this.#whenQuiet(async () => {
      if (text.trim() === '') return;
      const answer = newAnswer(shown.base(messageId), text, 'written', shown.leaf, '');
      await this.#add(shown.path.end, answer, shown.below, { draft: { ...shown.conversation.draft, edit: null } });
    });
  }

  /** Writes another version of an answer: a new sibling of it. */
  editAnswer(messageId: string, newMessageId: string, text: string): Promise<void> {
    const { shown } = this.#parts;
    return this.#whenQuiet(async () => {
      const path = await shown.upTo(messageId);
      const edited = path.at(-1);
      if (edited?.message.role !== 'assistant' || text.trim() === '') return;
      const above = path.slice(0, -1);
      const { origin, model } = edited.message;
      const answer = newAnswer(shown.base(newMessageId), text, origin ?? 'edited', above.at(-1)?.message, model);
      await this.#add(above, answer, edited.siblings, { draft: { ...shown.conversation.draft, edit: null } });
    });
  }

  #whenQuiet(action: () => Promise<void>): Promise<void> {
    const { windows, inTurn } = this.#parts;
    return inTurn(async () => {
      // Who asked still has the text.
      if (await windows.isBusyNow()) throw new Conflict('replyRuns');
      await action();
    });
  }

  /** Shows a message at the end of a path and stores it. */
  async #add(above: readonly PathMessage[], message: Message, siblings: readonly string[], patch: ConversationPatch): Promise<void> {
    const { shown } = this.#parts;
    const tell = () => {
      shown.lookAhead();
      shown.events.emit({ type: 'path' });
    };
    shown.copy.dropDraft();
    const added = shown.add(above, [{ message, siblings: [...siblings, message.id] }], { ...patch, leafId: message.id }, message);
    tell();
    try {
      await added.store();
    } catch (error) {
      added.takeBack();
      tell();
      throw error;
    }
  }
}
