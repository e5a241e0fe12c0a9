/** What the page shows, as signals. Text of a streaming block does not go through here: see `liveText.ts`. */
import { batch, computed, type Signal, signal } from '@preact/signals';
import { initialViewState, type ViewState } from '../shared/conversation.ts';
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
/** Whether the end of the conversation is out of sight and has news. */
export const newBelow = signal(false);

export const conversationId = computed(() => header.value?.conversation.id ?? '');
export const streaming = computed(() => turns.value.some((turn) => isStreaming(turn.value)));

/** Where the reader was, from the snapshot; taken once by the list. */
let restored: ViewState = initialViewState;

export function isStreaming(turn: TurnView): boolean {
  return turn.role === 'assistant' && turn.status === 'streaming';
}

export function takeRestoredView(): ViewState {
  const view = restored;
  restored = initialViewState;
  return view;
}

export function findTurn(id: string): Signal<TurnView> | undefined {
  return turns.value.find((turn) => turn.value.id === id);
}

export interface Applied {
  /** Another conversation or another path is shown now. */
  readonly snapshot: Snapshot | null;
}

/** Takes in what the host says, all of it in one drawing. */
export function applyUpdates(updates: readonly Update[]): Applied {
  let snapshot: Snapshot | null = null;
  batch(() => {
    for (const update of updates) {
      switch (update.type) {
        case 'snapshot':
          snapshot = update.snapshot;
          applySnapshot(update.snapshot);
          break;
        case 'header':
          header.value = update.header;
          break;
        case 'turn':
          putTurn(update.turn);
          break;
        case 'delta':
          liveText.append(update.messageId, update.block, update.text);
          break;
      }
    }
  });
  return { snapshot };
}

/** Adds or replaces a turn; one that is new goes to the end. */
export function putTurn(turn: TurnView): void {
  liveText.forget(turn.id);
  const known = findTurn(turn.id);
  if (known) known.value = turn;
  else turns.value = [...turns.value, signal(turn)];
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

function applySnapshot(snapshot: Snapshot): void {
  const another = snapshot.header.conversation.id !== conversationId.value;
  header.value = snapshot.header;
  liveText.clear();
  const known = new Map(turns.value.map((turn) => [turn.value.id, turn]));
  turns.value = snapshot.turns.map((turn) => {
    const same = known.get(turn.id);
    if (!same) return signal(turn);
    same.value = turn;
    return same;
  });
  hasEarlier.value = snapshot.hasEarlier;
  if (!another) return;
  restored = snapshot.viewState;
  expanded.value = new Set(snapshot.viewState.expanded);
  editing.value = null;
  newBelow.value = false;
}
