import type { AssistantTurnView } from '../../shared/turnView.ts';
import { cancelWait } from '../actions.ts';
import { header } from '../store.ts';
import { useNow } from '../useNow.ts';
import { t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';

/** What is awaited, until the first word; counted by the second. Thinking counts in its own block. */
export function WaitLine({ turn }: { readonly turn: AssistantTurnView }) {
  const wait = header.value?.wait ?? null;
  if (wait?.kind === 'retrying') return <Retrying reason={wait.reason} until={wait.until} />;
  const hasCome = turn.blocks.some((block) => block.type !== 'text' || !block.begun);
  return !hasCome ? <Waiting since={wait?.since ?? turn.createdAt} /> : null;
}

function Waiting({ since }: { readonly since: number }) {
  return <div class="wait">{t('Waiting for Claude · {0} s', Math.max(0, Math.floor((useNow() - since) / 1000)))}</div>;
}

type Reason = 'rateLimited' | 'overloaded' | 'serverError';

function Retrying({ reason, until }: { readonly reason: Reason; readonly until: number }) {
  const seconds = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return (
    <div class="wait">
      {retryWords(reason, seconds)} · <LinkButton onClick={cancelWait}>{t('Cancel')}</LinkButton>
    </div>
  );
}

function retryWords(reason: Reason, seconds: number): string {
  switch (reason) {
    case 'rateLimited':
      return t('Rate limited · again in {0} s', seconds);
    case 'overloaded':
      return t('The API is overloaded · again in {0} s', seconds);
    case 'serverError':
      return t('The API had an error · again in {0} s', seconds);
  }
}
