/** What the user does, as functions: each asks the host, and says so when that did not work. */
import { signal } from '@preact/signals';
import type { BlockView, TurnView } from '../shared/turnView.ts';
import { HeldByBudget } from './bridge.ts';
import { composer } from './composer.ts';
import { whenAllowed } from './held.ts';
import { ask, host, tell } from './host.ts';
import { flushAll, saveDraft } from './persistence.ts';
import { isTooLong } from './promptLength.ts';
import {
  atEnd,
  beginAtEnd,
  changeQueue,
  conversationId,
  type Deletion,
  deletions,
  editing,
  editingId,
  findTurn,
  forgetStops,
  hasLater,
  header,
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

/** Paints the prompt at once and sends it, with what was added to it. Resolves to whether it is on disk; the text must be kept until then. */
export async function send(text: string, queues: boolean): Promise<boolean> {
  const { context = [], pictures = [], documents = [] } = header.peek() ?? {};
  if ((text.trim() === '' && pictures.length + documents.length === 0) || sending.value) return false;
  const id = crypto.randomUUID();
  // The end of the conversation was not on the page: the prompt stands there alone until the host sends what is above it.
  const detached = hasLater.value && !queues;
  sending.value = true;
  trouble.value = null;
  if (queues) changeQueue((queue) => [...queue, { id, text, title: null, context, pictures, documents }]);
  else showPrompt(id, text);
  const takeBack = () => {
    removeTurn(id);
    changeQueue((queue) => queue.filter((each) => each.id !== id));
  };
  try {
    const { queued } = await host.request('send', { messageId: id, text });
    // The guess was wrong: only what was shown for it goes, the host has shown the rest.
    if (queued && !queues) removeTurn(id);
    else if (!queued && queues) changeQueue((queue) => queue.filter((each) => each.id !== id));
    if (detached) host.notify({ type: 'resync' });
    return true;
  } catch (error) {
    takeBack();
    if (detached) host.notify({ type: 'resync' });
    // The text is in the box still, and may be another one by then.
    if (error instanceof HeldByBudget) whenAllowed(() => composer.submit());
    tell(error);
    return false;
  } finally {
    sending.value = false;
  }
}

function showPrompt(id: string, text: string): void {
  const siblings = { index: 0, count: 1 };
  const shown = header.peek();
  const pictures = (shown?.pictures ?? []).map((picture) => ({ type: 'picture', picture }) as const);
  const context = (shown?.context ?? []).map((item) => ({ type: 'context', item }) as const);
  const documents = (shown?.documents ?? []).map((document) => ({ type: 'document', document }) as const);
  const blocks: BlockView[] = [...pictures, ...documents, ...context, ...(text.trim() === '' ? [] : [{ type: 'text', text } as const])];
  atEnd.value = true;
  beginAtEnd();
  putTurn({ id, role: 'user', origin: 'typed', createdAt: Date.now(), siblings, blocks });
}

/** Stops: the turn shows it in this frame, the host confirms. */
export function stop(): void {
  stopTurns();
  host.request('stop', null).catch((error: unknown) => {
    forgetStops();
    tell(error);
  });
}

/** Gives up waiting for another attempt. */
export function cancelWait(): void {
  host.notify({ type: 'cancelWait', conversationId: conversationId.peek() });
}

/** What was asked in a prompt, in the words that were sent. */
export function promptText(turn: TurnView): string {
  return turn.blocks.flatMap((block) => (block.type === 'text' || block.type === 'instruction' ? [block.text] : [])).join('\n\n');
}

/** Edits a prompt in its place. One at a time: another that is being edited is shown instead. */
export function beginEditing(messageId: string, text: string): void {
  const other = editing.value;
  if (other && other.messageId !== messageId) {
    const isPrompt = findTurn(other.messageId)?.peek().role === 'user';
    trouble.value = {
      sentence: isPrompt
        ? t('You are editing another prompt. Send that one or cancel it first.')
        : t('You are writing another text. Save that one or cancel it first.'),
    };
    target.value = { conversationId: conversationId.value, messageId: other.messageId, offset: 0, found: false };
    return;
  }
  editing.value = { messageId, text };
}

/** To be called at each key in a prompt that is edited. */
export function typeEdit(messageId: string, text: string): void {
  editing.value = { messageId, text };
  saveDraft();
}

/** Leaves the prompt as it is. */
export function cancelEditing(): void {
  editing.value = null;
  saveDraft();
}

/** Sends a prompt as another version; the text stays where it was typed until that is on disk. */
export async function saveEdit(messageId: string, text: string): Promise<void> {
  if ((text.trim() === '' && !hasFiles(messageId)) || isTooLong(text)) return;
  try {
    await host.request('edit', { messageId, newMessageId: crypto.randomUUID(), text });
    if (editingId.value === messageId) editing.value = null;
  } catch (error) {
    if (error instanceof HeldByBudget) whenAllowed(() => void saveEdit(messageId, text));
    tell(error);
  }
}

/** Whether a prompt says something without a word. */
function hasFiles(messageId: string): boolean {
  return (
    findTurn(messageId)
      ?.peek()
      .blocks.some(({ type }) => type === 'picture' || type === 'document') ?? false
  );
}

/** Changes a queued prompt. Where it was sent meanwhile, its turn is being edited from then on. Resolves to whether that worked. */
export async function saveQueued(id: string, text: string): Promise<boolean> {
  if (isTooLong(text)) return false;
  try {
    await host.request('editQueued', { id, text });
    if (editingId.value === id) editing.value = null;
    return true;
  } catch (error) {
    tell(error);
    return false;
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
    deletions.value = [...deletions.value, { id, title, changed }];
  } catch (error) {
    tell(error);
  }
}

/** Brings a deleted conversation back; where that fails, it can be tried again. */
export async function undoDeletion(deletion: Deletion): Promise<void> {
  deletions.value = deletions.value.filter((each) => each !== deletion);
  try {
    await host.request('restoreConversation', { id: deletion.id });
    deletion.changed();
  } catch (error) {
    deletions.value = [...deletions.value, deletion];
    tell(error);
  }
}
