/** Messages for tests. */
import type { RequestBlock } from '../../../src/chat/chatRequest.ts';
import type { AssistantMessage, UserMessage } from '../../../src/shared/message.ts';

/** The text of a block that is sent; of a picture or a document, its type and its bytes as a text. */
export function blockText(block: RequestBlock | undefined): string | undefined {
  if (block === undefined || block.type === 'text') return block?.text;
  if (block.type !== 'image' && block.type !== 'document') return block.type;
  return `${block.source.media_type} ${Buffer.from(block.source.data.toJSON(), 'base64')}`;
}

export function userMessage(fields: Partial<UserMessage> & { readonly text?: string } = {}): UserMessage {
  const { text = 'Why?', ...rest } = fields;
  return {
    id: 'u1',
    conversationId: 'c1',
    parentId: null,
    depth: 0,
    createdAt: 1,
    role: 'user',
    origin: 'typed',
    blocks: [{ type: 'text', text }],
    ...rest,
  };
}

export function assistantMessage(fields: Partial<AssistantMessage> & { readonly text?: string } = {}): AssistantMessage {
  const { text, ...rest } = fields;
  return {
    id: 'a1',
    conversationId: 'c1',
    parentId: 'u1',
    depth: 1,
    createdAt: 2,
    role: 'assistant',
    blocks: text === undefined ? [] : [{ type: 'text', text }],
    status: 'streaming',
    model: 'claude-sonnet-5-5',
    stopReason: null,
    usage: null,
    error: null,
    apiId: null,
    firstTokenAt: null,
    endedAt: null,
    ...rest,
  };
}
