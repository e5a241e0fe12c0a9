/** What the API refuses in a conversation: who may say what, and what must follow what. */
import type { ContentBlockParam, MessageCreateParamsBase, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { refuse } from './apiError.ts';
import type { SimModel } from './models.ts';
import { conversationBefore, signThinking } from './signature.ts';

type Conversation = Pick<MessageCreateParamsBase, 'messages' | 'system' | 'tools' | 'thinking'>;

/** Checks the messages of a request whose shape is right. `isPaused` as in `validateCreate`. */
export function checkMessages(params: Conversation, model: SimModel, isPaused: (content: unknown) => boolean): void {
  const { messages } = params;
  if (messages.length === 0) refuse('messages', 'at least one message is required');
  for (const [index, message] of messages.entries()) {
    checkContent(message, index, index === messages.length - 1);
    checkRoles(message, index);
  }
  checkToolPairs(messages);
  const last = messages.at(-1);
  const paused = last?.role === 'assistant' && isPaused(last.content);
  checkServerToolPairs(messages, paused);
  checkSignatures(params, model);
  if (!paused) checkLast(params, model);
}

function checkContent(message: MessageParam, index: number, last: boolean): void {
  if (message.content.length === 0) {
    if (last && message.role === 'assistant') return;
    refuse(`messages.${index}`, 'all messages must have non-empty content except for the optional final assistant message');
  }
  for (const block of blocksOf(message)) {
    if (block.type === 'text') checkText(block.text, 'messages');
    if (block.type === 'tool_result' && Array.isArray(block.content)) {
      for (const inner of block.content) if (inner.type === 'text') checkText(inner.text, 'messages');
    }
  }
}

const onlyAssistant: ReadonlySet<string> = new Set(['thinking', 'redacted_thinking', 'tool_use', 'server_tool_use']);
const onlyUser: ReadonlySet<string> = new Set(['image', 'document', 'search_result', 'tool_result', 'container_upload']);
/** What a server tool answered, by the type of its block. */
const serverResult = /^(?!tool_result$).+_tool_result$/;

function checkRoles(message: MessageParam, index: number): void {
  for (const [at, block] of blocksOf(message).entries()) {
    const path = `messages.${index}.content.${at}`;
    if (message.role === 'system' && block.type !== 'text') refuse(path, 'system messages may only contain text blocks');
    if (message.role === 'user' && (onlyAssistant.has(block.type) || serverResult.test(block.type)))
      refuse('messages', `\`${block.type}\` blocks can only be in \`assistant\` messages`);
    if (message.role === 'assistant' && onlyUser.has(block.type))
      refuse('messages', `\`${block.type}\` blocks can only be in \`user\` messages`);
  }
}

interface Turn {
  readonly role: string;
  /** Where in `messages` it begins. */
  readonly index: number;
  readonly blocks: { readonly path: string; readonly block: ContentBlockParam }[];
}

/** Consecutive messages of one role are one turn. */
function turnsOf(messages: readonly MessageParam[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    if (turns.at(-1)?.role !== message.role) turns.push({ role: message.role, index, blocks: [] });
    const blocks = blocksOf(message).map((block, at) => ({ path: `messages.${index}.content.${at}`, block }));
    turns.at(-1)?.blocks.push(...blocks);
  }
  return turns;
}

/** Each tool_use has its tool_result in the next turn, before anything else there, and each tool_result its tool_use. */
function checkToolPairs(messages: readonly MessageParam[]): void {
  const seen = new Set<string>();
  const turns = turnsOf(messages);
  for (const [number, turn] of turns.entries()) {
    const asked = turns[number - 1]?.blocks.flatMap(({ block }) => (block.type === 'tool_use' ? [block.id] : [])) ?? [];
    const answered = new Set<string>();
    let leading = true;
    const leadingResults = new Set<string>();
    for (const { block, path } of turn.blocks) {
      if (block.type === 'tool_use') {
        if (seen.has(block.id)) refuse('messages', '`tool_use` ids must be unique');
        seen.add(block.id);
      }
      if (block.type !== 'tool_result') {
        leading = false;
        continue;
      }
      const id = block.tool_use_id;
      if (!asked.includes(id)) {
        refuse(
          path,
          `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
        );
      }
      if (answered.has(id)) refuse(path, `each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`);
      answered.add(id);
      if (leading) leadingResults.add(id);
    }
    const missing = asked.filter((id) => !leadingResults.has(id));
    if (missing.length > 0) refuseUnanswered(turns[number - 1]?.index ?? 0, missing);
  }
  const open = turns.at(-1)?.blocks.flatMap(({ block }) => (block.type === 'tool_use' ? [block.id] : [])) ?? [];
  if (open.length > 0) refuseUnanswered(turns.at(-1)?.index ?? 0, open);
}

function refuseUnanswered(index: number, ids: readonly string[]): never {
  const rule = 'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';
  return refuse(
    `messages.${index}`,
    `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. ${rule}`,
  );
}

/** Each call of a server tool has its result in the same turn, unless that was paused, and each result its call before it. */
function checkServerToolPairs(messages: readonly MessageParam[], paused: boolean): void {
  const turns = turnsOf(messages);
  for (const [number, turn] of turns.entries()) {
    const open = new Map<string, string>();
    for (const { block, path } of turn.blocks) {
      if (block.type === 'server_tool_use') open.set(block.id, block.name);
      else if (serverResult.test(block.type) && 'tool_use_id' in block && !open.delete(block.tool_use_id))
        refuse(path, `unexpected \`tool_use_id\` found in \`${block.type}\` blocks: ${block.tool_use_id}.`);
    }
    const [id, name] = [...open][0] ?? [];
    if (id === undefined || (paused && number === turns.length - 1)) continue;
    refuse(
      `messages.${turn.index}`,
      `\`${name}\` tool use with id \`${id}\` was found without a corresponding \`${name}_tool_result\` block`,
    );
  }
}

function checkSignatures(params: Conversation, model: SimModel): void {
  for (const [index, message] of params.messages.entries()) {
    const blocks = blocksOf(message);
    for (const [at, block] of blocks.entries()) {
      if (block.type !== 'thinking' && block.type !== 'redacted_thinking') continue;
      const before = conversationBefore(params, index, blocks.slice(0, at));
      const [said, proof] = block.type === 'thinking' ? [block.thinking, block.signature] : ['', block.data];
      if (proof !== signThinking(said, model, before)) {
        refuse(
          `messages.${index}.content.${at}`,
          `Invalid \`${block.type === 'thinking' ? 'signature' : 'data'}\` in \`${block.type}\` block`,
        );
      }
    }
  }
}

function checkLast({ messages, thinking }: Conversation, model: SimModel): void {
  const last = messages.at(-1);
  if (last?.role === 'system' && messages.every(({ role }) => role === 'system'))
    refuse('messages', 'at least one user or assistant message is required');
  if (last?.role !== 'assistant') return;
  const block = blocksOf(last).at(-1);
  if (block?.type === 'thinking' || block?.type === 'redacted_thinking') {
    refuse(`messages.${messages.length - 1}`, 'The final block in an assistant message cannot be `thinking`.');
  }
  if (block?.type === 'text' && block.text !== block.text.trimEnd())
    refuse('messages', 'final assistant content cannot end with trailing whitespace');
  const [first] = blocksOf(last);
  if (model.prefill && thinking?.type === 'enabled' && first?.type !== 'thinking' && first?.type !== 'redacted_thinking') {
    const path = `messages.${messages.length - 1}.content.0.type`;
    refuse(
      path,
      `Expected \`thinking\` or \`redacted_thinking\`, but found \`${first?.type}\`. A final assistant message must start with thinking.`,
    );
  }
  if (!model.prefill) refuse('', 'This model does not support assistant message prefill. The conversation must end with a user message.');
}

/** Text blocks must say something. */
export function checkText(text: string, path: string): void {
  if (text === '') refuse(path, 'text content blocks must be non-empty');
  if (text.trim() === '') refuse(path, 'text content blocks must contain non-whitespace text');
}

/** `content` as blocks: a string is shorthand for one text block. */
export function blocksOf(message: MessageParam): readonly ContentBlockParam[] {
  return typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
}
