import { textRuns } from '../../shared/message.ts';
import type { AssistantTurnView, BlockView } from '../../shared/protocol.ts';
import { ask, host } from '../host.ts';
import { streaming } from '../store.ts';
import { t, timeOfDay } from '../words.ts';
import { CopyButton, IconButton } from './Buttons.tsx';
import { Siblings } from './Siblings.tsx';
import { TextBlock } from './TextBlock.tsx';
import { ThinkingBlock } from './ThinkingBlock.tsx';
import { TurnArticle } from './TurnArticle.tsx';
import { TurnNotice } from './TurnNotice.tsx';
import { UsageLine } from './UsageLine.tsx';
import { WaitLine } from './WaitLine.tsx';

/** Claude's turn: text over the full width, one muted line below it. */
export function AssistantTurn({ turn }: { readonly turn: AssistantTurnView }) {
  const live = turn.status === 'streaming';
  return (
    <TurnArticle turn={turn} class="turn-assistant" heading={t('{0}, {1}', turn.modelName, timeOfDay(turn.createdAt))}>
      {runsOf(turn.blocks).map(({ blocks, index, citations }) => (
        <Run
          key={index}
          turn={turn}
          blocks={blocks}
          index={index}
          citations={citations}
          open={live && index + blocks.length === turn.blocks.length}
        />
      ))}
      {live ? <WaitLine turn={turn} /> : <TurnNotice turn={turn} />}
      {live ? null : <Foot turn={turn} />}
    </TurnArticle>
  );
}

function Foot({ turn }: { readonly turn: AssistantTurnView }) {
  return (
    <div class="turn-foot">
      <UsageLine turn={turn} />
      <Siblings turn={turn} />
      {turn.parts?.map((part) => (
        <Siblings key={part.id} turn={part} />
      ))}
      <span class="turn-actions">
        <CopyButton name={t('Copy')} copy={() => host.request('copyMarkdown', { messageId: turn.id })} />
        <IconButton
          icon="refresh"
          name={t('Regenerate')}
          disabled={streaming.value}
          onClick={() => ask(host.request('regenerate', { messageId: turn.id }))}
        />
      </span>
    </div>
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
