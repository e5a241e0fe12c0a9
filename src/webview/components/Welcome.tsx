import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';
import { Recent } from './Recent.tsx';
import { Starters } from './Starters.tsx';

const keysPage = 'https://platform.claude.com/settings/keys';

/** What an empty conversation shows: how to begin. */
export function Welcome() {
  const connection = header.value?.connection;
  if (!connection) return null;
  return (
    <div class="welcome">
      {connection.kind === 'noKey' ? <NoKey /> : <Starters />}
      {connection.host === null ? null : (
        <p class="muted welcome-host">
          <Icon name="plug" />
          <span>{t('Requests go to {0}.', connection.host)}</span>
        </p>
      )}
      <Recent />
    </div>
  );
}

function NoKey() {
  return (
    <>
      <p>{t('Parley is a chat with Claude on your own API key.')}</p>
      <p>
        <button type="button" class="button button-wide" onClick={() => ask(host.request('setApiKey', null))}>
          {t('Set API key')}
        </button>
      </p>
      <p class="muted">{t('The key is kept in your editor’s secret storage and goes to the API only.')}</p>
      <p>
        <LinkButton onClick={() => ask(host.request('openLink', { url: keysPage }))}>{t('Make a key in the Claude Console')}</LinkButton>
      </p>
    </>
  );
}
