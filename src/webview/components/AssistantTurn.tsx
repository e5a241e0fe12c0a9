import { useRef } from 'preact/hooks';
import { textRuns } from '../../shared/message.ts';
import type { AssistantTurnView, BlockView } from '../../shared/turnView.ts';
import { beginEditing, promptText } from '../actions.ts';
import { ask, host } from '../host.ts';
import { JsonAnswer } from '../json/JsonAnswer.tsx';
import { undoSummary } from '../longConversation.ts';
import { answerText } from '../ownTurns.ts';
import { editingId, streaming } from '../store.ts';
import { t, timeOfDay } from '../words.ts';
import { AnswerEditor } from './AnswerEditor.tsx';
import { CopyButton, IconButton } from './Buttons.tsx';
import { Siblings } from './Siblings.tsx';
import { SummaryCard } from './SummaryCard.tsx';
import { TextBlock } from './TextBlock.tsx';
import { ThinkingBlock } from './ThinkingBlock.tsx';
import { ToolCall } from './ToolCall.tsx';
import { TurnArticle } from './TurnArticle.tsx';
import { TurnNotice } from './TurnNotice.tsx';
import { UsageLine } from './UsageLine.tsx';
import { useFlowing } from './useFlowing.ts';
import { WaitLine } from './WaitLine.tsx';

/** Claude's turn: text over the full width, one muted line below it. */
export function AssistantTurn({ turn }: { readonly turn: AssistantTurnView }) {
  const live = turn.status === 'streaming';
  const article = useRef<HTMLDivElement>(null);
  const look = useFlowing(live, article) ? 'turn-assistant turn-flowing' : 'turn-assistant';
  const { summary } = turn;
  const runs = runsOf(turn.blocks).map(({ blocks, index, citations }) => (
    <Run
      key={index}
      turn={turn}
      blocks={blocks}
      index={index}
      citations={citations}
      open={live && index + blocks.length === turn.blocks.length}
    />
  ));
  return (
    <TurnArticle turn={turn} class={look} heading={t('{0}, {1}', whoSaid(turn), timeOfDay(turn.createdAt))} element={article}>
      {summary ? (
        <SummaryCard turn={turn} summary={summary}>
          {runs}
        </SummaryCard>
      ) : editingId.value === turn.id ? (
        <AnswerEditor messageId={turn.id} name={t('Edit answer')} />
      ) : (
        runs
      )}
      <Begun turn={turn} />
      {live ? <WaitLine turn={turn} /> : <TurnNotice turn={turn} />}
      {live ? null : <Foot turn={turn} />}
    </TurnArticle>
  );
}

/** UTF-16 units of a beginning that are shown once more. */
const shownBeginning = 60;

/** Says how much of the answer the user wrote. */
function Begun({ turn }: { readonly turn: AssistantTurnView }) {
  const [first] = turn.blocks;
  if (first?.type !== 'text' || !first.begun) return null;
  const { text } = first;
  const short = text.length > shownBeginning ? `${text.slice(0, shownBeginning)}…` : text;
  return (
    <div class="turn-begun" title={text}>
      {t('Begun by you: “{0}”', short)}
    </div>
  );
}

function whoSaid({ origin, modelName }: AssistantTurnView): string {
  if (origin === 'written') return t('Written by you');
  return origin === 'edited' ? t('{0}, edited by you', modelName) : modelName;
}

function Foot({ turn }: { readonly turn: AssistantTurnView }) {
  return (
    <div class="turn-foot">
      <UsageLine turn={turn} />
      {turn.summary ? <Siblings turn={turn.summary.prompt} /> : null}
      <Siblings turn={turn} />
      {turn.parts?.map((part) => (
        <Siblings key={part.id} turn={part} />
      ))}
      <span class="turn-actions">
        <CopyButton name={t('Copy')} copy={() => host.request('copyMarkdown', { messageId: turn.id })} />
        {turn.summary ? null : (
          <IconButton
            icon="edit"
            name={t('Edit answer')}
            disabled={streaming.value}
            onClick={() => beginEditing(turn.id, answerText(turn))}
          />
        )}
        <IconButton
          icon="refresh"
          name={t('Regenerate')}
          disabled={streaming.value}
          onClick={() => ask(host.request('regenerate', { messageId: turn.id }))}
        />
        {turn.summary ? <SummaryActions turn={turn} /> : null}
      </span>
    </div>
  );
}

function SummaryActions({ turn }: { readonly turn: AssistantTurnView }) {
  return (
    <>
      <IconButton icon="edit" name={t('Edit')} disabled={streaming.value} onClick={() => beginEditing(turn.id, promptText(turn))} />
      <IconButton icon="discard" name={t('Undo summary')} onClick={() => void undoSummary(turn)} />
    </>
  );
}

/** Blocks that are shown together. */
interface ShownRun {
  readonly blocks: readonly BlockView[];
  /** The number of the first. */
  readonly index: number;
  /** How many citations the turn has before it. */
  readonly citations: number;
}

function runsOf(blocks: readonly BlockView[]): ShownRun[] {
  let index = 0;
  let citations = 0;
  return textRuns(blocks).map((run) => {
    const shown = { blocks: run, index, citations };
    index += run.length;
    citations += run.reduce((sum, block) => sum + (block.type === 'text' ? (block.citations?.length ?? 0) : 0), 0);
    return shown;
  });
}

interface RunProps extends ShownRun {
  readonly turn: AssistantTurnView;
  readonly open: boolean;
}

function Run({ turn, blocks, index, citations, open }: RunProps) {
  const [block] = blocks;
  switch (block?.type) {
    case 'text': {
      const parts = blocks.flatMap((each) => (each.type === 'text' ? [each] : []));
      if (turn.format) return <JsonAnswer turn={turn} name={turn.format.name} index={index} parts={parts} open={open} />;
      return <TextBlock messageId={turn.id} index={index} parts={parts} citations={citations} open={open} />;
    }
    case 'thinking':
      return (
        <ThinkingBlock
          messageId={turn.id}
          index={index}
          text={block.text}
          since={open ? (turn.parts?.at(-1)?.since ?? turn.firstTokenAt ?? turn.createdAt) : null}
        />
      );
    case 'tool':
      return <ToolCall messageId={turn.id} index={index} view={block.view} live={turn.status === 'streaming'} />;
    // Shown with its call.
    case 'toolResult':
    // Those are of prompts.
    case 'picture':
    case 'document':
    case 'context':
    case 'instruction':
    case undefined:
      return null;
    case 'opaque':
      return <div class="opaque">{t('A part of the answer that this version cannot show: {0}', block.name)}</div>;
  }
}
