import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary, SearchHit } from '../../shared/conversation.ts';
import { ask, deleteConversation, host, openConversation } from '../actions.ts';
import { composer } from '../composer.ts';
import { conversationId, pane } from '../store.ts';
import { pendingTarget } from '../target.ts';
import { dayGroup, exactTime, relativeTime, t } from '../words.ts';
import { Icon, IconButton } from './Icon.tsx';

interface Entry {
  readonly conversation: ConversationSummary;
  readonly hit: SearchHit | null;
}

/** Milliseconds after the last key before a search is asked for. */
const searchPause = 80;

/** Conversations and the search over everything said, in place of the conversation. */
export function History() {
  const [query, setQuery] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [version, setVersion] = useState(0);
  const root = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const again = () => setVersion((known) => known + 1);

  useEffect(() => search.current?.focus(), []);

  useEffect(() => {
    let current = true;
    const look = async () => {
      const found: readonly Entry[] =
        query.trim() === ''
          ? (await host.request('listConversations', { allWorkspaces: everywhere })).map((conversation) => ({ conversation, hit: null }))
          : (await host.request('searchHistory', { query, allWorkspaces: everywhere })).map((hit) => ({
              conversation: hit.conversation,
              hit,
            }));
      if (current) setEntries(found);
    };
    const timer = setTimeout(() => ask(look()), query === '' ? 0 : searchPause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, everywhere, version]);

  function open({ conversation, hit }: Entry): void {
    pendingTarget.value = hit?.messageId ?? null;
    if (conversation.id === conversationId.value) pane.value = 'conversation';
    else openConversation(conversation.id);
    composer.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && renaming === null) {
      pane.value = 'conversation';
      composer.focus();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('.history-open') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    if (event.key === 'ArrowUp' && at <= 0) search.current?.focus();
    else rows[Math.min(rows.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))]?.focus();
  }

  return (
    <section class="history" ref={root} aria-label={t('History')} onKeyDown={onKeyDown}>
      <div class="history-top">
        <input
          ref={search}
          type="text"
          role="searchbox"
          aria-label={t('Search history')}
          placeholder={t('Search everything said')}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = entries?.[0];
            if (event.key === 'Enter' && !event.isComposing && first) open(first);
          }}
        />
        <IconButton
          icon="close"
          name={t('Close history')}
          onClick={() => {
            pane.value = 'conversation';
          }}
        />
      </div>
      <label class="history-scope">
        <input type="checkbox" checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />{' '}
        {t('All workspaces')}
      </label>
      <div class="history-list">
        {entries?.length === 0 ? <p class="muted">{query === '' ? t('Nothing was said here yet.') : t('Nothing found.')}</p> : null}
        {groups(entries ?? [], query !== '').map(({ name, entries: group }) => (
          <section key={name} aria-label={name}>
            {name === '' ? null : <h2>{name}</h2>}
            <ul>
              {group.map((entry) => (
                <li
                  key={`${entry.conversation.id}/${entry.hit?.messageId ?? ''}`}
                  class={entry.conversation.id === conversationId.value ? 'current' : ''}
                >
                  {renaming === entry.conversation.id ? (
                    <RenameBox
                      conversation={entry.conversation}
                      done={() => {
                        setRenaming(null);
                        again();
                      }}
                    />
                  ) : (
                    <Row
                      entry={entry}
                      everywhere={everywhere}
                      open={() => open(entry)}
                      rename={() => setRenaming(entry.conversation.id)}
                      changed={again}
                    />
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

interface RowProps {
  readonly entry: Entry;
  readonly everywhere: boolean;
  readonly open: () => void;
  readonly rename: () => void;
  readonly changed: () => void;
}

function Row({ entry, everywhere, open, rename, changed }: RowProps) {
  const { conversation, hit } = entry;
  const { id, title, pinned, updatedAt, workspaceName } = conversation;
  return (
    <>
      <button type="button" class="history-open" onClick={open}>
        <span class="history-line">
          {pinned ? <Icon name="pinned" /> : null}
          <span class="menu-title">{title}</span>
          <span class="menu-time" title={exactTime(updatedAt)}>
            {relativeTime(updatedAt)}
          </span>
        </span>
        {hit && hit.messageId !== null ? <Excerpt hit={hit} /> : null}
        {everywhere ? <span class="muted">{workspaceName}</span> : null}
      </button>
      <span class="history-actions">
        <IconButton
          icon={pinned ? 'pinned' : 'pin'}
          name={pinned ? t('Unpin {0}', title) : t('Pin {0}', title)}
          onClick={() => ask(host.request('pinConversation', { id, pinned: !pinned }).then(changed))}
        />
        <IconButton icon="edit" name={t('Rename {0}', title)} onClick={rename} />
        <IconButton
          icon="trash"
          name={t('Delete {0}', title)}
          onClick={() => void deleteConversation(id, { done: t('“{0}” is deleted.', title) }, changed)}
        />
      </span>
    </>
  );
}

/** The sentence that was found, with what was looked for marked. */
function Excerpt({ hit }: { readonly hit: SearchHit }) {
  const parts = [];
  let at = 0;
  for (const [start, end] of hit.ranges) {
    parts.push(hit.excerpt.slice(at, start), <mark key={start}>{hit.excerpt.slice(start, end)}</mark>);
    at = end;
  }
  return (
    <span class="excerpt">
      {parts}
      {hit.excerpt.slice(at)}
    </span>
  );
}

function RenameBox({ conversation, done }: { readonly conversation: ConversationSummary; readonly done: () => void }) {
  const save = (title: string) => {
    if (title.trim() === '' || title === conversation.title) done();
    else ask(host.request('renameConversation', { id: conversation.id, title }).then(done));
  };
  return (
    <input
      class="title-input"
      aria-label={t('Title of the conversation')}
      defaultValue={conversation.title}
      maxLength={200}
      ref={(box) => box?.select()}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Enter') save(event.currentTarget.value);
        else if (event.key === 'Escape') {
          event.stopPropagation();
          done();
        }
      }}
    />
  );
}

function groups(entries: readonly Entry[], searching: boolean): { name: string; entries: Entry[] }[] {
  if (searching) return [{ name: '', entries: [...entries] }];
  const names = { pinned: t('Pinned'), today: t('Today'), yesterday: t('Yesterday'), earlier: t('Earlier') };
  return (['pinned', 'today', 'yesterday', 'earlier'] as const)
    .map((group) => ({
      name: names[group],
      entries: entries.filter(({ conversation }) => (conversation.pinned ? 'pinned' : dayGroup(conversation.updatedAt)) === group),
    }))
    .filter(({ entries: group }) => group.length > 0);
}
