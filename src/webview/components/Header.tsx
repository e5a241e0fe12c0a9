import { useState } from 'preact/hooks';
import { ask, host } from '../host.ts';
import { header, turns } from '../store.ts';
import { t } from '../words.ts';
import { CopyButton } from './Buttons.tsx';
import { RecentMenu } from './RecentMenu.tsx';
import { TitleBox } from './TitleBox.tsx';

/** The conversation's title: click to rename; ▾ shows the other conversations of the workspace. */
export function Header() {
  const [renaming, setRenaming] = useState(false);
  const view = header.value;
  if (!view || (view.conversation.title === '' && turns.value.length === 0)) return null;
  const { id, title } = view.conversation;
  if (renaming) {
    return (
      <header class="header">
        <TitleBox
          title={title}
          save={(text) => {
            setRenaming(false);
            ask(host.request('renameConversation', { id, title: text }));
          }}
          cancel={() => setRenaming(false)}
        />
      </header>
    );
  }
  return (
    <header class="header">
      <h1 class="title">
        <button type="button" title={`${title}\n${t('Click to rename')}`} onClick={() => setRenaming(true)}>
          {title || t('New conversation')}
        </button>
      </h1>
      <CopyButton name={t('Copy conversation as Markdown')} copy={() => host.request('copyMarkdown', { messageId: null })} />
      {view.recent.length > 0 ? <RecentMenu conversations={view.recent} /> : null}
    </header>
  );
}
