import { useState } from 'preact/hooks';
import type { ChatError } from '../../shared/errors.ts';
import { describeError } from '../../shared/errorText.ts';
import type { AssistantTurnView } from '../../shared/turnView.ts';
import { host } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { ActionButton } from './ActionButton.tsx';
import { CopyButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

interface ErrorNoticeProps {
  readonly turn: AssistantTurnView;
  readonly error: ChatError;
  /** Whether there is something to go on from. */
  readonly canContinue: boolean;
}

/** What went wrong with a turn: one sentence, one action, the rest folded. */
export function ErrorNotice({ turn, error, canContinue }: ErrorNoticeProps) {
  const [open, setOpen] = useState(false);
  const { sentence, action, other } = describeError(error, t, canContinue, header.value?.model.hasLonger);
  const request = error.requestId === null ? '' : t('Request {0}', error.requestId);
  const details = [error.detail, request].filter((line) => line !== '').join('\n');
  return (
    <div class="notice notice-error" role="alert">
      <Icon name={error.kind === 'refused' ? 'circle-slash' : 'error'} />
      <div class="notice-body">
        <span class="notice-sentence">{sentence}</span>
        <div class="notice-actions">
          <ActionButton turn={turn} action={action} look="primary" />
          {other ? <ActionButton turn={turn} action={other} look="secondary" /> : null}
          {action.kind === 'retry' ? null : <ActionButton turn={turn} action={{ kind: 'retry' }} look="secondary" />}
          {details === '' ? null : (
            <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('Details')}
            </button>
          )}
        </div>
        {open ? (
          <div class="notice-details">
            <pre tabIndex={0}>{details}</pre>
            <CopyButton name={t('Copy details')} copy={() => host.request('copyText', { text: details })} />
          </div>
        ) : null}
      </div>
    </div>
  );
}
