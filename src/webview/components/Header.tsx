import { useState } from 'preact/hooks';
import { ask, host, openConversation } from '../actions.ts';
import { header, turns } from '../store.ts';
import { exactTime, relativeTime, t } from '../words.ts';
import { Icon, IconButton } from './Icon.tsx';

/** The conversation's title: click to rename; ▾ shows the other conversations of the workspace. */
export function Header() {
  const [renaming, setRenaming] = useState(false);
  const [open, setOpen] = useState(false);
  const view = header.value;
  if (!view || (view.conversation.title === '' && turns.value.length === 0)) return null;
  const { id, title } = view.conversation;

  if (renaming) {
    const save = (text: string) => {
      setRenaming(false);
      if (text.trim() !== '' && text !== title) ask(host.request('renameConversation', { id, title: text }));
    };
    return (
      <header class="header">
        <input
          class="title-input"
          aria-label={t('Title of the conversation')}
          defaultValue={title}
          maxLength={200}
          ref={(box) => box?.select()}
          onBlur={(event) => save(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Enter') save(event.currentTarget.value);
            else if (event.key === 'Escape') setRenaming(false);
          }}
        />
      </header>
    );
  }
  return (
    <header class="header">
      <h1 class="title">
        <button type="button" title={t('Rename')} onClick={() => setRenaming(true)}>
          {title || t('New conversation')}
        </button>
      </h1>
      <IconButton
        icon="copy"
        name={t('Copy conversation as Markdown')}
        onClick={() => ask(host.request('copyMarkdown', { messageId: null }))}
      />
      {view.recent.length > 0 ? (
        <button
          type="button"
          class="icon-button"
          aria-label={t('Other conversations')}
          title={t('Other conversations')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevron-down" />
        </button>
      ) : null}
      {open ? (
        <ul
          class="menu"
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false);
          }}
        >
          {view.recent.map((conversation) => (
            <li key={conversation.id}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  openConversation(conversation.id);
                }}
              >
                <span class="menu-title">{conversation.title}</span>
                <span class="menu-time" title={exactTime(conversation.updatedAt)}>
                  {relativeTime(conversation.updatedAt)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </header>
  );
}
