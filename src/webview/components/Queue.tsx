import { useState } from 'preact/hooks';
import type { QueuedPrompt } from '../../shared/conversation.ts';
import { ask, host } from '../actions.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { Icon, IconButton } from './Icon.tsx';

/** Prompts that wait for their turn. */
export function Queue({ busy }: { readonly busy: boolean }) {
  const queue = header.value?.queue ?? [];
  if (queue.length === 0) return null;
  return (
    <div class="queue">
      {queue.map((prompt) => (
        <Queued key={prompt.id} prompt={prompt} />
      ))}
      {busy ? null : (
        <button type="button" class="button button-secondary" onClick={() => ask(host.request('sendQueued', null))}>
          {t('Send now')}
        </button>
      )}
    </div>
  );
}

function Queued({ prompt }: { readonly prompt: QueuedPrompt }) {
  const [editing, setEditing] = useState(false);
  const save = (text: string) => {
    setEditing(false);
    if (text.trim() !== '' && text !== prompt.text) ask(host.request('editQueued', { id: prompt.id, text }));
  };
  return (
    <article
      class="queued"
      data-role="user"
      data-status="queued"
      data-message-id={prompt.id}
      aria-label={t('Queued: {0}', prompt.text.slice(0, 80))}
    >
      <Icon name="clock" />
      {editing ? (
        <textarea
          class="queued-edit"
          aria-label={t('Edit queued prompt')}
          defaultValue={prompt.text}
          ref={(box) => box?.focus()}
          onBlur={(event) => save(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault();
              save(event.currentTarget.value);
            } else if (event.key === 'Escape') {
              event.stopPropagation();
              setEditing(false);
            }
          }}
        />
      ) : (
        <span class="queued-text">{prompt.text.slice(0, 300)}</span>
      )}
      <IconButton icon="edit" name={t('Edit queued prompt')} onClick={() => setEditing(true)} />
      <IconButton icon="close" name={t('Remove queued prompt')} onClick={() => ask(host.request('removeQueued', { id: prompt.id }))} />
    </article>
  );
}
