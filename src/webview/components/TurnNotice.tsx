import { describeStop } from '../../shared/stopText.ts';
import type { AssistantTurnView } from '../../shared/turnView.ts';
import { header, lastTurnId } from '../store.ts';
import { t } from '../words.ts';
import { ActionButton } from './ActionButton.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import { Icon } from './Icon.tsx';

/** Why a turn ended as it did, where that is worth saying, with what can be done about it. */
export function TurnNotice({ turn }: { readonly turn: AssistantTurnView }) {
  const isLast = lastTurnId.value === turn.id;
  const hasText = turn.blocks.some((block) => block.type === 'text' && block.text !== '' && !block.begun);
  if (turn.error) return <ErrorNotice turn={turn} error={turn.error} canContinue={isLast && hasText} />;
  if (turn.status === 'stopped') {
    return (
      <div class="notice-quiet">
        <span>{t('Stopped')}</span>
        {isLast ? <ActionButton turn={turn} action={{ kind: 'retry' }} look="link" /> : null}
        {isLast && hasText ? <ActionButton turn={turn} action={{ kind: 'continue' }} look="link" /> : null}
      </div>
    );
  }
  const stop =
    turn.stopReason === null ? null : describeStop(turn.stopReason, t, hasText, header.value?.model.hasLonger, turn.stopSequence);
  if (!stop) return null;
  return (
    <div class="notice" role="note">
      <Icon name="info" />
      {isLast && stop.other ? (
        <div class="notice-body">
          <span class="notice-sentence">{stop.sentence}</span>
          <div class="notice-actions">
            <ActionButton turn={turn} action={stop.action} look="primary" />
            <ActionButton turn={turn} action={stop.other} look="secondary" />
          </div>
        </div>
      ) : (
        <>
          <span class="notice-sentence">{stop.sentence}</span>
          {isLast ? <ActionButton turn={turn} action={stop.action} look="primary" /> : null}
        </>
      )}
    </div>
  );
}
