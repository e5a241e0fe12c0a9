import type { AssistantTurnView, BlockView } from '../../shared/protocol.ts';
import { ask, host } from '../actions.ts';
import { header, streaming } from '../store.ts';
import { t, timeOfDay } from '../words.ts';
import { IconButton } from './Icon.tsx';
import { Siblings } from './Siblings.tsx';
import { TextBlock } from './TextBlock.tsx';
import { ThinkingBlock } from './ThinkingBlock.tsx';
import { TurnNotice } from './TurnNotice.tsx';
import { UsageLine } from './UsageLine.tsx';
import { WaitLine } from './WaitLine.tsx';

/** Claude's turn: text over the full width, one muted line below it. */
export function AssistantTurn({ turn, isLast }: { readonly turn: AssistantTurnView; readonly isLast: boolean }) {
  const live = turn.status === 'streaming';
  return (
    <article class="turn turn-assistant" data-role="assistant" data-status={turn.status} data-message-id={turn.id} tabIndex={-1}>
      <h2 class="sr-only">{t('{0}, {1}', turn.modelName, timeOfDay(turn.createdAt))}</h2>
      {turn.blocks.map((block, index) => (
        <Block key={index} turn={turn} block={block} index={index} open={live && index === turn.blocks.length - 1} />
      ))}
      {live ? <WaitLine turn={turn} wait={header.value?.wait ?? null} /> : null}
      <TurnNotice turn={turn} isLast={isLast} />
      {live ? null : (
        <div class="turn-foot">
          <UsageLine turn={turn} />
          <span class="turn-actions">
            <Siblings turn={turn} disabled={streaming.value} />
            <IconButton icon="copy" name={t('Copy')} onClick={() => ask(host.request('copyMarkdown', { messageId: turn.id }))} />
            <IconButton
              icon="refresh"
              name={t('Regenerate')}
              disabled={streaming.value}
              onClick={() => ask(host.request('regenerate', { messageId: turn.id }))}
            />
          </span>
        </div>
      )}
    </article>
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
      return <ThinkingBlock messageId={turn.id} index={index} text={block.text} open={open} />;
    case 'opaque':
      return <div class="opaque">{t('A part of the answer that this version cannot show: {0}', block.name)}</div>;
  }
}
