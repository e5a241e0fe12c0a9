import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { IconButton, LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

/** Says that answers come as JSON, while that is switched on. */
export function AnswerFormatLine() {
  const format = header.value?.answerFormat;
  if (!format) return null;
  return (
    <div class="answer-format" role="group" aria-label={t('Answer format')}>
      <Icon name="json" />
      <LinkButton onClick={() => ask(host.request('chooseAnswerFormat', null))}>{t('Answers as JSON: {0}', format.name)}</LinkButton>
      <IconButton icon="close" name={t('Answer in free text')} onClick={() => ask(host.request('clearAnswerFormat', null))} />
      {format.note === null ? null : <span class="answer-format-note">{format.note}</span>}
    </div>
  );
}
