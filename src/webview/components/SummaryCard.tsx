import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AssistantTurnView, SummaryView } from '../../shared/turnView.ts';
import { editingId, expanded, toggleExpanded } from '../store.ts';
import { count, t } from '../words.ts';
import { Icon } from './Icon.tsx';
import { PromptEditor } from './PromptEditor.tsx';

interface SummaryCardProps {
  readonly turn: AssistantTurnView;
  readonly summary: SummaryView;
  /** Its text. */
  readonly children: ComponentChildren;
}

/** A summary of what was said above: folded to a line that says what it stands for, once it is made. */
export function SummaryCard({ turn, summary, children }: SummaryCardProps) {
  const live = turn.status === 'streaming';
  // Who saw it come is reading it.
  const [isRead, setRead] = useState(live);
  const unfolded = expanded.value.has(turn.id);
  const open = isRead || unfolded;
  const toggle = () => {
    setRead(false);
    if (unfolded || !open) toggleExpanded(turn.id);
  };
  return (
    <div class={open ? 'summary' : 'summary summary-folded'}>
      <button type="button" class="summary-title" aria-expanded={open} onClick={toggle}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <span>{summary.turns === 1 ? t('Summary of 1 earlier turn') : t('Summary of {0} earlier turns', count(summary.turns))}</span>
      </button>
      {editingId.value === turn.id ? (
        <PromptEditor messageId={turn.id} label={t('Edit summary')} save={t('Save')} />
      ) : open ? (
        <div class="summary-body">{children}</div>
      ) : null}
      {live ? null : <p class="summary-note">{noteOf(summary)}</p>}
    </div>
  );
}

function noteOf({ stands, isPart }: SummaryView): string {
  if (!stands) return t('This is no whole summary: what was said above is sent as before.');
  return [
    t('It is sent in the place of the turns above. Their pictures and documents are not sent any more.'),
    ...(isPart ? [t('The oldest turns did not fit into its own request, and are not in it.')] : []),
  ].join(' ');
}
