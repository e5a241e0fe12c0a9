import { useEffect, useRef } from 'preact/hooks';
import type { UserTurnView } from '../../shared/protocol.ts';
import { ask, host, saveEdit } from '../actions.ts';
import { editing, expanded, streaming } from '../store.ts';
import { exactTime, t, timeOfDay } from '../words.ts';
import { Icon, IconButton } from './Icon.tsx';
import { Siblings } from './Siblings.tsx';

/** Lines and characters from which on a prompt is folded. */
const foldedLines = 8;
const foldedLength = 900;

/** A prompt: a card, long ones folded, edited in its place. */
export function UserTurn({ turn }: { readonly turn: UserTurnView }) {
  const text = turn.blocks.map((block) => (block.type === 'text' ? block.text : '')).join('\n\n');
  const heading = <h2 class="sr-only">{t('You, {0}', timeOfDay(turn.createdAt))}</h2>;
  const attributes = { role: 'article', 'data-role': 'user', 'data-status': 'complete', 'data-message-id': turn.id } as const;
  if (turn.origin === 'continue') {
    return (
      <article class="turn turn-continue" {...attributes} tabIndex={-1}>
        {heading}
        <Icon name="debug-continue" /> {t('Continued')}
      </article>
    );
  }
  if (editing.value === turn.id) {
    return (
      <article class="turn turn-user" {...attributes}>
        {heading}
        <PromptEditor turn={turn} text={text} />
      </article>
    );
  }
  const long = text.length > foldedLength || text.split('\n', foldedLines + 1).length > foldedLines;
  const unfolded = expanded.value.has(turn.id);
  return (
    <article class="turn turn-user" {...attributes} tabIndex={-1}>
      {heading}
      <div class={long && !unfolded ? 'prompt prompt-folded' : 'prompt'} title={exactTime(turn.createdAt)}>
        {long && !unfolded ? text.slice(0, foldedLength * 2) : text}
      </div>
      {long ? (
        <button type="button" class="link-button prompt-more" aria-expanded={unfolded} onClick={() => toggle(turn.id)}>
          {unfolded ? t('Show less') : t('Show more')}
        </button>
      ) : null}
      <div class="turn-actions">
        <Siblings turn={turn} disabled={streaming.value} />
        <IconButton icon="copy" name={t('Copy')} onClick={() => ask(host.request('copyMarkdown', { messageId: turn.id }))} />
        <IconButton icon="edit" name={t('Edit')} onClick={() => (editing.value = turn.id)} />
      </div>
    </article>
  );
}

function toggle(id: string): void {
  const next = new Set(expanded.value);
  if (next.has(id)) next.delete(id);
  else next.add(id);
  expanded.value = next;
}

function PromptEditor({ turn, text }: { readonly turn: UserTurnView; readonly text: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const save = () => void saveEdit(turn, box.current?.value ?? '');
  const cancel = () => {
    editing.value = null;
  };
  return (
    <div class="prompt-editor">
      <textarea
        ref={box}
        aria-label={t('Edit prompt')}
        defaultValue={text}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            save();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            cancel();
          }
        }}
      />
      <div class="prompt-editor-actions">
        <button type="button" class="button" onClick={save}>
          {t('Send')}
        </button>
        <button type="button" class="button button-secondary" onClick={cancel}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
