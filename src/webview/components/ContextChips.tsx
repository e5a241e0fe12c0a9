import { useRef } from 'preact/hooks';
import { contextLabel } from '../../shared/context.ts';
import type { ContextView } from '../../shared/protocol.ts';
import { composer } from '../composer.ts';
import { ask, host } from '../host.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { ChipHover, chipHoverId } from './ChipHover.tsx';
import { Icon } from './Icon.tsx';
import { useHover } from './useHover.ts';

interface ContextChipsProps {
  readonly items: readonly ContextView[];
  /** The message that they went with; null: the prompt that is being typed, from which they can be removed. */
  readonly messageId: string | null;
}

/** What of the workspace goes with a prompt, or went with it: a click shows it where it is. The arrow keys go from chip to chip. */
export function ContextChips({ items, messageId }: ContextChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  if (items.length === 0) return null;

  const names = () => [...(list.current?.querySelectorAll<HTMLElement>('.chip-name') ?? [])];

  /** The focus goes to the chip beside it, else to the box: what had it will be gone. */
  function remove(id: string): void {
    const at = items.findIndex((item) => item.id === id);
    const all = names();
    const beside = all[at + 1] ?? all[at - 1];
    if (beside) beside.focus();
    else composer.focus();
    ask(host.request('removeContext', { id }));
  }

  function refresh(id: string): void {
    names()[items.findIndex((item) => item.id === id)]?.focus();
    ask(host.request('refreshContext', { id }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const all = names();
    const at = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const item = items[at];
    if (event.key === 'ArrowLeft') all[at - 1]?.focus();
    else if (event.key === 'ArrowRight') all[at + 1]?.focus();
    else if ((event.key === 'Delete' || event.key === 'Backspace') && messageId === null && item) remove(item.id);
    else return;
    event.preventDefault();
  }

  return (
    <ul ref={list} class="chips" aria-label={messageId === null ? t('Attachments') : t('Context')} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <Chip key={item.id} item={item} messageId={messageId} remove={remove} refresh={refresh} />
      ))}
    </ul>
  );
}

interface ChipProps {
  readonly item: ContextView;
  readonly messageId: string | null;
  readonly remove: (id: string) => void;
  readonly refresh: (id: string) => void;
}

function Chip({ item, messageId, remove, refresh }: ChipProps) {
  const { isShown, near, button } = useHover();
  const label = contextLabel(item);
  return (
    <li class="chip" {...near}>
      <button
        type="button"
        class="chip-name"
        aria-describedby={isShown ? chipHoverId : undefined}
        onClick={() => ask(host.request('openContext', { messageId, id: item.id }))}
        {...button}
      >
        <Icon name={contextIcon(item.kind)} />
        <span>{label}</span>
        {item.stale ? <span class="chip-changed">{t('changed')}</span> : null}
        <span class="chip-tokens">{t('{0} tok', count(item.tokens))}</span>
      </button>
      {item.stale ? <IconButton icon="refresh" name={t('Refresh {0}', label)} onClick={() => refresh(item.id)} /> : null}
      {messageId === null ? <IconButton icon="close" name={t('Remove {0}', label)} onClick={() => remove(item.id)} /> : null}
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
