import { useLayoutEffect, useRef } from 'preact/hooks';
import type { UserTurnView } from '../../shared/protocol.ts';
import { endEditing, saveEdit } from '../actions.ts';
import { t } from '../words.ts';

/** A prompt being changed where it stands: Enter sends it as another version, Esc leaves it as it is. */
export function PromptEditor({ turn, text }: { readonly turn: UserTurnView; readonly text: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  const save = () => void saveEdit(turn, box.current?.value ?? '');

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      endEditing();
    }
  }

  return (
    <div class="prompt-editor">
      <textarea ref={box} aria-label={t('Edit prompt')} defaultValue={text} onKeyDown={onKeyDown} />
      <div class="prompt-editor-actions">
        <button type="button" class="button" onClick={save}>
          {t('Send')}
        </button>
        <button type="button" class="button button-secondary" onClick={endEditing}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
