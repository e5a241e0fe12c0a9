import { saveEdit } from '../actions.ts';
import { t } from '../words.ts';
import { TurnEditor } from './TurnEditor.tsx';

interface PromptEditorProps {
  readonly messageId: string;
  /** Of the box. */
  readonly label?: string;
  /** What the button says that makes another version of it. */
  readonly save?: string;
}

/** A prompt, or a summary, being changed: Enter makes another version of it, which sends a prompt. */
export function PromptEditor({ messageId, label = t('Edit prompt'), save = t('Send') }: PromptEditorProps) {
  return <TurnEditor messageId={messageId} label={label} saveLabel={save} enter="saves" save={(text) => void saveEdit(messageId, text)} />;
}
