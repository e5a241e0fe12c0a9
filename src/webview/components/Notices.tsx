import type { StoreNotice } from '../../shared/conversation.ts';
import { ask, host } from '../actions.ts';
import { header, trouble } from '../store.ts';
import { t } from '../words.ts';
import { Icon, IconButton, LinkButton } from './Icon.tsx';

/** What concerns no turn: the store's troubles, and what just did not work. */
export function Notices() {
  const notices = header.value?.notices ?? [];
  const said = trouble.value;
  if (notices.length === 0 && !said) return null;
  return (
    <div class="notices">
      {notices.map((notice) => (
        <div class="notice notice-warning" role="alert" key={notice.kind}>
          <Icon name="warning" />
          <span class="notice-sentence">{storeWords(notice)}</span>
          {notice.kind === 'inMemory' ? (
            <LinkButton onClick={() => ask(host.request('retryStore', null))}>{t('Try again')}</LinkButton>
          ) : null}
          <IconButton icon="close" name={t('Dismiss')} onClick={() => host.notify({ type: 'dismissNotice', kind: notice.kind })} />
        </div>
      ))}
      {said ? (
        <div class="notice notice-info" role="alert">
          <Icon name="info" />
          <span class="notice-sentence">{said.sentence}</span>
          {said.undo ? <LinkButton onClick={said.undo}>{t('Undo')}</LinkButton> : null}
          <IconButton icon="close" name={t('Dismiss')} onClick={() => (trouble.value = null)} />
        </div>
      ) : null}
    </div>
  );
}

function storeWords(notice: StoreNotice): string {
  switch (notice.kind) {
    case 'setAside':
      return t('The database of conversations was damaged. It is kept as {0}, and a new one was begun.', notice.file);
    case 'inMemory':
      return t('{0} The conversation goes on in memory until it can be written.', memoryWords(notice.reason));
    default:
      return t('The database of conversations has a problem. The log says more.');
  }
}

function memoryWords(reason: string): string {
  switch (reason) {
    case 'full':
      return t('The disk is full.');
    case 'readOnly':
      return t('The disk cannot be written to.');
    case 'locked':
      return t('Another program keeps the database locked.');
    default:
      return t('The database cannot be opened.');
  }
}
