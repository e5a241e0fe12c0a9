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
      {turn.blocks.map((block, index) => (
        <Block key={index} turn={turn} block={block} index={index} open={live && index === turn.blocks.length - 1} />
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

interface BlockProps {
  readonly turn: AssistantTurnView;
  readonly block: BlockView;
  readonly index: number;
  readonly open: boolean;
}

function Block({ turn, block, index, open }: BlockProps) {
  switch (block.type) {
    case 'text':
      return <TextBlock messageId={turn.id} index={index} text={block.text} open={open} />;
    case 'thinking':
      return (
        <ThinkingBlock messageId={turn.id} index={index} text={block.text} since={open ? (turn.firstTokenAt ?? turn.createdAt) : null} />
      );
    // Those are of prompts.
    case 'picture':
    case 'document':
    case 'context':
    case 'instruction':
      return null;
    case 'opaque':
      return <div class="opaque">{t('A part of the answer that this version cannot show: {0}', block.name)}</div>;
  }
}
