/** What the user does, as functions: each asks the host, and says so when that did not work. */
import { signal } from '@preact/signals';
import type { TurnView } from '../shared/protocol.ts';
import { composer } from './composer.ts';
import { ask, host, tell } from './host.ts';
import { flushAll } from './persistence.ts';
import {
  atEnd,
  beginAtEnd,
  changeQueue,
  conversationId,
  editing,
  forgetStops,
  hasLater,
  pane,
  putTurn,
  removeTurn,
  stopTurns,
  target,
  trouble,
} from './store.ts';
import { t } from './words.ts';

/** True from the moment a prompt is sent until the host has it on disk. */
export const sending = signal(false);

/** Paints the prompt at once and sends it. Resolves to whether it is on disk; the text must be kept until then. */
export async function send(text: string, queues: boolean): Promise<boolean> {
  if (text.trim() === '' || sending.value) return false;
  const id = crypto.randomUUID();
  // The end of the conversation was not on the page: the prompt stands there alone until the host sends what is above it.
  const detached = hasLater.value && !queues;
  sending.value = true;
  trouble.value = null;
  if (queues) changeQueue((queue) => [...queue, { id, text }]);
  else showPrompt(id, text);
  const takeBack = () => {
    removeTurn(id);
    changeQueue((queue) => queue.filter((each) => each.id !== id));
  };
  try {
    const { queued } = await host.request('send', { conversationId: conversationId.peek(), messageId: id, text });
    // The guess was wrong: only what was shown for it goes, the host has shown the rest.
    if (queued && !queues) removeTurn(id);
    else if (!queued && queues) changeQueue((queue) => queue.filter((each) => each.id !== id));
    if (detached) host.notify({ type: 'resync' });
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
  beginAtEnd();
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

/** @param messageId the turn to go to; null goes where the reader was */
export function openConversation(id: string, messageId: string | null = null): void {
  pane.value = 'conversation';
  trouble.value = null;
  target.value = messageId === null ? null : { conversationId: id, messageId, offset: 0, found: true };
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
