/**
 * Where the API is to keep a prompt beside its end, which automatic caching marks. What is written once costs the same however it is divided, so
 * a breakpoint pays wherever a later prompt may be the same down to there only. Pure.
 */
import type { CacheControl, ChatRequest, RequestBlock } from './chatRequest.ts';

/** So many blocks the API looks back from a breakpoint for what it has kept. */
export const lookBack = 20;

/** Characters of what goes with the first prompt from which on it is kept by itself: the least that the API keeps is 512 tokens, of some models 4096. */
const longContext = 8192;

type Message = ChatRequest['messages'][number];

/**
 * A request with at most three breakpoints, which with the automatic one are the four that the API allows:
 * after the instructions, or after the tools where there are none, for other conversations;
 * at the end of the request before, where that is too far back to be found;
 * and between what goes with the first prompt, where that is long, and its words, for the same with other words: there it stays, so that a
 * conversation goes on by the same bytes. What goes with later prompts has the end of the request before near it.
 * @param endBefore the last block of the request for the reply before, if it is known. It is looked for as it is, not by what it says.
 */
export function withBreakpoints(request: ChatRequest, endBefore: RequestBlock | undefined): ChatRequest {
  const { cache_control: mark, tools, system, messages } = request;
  if (!mark) return request;
  const marked = [farBack(messages, endBefore), longContextOf(messages)];
  return {
    ...request,
    ...(tools &&
      system === undefined && { tools: tools.map((tool, at) => (at === tools.length - 1 ? { ...tool, cache_control: mark } : tool)) }),
    ...(typeof system === 'string' && { system: [{ type: 'text', text: system, cache_control: mark }] }),
    messages: messages.map((message) => withMarks(message, marked, mark)),
  };
}

/** For `JSON.stringify`: breakpoints say nothing of what is asked, and move. */
export function withoutMarks(key: string, value: unknown): unknown {
  return key === 'cache_control' ? undefined : value;
}

function withMarks(message: Message, marked: readonly (RequestBlock | undefined)[], mark: CacheControl): Message {
  if (!message.content.some((block) => marked.includes(block))) return message;
  return { ...message, content: message.content.map((block) => (marked.includes(block) ? { ...block, cache_control: mark } : block)) };
}

/** The end of the request before, unless the API finds it by itself. */
function farBack(messages: readonly Message[], endBefore: RequestBlock | undefined): RequestBlock | undefined {
  const known = messages.findIndex(({ content }) => endBefore !== undefined && content.at(-1) === endBefore);
  // Replies that are gone on with end elsewhere than any prompt.
  const at = known < 0 ? messages.findLastIndex(({ role }) => role === 'assistant') - 1 : known;
  const since = messages.slice(at + 1).reduce((sum, { content }) => sum + content.length, 0);
  return since < lookBack ? undefined : messages[at]?.content.findLast(canBeMarked);
}

function longContextOf(messages: readonly Message[]): RequestBlock | undefined {
  const [prompt] = messages;
  if (prompt?.role !== 'user') return undefined;
  const context = prompt.content.slice(0, -1);
  const isLong = context.some(({ type }) => type !== 'text') || textLength(context) >= longContext;
  return isLong ? context.at(-1) : undefined;
}

function textLength(blocks: readonly RequestBlock[]): number {
  return blocks.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0);
}

function canBeMarked({ type }: RequestBlock): boolean {
  return type !== 'thinking' && type !== 'redacted_thinking';
}
