import type { TurnView } from '../../shared/turnView.ts';
import { ask, host } from '../host.ts';
import { streaming } from '../store.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

/** ‹ 2/3 › between the versions of a turn; nothing where there is one. */
export function Siblings({ turn }: { readonly turn: Pick<TurnView, 'id' | 'siblings'> }) {
  const { index, count } = turn.siblings;
  if (count < 2) return null;
  const select = (to: number) => ask(host.request('selectSibling', { messageId: turn.id, index: to }));
  return (
    <span class="siblings">
      <IconButton
        icon="chevron-left"
        name={t('Previous version')}
        disabled={streaming.value || index === 0}
        onClick={() => select(index - 1)}
      />
      <span class="siblings-count" title={t('Version {0} of {1}', index + 1, count)}>
        {index + 1}/{count}
      </span>
      <IconButton
        icon="chevron-right"
        name={t('Next version')}
        disabled={streaming.value || index === count - 1}
        onClick={() => select(index + 1)}
      />
    </span>
  );
}
