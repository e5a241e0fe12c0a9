import { newAnswerId, saveAnswer } from '../ownTurns.ts';
import { editingId } from '../store.ts';
import { t } from '../words.ts';
import { TurnEditor } from './TurnEditor.tsx';

/** The answer that is being written at the end of the conversation; nothing while there is none. */
export function NewAnswer() {
  return editingId.value === newAnswerId ? (
    <section class="new-answer" aria-label={t('Your own answer')}>
      <div class="new-answer-head">{t('An answer in Claude’s place; nothing is sent')}</div>
      <AnswerEditor messageId={newAnswerId} name={t('Write an answer')} />
    </section>
  ) : null;
}

interface AnswerEditorProps {
  readonly messageId: string;
  readonly name: string;
}

/** An answer as Markdown, so that Enter breaks the line. */
export function AnswerEditor({ messageId, name }: AnswerEditorProps) {
  const save = (text: string) => void saveAnswer(messageId, text);
  return <TurnEditor messageId={messageId} label={name} saveLabel={t('Save')} enter="breaks the line" save={save} />;
}
