import { useLayoutEffect, useRef } from 'preact/hooks';
import { cancelEditing, saveEdit, typeEdit } from '../actions.ts';
import { editing } from '../store.ts';
import { t } from '../words.ts';

/** A prompt being changed where it stands: Enter sends it as another version, Esc leaves it as it is. */
export function PromptEditor({ messageId }: { readonly messageId: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const text = editing.peek()?.text ?? '';
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  const save = () => void saveEdit(messageId, box.current?.value ?? '');

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      cancelEditing();
    }
  }

  return (
    <div class="prompt-editor">
      <textarea
        ref={box}
        aria-label={t('Edit prompt')}
        defaultValue={text}
        onInput={({ currentTarget }) => typeEdit(messageId, currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="prompt-editor-actions">
        <button type="button" class="button" onClick={save}>
          {t('Send')}
        </button>
        <button type="button" class="button button-secondary" onClick={cancelEditing}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
