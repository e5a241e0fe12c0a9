import type { PathMessage } from '../chat/ports.ts';
import { costOf } from '../chat/prices.ts';
import type { ContentBlock } from '../shared/message.ts';
import type { BlockView, TurnView } from '../shared/protocol.ts';

/** What the page sees of a stored message: no signatures, no raw objects of the API. */
export function turnView({ message, siblings }: PathMessage, modelName: (id: string) => string): TurnView {
  const base = {
    id: message.id,
    createdAt: message.createdAt,
    siblings: { index: Math.max(0, siblings.indexOf(message.id)), count: Math.max(1, siblings.length) },
    blocks: message.blocks.map(blockView),
  };
  if (message.role === 'user') return { ...base, role: 'user', origin: message.origin };
  const { status, model, stopReason, usage, error, firstTokenAt, endedAt } = message;
  const cost = usage === null ? null : costOf(model, usage);
  return { ...base, role: 'assistant', status, model, modelName: modelName(model), stopReason, usage, cost, error, firstTokenAt, endedAt };
}

function blockView(block: ContentBlock): BlockView {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'thinking':
      return { type: 'thinking', text: block.thinking };
    case 'opaque':
      return { type: 'opaque', name: block.raw.type };
  }
}
