/**
 * What must survive the page: the draft, the reader's place, what is unfolded. A draft is told to the host at each key: the editor takes a
 * page away without a word. What costs to say is told soon, and at once when the page may go.
 */
import type { ViewState } from '../shared/conversation.ts';
import { composer } from './composer.ts';
import { ask, host } from './host.ts';
import { begun, conversationId, editing, expanded } from './store.ts';

/** Calls `save` a while after the last `change`, or at once on `flush`. */
class Pending {
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #save: (() => void) | undefined;

  /** @param pause milliseconds */
  constructor(pause: number) {
    this.#pause = pause;
  }

  change(save: () => void): void {
    this.#save = save;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#pause);
  }

  flush(): void {
    const save = this.#save;
    this.drop();
    save?.();
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#save = undefined;
  }
}

const draft = new Pending(200);
const view = new Pending(300);
const instructions = new Pending(300);
/** UTF-16 units up to which saying a draft again at each key costs nothing that one could feel. */
const shortDraft = 20_000;

/** To be called at each key, in the message box or where a prompt is edited in its place. */
export function saveDraft(): void {
  const id = conversationId.peek();
  if (id === '') {
    host.rememberTyped(composer.text());
    return;
  }
  draft.change(() => {
    const beginning = begun.peek();
    const typed = { text: composer.text(), edit: editing.peek(), ...(beginning !== null && { begun: beginning }) };
    host.notify({ type: 'draft', conversationId: id, draft: typed });
  });
  if (composer.length() + (editing.peek()?.text.length ?? 0) + (begun.peek()?.length ?? 0) <= shortDraft) draft.flush();
}

/** @param scroll asked for when it is saved: to find it costs */
export function saveViewState(scroll: () => ViewState['scroll']): void {
  const id = conversationId.peek();
  if (id === '') return;
  const unfolded = expanded.peek();
  view.change(() => host.notify({ type: 'viewState', conversationId: id, viewState: { scroll: scroll(), expanded: [...unfolded] } }));
}

/** What is unfolded is told at once: it changes seldom. */
export function saveUnfolded(scroll: () => ViewState['scroll']): void {
  saveViewState(scroll);
  view.flush();
}

/** To be called at each key in the instructions of the conversation. */
export function saveInstructions(text: string): void {
  const id = conversationId.peek();
  if (id !== '') instructions.change(() => ask(host.requestIn(id, 'saveInstructions', { text }, [])));
}

/** To be called before another conversation is shown: what is pending belongs to this one. */
export function flushAll(): void {
  draft.flush();
  view.flush();
  instructions.flush();
}

/** Saves when the page may be about to go. */
export function watchForLeaving(): void {
  for (const event of ['pagehide', 'blur'] as const) addEventListener(event, flushAll);
  document.addEventListener('visibilitychange', flushAll);
}
