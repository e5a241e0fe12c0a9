/** The messages that a turn begins with. */
import type { PromptContent } from '../shared/context.ts';
import type { AnswerOrigin, AssistantMessage, ContentBlock, Message, PromptOrigin, UserMessage } from '../shared/message.ts';

/** What every new message has. */
export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** @param parent the message that it follows; undefined at the beginning of a conversation */
export function newPrompt(base: NewMessage, content: PromptContent, origin: PromptOrigin, parent: Message | undefined): UserMessage {
  return { ...base, ...after(parent), role: 'user', origin, blocks: promptBlocks(content) };
}

function after(parent: Message | undefined): Pick<Message, 'parentId' | 'depth'> {
  return parent ? { parentId: parent.id, depth: parent.depth + 1 } : { parentId: null, depth: 0 };
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

/** What only a request brings. */
const unasked = { stopReason: null, usage: null, error: null, apiId: null, firstTokenAt: null } as const;

/** A reply of which nothing has come yet. @param begun what it is to begin with; it may not end in white space */
export function newReply(base: NewMessage, prompt: UserMessage, model: string, begun = ''): AssistantMessage {
  const blocks: ContentBlock[] = begun.trim() === '' ? [] : [{ type: 'text', text: begun.trimEnd(), begun: true }];
  return { ...base, ...after(prompt), role: 'assistant', blocks, status: 'streaming', model, ...unasked, endedAt: null };
}

/**
 * An answer that nobody was asked for. It is text alone: what Claude thought, and what tools did, belongs to what Claude said.
 * @param model whose answer it was; empty where it is all the user's
 */
export function newAnswer(
  base: NewMessage,
  text: string,
  origin: AnswerOrigin,
  parent: Message | undefined,
  model: string,
): AssistantMessage {
  const blocks: ContentBlock[] = [{ type: 'text', text }];
  return { ...base, ...after(parent), role: 'assistant', origin, blocks, status: 'complete', model, ...unasked, endedAt: base.createdAt };
}
