import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { beginEditing, promptText, send, sending, stop } from '../actions.ts';
import { composer } from '../composer.ts';
import { addDocuments, pastedDocuments } from '../documents/intake.ts';
import { insertText } from '../insertText.ts';
import { activeEntry, entries, mention, mentions } from '../mentions.ts';
import { noteTyped } from '../nextPrompt.ts';
import { flushAll, saveDraft } from '../persistence.ts';
import { addPictures, pending, picturesSettled } from '../pictures/intake.ts';
import { onlyNames, pastedPictures } from '../pictures/sources.ts';
import { boundPaste, isTooLong } from '../promptLength.ts';
import { begun, busy, conversationId, conversationKnown, header, streaming, trouble, turns } from '../store.ts';
import { lookForSecret } from '../typedSecret.ts';
import { t } from '../words.ts';
import { NewAnswer } from './AnswerEditor.tsx';
import { AnswerFormatLine } from './AnswerFormatLine.tsx';
import { AttachButton } from './AttachButton.tsx';
import { Attachments } from './Attachments.tsx';
import { BegunAnswer } from './BegunAnswer.tsx';
import { IconButton } from './Buttons.tsx';
import { CacheLife } from './CacheLife.tsx';
import { DropZone } from './DropZone.tsx';
import { InstructionsButton, InstructionsPanel } from './Instructions.tsx';
import { MentionList, mentionEntryId, mentionListId } from './MentionList.tsx';
import { ModelButton } from './ModelButton.tsx';
import { ContextMeter, Estimate } from './NextPrompt.tsx';
import { Notices } from './Notices.tsx';
import { Queue } from './Queue.tsx';
import { ToolsButton } from './ToolsButton.tsx';
import { Usage } from './Usage.tsx';
import { useMentions } from './useMentions.ts';

/** Whether there is nothing to send; kept apart from the text, which is the box's alone: nothing is drawn again for a key. */
const blank = signal(true);
/** Enter was pressed, and what is awaited is the conversation that the prompt is for, or what goes with it: a part that was named, pictures, documents. */
const awaiting = signal(false);
/** Whether there is something to send but text. */
const hasFiles = computed(() => {
  const { pictures = [], documents = [] } = header.value ?? {};
  return pending.value.length + pictures.length + documents.length > 0;
});
const hasNothing = computed(() => blank.value && !hasFiles.value);

/** The box that one writes in, and what stands around it. */
export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  /** What was in the box at each Enter while a prompt was on its way to the disk: what was typed after that one is sent next. */
  const entered = useRef<string[]>([]);

  function put(text: string): void {
    if (box.current) box.current.value = text;
    blank.value = text.trim() === '';
    noteTyped(text);
    lookForSecret(() => composer.text());
  }

  const names = useMentions(box, put);

  /** What is over the conversation may be going just now; the box can have the focus when that is drawn. */
  function focus(): void {
    const take = () => box.current?.focus({ preventScroll: true });
    take();
    if (document.activeElement !== box.current) requestAnimationFrame(take);
  }

  useLayoutEffect(() => {
    composer.attach({
      focus,
      get box() {
        return box.current;
      },
      set: put,
      begin(draft) {
        const typed = box.current?.value ?? '';
        if (typed === '') put(draft);
        // The page before this one may have told it to the host already.
        else if (!typed.startsWith(draft)) put(`${draft}\n${typed}`);
        if (typed !== '') saveDraft();
      },
      prepend(text) {
        if (!box.current) return;
        insertText(box.current, text, 0, 0);
        box.current.setSelectionRange(box.current.textLength, box.current.textLength);
      },
      submit: () => void submit(),
    });
    // The box may be older than the page around it.
    const typed = box.current?.value ?? '';
    if (typed !== '') put(typed);
  }, []);

  /** Whether what is to go with the prompt is there. Not to be called where there is nothing to wait for: the prompt is painted at once then. */
  async function waitFor(there: Promise<boolean>): Promise<boolean> {
    const into = conversationId.value;
    awaiting.value = true;
    try {
      return (await there) && conversationId.value === into;
    } finally {
      awaiting.value = false;
    }
  }

  /** Settles when it is known which conversation this is; false where there is another text in the box then, which nobody has sent. */
  async function waitForConversation(): Promise<boolean> {
    const text = box.current?.value;
    awaiting.value = true;
    try {
      await conversationKnown();
      return box.current?.value === text;
    } finally {
      awaiting.value = false;
    }
  }

  /** Sends what is in the box. @param next in its place: what the box begins with, and was entered already */
  async function submit(next?: string): Promise<void> {
    if (hasNothing.value || awaiting.value) return;
    if (sending.value) {
      entered.current.push(composer.text());
      return;
    }
    if (next === undefined) entered.current = [];
    if (!header.value && !(await waitForConversation())) return;
    if (!header.value) return;
    if (names.taking.current && !(await waitFor(names.taking.current))) return;
    if (pending.value.length > 0 && !(await waitFor(picturesSettled(conversationId.value)))) return;
    const tooLong = header.value.documents.find((document) => document.tooLong);
    if (tooLong) {
      trouble.value = { sentence: t('{0} has more pages than this model takes. Choose some of them, or another model.', tooLong.name) };
      return;
    }
    const text = next ?? composer.text();
    if (isTooLong(text)) return;
    // A draft that is told later than the prompt would come back.
    flushAll();
    const into = conversationId.value;
    const beginning = begun.value;
    const takesBeginning = header.value.model.noBeginning === undefined;
    if (!(await send(text, busy.value)) || !box.current || conversationId.value !== into) return;
    // What the model does not take stays, and so does what was typed after Enter.
    if (takesBeginning && begun.value === beginning) begun.value = null;
    const now = box.current.value;
    const without = (typed: string) => (typed.startsWith(text) ? typed.slice(text.length) : typed);
    put(without(now));
    if (now !== text) {
      saveDraft();
      // What is being named stands elsewhere now, and a `/` may have come to the beginning.
      if (document.activeElement === box.current) names.note();
    }
    entered.current = entered.current.map(without).filter((typed) => typed.trim() !== '' && without(now).startsWith(typed));
    const following = entered.current.shift();
    if (following !== undefined) await submit(following);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (names.takeKey(event)) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === 'Enter' && plain) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (streaming.value) stop();
      else leave();
    } else if (event.key === 'ArrowUp' && plain && box.current?.value === '') {
      const prompt = turns.value.findLast((turn) => turn.value.role === 'user' && turn.value.origin === 'typed');
      if (!prompt) return;
      event.preventDefault();
      beginEditing(prompt.value.id, promptText(prompt.value));
    }
  }

  /** To the conversation, where the arrow keys scroll. */
  function leave(): void {
    if (turns.value.length > 0) document.querySelector<HTMLElement>('.turn-list')?.focus({ preventScroll: true });
    else box.current?.blur();
  }

  function onInput({ currentTarget }: InputEvent & { readonly currentTarget: HTMLTextAreaElement }): void {
    blank.value = currentTarget.value.trim() === '';
    noteTyped(currentTarget.value);
    saveDraft();
    lookForSecret(() => composer.text());
    names.note();
  }

  function onPaste(event: ClipboardEvent & { readonly currentTarget: HTMLTextAreaElement }): void {
    const pictures = event.clipboardData ? pastedPictures(event.clipboardData) : [];
    const documents = event.clipboardData ? pastedDocuments(event.clipboardData) : [];
    if (event.clipboardData && pictures.length + documents.length > 0) {
      addPictures(pictures, conversationId.value);
      addDocuments(documents, conversationId.value);
      // Text that came with them goes into the box, as ever.
      if (onlyNames(event.clipboardData)) event.preventDefault();
    }
    boundPaste(event);
  }

  return (
    <DropZone class="composer-frame">
      <MentionList choose={(entry) => names.take(entry)} />
      <Notices />
      <Queue />
      <NewAnswer />
      <InstructionsPanel />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box is meant for the box; keys need no such thing. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
      <div
        class="composer"
        onClick={({ target }) => {
          if (target instanceof Element && !target.closest('button, textarea')) box.current?.focus();
        }}
      >
        <AnswerFormatLine />
        <Attachments />
        <textarea
          ref={box}
          rows={1}
          aria-label={t('Message Claude')}
          placeholder={busy.value ? t('Queue a message') : t('Message Claude')}
          onInput={onInput}
          aria-autocomplete="list"
          aria-controls={mentions.value ? mentionListId : undefined}
          aria-activedescendant={mentions.value && entries.value.length > 0 ? mentionEntryId(activeEntry.value) : undefined}
          onSelect={names.note}
          onBlur={() => {
            flushAll();
            mention(null);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <BegunAnswer />
        <div class="composer-bar">
          <AttachButton />
          <IconButton icon="mention" name={t('Add context')} onClick={names.open} />
          <InstructionsButton />
          <ModelButton />
          <ToolsButton />
          <CacheLife />
          <Usage />
          <Estimate />
          <ContextMeter />
          <SendAndStop send={() => void submit()} />
        </div>
      </div>
    </DropZone>
  );
}

/** While a reply streams, Stop is in Send's place, until there is something to send. */
function SendAndStop({ send: submit }: { readonly send: () => void }) {
  const live = streaming.value;
  return (
    <span class="composer-buttons">
      {live ? <IconButton icon="debug-stop" name={t('Stop')} onClick={stop} /> : null}
      {live && hasNothing.value ? null : (
        <IconButton icon="send" name={t('Send')} disabled={hasNothing.value || sending.value || awaiting.value} onClick={submit} />
      )}
    </span>
  );
}
