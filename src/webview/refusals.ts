/** What could not be added, in words. Of many that come together, each is told as long as they are few. */
import { signal } from '@preact/signals';
import { trouble } from './store.ts';
import { count, t } from './words.ts';

/** Sentences that are shown; of more, how many there are. */
const mostSentences = 3;

let sentences: readonly string[] = [];
let shown: { readonly sentence: string } | null = null;

/** Counts them, for who waits whether something is refused. */
export const refusalCount = signal(0);

/** Says it, beside what was said before and is still there to be read. */
export function refuse(sentence: string): void {
  sentences = trouble.peek() === shown ? [...sentences, sentence] : [sentence];
  const more = sentences.length - mostSentences;
  const told = [...sentences.slice(0, mostSentences), ...(more > 0 ? [t('{0} more could not be added.', count(more))] : [])];
  shown = { sentence: told.join(' ') };
  trouble.value = shown;
  refusalCount.value++;
}
