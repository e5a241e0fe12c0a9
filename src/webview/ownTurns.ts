/** Turns for which nobody is asked: a prompt that is only added, an answer that the user writes or changes. */
import { textRuns } from '../shared/message.ts';
import type { TurnView } from '../shared/turnView.ts';
import { beginEditing, sending } from './actions.ts';
import { composer } from './composer.ts';
import { host, tell } from './host.ts';
import { flushAll, saveDraft } from './persistence.ts';
import { isTooLong } from './promptLength.ts';
import { atEnd, begun, busy, conversationId, editing, editingId, header, trouble } from './store.ts';
import { t } from './words.ts';

/** Stands in the draft for the id of an answer that is being written and is no turn yet. */
export const newAnswerId = 'new-answer';

/** What is said in an answer, as Markdown. */
export function answerText(turn: TurnView): string {
  return textRuns(turn.blocks)
    .flatMap((run) => (run[0]?.type === 'text' ? [run.map((block) => (block.type === 'text' ? block.text : '')).join('')] : []))
    .join('\n\n');
}

/** Begins an answer at the end of the conversation, in Claude's place. */
export function beginAnswer(): void {
  if (!isQuiet()) return;
  if (editingId.peek() !== newAnswerId) beginEditing(newAnswerId, '');
}

/** Opens the field for what Claude's answer is to begin with. */
export function startAnswer(): void {
  begun.value ??= '';
  composer.focusBeginning();
}

/** Keeps what is in the answer's box, as a turn of its own or as another version of an answer; the text stays there until that is on disk. */
export async function saveAnswer(messageId: string, text: string): Promise<void> {
  if (text.trim() === '' || isTooLong(text) || !isQuiet()) return;
  const newMessageId = crypto.randomUUID();
  try {
    if (messageId === newAnswerId) await atItsEnd(() => host.request('writeAnswer', { messageId: newMessageId, text }));
    else await host.request('editAnswer', { messageId, newMessageId, text });
    if (editingId.value === messageId) editing.value = null;
  } catch (error) {
    tell(error);
  }
}

/** Adds what is in the message box, with what was added to it, and asks for no answer. The text stays there until that is on disk. */
export async function addPrompt(): Promise<void> {
  const text = composer.text();
  const { pictures = [], documents = [] } = header.peek() ?? {};
  if (sending.value || isTooLong(text) || !isQuiet()) return;
  if (text.trim() === '' && pictures.length + documents.length === 0) {
    trouble.value = { sentence: t('Write what is to be added first.') };
    composer.focus();
    return;
  }
  flushAll();
  const into = conversationId.peek();
  sending.value = true;
  try {
    await atItsEnd(() => host.request('addPrompt', { messageId: crypto.randomUUID(), text }));
    // What was typed meanwhile stays.
    const now = composer.text();
    if (conversationId.peek() === into) composer.set(now.startsWith(text) ? now.slice(text.length) : now);
    if (now !== text) saveDraft();
  } catch (error) {
    tell(error);
  } finally {
    sending.value = false;
  }
}

/** Shows the end of the conversation, where something is new; the reader stays where that did not work. */
async function atItsEnd(action: () => Promise<unknown>): Promise<void> {
  const before = atEnd.peek();
  atEnd.value = true;
  try {
    await action();
  } catch (error) {
    atEnd.value = before;
    throw error;
  }
}

/** Whether no reply runs; says so where one does. */
function isQuiet(): boolean {
  if (!busy.peek()) return true;
  trouble.value = { sentence: t('Claude is answering. Wait for the end, or stop the answer.') };
  return false;
}
