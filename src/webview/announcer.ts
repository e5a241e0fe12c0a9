/** Says to a screen reader, in whole sentences, what is being answered. One polite region; the log itself is silent. */
import type { Update } from '../shared/protocol.ts';
import { t } from './words.ts';

/** Milliseconds between two announcements: a voice is slower than a stream. */
const pace = 1500;

class Announcer {
  readonly #region = document.createElement('div');
  #unfinished = '';
  #finished = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fenced = false;

  attach(parent: HTMLElement): void {
    this.#region.className = 'sr-only';
    this.#region.setAttribute('aria-live', 'polite');
    parent.append(this.#region);
  }

  /** Listens to what is painted. */
  hear(updates: readonly Update[]): void {
    for (const update of updates) {
      if (update.type === 'delta') this.#text(update.text);
      else if (update.type === 'turn' && update.turn.role === 'assistant' && update.turn.status !== 'streaming')
        this.#end(update.turn.status);
    }
  }

  #text(text: string): void {
    this.#unfinished += text;
    const end = Math.max(...['. ', '.\n', '? ', '! ', ':\n', '\n\n'].map((mark) => this.#unfinished.lastIndexOf(mark)));
    if (end < 0) return;
    this.#finished += this.#unfinished.slice(0, end + 1);
    this.#unfinished = this.#unfinished.slice(end + 1);
    this.#timer ??= setTimeout(() => this.#say(), pace);
  }

  #end(status: string): void {
    this.#finished += `${this.#unfinished} ${status === 'complete' ? t('The reply is complete.') : t('The reply ended early.')}`;
    this.#unfinished = '';
    this.#timer ??= setTimeout(() => this.#say(), pace / 3);
  }

  #say(): void {
    this.#timer = undefined;
    this.#region.textContent = this.#withoutCode(this.#finished).slice(-1000);
    this.#finished = '';
  }

  /** Code is not read out by itself: it is announced as a block where one comes to it. */
  #withoutCode(text: string): string {
    const lines = text.split('\n').filter((line) => {
      if (!line.trimStart().startsWith('```')) return !this.#fenced;
      this.#fenced = !this.#fenced;
      return false;
    });
    return lines.join('\n').replace(/[*_`#>|]/g, '');
  }
}

export const announcer = new Announcer();
