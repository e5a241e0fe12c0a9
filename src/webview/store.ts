/** What the page shows, as signals. Text of a streaming block does not go through here: see `liveText.ts`. */
import { batch, computed, type Signal, signal } from '@preact/signals';
import type { Draft } from '../shared/conversation.ts';
import type { HeaderView, QueuedView } from '../shared/headerView.ts';
import type { Snapshot, Update } from '../shared/protocol.ts';
import type { TurnsView, TurnView } from '../shared/turnView.ts';
import { liveText } from './liveText.ts';

export type Pane = 'conversation' | 'history' | 'usage';

export const header = signal<HeaderView | null>(null);
/** The turns on the page, oldest first, each a signal of its own: one that changes is the only one drawn again. */
export const turns = signal<readonly Signal<TurnView>[]>([]);
export const hasEarlier = signal(false);
/** Whether the end of the conversation is not on the page: then what comes there is not shown. */
export const hasLater = signal(false);
export const pane = signal<Pane>('conversation');
/** Counts how often the history was asked for: asked for again, its search takes the focus again. */
export const historyAsked = signal(0);
/** A sentence about something that did not work, until it is dismissed or over. */
export const trouble = signal<{ readonly sentence: string; readonly undo?: () => void } | null>(null);

/** A conversation that was deleted, and can be brought back. */
export interface Deletion {
  readonly id: string;
  readonly title: string;
  /** To be called when it is back: lists of conversations are out of date. */
  readonly changed: () => void;
}

/** Those of this page, until they are brought back or dismissed; the last is shown. */
export const deletions = signal<readonly Deletion[]>([]);
/** The prompt that is being edited in its place, with its text as it is typed. */
export const editing = signal<Draft['edit']>(null);
/** Which one that is: changes with the prompt only, not with each key. */
export const editingId = computed(() => editing.value?.messageId ?? null);
/** What Claude's answer is to begin with, as it is typed; null where that was not asked for. */
export const begun = signal<string | null>(null);
/** Whether it was: does not change with each key. */
export const isBegun = computed(() => begun.value !== null);
export const expanded = signal<ReadonlySet<string>>(new Set());
/** Whether the reader is at the end of the conversation, which is then followed. */
export const atEnd = signal(true);
/** Whether something came that is out of the reader's sight. */
export const news = signal(false);

/** A turn that the reader is to be brought to, as soon as it is on the page. */
export interface Target {
  readonly conversationId: string;
  readonly messageId: string;
  /** Pixels from the turn's top to the list's. */
  readonly offset: number;
  /** It was looked for, on whatever branch it is; else it is where the reader was. */
  readonly found: boolean;
  /** Where it is not to be had, the reader stays where they are; else they go to the end. */
  readonly stays?: boolean;
}

export const target = signal<Target | null>(null);

/** Settles when the host has said which conversation is shown, and what was in its box is in the box; to its id. */
export function conversationKnown(): Promise<string> {
  return new Promise((resolve) => {
    const stop = header.subscribe((known) => {
      if (!known) return;
      resolve(known.conversation.id);
      // Not within the first call, where it is not there yet.
      queueMicrotask(() => stop());
    });
  });
}

export const conversationId = computed(() => header.value?.conversation.id ?? '');
export const streaming = computed(
  () => turns.value.some((turn) => isStreaming(turn.value)) || (hasLater.value && (header.value?.busy ?? false)),
);
/** Whether a prompt that is sent now is queued. */
export const busy = computed(() => streaming.value || (header.value?.busy ?? false));
/** What can be continued or retried without going back. */
export const lastTurnId = computed(() => (hasLater.value ? '' : (turns.value.at(-1)?.value.id ?? '')));

/** So many turns are on the page at the most, but while a reply streams; what is far from the reader is read again when it is needed. */
const mostTurns = 240;
/** Set by the list: notes what is read, before turns come or go above it. */
let markPlace = () => {};
/** Replies that were stopped here, and of which the host has not said so yet. */
const stoppedHere = new Set<string>();

export function isStreaming(turn: TurnView): boolean {
  return turn.role === 'assistant' && turn.status === 'streaming';
}

/** @param mark is called before turns come or go above what is read */
export function onTurnsMove(mark: () => void): void {
  markPlace = mark;
}

/** The last message of a turn: what goes on, or is asked for again, does so there. */
export function endOf(turn: TurnView): string {
  return (turn.role === 'assistant' ? turn.parts?.at(-1)?.id : undefined) ?? turn.id;
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

/** Adds or replaces a turn; one that is new goes to the end, if that is on the page. */
export function putTurn(turn: TurnView): void {
  liveText.catchUp(turn.id, turn.blocks);
  const shown = withOwnStop(turn);
  const known = findTurn(turn.id);
  if (known) known.value = shown;
  else if (!hasLater.value) {
    turns.value = [...turns.value, signal(shown)];
    if (atEnd.value) dropFirst();
  }
}

/** A turn of which so many blocks are on the page already. Where they are not, its end will bring it whole. */
function goOn(turn: TurnView, same: number): void {
  if (turn.role === 'user' || same === 0) {
    putTurn(turn);
    return;
  }
  const known = findTurn(turn.id)?.value.blocks.slice(0, same) ?? [];
  if (known.length === same) putTurn({ ...turn, blocks: [...known, ...turn.blocks] });
}

/** Nothing but the end of the conversation is on the page from now on, and what comes there. */
export function beginAtEnd(): void {
  if (!hasLater.value) return;
  turns.value = [];
  hasEarlier.value = true;
  hasLater.value = false;
}

export function removeTurn(id: string): void {
  turns.value = turns.value.filter((turn) => turn.value.id !== id);
}

/** Turns that are above the first one. */
export function addEarlier(part: TurnsView): void {
  batch(() => {
    markPlace();
    turns.value = [...part.turns.filter((turn) => !findTurn(turn.id)).map((turn) => signal(turn)), ...turns.value];
    hasEarlier.value = part.hasEarlier;
    if (turns.value.length <= mostTurns || streaming.value) return;
    turns.value = turns.value.slice(0, mostTurns);
    hasLater.value = true;
  });
}

/** Turns that are below the last one. */
export function addLater(part: TurnsView): void {
  batch(() => {
    turns.value = [...turns.value, ...part.turns.filter((turn) => !findTurn(turn.id)).map((turn) => signal(turn))];
    hasLater.value = part.hasLater;
    dropFirst();
  });
}

/** Other turns of the conversation, instead of those that are on the page. */
export function showPart(part: TurnsView): void {
  batch(() => {
    atEnd.value = false;
    takeTurns(part);
  });
}

function dropFirst(): void {
  if (turns.value.length <= mostTurns) return;
  markPlace();
  turns.value = turns.value.slice(-mostTurns);
  hasEarlier.value = true;
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
export function changeQueue(change: (queue: readonly QueuedView[]) => readonly QueuedView[]): void {
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
      goOn(update.turn, update.same ?? 0);
      if (!atEnd.value) news.value = true;
      return;
    case 'delta':
      if (!hasLater.value || findTurn(update.messageId)) liveText.append(update.messageId, update.block, update.text);
      if (!atEnd.value) news.value = true;
      return;
  }
}

function applySnapshot(snapshot: Snapshot): void {
  const another = snapshot.header.conversation.id !== conversationId.value;
  if (!another) markPlace();
  header.value = snapshot.header;
  liveText.clear();
  takeTurns(snapshot);
  if (!another) return;
  const { id } = snapshot.header.conversation;
  const { scroll, expanded: unfolded } = snapshot.viewState;
  if (target.value?.conversationId !== id) target.value = scroll && { conversationId: id, ...scroll, found: false };
  atEnd.value = target.value === null;
  expanded.value = new Set(unfolded);
  editing.value = snapshot.draft.edit;
  begun.value = snapshot.draft.begun ?? null;
  news.value = false;
}

/** Those that are on the page already stay what they are. */
function takeTurns(part: TurnsView): void {
  const known = new Map(turns.value.map((turn) => [turn.value.id, turn]));
  turns.value = part.turns.map((turn) => {
    const same = known.get(turn.id);
    if (!same) return signal(turn);
    liveText.catchUp(turn.id, turn.blocks);
    same.value = withOwnStop(turn);
    return same;
  });
  hasEarlier.value = part.hasEarlier;
  hasLater.value = part.hasLater;
}

function withOwnStop(turn: TurnView): TurnView {
  if (!stoppedHere.has(turn.id)) return turn;
  if (turn.role === 'assistant' && turn.status === 'streaming') return { ...turn, status: 'stopped', endedAt: Date.now() };
  stoppedHere.delete(turn.id);
  return turn;
}
