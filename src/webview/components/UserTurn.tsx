import type { UserTurnView } from '../../shared/turnView.ts';
import { beginEditing, promptText } from '../actions.ts';
import { host } from '../host.ts';
import { editingId, expanded, toggleExpanded } from '../store.ts';
import { exactTime, t, timeOfDay } from '../words.ts';
import { CopyButton, IconButton } from './Buttons.tsx';
import { ContextChips } from './ContextChips.tsx';
import { DocumentRow } from './DocumentChip.tsx';
import { Icon } from './Icon.tsx';
import { NotAsked } from './NotAsked.tsx';
import { PictureRow } from './PictureChip.tsx';
import { PictureNotes } from './PictureNotes.tsx';
import { PromptEditor } from './PromptEditor.tsx';
import { Siblings } from './Siblings.tsx';
import { TurnArticle } from './TurnArticle.tsx';

/** Lines and characters from which on a prompt is folded. */
const foldedLines = 8;
const foldedLength = 900;

/** A prompt: a card, long ones folded, edited in its place. */
export function UserTurn({ turn }: { readonly turn: UserTurnView }) {
  const text = promptText(turn);
  const context = turn.blocks.flatMap((block) => (block.type === 'context' ? [block.item] : []));
  const pictures = turn.blocks.flatMap((block) => (block.type === 'picture' ? [block.picture] : []));
  const documents = turn.blocks.flatMap((block) => (block.type === 'document' ? [block.document] : []));
  const title = turn.blocks.find((block) => block.type === 'instruction')?.title ?? null;
  const heading = t('You, {0}', timeOfDay(turn.createdAt));
  if (turn.origin === 'continue') {
    return (
      <TurnArticle turn={turn} class="turn-continue" heading={heading}>
        <Icon name="debug-continue" /> {t('Continued')}
      </TurnArticle>
    );
  }
  return (
    <TurnArticle turn={turn} class="turn-user" heading={heading}>
      <PictureRow pictures={pictures} />
      <PictureNotes pictures={pictures} />
      <DocumentRow documents={documents} messageId={turn.id} />
      {context.length > 0 ? (
        <div class="prompt-context">
          <ContextChips items={context} messageId={turn.id} />
        </div>
      ) : null}
      {editingId.value === turn.id ? <PromptEditor messageId={turn.id} /> : <Prompt turn={turn} text={text} title={title} />}
      {turn.unasked ? <NotAsked turn={turn} /> : null}
    </TurnArticle>
  );
}

interface PromptProps {
  readonly turn: UserTurnView;
  readonly text: string;
  /** Shown instead of the text until it is unfolded; null where the text was typed. */
  readonly title: string | null;
}

function Prompt({ turn, text, title }: PromptProps) {
  const long = title !== null || text.length > foldedLength || text.split('\n', foldedLines + 1).length > foldedLines;
  const unfolded = expanded.value.has(turn.id);
  const folded = long && !unfolded;
  return (
    <>
      {title === null ? null : (
        <div class="instruction" title={exactTime(turn.createdAt)}>
          {title}
        </div>
      )}
      {title !== null && folded ? null : (
        <div class={folded ? 'prompt prompt-folded' : 'prompt'} title={exactTime(turn.createdAt)}>
          {folded ? text.slice(0, foldedLength * 2) : text}
        </div>
      )}
      {long || turn.siblings.count > 1 ? (
        <div class="prompt-foot">
          {long ? (
            <button type="button" class="link-button" aria-expanded={unfolded} onClick={() => toggleExpanded(turn.id)}>
              {unfolded ? t('Show less') : t('Show more')}
            </button>
          ) : null}
          <Siblings turn={turn} />
        </div>
      ) : null}
      <div class="turn-actions">
        <CopyButton name={t('Copy')} copy={() => host.request('copyMarkdown', { messageId: turn.id })} />
        <IconButton icon="edit" name={t('Edit')} onClick={() => beginEditing(turn.id, text)} />
      </div>
    </>
  );
}
