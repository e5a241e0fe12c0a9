import { chooseLongConversation, leftOutTurns } from '../longConversation.ts';
import { count, t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

/** Where what is sent begins: the turns above do not fit. */
export function LeftOutLine() {
  return (
    <div class="left-out" role="note">
      <span>{t('Turns above this are not sent: they do not fit.')}</span>{' '}
      <LinkButton onClick={chooseLongConversation}>{t('Change…')}</LinkButton>
    </div>
  );
}

/** How many turns the next request leaves out, said before it is sent. */
export function LeftOutNotice() {
  const turns = leftOutTurns.value;
  return (
    <div class="notice" role="status">
      <Icon name="fold-up" />
      <span class="notice-sentence">
        {turns === 1
          ? t('The next request leaves out the oldest turn: it does not fit.')
          : t('The next request leaves out the {0} oldest turns: they do not fit.', count(turns))}{' '}
        <LinkButton onClick={chooseLongConversation}>{t('Change…')}</LinkButton>
      </span>
    </div>
  );
}
