import type { UserTurnView } from '../../shared/turnView.ts';
import { composer } from '../composer.ts';
import { ask, host } from '../host.ts';
import { beginAnswer } from '../ownTurns.ts';
import { busy, lastTurnId } from '../store.ts';
import { t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';

/** Below the last prompt, where nobody was asked for an answer. */
export function NotAsked({ turn }: { readonly turn: UserTurnView }) {
  if (!turn.unasked || lastTurnId.value !== turn.id || busy.value) return null;

  function askClaude(): void {
    // The button goes away with what it was about: the focus must not go with it.
    composer.focus();
    ask(host.request('regenerate', { messageId: turn.id }));
  }

  return (
    <div class="notice-quiet not-asked">
      <span>{t('Not sent')}</span>
      <LinkButton onClick={askClaude}>{t('Ask Claude')}</LinkButton>
      <LinkButton onClick={beginAnswer}>{t('Write an answer…')}</LinkButton>
    </div>
  );
}
