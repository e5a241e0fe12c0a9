import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QueuedPrompt } from '../../shared/conversation.ts';
import { ask, host } from '../host.ts';
import { busy, header } from '../store.ts';
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

function Queued({ prompt }: { readonly prompt: QueuedPrompt }) {
  const [editing, setEditing] = useState(false);
  const save = (text: string) => {
    setEditing(false);
    if (text.trim() !== '' && text !== prompt.text) ask(host.request('editQueued', { id: prompt.id, text }));
  };
  return (
    <div
      class="queued"
      role="article"
      data-role="user"
      data-status="queued"
      data-message-id={prompt.id}
      aria-label={t('Queued: {0}', prompt.text.slice(0, 80))}
    >
      <Icon name="clock" />
      {editing ? (
        <QueuedEditor text={prompt.text} save={save} cancel={() => setEditing(false)} />
      ) : (
        <>
          <span class="queued-text" title={prompt.text.slice(0, shownLength)}>
            {prompt.text.slice(0, shownLength)}
          </span>
          <IconButton icon="edit" name={t('Edit queued prompt')} onClick={() => setEditing(true)} />
          <IconButton icon="close" name={t('Remove queued prompt')} onClick={() => ask(host.request('removeQueued', { id: prompt.id }))} />
        </>
      )}
    </div>
  );
}

interface QueuedEditorProps {
  readonly text: string;
  readonly save: (text: string) => void;
  readonly cancel: () => void;
}

/** Enter and leaving it save, Esc does not. */
function QueuedEditor({ text, save, cancel }: QueuedEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);

  /** Once only: taking the box away makes it lose the focus, too. */
  function end(how: () => void): void {
    if (over.current) return;
    over.current = true;
    how();
  }

  return (
    <textarea
      ref={box}
      class="queued-edit"
      aria-label={t('Edit queued prompt')}
      defaultValue={text}
      onBlur={({ currentTarget }) => end(() => save(currentTarget.value))}
      onKeyDown={(event) => {
        if (event.isComposing || event.keyCode === 229) return;
        const { value } = event.currentTarget;
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          end(() => save(value));
        } else if (event.key === 'Escape') end(cancel);
      }}
    />
  );
}
