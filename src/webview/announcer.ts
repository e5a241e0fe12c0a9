/** Says to a screen reader, in whole sentences, what is being answered. One polite region; the log itself is silent. */
import type { Update } from '../shared/protocol.ts';
import { SpokenText } from './spokenText.ts';
import { findTurn } from './store.ts';
import { t } from './words.ts';

/** Milliseconds between two announcements: a voice is slower than a stream. */
const pace = 1500;
/** Milliseconds for which a button says that it has copied. */
export const copyConfirmation = 1500;
/** Characters of one announcement, from its end: a voice that is far behind skips. */
const longest = 1000;

class Announcer {
  readonly #region = document.createElement('div');
  #conversationId = '';
  /** The reply that is read out. */
  #messageId = '';
  #spoken = new SpokenText(t);
  #finished = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  attach(parent: HTMLElement): void {
    this.#region.className = 'sr-only';
    this.#region.setAttribute('aria-live', 'polite');
    parent.append(this.#region);
  }

  /** Listens to what is painted. Thinking is not read out. */
  hear(updates: readonly Update[]): void {
    for (const update of updates) {
      if (update.type === 'snapshot') this.#show(update.snapshot.header.conversation.id);
      else if (update.type === 'delta') {
        const isText = findTurn(update.messageId)?.peek().blocks[update.block]?.type === 'text';
        if (isText) this.#queue(this.#of(update.messageId).append(update.text));
      } else if (update.type === 'turn' && update.turn.role === 'assistant' && update.turn.status !== 'streaming') {
        const end = update.turn.status === 'complete' ? t('The reply is complete.') : t('The reply ended early.');
        this.#queue(`${this.#of(update.turn.id).end()} ${end}`);
      }
    }
  }

  /** Says what else is seen only, after what is being said. */
  say(sentence: string): void {
    this.#queue(sentence);
  }

  /** What was said in another conversation, and not read out yet, is left there. */
  #show(id: string): void {
    if (id === this.#conversationId) return;
    this.#conversationId = id;
    this.#finished = '';
  }

  /** The text of a reply. Another one begins anew: the end of the one before may not have come here. */
  #of(messageId: string): SpokenText {
    if (messageId !== this.#messageId) this.#spoken = new SpokenText(t);
    this.#messageId = messageId;
    return this.#spoken;
  }

  #queue(text: string): void {
    if (text === '') return;
    this.#finished += text;
    this.#timer ??= setTimeout(() => this.#say(), pace);
  }

  #say(): void {
    this.#timer = undefined;
    this.#region.textContent = this.#finished.slice(-longest);
    this.#finished = '';
  }
}

export const announcer = new Announcer();
