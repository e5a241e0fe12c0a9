/** What the user does about a conversation that is too long for its model. */
import { computed } from '@preact/signals';
import type { AssistantTurnView } from '../shared/turnView.ts';
import { composer } from './composer.ts';
import { ask, host, tell } from './host.ts';
import { header, trouble } from './store.ts';
import { t } from './words.ts';

/** The turn above which the next request has nothing, where that is because it does not fit; null: there is none on the path yet. */
export const leftOutBefore = computed(() => header.value?.leftOut?.beforeId ?? null);

/** How many turns the next request leaves out, beside those that a summary stands for. */
export const leftOutTurns = computed(() => header.value?.leftOut?.turns ?? 0);

/** Opens the editor's list of what can be done. */
export function chooseLongConversation(): void {
  ask(host.request('longConversation', null));
}

/** Goes back to before a summary, with a way to it again. */
export async function undoSummary({ id }: Pick<AssistantTurnView, 'id'>): Promise<void> {
  composer.focus();
  try {
    await host.request('undoSummary', { messageId: id });
  } catch (error) {
    tell(error);
    return;
  }
  const undo = () => {
    trouble.value = null;
    ask(host.request('loadAround', { messageId: id, anyBranch: true }));
  };
  trouble.value = { sentence: t('The summary is undone: what it stood for is sent again.'), undo };
}
