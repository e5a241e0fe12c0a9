import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../words.ts';
import type { SaveAs } from './saveEdits.ts';

interface SaveBarProps {
  /** Whether the picture is still to be sent, and can be replaced. */
  readonly isAttached: boolean;
  /** Whether one wanted to leave. */
  readonly leaving: boolean;
  readonly saving: boolean;
  /** Why it could not be saved; empty: it was not tried, or it could. */
  readonly trouble: string;
  readonly save: (as: SaveAs) => void;
  readonly discard: () => void;
}

/** What becomes of a picture that was edited. One cannot leave without having said so. */
export function SaveBar({ isAttached, leaving, saving, trouble, save, discard }: SaveBarProps) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (leaving) first.current?.focus();
  }, [leaving]);
  const sentence = trouble !== '' ? trouble : leaving ? t('What you changed is not in the picture yet.') : '';
  return (
    <div class="save-bar" aria-busy={saving}>
      <div role="alert" class="save-sentence">
        {sentence}
      </div>
      {isAttached ? (
        <button ref={first} type="button" class="button" disabled={saving} onClick={() => save('replacement')}>
          {t('Replace')}
        </button>
      ) : null}
      <button
        ref={isAttached ? null : first}
        type="button"
        class={isAttached ? 'button button-secondary' : 'button'}
        disabled={saving}
        onClick={() => save('another')}
      >
        {isAttached ? t('Add as a second picture') : t('Add to the prompt')}
      </button>
      {leaving ? (
        <button type="button" class="button button-secondary" disabled={saving} onClick={discard}>
          {t('Discard')}
        </button>
      ) : null}
    </div>
  );
}
