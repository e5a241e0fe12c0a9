import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../words.ts';

interface TitleBoxProps {
  readonly title: string;
  readonly save: (title: string) => void;
  readonly cancel: () => void;
}

/** Where a conversation's title is changed: Enter and leaving it save, Esc does not. */
export function TitleBox({ title, save, cancel }: TitleBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => box.current?.select(), []);

  /** Once only: taking the box away makes it lose the focus, too. */
  function end(text: string): void {
    if (over.current) return;
    over.current = true;
    if (text.trim() === '' || text === title) cancel();
    else save(text.trim());
  }

  return (
    <input
      ref={box}
      type="text"
      class="title-input"
      aria-label={t('Title of the conversation')}
      defaultValue={title}
      maxLength={200}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing) return;
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // The focus may go elsewhere in this very keydown.
        event.preventDefault();
        end(event.key === 'Enter' ? event.currentTarget.value : '');
      }}
    />
  );
}
