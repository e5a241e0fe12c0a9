/** What the prompt that is being typed would take and cost, at each key and without asking anybody. */
import { computed, signal } from '@preact/signals';
import { estimateTokens } from '../shared/tokens.ts';
import { header } from './store.ts';

/** Tokens of the text in the box. */
const text = signal(0);
const hasText = computed(() => text.value > 0);

/** To be called at each key. A bounded part of the text is looked at, however long it is. */
export function noteTyped(value: string): void {
  text.value = estimateTokens(value);
}

/** Tokens of what goes with the text. */
const added = computed(() => {
  const { context = [], pictures = [], documents = [] } = header.value ?? {};
  return [...context, ...pictures, ...documents].reduce((sum, { tokens }) => sum + tokens, 0);
});

/** Whether there is something to send. */
export const hasPrompt = computed(() => hasText.value || added.value > 0);

/** Tokens of the next request. */
export const nextTokens = computed(() => (header.value?.next.above ?? 0) + added.value + text.value);

/** Dollars for it, without the reply; null: price unknown. @param now milliseconds since the epoch */
export function nextCost(now: number): number | null {
  const shown = header.value;
  if (!shown?.next.perToken) return null;
  const { above, sent, perToken } = shown.next;
  const kept = (shown.cachedUntil ?? 0) > now ? sent : 0;
  return kept * perToken.cached + (above - kept + added.value + text.value) * perToken.fresh;
}
