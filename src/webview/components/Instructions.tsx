import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { longestInstructions } from '../../shared/conversation.ts';
import type { InstructionFileView } from '../../shared/headerView.ts';
import { composer } from '../composer.ts';
import { ask, host, tell } from '../host.ts';
import { insertText } from '../insertText.ts';
import { saveInstructions } from '../persistence.ts';
import { conversationId, header } from '../store.ts';
import { count, t } from '../words.ts';
import { IconButton, LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

const isOpen = signal(false);

export function openInstructions(): void {
  isOpen.value = true;
}

/** Says what goes with every message, and shows it. */
export function InstructionsButton() {
  const view = header.value?.instructions;
  if (!view) return null;
  const sent = [
    ...(view.user ? [t('your settings')] : []),
    ...view.files.filter(({ on, note }) => on && note === null).map(({ path }) => path),
    ...(view.own ? [t('this conversation’s')] : []),
  ];
  const name = sent.length > 0 ? t('Instructions: {0}', sent.join(', ')) : t('Instructions: none');
  return (
    <button
      type="button"
      class={`icon-button ${sent.length > 0 ? 'instructions-some' : ''}`}
      aria-label={name}
      title={name}
      aria-expanded={isOpen.value}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      <Icon name="book" />
    </button>
  );
}

/** The system prompt by its parts, above the message box. */
export function InstructionsPanel() {
  const view = header.value?.instructions;
  if (!isOpen.value || !view) return null;

  function close(): void {
    isOpen.value = false;
    composer.focus();
  }

  return (
    <section
      class="instructions"
      aria-label={t('Instructions')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.stopPropagation();
        close();
      }}
    >
      <div class="instructions-row">
        <h2>{t('Goes with every message')}</h2>
        <IconButton icon="close" name={t('Close')} onClick={close} />
      </div>
      <div class="instructions-row">
        <span class="instructions-name">{view.user ? t('Your instructions') : t('No instructions of yours')}</span>
        <LinkButton onClick={() => ask(host.request('openSettings', { query: 'parley.instructions' }))}>{t('Settings')}</LinkButton>
      </div>
      {view.files.map((file) => (
        <FileRow key={file.path} file={file} />
      ))}
      <OwnInstructions id={conversationId.value} />
    </section>
  );
}

function FileRow({ file: { path, tokens, on, note } }: { readonly file: InstructionFileView }) {
  return (
    <>
      <div class="instructions-row">
        <label class="instructions-name">
          <input
            type="checkbox"
            checked={on}
            onChange={({ currentTarget }) => ask(host.request('switchInstructions', { path, on: currentTarget.checked }))}
          />{' '}
          {path}
        </label>
        {tokens > 0 ? <span class="instructions-size">{t('about {0} tokens', count(tokens))}</span> : null}
        <IconButton icon="go-to-file" name={t('Open {0}', path)} onClick={() => ask(host.request('openInstructions', { path }))} />
      </div>
      {note === null ? null : <div class="instructions-note">{note}</div>}
    </>
  );
}

/** Those of the conversation alone: typed here, or one that has a name. */
function OwnInstructions({ id }: { readonly id: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [isRead, setRead] = useState(false);
  const [isBlank, setBlank] = useState(true);

  function put(text: string): void {
    if (box.current) box.current.value = text;
    setBlank(text.trim() === '');
  }

  // When the panel is opened, and not when it shows another conversation's: one may be typing elsewhere.
  useLayoutEffect(() => box.current?.focus(), []);

  useLayoutEffect(() => {
    let gone = false;
    setRead(false);
    put('');
    host.request('readInstructions', null).then(({ text }) => {
      if (gone) return;
      put(text);
      setRead(true);
    }, tell);
    return () => {
      gone = true;
    };
  }, [id]);

  async function choose(): Promise<void> {
    const { text } = await host.request('pickPreset', null);
    if (text === null || !box.current) return;
    insertText(box.current, text, 0, box.current.textLength);
  }

  return (
    <>
      <textarea
        ref={box}
        rows={3}
        readOnly={!isRead}
        maxLength={longestInstructions}
        aria-label={t('Instructions of this conversation')}
        placeholder={t('Instructions of this conversation')}
        onInput={({ currentTarget }) => {
          setBlank(currentTarget.value.trim() === '');
          saveInstructions(currentTarget.value);
        }}
      />
      <div class="instructions-row">
        <LinkButton onClick={() => ask(choose())}>{t('Choose preset')}</LinkButton>
        <LinkButton disabled={isBlank} onClick={() => ask(host.request('savePreset', { text: box.current?.value ?? '' }))}>
          {t('Save as preset')}
        </LinkButton>
      </div>
    </>
  );
}
