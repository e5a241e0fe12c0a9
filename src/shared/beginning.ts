/** Answers that the user begins, and that Claude goes on with: which models do, and what is told of it. Pure. */
import type { Translate } from './l10n.ts';
import type { ContentBlock, Message } from './message.ts';

/** Why an answer cannot be begun: the model does not go on with one, or it thinks first. */
export type NoBeginning = 'model' | 'thinking';

/** What the user wrote of an answer's beginning; empty where Claude began it. */
export function beginningOf({ blocks: [first] }: Pick<Message, 'blocks'>): string {
  return first?.type === 'text' && first.begun ? first.text : '';
}

/** An answer's blocks as they are sent: its beginning and what Claude went on with are one text. */
export function withOneBeginning(blocks: readonly ContentBlock[]): readonly ContentBlock[] {
  const [first, second, ...others] = blocks;
  if (first?.type !== 'text' || !first.begun || second?.type !== 'text' || second.citations) return blocks;
  return [{ type: 'text', text: first.text + second.text }, ...others];
}

/** @param model its name, for people */
export function noBeginningSentence(why: NoBeginning, model: string, t: Translate): string {
  switch (why) {
    case 'model':
      return t('{0} does not go on with an answer that is begun for it: only models up to 4.5 do.', model);
    case 'thinking':
      return t('{0} goes on with an answer that is begun for it only while its thinking is off.', model);
  }
}
