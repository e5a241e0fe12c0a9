import { header } from '../store.ts';
import { money, t, tokens } from '../words.ts';

/** What the conversation has taken so far. */
export function Usage() {
  const usage = header.value?.usage;
  if (!usage) return null;
  const cost = usage.partial ? t('at least {0}', money(usage.cost)) : money(usage.cost);
  const title = t('{0} in this conversation, sent and received', `${tokens(usage.tokens)} · ${cost}`);
  return (
    <span class="usage" data-testid="usage" title={usage.partial ? `${title}\n${t('Some of it has no known price.')}` : title}>
      {usage.tokens === 0 ? null : (
        <>
          <span class="usage-tokens">{tokens(usage.tokens)}</span>
          {` · ${cost}`}
        </>
      )}
    </span>
  );
}
