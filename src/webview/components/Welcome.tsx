import { composer } from '../composer.ts';
import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';
import { Recent } from './Recent.tsx';

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

function Starters() {
  const starters = [
    { icon: 'lightbulb', label: t('Explain an error message'), text: t('Explain this error message and how to fix it:\n\n') },
    { icon: 'code', label: t('Talk through a piece of code'), text: t('Explain what this code does, and what could go wrong in it:\n\n') },
    { icon: 'checklist', label: t('Plan a change'), text: t('Help me plan a change. Ask me what you need to know first. The change: ') },
  ];
  return (
    <>
      <p>{t('Ask Claude about code.')}</p>
      <ul class="starters">
        {starters.map(({ icon, label, text }) => (
          <li key={label}>
            <button
              type="button"
              class="line"
              onClick={() => {
                composer.set(text);
                composer.focus();
              }}
            >
              <Icon name={icon} />
              <span class="line-title">{label}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
