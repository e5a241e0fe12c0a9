import { useEffect, useState } from 'preact/hooks';
import type { AssistantTurnView, WaitView } from '../../shared/protocol.ts';
import { host } from '../actions.ts';
import { t } from '../words.ts';
import { LinkButton } from './Icon.tsx';

/** What is awaited, until the first word and between blocks; counted by the second. */
export function WaitLine({ turn, wait }: { readonly turn: AssistantTurnView; readonly wait: WaitView }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (wait?.kind === 'retrying') {
    const seconds = Math.max(0, Math.ceil((wait.until - now) / 1000));
    return (
      <div class="wait" role="status" aria-live="off">
        {retryWords(wait.reason, seconds)} · <LinkButton onClick={() => host.notify({ type: 'cancelWait' })}>{t('Cancel')}</LinkButton>
      </div>
    );
  }
  const last = turn.blocks.at(-1);
  if (last && last.type !== 'thinking') return null;
  const since = last?.type === 'thinking' ? (turn.firstTokenAt ?? turn.createdAt) : (wait?.since ?? turn.createdAt);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return <div class="wait">{last ? t('Thinking · {0} s', seconds) : t('Waiting for Claude · {0} s', seconds)}</div>;
}

function retryWords(reason: 'rateLimited' | 'overloaded' | 'serverError', seconds: number): string {
  switch (reason) {
    case 'rateLimited':
      return t('Rate limited · again in {0} s', seconds);
    case 'overloaded':
      return t('The API is overloaded · again in {0} s', seconds);
    case 'serverError':
      return t('The API had an error · again in {0} s', seconds);
  }
}
