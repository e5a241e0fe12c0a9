import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary } from '../../shared/conversation.ts';
import { openConversation } from '../actions.ts';
import { moveFocus } from '../moveFocus.ts';
import { exactTime, relativeTime, t } from '../words.ts';
import { Icon } from './Icon.tsx';

/** ▾ with the other conversations of the workspace. */
export function RecentMenu({ conversations }: { readonly conversations: readonly ConversationSummary[] }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useLayoutEffect(() => {
    if (open) items()[0]?.focus();
  }, [open]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!open || moveFocus(event, items()) || event.key !== 'Escape') return;
    setOpen(false);
    button.current?.focus();
  }

  return (
    <div
      class="menu-holder"
      role="group"
      ref={root}
      onKeyDown={onKeyDown}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && root.current?.contains(relatedTarget))) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={t('Other conversations')}
        title={t('Other conversations')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron-down" />
      </button>
      {open ? (
        <div class="menu" role="menu" aria-label={t('Other conversations')}>
          {conversations.map(({ id, title, updatedAt }) => (
            <button key={id} type="button" role="menuitem" tabIndex={-1} onClick={() => openConversation(id)}>
              <span class="line-title">{title || t('New conversation')}</span>
              <span class="line-time" title={exactTime(updatedAt)}>
                {relativeTime(updatedAt)}
              </span>
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
