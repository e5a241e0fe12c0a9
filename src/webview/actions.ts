/** What the user does, as functions: each asks the host, and says so when that did not work. */
import { signal } from '@preact/signals';
import type { TurnView } from '../shared/protocol.ts';
import { composer } from './composer.ts';
import { ask, host, tell } from './host.ts';
import { flushAll } from './persistence.ts';
import {
  atEnd,
  changeQueue,
  conversationId,
  editing,
  findTurn,
  forgetStops,
  pane,
  prependTurns,
  putTurn,
  removeTurn,
  stopTurns,
  trouble,
  turns,
} from './store.ts';
import { t } from './words.ts';

/** True from the moment a prompt is sent until the host has it on disk. */
export const sending = signal(false);
/** A turn that is to be shown once it is on the page: what a search was opened at. */
export const target = signal<{ readonly conversationId: string; readonly messageId: string } | null>(null);

/** Paints the prompt at once and sends it. Resolves to whether it is on disk; the text must be kept until then. */
export async function send(text: string, queues: boolean): Promise<boolean> {
  if (text.trim() === '' || sending.value) return false;
  const id = crypto.randomUUID();
  sending.value = true;
  trouble.value = null;
  if (queues) changeQueue((queue) => [...queue, { id, text }]);
  else showPrompt(id, text);
  const takeBack = () => {
    removeTurn(id);
    changeQueue((queue) => queue.filter((each) => each.id !== id));
  };
  try {
    const { queued } = await host.request('send', { messageId: id, text });
    if (queued !== queues) takeBack();
    return true;
  } catch (error) {
    takeBack();
    tell(error);
    return false;
  } finally {
    sending.value = false;
  }
}

function showPrompt(id: string, text: string): void {
  const siblings = { index: 0, count: 1 };
  atEnd.value = true;
  putTurn({ id, role: 'user', origin: 'typed', createdAt: Date.now(), siblings, blocks: [{ type: 'text', text }] });
}

/** Stops: the turn shows it in this frame, the host confirms. */
export function stop(): void {
  stopTurns();
  host.request('stop', null).catch((error: unknown) => {
    forgetStops();
    tell(error);
  });
}

export function beginEditing(messageId: string | undefined): void {
  editing.value = messageId ?? null;
}

export function endEditing(): void {
  editing.value = null;
  composer.focus();
}

export async function saveEdit(turn: TurnView, text: string): Promise<void> {
  if (text.trim() === '') return;
  try {
    await host.request('edit', { messageId: turn.id, newMessageId: crypto.randomUUID(), text });
    endEditing();
  } catch (error) {
    tell(error);
  }
}

let loading = false;

/** Asks for what is above the first turn. @param beforeShown is called just before the page changes */
export async function loadEarlier(beforeShown: () => void): Promise<void> {
  const first = turns.value[0]?.value.id;
  if (loading || first === undefined) return;
  loading = true;
  try {
    const { turns: earlier, hasEarlier } = await host.request('loadEarlier', { messageId: first });
    if (turns.value[0]?.value.id !== first) return;
    beforeShown();
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

/** @param messageId the turn to go to; null goes where the reader was */
export function openConversation(id: string, messageId: string | null = null): void {
  pane.value = 'conversation';
  trouble.value = null;
  target.value = messageId === null ? null : { conversationId: id, messageId };
  if (messageId === null) composer.focus();
  if (id === conversationId.value) return;
  flushAll();
  ask(host.request('openConversation', { id }));
}

export function newConversation(): void {
  flushAll();
  ask(host.request('newConversation', null));
}

/** Deletes at once, with a way back. @param changed is called when lists of conversations are out of date */
export async function deleteConversation(id: string, title: string, changed: () => void): Promise<void> {
  try {
    await host.request('deleteConversation', { id });
    changed();
    const undo = () => {
      trouble.value = null;
      ask(host.request('restoreConversation', { id }).then(changed));
    };
    trouble.value = { sentence: t('“{0}” is deleted.', title), undo };
  } catch (error) {
    tell(error);
  }
}
