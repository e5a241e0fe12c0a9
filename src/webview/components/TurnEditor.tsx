import { useLayoutEffect, useRef } from 'preact/hooks';
import { cancelEditing, typeEdit } from '../actions.ts';
import { boundPaste } from '../promptLength.ts';
import { editing } from '../store.ts';
import { t } from '../words.ts';

interface TurnEditorProps {
  readonly messageId: string;
  /** The box's name, and what its button says. */
  readonly label: string;
  readonly saveLabel: string;
  /** Where Enter breaks the line, Ctrl+Enter saves. */
  readonly enter: 'saves' | 'breaks the line';
  readonly save: (text: string) => void;
}

/** What was said, being changed where it stands. Esc leaves it as it is. */
export function TurnEditor({ messageId, label, saveLabel, enter, save }: TurnEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const text = editing.peek()?.text ?? '';
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  const saveTyped = () => save(box.current?.value ?? '');

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const saves = enter === 'saves' ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && saves) {
      event.preventDefault();
      saveTyped();
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
        aria-label={label}
        defaultValue={text}
        onInput={({ currentTarget }) => typeEdit(messageId, currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={boundPaste}
      />
      <div class="prompt-editor-actions">
        <button type="button" class="button" title={enter === 'saves' ? undefined : t('Save (Ctrl+Enter)')} onClick={saveTyped}>
          {saveLabel}
        </button>
        <button type="button" class="button button-secondary" onClick={cancelEditing}>
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}
