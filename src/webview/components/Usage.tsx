import { money } from '../../shared/money.ts';
import { header } from '../store.ts';
import { t, timeOfDay, tokens } from '../words.ts';

/** What the conversation has taken so far. */
export function Usage() {
  const usage = header.value?.usage;
  if (!usage) return null;
  const cost = usage.partial ? t('at least {0}', money(usage.cost)) : money(usage.cost);
  const until = header.value?.cachedUntil ?? null;
  const lines = [
    t('{0} in this conversation, sent and received', `${tokens(usage.tokens)} · ${cost}`),
    ...(usage.partial ? [t('Some of it has no known price, or was not counted as the reply ended early.')] : []),
    ...(until === null ? [] : [t('The API keeps the conversation until {0}: its next turn pays a fraction for it.', timeOfDay(until))]),
  ];
  return (
    <span class="usage" data-testid="usage" title={lines.join('\n')}>
      {usage.tokens === 0 ? null : (
        <>
          <span class="usage-tokens">{tokens(usage.tokens)}</span>
          <span class="usage-dot"> · </span>
          {cost}
        </>
      )}
    </span>
  );
}
