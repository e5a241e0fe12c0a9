import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { openConversation } from '../actions.ts';
import { composer } from '../composer.ts';
import { type Entry, entryKey, type Group, groupEntries, readEntries } from '../historyEntries.ts';
import { tell } from '../host.ts';
import { moveFocus } from '../moveFocus.ts';
import { historyAsked, pane } from '../store.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { Notices } from './Notices.tsx';
import { Offers } from './Offers.tsx';

/** Milliseconds after the last key before a search is asked for. */
const searchPause = 80;

/** Conversations and the search over everything said, over the conversation. */
export function History() {
  const [query, setQuery] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const [answer, setAnswer] = useState<{ readonly query: string; readonly entries: readonly Entry[] } | null>(null);
  const [version, setVersion] = useState(0);
  const root = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  /** Enter came before what it is to open the first of. */
  const opensFirst = useRef(false);

  useLayoutEffect(() => search.current?.focus(), [historyAsked.value]);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () => {
        readEntries(query, everywhere).then((entries) => {
          if (!current) return;
          setAnswer({ query, entries });
          if (opensFirst.current && entries[0]) open(entries[0]);
          opensFirst.current = false;
        }, tell);
      },
      query === '' ? 0 : searchPause,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, everywhere, version]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      close();
      return;
    }
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('.history-open') ?? [])];
    const inSearch = document.activeElement === search.current;
    if (inSearch && event.key !== 'ArrowDown') return;
    if (event.key === 'ArrowUp' && rows[0] === document.activeElement) search.current?.focus();
    else moveFocus(event, rows);
  }

  const found = answer?.entries ?? [];
  return (
    <section class="history" ref={root} aria-label={t('History')} onKeyDown={onKeyDown} tabIndex={-1}>
      <div class="history-top">
        <input
          ref={search}
          type="text"
          role="searchbox"
          aria-label={t('Search history')}
          placeholder={t('Search everything said')}
          value={query}
          onInput={(event) => {
            opensFirst.current = false;
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            // The focus goes to the box in this very keydown: the line break would go there.
            event.preventDefault();
            if (answer?.query !== query) opensFirst.current = true;
            else if (found[0]) open(found[0]);
          }}
        />
        <IconButton icon="close" name={t('Close history')} onClick={close} />
      </div>
      <label class="history-scope">
        <input type="checkbox" checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />
        {t('All workspaces')}
      </label>
      <div class="history-list">
        {answer?.entries.length === 0 ? <p class="muted">{query === '' ? t('Nothing was said here yet.') : t('Nothing found.')}</p> : null}
        {groupEntries(found).map(({ group, entries: inGroup }) => (
          <section key={group ?? ''} aria-label={group ? groupName(group) : t('Found')}>
            {group ? <h2 class="group-name">{groupName(group)}</h2> : null}
            <ul>
              {inGroup.map((entry) => (
                <HistoryRow
                  key={entryKey(entry)}
                  entry={entry}
                  everywhere={everywhere}
                  open={() => open(entry)}
                  changed={() => setVersion((known) => known + 1)}
                />
              ))}
            </ul>
          </section>
        ))}
        {query === '' && !everywhere ? <Offers changed={() => setVersion((known) => known + 1)} /> : null}
      </div>
      <span class="sr-only" role="status">
        {query !== '' && answer ? t('{0} found', count(found.length)) : ''}
      </span>
      <Notices of="history" />
    </section>
  );
}

function open({ conversation, hit }: Entry): void {
  openConversation(conversation.id, hit?.messageId ?? null);
}

/** Back to where one was. */
function close(): void {
  pane.value = 'conversation';
  composer.focus();
}

function groupName(group: Group): string {
  switch (group) {
    case 'pinned':
      return t('Pinned');
    case 'today':
      return t('Today');
    case 'yesterday':
      return t('Yesterday');
    case 'earlier':
      return t('Earlier');
  }
}
