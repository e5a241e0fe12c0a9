import { useEffect, useRef } from 'preact/hooks';
import type { MentionGroupView, MentionView } from '../../shared/mentionView.ts';
import { activeEntry, entries, mentions } from '../mentions.ts';
import { t } from '../words.ts';
import { contextIcon } from './ContextChips.tsx';
import { Icon } from './Icon.tsx';
import { Marked } from './Marked.tsx';

/** The list's id, for the box whose list it is. */
export const mentionListId = 'mentions';

export function mentionEntryId(index: number): string {
  return `mention-${index}`;
}

/** What can be named at the caret. The focus stays in the box: its keys go through the list. */
export function MentionList({ choose }: { readonly choose: (entry: MentionView) => void }) {
  const shown = mentions.value;
  if (!shown) return null;
  const nothing = shown.groups.every(({ entries: each, loading, note }) => each.length === 0 && !loading && note === null);
  const note = shown.provisional ? t('Searching…') : t('Nothing is found.');
  const isSearching = shown.groups.some(({ loading }) => loading);
  return (
    <div class="mentions" data-query={shown.trigger.query} aria-busy={shown.provisional}>
      <div id={mentionListId} role="listbox" aria-label={shown.trigger.sign === '@' ? t('Add context') : t('Prompts')}>
        {shown.groups.map((group) => (
          <Group key={group.title} group={group} choose={choose} />
        ))}
      </div>
      {nothing ? (
        <div class="mention-note" aria-hidden="true">
          {note}
        </div>
      ) : null}
      <span class="sr-only" role="status">
        {nothing ? note : isSearching ? t('Searching…') : ''}
      </span>
    </div>
  );
}

function Group({ group, choose }: { readonly group: MentionGroupView; readonly choose: (entry: MentionView) => void }) {
  if (group.entries.length === 0 && !group.loading && group.note === null) return null;
  const first = entries.value.findIndex(({ id }) => id === group.entries[0]?.id);
  return (
    <div role="group" aria-label={group.title}>
      <div class="mention-title" aria-hidden="true">
        {group.title}
      </div>
      {group.entries.map((entry, index) => (
        <Entry key={entry.id} entry={entry} index={first + index} choose={choose} />
      ))}
      {group.loading ? <div class="mention-note">{t('Searching…')}</div> : null}
      {group.note === null ? null : <div class="mention-note">{group.note}</div>}
    </div>
  );
}

interface EntryProps {
  readonly entry: MentionView;
  readonly index: number;
  readonly choose: (entry: MentionView) => void;
}

function Entry({ entry, index, choose }: EntryProps) {
  const element = useRef<HTMLDivElement>(null);
  const active = activeEntry.value === index;
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the box that has the focus.
    // biome-ignore lint/a11y/useFocusableInteractive: as above.
    <div
      ref={element}
      id={mentionEntryId(index)}
      class="mention"
      role="option"
      aria-selected={active}
      title={entry.detail}
      // The box keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(entry)}
    >
      <Icon name={entry.kind === 'prompt' ? 'comment-discussion' : contextIcon(entry.kind)} />
      <span class="mention-label">
        <Marked text={entry.label} ranges={entry.ranges} as="b" />
      </span>
      <span class="mention-detail">{entry.detail}</span>
    </div>
  );
}
