import { signal } from '@preact/signals';
import { actionLabel, describeError, describeStop, type ErrorAction } from '../../shared/errorText.ts';
import type { AssistantTurnView } from '../../shared/protocol.ts';
import { ask, host } from '../actions.ts';
import { editing, streaming, turns } from '../store.ts';
import { t } from '../words.ts';
import { Icon, LinkButton } from './Icon.tsx';

const unfolded = signal<ReadonlySet<string>>(new Set());

/** Why a turn ended as it did, where that is worth saying, with what can be done about it. */
export function TurnNotice({ turn, isLast }: { readonly turn: AssistantTurnView; readonly isLast: boolean }) {
  if (turn.error) return <ErrorNotice turn={turn} isLast={isLast} />;
  if (turn.status === 'stopped') {
    const hasText = turn.blocks.some((block) => block.type === 'text' && block.text !== '');
    return (
      <div class="notice notice-quiet">
        <span>{t('Stopped.')}</span>
        <ActionButton turn={turn} action={{ kind: 'retry' }} />
        {isLast && hasText ? <ActionButton turn={turn} action={{ kind: 'continue' }} secondary /> : null}
      </div>
    );
  }
  const stop = turn.stopReason === null ? null : describeStop(turn.stopReason, t);
  if (!stop) return null;
  return (
    <div class="notice notice-info" role="note">
      <Icon name="info" />
      <span class="notice-sentence">{stop.sentence}</span>
      {isLast ? <ActionButton turn={turn} action={stop.action} /> : null}
    </div>
  );
}

function ErrorNotice({ turn, isLast }: { readonly turn: AssistantTurnView; readonly isLast: boolean }) {
  if (!turn.error) return null;
  const hasText = turn.blocks.some((block) => block.type === 'text' && block.text !== '');
  const { sentence, action } = describeError(turn.error, t, hasText && isLast);
  const { requestId, detail } = turn.error;
  const details = [detail, requestId === null ? '' : t('Request {0}', requestId)].filter((line) => line !== '').join('\n');
  const open = unfolded.value.has(turn.id);
  return (
    <div class="notice notice-error" role="alert">
      <Icon name={turn.error.kind === 'refused' ? 'circle-slash' : 'error'} />
      <div class="notice-body">
        <span class="notice-sentence">{sentence}</span>
        <div class="notice-actions">
          <ActionButton turn={turn} action={action} />
          {action.kind === 'retry' ? null : <ActionButton turn={turn} action={{ kind: 'retry' }} secondary />}
          {details === '' ? null : (
            <button type="button" class="link-button" aria-expanded={open} onClick={() => toggle(turn.id)}>
              {t('Details')}
            </button>
          )}
        </div>
        {open ? (
          <div class="notice-details">
            <pre tabIndex={0}>{details}</pre>
            <LinkButton onClick={() => ask(host.request('copyText', { text: details }))}>{t('Copy details')}</LinkButton>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function toggle(id: string): void {
  const next = new Set(unfolded.value);
  if (next.has(id)) next.delete(id);
  else next.add(id);
  unfolded.value = next;
}

interface ActionButtonProps {
  readonly turn: AssistantTurnView;
  readonly action: ErrorAction;
  readonly secondary?: boolean;
}

function ActionButton({ turn, action, secondary = false }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={secondary ? 'button button-secondary' : 'button'}
      disabled={streaming.value}
      onClick={() => act(turn, action)}
    >
      {actionLabel(action, t)}
    </button>
  );
}

function act(turn: AssistantTurnView, action: ErrorAction): void {
  switch (action.kind) {
    case 'setKey':
      ask(host.request('setApiKey', null));
      return;
    case 'retry':
      ask(host.request('regenerate', { messageId: turn.id }));
      return;
    case 'continue':
      ask(host.request('continue', { messageId: turn.id }));
      return;
    case 'chooseModel':
      ask(host.request('selectModel', null));
      return;
    case 'newConversation':
      ask(host.request('newConversation', null));
      return;
    case 'openLog':
      ask(host.request('showLog', null));
      return;
    case 'openBilling':
      ask(host.request('openLink', { url: action.url }));
      return;
    case 'editPrompt': {
      const at = turns.value.findIndex((each) => each.value.id === turn.id);
      editing.value = turns.value[at - 1]?.value.id ?? null;
      return;
    }
  }
}
