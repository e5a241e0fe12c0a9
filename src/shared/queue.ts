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

/** The queue of another window after what has changed in this one from `before` to `after`; what is not in theirs any more was sent or removed there. */
export function mergedQueue(
  before: readonly QueuedPrompt[],
  after: readonly QueuedPrompt[],
  theirs: readonly QueuedPrompt[],
): readonly QueuedPrompt[] {
  const removed = before.filter(({ id }) => !after.some((each) => each.id === id));
  const changes = [
    ...removed.map(({ id }): QueueChange => ({ type: 'remove', id })),
    ...after.flatMap((prompt): QueueChange[] => {
      const was = before.find(({ id }) => id === prompt.id);
      if (!was) return [{ type: 'add', prompt }];
      return was.text === prompt.text ? [] : [{ type: 'edit', id: prompt.id, text: prompt.text }];
    }),
  ];
  return changes.reduce(changedQueue, theirs);
}
