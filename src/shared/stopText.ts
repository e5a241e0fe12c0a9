/** What the user is told of a reply that ended early. Pure, as what is said of errors. */
import { shownSequence } from './advanced.ts';
import type { Explanation } from './errorAction.ts';
import type { Translate } from './l10n.ts';
import type { StopReason } from './message.ts';

/**
 * Says why a reply that did not fail ended early; null where it simply ended.
 * @param hasText whether there is something to go on from
 * @param hasLonger whether there is a model that reads more at once
 * @param stopSequence at which it ended, where that is known
 */
export function describeStop(
  reason: StopReason,
  t: Translate,
  hasText = true,
  hasLonger = false,
  stopSequence?: string,
): Explanation | null {
  switch (reason) {
    case 'max_tokens':
      return hasText
        ? { sentence: t('The reply reached the longest length that is set.'), action: { kind: 'continue' } }
        : {
            sentence: t('Claude was still thinking when the reply reached the longest length that is set.'),
            action: { kind: 'openSettings', setting: 'parley.maxTokens' },
            other: { kind: 'retry' },
          };
    case 'model_context_window_exceeded':
      return {
        sentence: t('The conversation has filled the model’s context.'),
        action: { kind: 'longConversation' },
        other: { kind: hasLonger ? 'chooseModel' : 'newConversation' },
      };
    case 'pause_turn':
      return { sentence: t('Claude paused and can go on.'), action: { kind: 'continue' } };
    case 'tool_use':
      return { sentence: t('Claude asked for a tool, and Parley has none to offer yet.'), action: { kind: 'continue' } };
    case 'stop_sequence':
      return {
        sentence:
          stopSequence === undefined ? t('The reply ended at a stop sequence.') : t('Stopped at “{0}”.', shownSequence(stopSequence)),
        action: { kind: 'continue' },
      };
    case 'other':
      return { sentence: t('The reply ended for a reason that this version does not know.'), action: { kind: 'continue' } };
    case 'refusal':
    case 'end_turn':
      return null;
  }
}
