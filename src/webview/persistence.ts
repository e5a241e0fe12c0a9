/** What must survive the page: the draft, the reader's place, what is unfolded. Told to the host soon, and at once when the page may go. */
import type { ViewState } from '../shared/conversation.ts';
import { host } from './actions.ts';
import { conversationId, expanded } from './store.ts';

const soon = 200;

/** Calls `save` a little after the last `change`, or at once on `flush`. */
class Pending {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #save: (() => void) | undefined;

  change(save: () => void): void {
    this.#save = save;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), soon);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#save?.();
    this.#save = undefined;
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#save = undefined;
  }
}

const draft = new Pending();
const view = new Pending();

export function saveDraft(text: string): void {
  const id = conversationId.value;
  if (id !== '') draft.change(() => host.notify({ type: 'draft', conversationId: id, text }));
}

/** The draft was sent: the host has emptied it in the same write. */
export function dropDraft(): void {
  draft.drop();
}

export function saveViewState(scroll: ViewState['scroll']): void {
  const id = conversationId.value;
  if (id === '') return;
  view.change(() => host.notify({ type: 'viewState', conversationId: id, viewState: { scroll, expanded: [...expanded.value] } }));
}

export function flushAll(): void {
  draft.flush();
  view.flush();
}

/** Saves when the page may be about to go. */
export function watchForLeaving(): void {
  for (const event of ['pagehide', 'blur'] as const) addEventListener(event, flushAll);
  document.addEventListener('visibilitychange', flushAll);
}
