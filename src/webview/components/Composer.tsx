import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { ask, host, send, sending, stop } from '../actions.ts';
import { composer } from '../composer.ts';
import { dropDraft, saveDraft } from '../persistence.ts';
import { editing, header, streaming, trouble, turns } from '../store.ts';
import { count, money, shortModel, t, tokens } from '../words.ts';
import { Icon, IconButton } from './Icon.tsx';
import { Queue } from './Queue.tsx';

/** UTF-16 units; as much as the host takes as one prompt. */
const longestPrompt = 2_000_000;

/** The box that one writes in. It is the text's only owner: nothing is drawn again for a key. */
export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const busy = streaming.value || (header.value?.busy ?? false);

  useEffect(() => {
    composer.attach({
      focus: () => box.current?.focus(),
      set: (text) => put(text),
      isEmpty: () => box.current?.value === '',
    });
  }, []);

  useLayoutEffect(() => {
    const grow = () => growToText(box.current);
    addEventListener('resize', grow);
    return () => removeEventListener('resize', grow);
  }, []);

  function put(text: string): void {
    if (!box.current) return;
    box.current.value = text;
    growToText(box.current);
  }

  async function submit(): Promise<void> {
    const text = box.current?.value ?? '';
    if (text.trim() === '' || sending.value) return;
    if (text.length > longestPrompt) {
      trouble.value = { sentence: t('This is too long to send: {0} characters of at most {1}.', count(text.length), count(longestPrompt)) };
      return;
    }
    dropDraft();
    const stored = await send(text, busy);
    if (!box.current) return;
    if (!stored) saveDraft(box.current.value);
    // What was typed after Enter stays.
    else put(box.current.value.startsWith(text) ? box.current.value.slice(text.length) : box.current.value);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Enter' && !event.shiftKey && plain) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (streaming.value) stop();
      else box.current?.blur();
    } else if (event.key === 'ArrowUp' && plain && !event.shiftKey && box.current?.value === '') {
      const prompt = turns.value.findLast((turn) => turn.value.role === 'user' && turn.value.origin === 'typed');
      if (!prompt) return;
      event.preventDefault();
      editing.value = prompt.value.id;
    }
  }

  function onPaste(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData('text/plain').length ?? 0;
    const whole = pasted + (box.current?.value.length ?? 0);
    if (whole <= longestPrompt) return;
    event.preventDefault();
    trouble.value = { sentence: t('The pasted text is too long: {0} characters of at most {1}.', count(pasted), count(longestPrompt)) };
  }

  return (
    <div class="composer-frame">
      <Queue busy={busy} />
      <div class="composer">
        <textarea
          ref={box}
          rows={1}
          aria-label={t('Message Claude')}
          placeholder={busy ? t('Message Claude (sent when the reply is complete)') : t('Message Claude')}
          onInput={() => {
            growToText(box.current);
            saveDraft(box.current?.value ?? '');
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div class="composer-bar">
          <ModelButton />
          <Usage />
          <span class="spacer" />
          {streaming.value ? <IconButton icon="debug-stop" name={t('Stop')} class="stop" onClick={stop} /> : null}
          <IconButton icon="send" name={t('Send')} class="send" disabled={sending.value} onClick={() => void submit()} />
        </div>
      </div>
    </div>
  );
}

/** Grows with the text up to the height that the style sheet allows. */
function growToText(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  // Measuring a very long text costs; it is as high as can be anyway.
  if (box.value.length > 20_000) {
    box.style.height = '40vh';
    return;
  }
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

function ModelButton() {
  const model = header.value?.model;
  if (!model) return null;
  return (
    <button
      type="button"
      class="model-button"
      aria-label={t('Model: {0}', model.name)}
      title={t('Model: {0}', model.name)}
      onClick={() => ask(host.request('selectModel', null))}
    >
      {shortModel(model.name)} <Icon name="chevron-down" />
    </button>
  );
}

function Usage() {
  const usage = header.value?.usage;
  if (!usage) return null;
  const cost = usage.partial ? t('{0} and what has no known price', money(usage.cost)) : money(usage.cost);
  return (
    <span class="usage" data-testid="usage" title={t('Sent and received in this conversation')} hidden={usage.tokens === 0}>
      {tokens(usage.tokens)} · {cost}
    </span>
  );
}
