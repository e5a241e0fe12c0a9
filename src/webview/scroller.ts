/**
 * Scrolling of the conversation: follows the end only while the reader is at the end; otherwise nothing that is read moves. The reader's
 * place is kept as a turn and an offset, so that it survives another width.
 */
import type { ViewState } from '../shared/conversation.ts';
import { atEnd, news } from './store.ts';

/** Pixels from the end within which a reader who scrolls down has come to it. */
const nearEnd = 24;

export class Scroller {
  readonly #list: HTMLElement;
  readonly #onMoved: () => void;
  readonly #resize: ResizeObserver;
  #lastTop = 0;
  #mark: { readonly turn: HTMLElement; readonly top: number } | null = null;

  /** @param onMoved is called when the reader may be elsewhere: often, so it should be quick */
  constructor(list: HTMLElement, content: HTMLElement, onMoved: () => void) {
    this.#list = list;
    this.#onMoved = onMoved;
    list.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(content);
    this.#resize.observe(list);
  }

  toEnd(): void {
    this.#arrive(true);
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** Where the reader is. */
  position(): ViewState['scroll'] {
    if (atEnd.value) return null;
    const top = this.#list.getBoundingClientRect().top;
    const turn = this.#firstVisible();
    const messageId = turn?.dataset['messageId'];
    return turn && messageId !== undefined ? { messageId, offset: Math.round(top - turn.getBoundingClientRect().top) } : null;
  }

  /** Goes where the reader was; to the end where that is not known. */
  restore(position: ViewState['scroll']): void {
    const turn = position && this.find(position.messageId);
    if (!turn) {
      this.toEnd();
      return;
    }
    this.#arrive(false);
    const go = () => {
      this.#list.scrollTop += turn.getBoundingClientRect().top - this.#list.getBoundingClientRect().top + position.offset;
    };
    go();
    // Turns that were out of sight had a guessed height until now.
    requestAnimationFrame(go);
  }

  find(messageId: string): HTMLElement | null {
    return this.#list.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`);
  }

  /** Remembers what is at the top of the view, before turns come in above it; `settle` puts it back there. */
  mark(): void {
    const turn = this.#firstVisible();
    this.#mark = turn ? { turn, top: turn.getBoundingClientRect().top } : null;
  }

  settle(): void {
    if (this.#mark?.turn.isConnected) this.#list.scrollTop += this.#mark.turn.getBoundingClientRect().top - this.#mark.top;
    this.#mark = null;
  }

  dispose(): void {
    this.#list.removeEventListener('scroll', this.#scrolled);
    this.#resize.disconnect();
  }

  get #distance(): number {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
  }

  #arrive(there: boolean): void {
    atEnd.value = there;
    if (there) news.value = false;
  }

  #firstVisible(): HTMLElement | undefined {
    const top = this.#list.getBoundingClientRect().top;
    return [...this.#list.querySelectorAll<HTMLElement>('[data-message-id]')].find((turn) => turn.getBoundingClientRect().bottom > top);
  }

  readonly #scrolled = (): void => {
    const { scrollTop } = this.#list;
    const distance = this.#distance;
    // Upwards is the reader's own doing, and is never undone, however small the step: a touchpad begins with a pixel or two.
    if (scrollTop < this.#lastTop && distance > 1) this.#arrive(false);
    else if (scrollTop > this.#lastTop && distance <= nearEnd) this.#arrive(true);
    this.#lastTop = scrollTop;
    this.#onMoved();
  };

  #resized(): void {
    if (this.#list.clientHeight === 0) return;
    if (atEnd.value) this.#list.scrollTop = this.#list.scrollHeight;
    else if (this.#distance <= 1) this.#arrive(true);
    this.#lastTop = this.#list.scrollTop;
    this.#onMoved();
  }
}
