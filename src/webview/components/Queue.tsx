import { useLayoutEffect, useRef } from 'preact/hooks';
import { contextLabel } from '../../shared/context.ts';
import type { QueuedView } from '../../shared/headerView.ts';
import { beginEditing, cancelEditing, saveQueued, typeEdit } from '../actions.ts';
import { ask, host } from '../host.ts';
import { boundPaste } from '../promptLength.ts';
import { busy, editing, editingId, header } from '../store.ts';
import { t } from '../words.ts';
import { IconButton, LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

/** As much of a prompt as can be seen on its line. */
const shownLength = 300;

/** Prompts that wait for their turn. A stop or an error holds them until they are sent by hand. */
export function Queue() {
  const queue = header.value?.queue ?? [];
  if (queue.length === 0) return null;
  return (
    <div class="queue">
      {queue.map((prompt) => (
        <Queued key={prompt.id} prompt={prompt} />
      ))}
      {busy.value ? null : (
        <div class="queue-held">
          {t('Held')} · <LinkButton onClick={() => ask(host.request('sendQueued', null))}>{t('Send now')}</LinkButton>
        </div>
      )}
    </div>
  );
}

function Queued({ prompt }: { readonly prompt: QueuedView }) {
  const said =
    prompt.title ?? (prompt.text.slice(0, shownLength) || [...prompt.pictures, ...prompt.documents].map(({ name }) => name).join(', '));
  return (
    <div
      class="queued"
      role="article"
      data-role="user"
      data-status="queued"
      data-message-id={prompt.id}
      aria-label={t('Queued: {0}', said.slice(0, 80))}
    >
      <Icon name="clock" />
      {editingId.value === prompt.id ? (
        <QueuedEditor prompt={prompt} />
      ) : (
        <>
          <span
            class="queued-text"
            title={[
              ...[...prompt.pictures, ...prompt.documents].map(({ name }) => name),
              ...prompt.context.map(contextLabel),
              said,
              ...(prompt.begun ? [t('Claude’s answer begins with: {0}', prompt.begun)] : []),
            ].join('\n')}
          >
            {said}
          </span>
          <IconButton icon="edit" name={t('Edit queued prompt')} onClick={() => beginEditing(prompt.id, prompt.text)} />
          <IconButton icon="close" name={t('Remove queued prompt')} onClick={() => ask(host.request('removeQueued', { id: prompt.id }))} />
        </>
      )}
    </div>
  );
}

/** Enter and leaving it save, Esc does not. */
function QueuedEditor({ prompt }: { readonly prompt: QueuedView }) {
  const { id } = prompt;
  const box = useRef<HTMLTextAreaElement>(null);
  const text = editing.peek()?.text ?? '';
  /** While it is being saved: taking the box away makes it lose the focus, too. */
  const over = useRef(false);
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);

  async function save(typed: string): Promise<void> {
    if (over.current) return;
    over.current = true;
    const saysNothing = typed.trim() === '' && prompt.pictures.length + prompt.documents.length === 0;
    if (saysNothing || typed === prompt.text) cancelEditing();
    else over.current = await saveQueued(id, typed);
  }

  return (
    <textarea
      ref={box}
      class="queued-edit"
      aria-label={t('Edit queued prompt')}
      defaultValue={text}
      onInput={({ currentTarget }) => typeEdit(id, currentTarget.value)}
      onBlur={({ currentTarget }) => void save(currentTarget.value)}
      onPaste={boundPaste}
      onKeyDown={(event) => {
        if (event.isComposing || event.keyCode === 229) return;
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          void save(event.currentTarget.value);
        } else if (event.key === 'Escape') {
          over.current = true;
          cancelEditing();
        }
      }}
    />
  );
}
