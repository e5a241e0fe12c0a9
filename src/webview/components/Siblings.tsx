import type { TurnView } from '../../shared/protocol.ts';
import { ask, host } from '../actions.ts';
import { t } from '../words.ts';
import { IconButton } from './Icon.tsx';

/** ‹ 2/3 › between the versions of a turn; nothing where there is one. */
export function Siblings({ turn, disabled }: { readonly turn: TurnView; readonly disabled: boolean }) {
  const { index, count } = turn.siblings;
  if (count < 2) return null;
  const select = (to: number) => ask(host.request('selectSibling', { messageId: turn.id, index: to }));
  return (
    <span class="siblings">
      <IconButton icon="chevron-left" name={t('Previous version')} disabled={disabled || index === 0} onClick={() => select(index - 1)} />
      <span class="siblings-count" title={t('Version {0} of {1}', index + 1, count)}>
        {index + 1}/{count}
      </span>
      <IconButton
        icon="chevron-right"
        name={t('Next version')}
        disabled={disabled || index === count - 1}
        onClick={() => select(index + 1)}
      />
    </span>
  );
}
