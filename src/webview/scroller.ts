/**
 * Scrolling of the conversation: follows the end only while the reader is at the end; otherwise nothing that is read moves. The reader's
 * place is kept as a turn and an offset, so that it survives another width.
 */
import type { ViewState } from '../shared/conversation.ts';
import { atEnd, hasLater, news, target } from './store.ts';

/** Frames after which turns that came into sight have their height. */
const settlingFrames = 8;
/** What a reader scrolls with: from then on the place is theirs. */
const scrollingInput = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;

/** Pixels at the top of the list over which the find bar may lie. */
const hiddenByBar = 40;

/** Pixels from the end within which a reader who scrolls down has come to it. */
const nearEnd = 24;

/** Those of the lists that are on the page. */
const scrollers = new Set<Scroller>();

/**
 * Goes to the end where the reader follows it, before the browser looks at what is in sight: what it finds out of sight then, and in sight once it is
 * scrolled to, would be drawn a frame later.
 */
export function followEnd(): void {
  for (const scroller of scrollers) scroller.followEnd();
}

export class Scroller {
  readonly #list: HTMLElement;
  readonly #onMoved: () => void;
  readonly #resize: ResizeObserver;
  #lastTop = 0;
  #going: (() => void) | null = null;
  #mark: { readonly turn: HTMLElement; readonly top: number } | null = null;

  /** @param onMoved is called when the reader may be elsewhere: often, so it should be quick */
  constructor(list: HTMLElement, content: HTMLElement, onMoved: () => void) {
    this.#list = list;
    this.#onMoved = onMoved;
    list.addEventListener('scroll', this.#scrolled, { passive: true });
    for (const event of scrollingInput) list.addEventListener(event, this.#taken, { passive: true });
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(content);
    this.#resize.observe(list);
    scrollers.add(this);
  }

  followEnd(): void {
    if (!atEnd.peek()) return;
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#lastTop = this.#list.scrollTop;
  }

  toEnd(): void {
    this.#taken();
    this.#arrive(true);
    this.followEnd();
  }

  /** Where the reader is. */
  position(): ViewState['scroll'] {
    if (atEnd.value) return null;
    const top = this.#list.getBoundingClientRect().top;
    const turn = this.#firstVisible();
    const messageId = turn?.dataset['messageId'];
    return turn && messageId !== undefined ? { messageId, offset: Math.round(top - turn.getBoundingClientRect().top) } : null;
  }

  /** Brings a range into sight, if it is not. @param look says where it is by now: what is drawn meanwhile may be other text nodes */
  show(look: () => Range | undefined): void {
    const box = look()?.getBoundingClientRect();
    const list = this.#list.getBoundingClientRect();
    if (!box || (box.top >= list.top + hiddenByBar && box.bottom <= list.bottom)) {
      this.#taken();
      return;
    }
    this.#go(() => {
      const range = look();
      return range && !range.collapsed && range.startContainer.isConnected ? this.#topOf(range) - list.height / 3 : null;
    });
  }

  /** Whether a turn is on the page and some of it is at or below the top of what is seen. */
  isBelowTop(messageId: string): boolean {
    const turn = this.find(messageId);
    return turn !== null && turn.getBoundingClientRect().bottom > this.#list.getBoundingClientRect().top;
  }

  /** Goes to a turn. @param offset pixels from its top to the list's */
  goTo(turn: HTMLElement, offset: number): void {
    this.#go(() => (turn.isConnected ? this.#topOf(turn) + offset : null));
  }

  find(messageId: string): HTMLElement | null {
    const id = CSS.escape(messageId);
    return this.#list.querySelector(`[data-message-id="${id}"], [data-parts~="${id}"]`);
  }

  /** Remembers what is at the top of the view, before turns come or go above it; `settle` puts it back there. */
  mark(): void {
    const turn = atEnd.peek() ? undefined : this.#firstVisible();
    this.#mark = turn ? { turn, top: turn.getBoundingClientRect().top } : null;
  }

  /** @param conversationId that of the turns; one that went from the page is wanted back */
  settle(conversationId: string): void {
    const mark = this.#mark;
    this.#mark = null;
    if (!mark) return;
    const { turn, top } = mark;
    const messageId = turn.dataset['messageId'];
    if (turn.isConnected) this.#list.scrollTop += turn.getBoundingClientRect().top - top;
    else if (messageId !== undefined)
      target.value ??= { conversationId, messageId, offset: this.#list.getBoundingClientRect().top - top, found: false };
  }

  dispose(): void {
    scrollers.delete(this);
    this.#taken();
    this.#list.removeEventListener('scroll', this.#scrolled);
    for (const event of scrollingInput) this.#list.removeEventListener(event, this.#taken);
    this.#resize.disconnect();
  }

  get #distance(): number {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
  }

  /**
   * Scrolls until nothing is left of a distance; null ends it. What was out of sight had a guessed height until now, and what comes in above it
   * has one, too.
   */
  #go(distance: () => number | null): void {
    this.#arrive(false);
    let frames = settlingFrames;
    const go = () => {
      if (this.#going !== go) return;
      const off = distance();
      if (off === null) return;
      if (Math.abs(off) >= 1) this.#list.scrollTop += off;
      frames--;
      if (frames > 0) requestAnimationFrame(go);
    };
    this.#going = go;
    go();
  }

  /** Pixels from the list's top to that of something in it. */
  #topOf(what: Element | Range): number {
    return what.getBoundingClientRect().top - this.#list.getBoundingClientRect().top;
  }

  #arrive(there: boolean): void {
    atEnd.value = there;
    if (there) news.value = false;
  }

  #firstVisible(): HTMLElement | undefined {
    const top = this.#list.getBoundingClientRect().top;
    return [...this.#list.querySelectorAll<HTMLElement>('[data-message-id]')].find((turn) => turn.getBoundingClientRect().bottom > top);
  }

  readonly #taken = (): void => {
    this.#going = null;
  };

  readonly #scrolled = (): void => {
    const { scrollTop } = this.#list;
    const distance = this.#distance;
    // Upwards is the reader's own doing, and is never undone, however small the step: a touchpad begins with a pixel or two.
    if (scrollTop < this.#lastTop && distance > 1) this.#arrive(false);
    else if (scrollTop > this.#lastTop && distance <= nearEnd && !hasLater.peek()) this.#arrive(true);
    this.#lastTop = scrollTop;
    this.#onMoved();
  };

  #resized(): void {
    if (this.#list.clientHeight === 0) return;
    if (atEnd.value) this.followEnd();
    else if (this.#distance <= 1 && !hasLater.peek()) this.#arrive(true);
    this.#lastTop = this.#list.scrollTop;
    this.#onMoved();
  }
}
