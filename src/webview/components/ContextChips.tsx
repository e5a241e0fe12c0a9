import type { ContextView } from '../../shared/attachmentViews.ts';
import { contextLabel } from '../../shared/context.ts';
import { ask, host } from '../host.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { ChipHover, chipHoverId } from './ChipHover.tsx';
import { ChipList, chipRefresh, chipRemove } from './ChipList.tsx';
import { Icon } from './Icon.tsx';
import { useHover } from './useHover.ts';

interface ContextChipsProps {
  readonly items: readonly ContextView[];
  /** The message that they went with. */
  readonly messageId: string;
}

/** What of the workspace went with a prompt. */
export function ContextChips({ items, messageId }: ContextChipsProps) {
  if (items.length === 0) return null;
  return (
    <ChipList label={t('Context')}>
      {items.map((item) => (
        <ContextChip key={item.id} item={item} messageId={messageId} />
      ))}
    </ChipList>
  );
}

interface ContextChipProps {
  readonly item: ContextView;
  /** Null: the prompt that is being typed, from which it can be removed. */
  readonly messageId: string | null;
}

/** A part of the workspace: a click shows it where it is. */
export function ContextChip({ item, messageId }: ContextChipProps) {
  const { isShown, near, button } = useHover();
  const { id, kind, stale, tokens } = item;
  const label = contextLabel(item);
  return (
    <li class="chip" {...near}>
      <button
        type="button"
        class="chip-name"
        aria-describedby={isShown ? chipHoverId : undefined}
        onClick={() => ask(host.request('openContext', { messageId, id }))}
        {...button}
      >
        <Icon name={contextIcon(kind)} />
        <span>{label}</span>
        {stale ? <span class="chip-changed">{t('changed')}</span> : null}
        <span class="chip-tokens">{t('{0} tok', count(tokens))}</span>
      </button>
      {stale ? (
        <IconButton
          icon="refresh"
          class={chipRefresh}
          name={t('Refresh {0}', label)}
          onClick={() => ask(host.request('refreshContext', { id }))}
        />
      ) : null}
      {messageId === null ? (
        <IconButton
          icon="close"
          class={chipRemove}
          name={t('Remove {0}', label)}
          onClick={() => ask(host.request('removeContext', { id }))}
        />
      ) : null}
      {isShown ? <ChipHover item={item} /> : null}
    </li>
  );
}

export function contextIcon(kind: ContextView['kind']): string {
  switch (kind) {
    case 'selection':
    case 'editor':
      return 'code';
    case 'file':
      return 'file';
    case 'outline':
      return 'list-tree';
    case 'folder':
      return 'folder';
    case 'symbol':
    case 'signature':
      return 'symbol-method';
    case 'imports':
      return 'references';
    case 'problems':
      return 'warning';
    case 'open':
      return 'files';
    case 'terminal':
      return 'terminal';
    case 'changes':
      return 'git-compare';
    case 'clipboard':
      return 'clippy';
  }
}
