/** The messages that a turn begins with. */
import type { PromptContent } from '../shared/context.ts';
import type { AssistantMessage, ContentBlock, Message, PromptOrigin, UserMessage } from '../shared/message.ts';

interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** @param parent the message that it follows; undefined at the beginning of a conversation */
export function newPrompt(base: NewMessage, content: PromptContent, origin: PromptOrigin, parent: Message | undefined): UserMessage {
  return {
    ...base,
    parentId: parent?.id ?? null,
    depth: parent ? parent.depth + 1 : 0,
    role: 'user',
    origin,
    blocks: promptBlocks(content),
  };
}

/** Pictures, documents and context first: what is asked reads best after them. It may be asked without a word. */
function promptBlocks({ text, title, context, pictures, documents }: PromptContent): ContentBlock[] {
  const asked: readonly ContentBlock[] = title !== null ? [{ type: 'instruction', title, text }] : [{ type: 'text', text }];
  return [
    ...pictures.map((picture) => ({ type: 'picture', picture }) as const),
    ...documents.map((document) => ({ type: 'document', document }) as const),
    ...context.map((item) => ({ type: 'context', item }) as const),
    ...(text.trim() === '' ? [] : asked),
  ];
}

/** A reply of which nothing has come yet. */
export function newReply(base: NewMessage, prompt: UserMessage, model: string): AssistantMessage {
  return {
    ...base,
    parentId: prompt.id,
    depth: prompt.depth + 1,
    role: 'assistant',
    blocks: [],
    status: 'streaming',
    model,
    stopReason: null,
    usage: null,
    error: null,
    apiId: null,
    firstTokenAt: null,
    endedAt: null,
  };
}
