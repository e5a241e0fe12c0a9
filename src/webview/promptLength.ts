/** How long a prompt may be; what is longer is refused in words, wherever it is typed. */
import { longestPrompt } from '../shared/conversation.ts';
import { trouble } from './store.ts';
import { count, t } from './words.ts';

/** Whether a text is too long to be sent, which is said. */
export function isTooLong({ length }: string): boolean {
  if (length <= longestPrompt) return false;
  trouble.value = { sentence: t('This is too long to send: {0} characters of at most {1}.', count(length), count(longestPrompt)) };
  return true;
}

/** Keeps what is pasted out of a box where it would become too long. */
export function boundPaste(event: ClipboardEvent & { readonly currentTarget: HTMLTextAreaElement }): void {
  const pasted = event.clipboardData?.getData('text/plain').length ?? 0;
  if (pasted + event.currentTarget.textLength <= longestPrompt) return;
  event.preventDefault();
  trouble.value = { sentence: t('The pasted text is too long: {0} characters of at most {1}.', count(pasted), count(longestPrompt)) };
}
