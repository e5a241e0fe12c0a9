import { ask, host, openConversation } from '../actions.ts';
import { composer } from '../composer.ts';
import { header } from '../store.ts';
import { exactTime, relativeTime, t } from '../words.ts';
import { Icon, LinkButton } from './Icon.tsx';

const consoleUrl = 'https://platform.claude.com/settings/keys';

/** What an empty conversation shows: how to begin. */
export function Welcome() {
  const view = header.value;
  if (!view) return null;
  return view.connection.kind === 'noKey' ? <NoKey /> : <Starters />;
}

function NoKey() {
  return (
    <div class="welcome">
      <p>{t('Parley is a chat with Claude on your own API key.')}</p>
      <button type="button" class="button button-wide" onClick={() => ask(host.request('setApiKey', null))}>
        {t('Set API key')}
      </button>
      <p class="muted">{t('The key is kept in your editor’s secret storage and goes to the API only.')}</p>
      <p>
        <LinkButton onClick={() => ask(host.request('openLink', { url: consoleUrl }))}>{t('Make a key in the Claude Console')}</LinkButton>
      </p>
      <Recent />
    </div>
  );
}

function Starters() {
  const host_ = header.value?.connection.host ?? null;
  const starters = [
    { icon: 'lightbulb', label: t('Explain an error message'), text: t('Explain this error message and how to fix it:\n\n') },
    { icon: 'code', label: t('Talk through a piece of code'), text: t('Explain what this code does, and what could go wrong in it:\n\n') },
    { icon: 'checklist', label: t('Plan a change'), text: t('Help me plan a change. Ask me what you need to know first. The change: ') },
  ];
  return (
    <div class="welcome">
      <p>{t('Ask Claude about code.')}</p>
      {host_ === null ? null : (
        <p class="muted">
          <Icon name="plug" /> {t('Requests go to {0}.', host_)}
        </p>
      )}
      <ul class="starters">
        {starters.map(({ icon, label, text }) => (
          <li key={label}>
            <button
              type="button"
              onClick={() => {
                composer.set(text);
                composer.focus();
              }}
            >
              <Icon name={icon} /> {label}
            </button>
          </li>
        ))}
      </ul>
      <Recent />
    </div>
  );
}

function Recent() {
  const recent = (header.value?.recent ?? []).slice(0, 5);
  if (recent.length === 0) return null;
  return (
    <section class="recent" aria-label={t('Last conversations')}>
      <h2>{t('Last conversations')}</h2>
      <ul>
        {recent.map((conversation) => (
          <li key={conversation.id}>
            <button type="button" onClick={() => openConversation(conversation.id)}>
              <span class="menu-title">{conversation.title}</span>
              <span class="menu-time" title={exactTime(conversation.updatedAt)}>
                {relativeTime(conversation.updatedAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
