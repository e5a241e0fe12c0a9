/** The queue of a conversation is changed prompt by prompt, never written as a whole: several windows may change it at once. */
import type { QueuedPrompt } from './conversation.ts';

export type QueueChange =
  | { readonly type: 'add'; readonly prompt: QueuedPrompt }
  | { readonly type: 'edit'; readonly id: string; readonly text: string }
  | { readonly type: 'remove'; readonly id: string };

/** The queue after a change; one that concerns a prompt which is not in it changes nothing. */
export function changedQueue(queue: readonly QueuedPrompt[], change: QueueChange): readonly QueuedPrompt[] {
  switch (change.type) {
    case 'add':
      return [...queue.filter(({ id }) => id !== change.prompt.id), change.prompt];
    case 'edit':
      return queue.map((each) => (each.id === change.id ? { ...each, text: change.text, title: null } : each));
    case 'remove':
      return queue.filter(({ id }) => id !== change.id);
  }
}
