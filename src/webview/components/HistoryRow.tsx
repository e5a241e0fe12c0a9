import { useState } from 'preact/hooks';
import { deleteConversation } from '../actions.ts';
import type { Entry } from '../historyEntries.ts';
import { ask, host } from '../host.ts';
import { conversationId } from '../store.ts';
import { exactTime, relativeTime, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';
import { Marked } from './Marked.tsx';
import { TitleBox } from './TitleBox.tsx';

interface HistoryRowProps {
  readonly entry: Entry;
  /** Whether rows are of more than one workspace. */
  readonly everywhere: boolean;
  readonly open: () => void;
  readonly changed: () => void;
}

/** A conversation in the history, or a place in it that a search found. */
export function HistoryRow({ entry, everywhere, open, changed }: HistoryRowProps) {
  const [renaming, setRenaming] = useState(false);
  const { conversation, hit } = entry;
  const { id, title, pinned, updatedAt, workspaceName } = conversation;
  if (renaming) {
    const save = (text: string) => {
      setRenaming(false);
      ask(host.request('renameConversation', { id, title: text }).then(changed));
    };
    return (
      <li class="history-row">
        <TitleBox title={title} save={save} cancel={() => setRenaming(false)} />
      </li>
    );
  }
  const name = title || t('New conversation');
  return (
    <li class={id === conversationId.value ? 'history-row current' : 'history-row'} aria-current={id === conversationId.value}>
      <button type="button" class="history-open" onClick={open}>
        <span class="history-line">
          {pinned ? <Icon name="pinned" /> : null}
          <span class="line-title">{name}</span>
          <span class="line-time" title={exactTime(updatedAt)}>
            {relativeTime(updatedAt)}
          </span>
        </span>
        {hit && hit.messageId !== null ? (
          <span class="excerpt">
            <Marked text={hit.excerpt} ranges={hit.ranges} as="mark" />
          </span>
        ) : null}
        {everywhere ? <span class="history-workspace">{workspaceName}</span> : null}
      </button>
      <span class="history-actions">
        <IconButton
          icon={pinned ? 'pinned' : 'pin'}
          name={pinned ? t('Unpin {0}', name) : t('Pin {0}', name)}
          onClick={() => ask(host.request('pinConversation', { id, pinned: !pinned }).then(changed))}
        />
        <IconButton icon="edit" name={t('Rename {0}', name)} onClick={() => setRenaming(true)} />
        <IconButton icon="trash" name={t('Delete {0}', name)} onClick={() => void deleteConversation(id, name, changed)} />
      </span>
    </li>
  );
}
