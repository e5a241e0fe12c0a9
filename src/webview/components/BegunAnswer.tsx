import { useEffect, useRef } from 'preact/hooks';
import { noBeginningSentence } from '../../shared/beginning.ts';
import { composer } from '../composer.ts';
import { flushAll, saveDraft } from '../persistence.ts';
import { begun, conversationId, header, isBegun } from '../store.ts';
import { lookForSecret } from '../typedSecret.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

/** What Claude's answer is to begin with, below the prompt; nothing unless it was asked for. */
export function BegunAnswer() {
  return isBegun.value ? <Field key={conversationId.value} /> : null;
}

function Field() {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => composer.attachBeginning(() => box.current?.focus()), []);
  const model = header.value?.model;
  const why = model?.noBeginning;

  function put(text: string | null): void {
    begun.value = text;
    saveDraft();
    lookForSecret(() => `${composer.text()}\n${begun.peek() ?? ''}`);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      composer.submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      composer.focus();
    }
  }

  return (
    <div class="begun-answer">
      <div class="begun-answer-head">
        <span>{t('Claude’s answer begins with')}</span>
        <IconButton
          icon="close"
          name={t('Let Claude begin')}
          onClick={() => {
            put(null);
            composer.focus();
          }}
        />
      </div>
      <textarea
        ref={box}
        rows={1}
        aria-label={t('Start of Claude’s answer')}
        aria-describedby={why ? 'begun-answer-note' : undefined}
        defaultValue={begun.peek() ?? ''}
        onInput={({ currentTarget }) => put(currentTarget.value)}
        onBlur={flushAll}
        onKeyDown={onKeyDown}
      />
      {why && model ? (
        <div class="begun-answer-note" id="begun-answer-note">
          {noBeginningSentence(why, model.name, t)} {t('It stays here, and is not sent.')}
        </div>
      ) : null}
    </div>
  );
}
