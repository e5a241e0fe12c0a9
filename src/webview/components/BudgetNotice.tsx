import { useEffect } from 'preact/hooks';
import { type BudgetHold, describeHold } from '../../shared/budget.ts';
import { money } from '../../shared/money.ts';
import { composer } from '../composer.ts';
import { takeHeld } from '../held.ts';
import { ask, host } from '../host.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

/** Why a turn did not begin, and what can be done about it. What was to be sent is where it was. */
export function BudgetNotice({ hold }: { readonly hold: BudgetHold }) {
  // What was held is another thing the next time.
  useEffect(() => () => void takeHeld(), []);

  async function sendAnyway(): Promise<void> {
    const again = takeHeld();
    composer.focus();
    await host.request('answerHold', { allow: true });
    if (again) again();
    else await host.request('sendQueued', null);
  }

  const unknown = hold.kind === 'unknown';
  return (
    <div class={hold.kind === 'refuse' ? 'notice notice-error' : 'notice'} role="alert">
      <Icon name={hold.kind === 'refuse' ? 'error' : 'warning'} />
      <div class="notice-body">
        <span class="notice-sentence">{describeHold(hold, t, money)}</span>
        <div class="notice-actions">
          {hold.kind === 'refuse' ? null : (
            <button type="button" class="button" onClick={() => ask(sendAnyway())}>
              {t('Send anyway')}
            </button>
          )}
          <button
            type="button"
            class={hold.kind === 'refuse' ? 'button' : 'button button-secondary'}
            onClick={() => ask(host.request('openSettings', { query: unknown ? 'parley.prices' : 'parley.budget' }))}
          >
            {unknown ? t('Set a price') : t('Change the budget')}
          </button>
        </div>
      </div>
      <IconButton
        icon="close"
        name={t('Dismiss')}
        onClick={() => {
          composer.focus();
          ask(host.request('answerHold', { allow: false }));
        }}
      />
    </div>
  );
}
