import { contextLabel } from '../../shared/context.ts';
import type { ContextView } from '../../shared/protocol.ts';
import { ask, host } from '../host.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

interface ContextChipsProps {
  readonly items: readonly ContextView[];
  /** The message that they went with. */
  readonly messageId: string;
}

/** What of the workspace went with a prompt. */
export function ContextChips({ items, messageId }: ContextChipsProps) {
  if (items.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('Context')}>
      {items.map((item) => (
        <ContextChip key={item.id} item={item} messageId={messageId} />
      ))}
    </ul>
  );
}

interface ContextChipProps {
  readonly item: ContextView;
  /** Null: the prompt that is being typed, from which it can be removed. */
  readonly messageId: string | null;
}

/** A part of the workspace: a click shows it where it is. */
export function ContextChip({ item, messageId }: ContextChipProps) {
  const label = contextLabel(item);
  return (
    <li class={item.stale ? 'chip chip-stale' : 'chip'}>
      <button
        type="button"
        class="chip-name"
        title={hoverOf(item)}
        onClick={() => ask(host.request('openContext', { messageId, id: item.id }))}
      >
        <Icon name={contextIcon(item.kind)} />
        <span>{label}</span>
        {item.stale ? <span class="chip-changed">{t('changed')}</span> : null}
        <span class="chip-tokens">{t('{0} tok', count(item.tokens))}</span>
      </button>
      {item.stale ? (
        <IconButton icon="refresh" name={t('Refresh {0}', label)} onClick={() => ask(host.request('refreshContext', { id: item.id }))} />
      ) : null}
      {messageId === null ? (
        <IconButton icon="close" name={t('Remove {0}', label)} onClick={() => ask(host.request('removeContext', { id: item.id }))} />
      ) : null}
    </li>
  );
}

function hoverOf({ path, note, preview, tokens, stale }: ContextView): string {
  const changed = stale ? t('The document has changed since. This is sent as it was, unless you refresh it.') : null;
  const facts = [path, t('About {0} tokens', count(tokens)), note, changed].filter((fact) => fact !== null).join(' · ');
  return `${facts}\n\n${preview}`;
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
