/**
 * Scrolling of the conversation: follows the end only while the reader is at the end; otherwise nothing that is read moves. The reader's
 * place is kept as a turn and an offset, so that it survives another width.
 */
import type { ViewState } from '../shared/conversation.ts';
import { newBelow } from './store.ts';

/** Pixels from the end within which the reader counts as being there. */
const nearEnd = 24;

export class Scroller {
  readonly #list: HTMLElement;
  readonly #onMoved: () => void;
  readonly #resize: ResizeObserver;
  #atEnd = true;

  constructor(list: HTMLElement, content: HTMLElement, onMoved: () => void) {
    this.#list = list;
    this.#onMoved = onMoved;
    list.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(content);
    this.#resize.observe(list);
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  toEnd(): void {
    this.#atEnd = true;
    newBelow.value = false;
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** Where the reader is. */
  position(): ViewState['scroll'] {
    if (this.#atEnd) return null;
    const top = this.#list.getBoundingClientRect().top;
    for (const turn of this.#list.querySelectorAll<HTMLElement>('[data-message-id]')) {
      const box = turn.getBoundingClientRect();
      const messageId = turn.dataset['messageId'];
      if (box.bottom > top && messageId !== undefined) return { messageId, offset: Math.round(top - box.top) };
    }
    return null;
  }

  /** Goes where the reader was; to the end where that is not known. */
  restore(position: ViewState['scroll']): void {
    const turn = position && this.#find(position.messageId);
    if (!turn) {
      this.toEnd();
      return;
    }
    this.#atEnd = false;
    this.#list.scrollTop += turn.getBoundingClientRect().top - this.#list.getBoundingClientRect().top + position.offset;
  }

  /** Brings a turn to the top. */
  show(messageId: string): void {
    this.restore({ messageId, offset: 0 });
  }

  dispose(): void {
    this.#list.removeEventListener('scroll', this.#scrolled);
    this.#resize.disconnect();
  }

  #find(messageId: string): HTMLElement | null {
    return this.#list.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`);
  }

  readonly #scrolled = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = this.#list;
    this.#atEnd = scrollHeight - scrollTop - clientHeight <= nearEnd;
    if (this.#atEnd) newBelow.value = false;
    this.#onMoved();
  };

  #resized(): void {
    if (this.#atEnd) this.#list.scrollTop = this.#list.scrollHeight;
    else newBelow.value = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight > nearEnd;
  }
}
