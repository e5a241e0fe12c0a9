/** What the user does, as functions: each asks the host, and says so when that did not work. */
import { signal } from '@preact/signals';
import type { TurnView } from '../shared/protocol.ts';
import type { Bridge } from './bridge.ts';
import { editing, findTurn, isStreaming, newBelow, pane, prependTurns, putTurn, removeTurn, trouble, turns } from './store.ts';

let bridge: Bridge;

/** Set once, by `main.tsx`, before anything is drawn. */
export function useBridge(made: Bridge): void {
  bridge = made;
}

export const host: Pick<Bridge, 'request' | 'notify'> = {
  request: (name, params) => bridge.request(name, params),
  notify: (notice) => bridge.notify(notice),
};

/** Shows a failure as a sentence; for requests whose result nobody waits for. */
export function ask(request: Promise<unknown>): void {
  request.catch((error: unknown) => {
    trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
  });
}

/** True from the moment a prompt is sent until the host has it on disk. */
export const sending = signal(false);

/** Paints the prompt's turn at once and sends it. Resolves to whether it is on disk; the text must be kept until then. */
export async function send(text: string, busy: boolean): Promise<boolean> {
  if (text.trim() === '' || sending.value) return false;
  const id = crypto.randomUUID();
  sending.value = true;
  if (!busy) {
    putTurn({
      id,
      role: 'user',
      origin: 'typed',
      createdAt: Date.now(),
      siblings: { index: 0, count: 1 },
      blocks: [{ type: 'text', text }],
    });
  }
  try {
    const { queued } = await bridge.request('send', { messageId: id, text });
    if (queued) removeTurn(id);
    return true;
  } catch (error) {
    removeTurn(id);
    trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
    return false;
  } finally {
    sending.value = false;
  }
}

/** Stops: the turn shows it in this frame, the host confirms. */
export function stop(): void {
  for (const turn of turns.value) {
    if (isStreaming(turn.value) && turn.value.role === 'assistant') turn.value = { ...turn.value, status: 'stopped', endedAt: Date.now() };
  }
  ask(bridge.request('stop', null));
}

export async function saveEdit(turn: TurnView, text: string): Promise<void> {
  if (text.trim() === '') return;
  try {
    await bridge.request('edit', { messageId: turn.id, newMessageId: crypto.randomUUID(), text });
    editing.value = null;
  } catch (error) {
    trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
  }
}

let loading = false;

export async function loadEarlier(): Promise<void> {
  const first = turns.value[0]?.value.id;
  if (loading || first === undefined) return;
  loading = true;
  try {
    const { turns: earlier, hasEarlier } = await bridge.request('loadEarlier', { messageId: first });
    if (turns.value[0]?.value.id === first)
      prependTurns(
        earlier.filter((turn) => !findTurn(turn.id)),
        hasEarlier,
      );
  } catch {
    // Scrolling up again asks again.
  } finally {
    loading = false;
  }
}

export function openConversation(id: string): void {
  pane.value = 'conversation';
  newBelow.value = false;
  ask(bridge.request('openConversation', { id }));
}

/** Deletes at once, with a way back. */
export async function deleteConversation(id: string, words: { readonly done: string }, then: () => void): Promise<void> {
  try {
    await bridge.request('deleteConversation', { id });
    then();
    const shown = {
      sentence: words.done,
      undo: () => {
        trouble.value = null;
        ask(bridge.request('restoreConversation', { id }).then(then));
      },
    };
    trouble.value = shown;
  } catch (error) {
    trouble.value = { sentence: error instanceof Error ? error.message : String(error) };
  }
}
