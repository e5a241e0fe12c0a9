/** What the page shows, as signals. Text of a streaming block does not go through here: see `liveText.ts`. */
import { batch, computed, type Signal, signal } from '@preact/signals';
import { initialViewState, type QueuedPrompt, type ViewState } from '../shared/conversation.ts';
import type { HeaderView, Snapshot, TurnView, Update } from '../shared/protocol.ts';
import { liveText } from './liveText.ts';

export type Pane = 'conversation' | 'history';

export const header = signal<HeaderView | null>(null);
/** The turns on the page, oldest first, each a signal of its own: one that changes is the only one drawn again. */
export const turns = signal<readonly Signal<TurnView>[]>([]);
export const hasEarlier = signal(false);
export const pane = signal<Pane>('conversation');
/** A sentence about something that did not work, until it is dismissed or over. */
export const trouble = signal<{ readonly sentence: string; readonly undo?: () => void } | null>(null);
/** The prompt that is being edited in its place. */
export const editing = signal<string | null>(null);
export const expanded = signal<ReadonlySet<string>>(new Set());
/** Whether the reader is at the end of the conversation, which is then followed. */
export const atEnd = signal(true);
/** Whether something came that is out of the reader's sight. */
export const news = signal(false);

export const conversationId = computed(() => header.value?.conversation.id ?? '');
export const streaming = computed(() => turns.value.some((turn) => isStreaming(turn.value)));
/** Whether a prompt that is sent now is queued. */
export const busy = computed(() => streaming.value || (header.value?.busy ?? false));
/** What can be continued or retried without going back. */
export const lastTurnId = computed(() => turns.value.at(-1)?.value.id ?? '');

/** Where the reader was, from the snapshot; taken once by the list. */
let restored: ViewState = initialViewState;
/** Replies that were stopped here, and of which the host has not said so yet. */
const stoppedHere = new Set<string>();

export function isStreaming(turn: TurnView): boolean {
  return turn.role === 'assistant' && turn.status === 'streaming';
}

export function takeRestoredView(): ViewState {
  const view = restored;
  restored = initialViewState;
  return view;
}

export function findTurn(id: string): Signal<TurnView> | undefined {
  return turns.value.findLast((turn) => turn.value.id === id);
}

/** Takes in what the host says, all of it in one drawing. */
export function applyUpdates(updates: readonly Update[]): void {
  batch(() => {
    for (const update of updates) applyUpdate(update);
  });
}

/** Adds or replaces a turn; one that is new goes to the end. */
export function putTurn(turn: TurnView): void {
  liveText.catchUp(turn.id, turn.blocks);
  const shown = withOwnStop(turn);
  const known = findTurn(turn.id);
  if (known) known.value = shown;
  else turns.value = [...turns.value, signal(shown)];
}

export function removeTurn(id: string): void {
  turns.value = turns.value.filter((turn) => turn.value.id !== id);
}

export function prependTurns(earlier: readonly TurnView[], more: boolean): void {
  batch(() => {
    turns.value = [...earlier.map((turn) => signal(turn)), ...turns.value];
    hasEarlier.value = more;
  });
}

/** Shows what streams as stopped, before the host has stopped it. */
export function stopTurns(): void {
  for (const turn of turns.value) {
    if (!isStreaming(turn.value)) continue;
    stoppedHere.add(turn.value.id);
    turn.value = withOwnStop(turn.value);
  }
}

/** The host could not stop: its word holds again. */
export function forgetStops(): void {
  stoppedHere.clear();
}

/** Changes the queue as it is shown; the host's next header has the last word. */
export function changeQueue(change: (queue: readonly QueuedPrompt[]) => readonly QueuedPrompt[]): void {
  if (header.value) header.value = { ...header.value, queue: change(header.value.queue) };
}

/** Folds or unfolds. The end is not followed into what was unfolded: the reader wants to see its beginning. */
export function toggleExpanded(key: string): void {
  const next = new Set(expanded.value);
  if (!next.delete(key)) {
    next.add(key);
    atEnd.value = false;
  }
  expanded.value = next;
}

function applyUpdate(update: Update): void {
  switch (update.type) {
    case 'snapshot':
      applySnapshot(update.snapshot);
      return;
    case 'header':
      header.value = update.header;
      return;
    case 'turn':
      putTurn(update.turn);
      if (!atEnd.value) news.value = true;
      return;
    case 'delta':
      liveText.append(update.messageId, update.block, update.text);
      if (!atEnd.value) news.value = true;
      return;
  }
}

function applySnapshot(snapshot: Snapshot): void {
  const another = snapshot.header.conversation.id !== conversationId.value;
  header.value = snapshot.header;
  liveText.clear();
  const known = new Map(turns.value.map((turn) => [turn.value.id, turn]));
  turns.value = snapshot.turns.map((turn) => {
    const same = known.get(turn.id);
    if (!same) return signal(turn);
    liveText.catchUp(turn.id, turn.blocks);
    same.value = withOwnStop(turn);
    return same;
  });
  hasEarlier.value = snapshot.hasEarlier;
  if (!another) return;
  restored = snapshot.viewState;
  expanded.value = new Set(snapshot.viewState.expanded);
  editing.value = null;
  news.value = false;
}

function withOwnStop(turn: TurnView): TurnView {
  if (!stoppedHere.has(turn.id)) return turn;
  if (turn.role === 'assistant' && turn.status === 'streaming') return { ...turn, status: 'stopped', endedAt: Date.now() };
  stoppedHere.delete(turn.id);
  return turn;
}
