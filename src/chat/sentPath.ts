/** Which messages of a path go into a request, and as what. Pure. */

import { isContinue, type Way, wayOn } from '../shared/continuing.ts';
import type { JsonObject } from '../shared/json.ts';
import type { AssistantMessage, ContentBlock, Message, OpaqueBlock, Role, TextBlock } from '../shared/message.ts';
import type { ServerToolName } from '../shared/serverTools.ts';
import { type RequestBlock, type ResumedType, resumedTypes } from './chatRequest.ts';
import { isOfTool, withWholeCalls } from './serverTools.ts';

/** A message as it is sent. */
export interface SentMessage {
  readonly role: Role;
  readonly content: readonly RequestBlock[];
}

/** Who is asked. */
export interface AskedModel {
  readonly id: string;
  /** Whether replies can be begun for it, with the settings of the request. */
  readonly prefill: boolean;
  /** The API's tools that the request has: only their calls go back. */
  readonly tools: readonly ServerToolName[];
}

/** How messages become what is sent. */
export interface SentParts {
  /** What of a message the API takes at any time. */
  readonly sendable: (message: Message) => readonly RequestBlock[];
  /** The citations of a text as they came; null where they mean something else by now. */
  readonly citations: (block: TextBlock) => readonly JsonObject[] | null;
}

interface Asked extends AskedModel {
  readonly canResume: (reply: AssistantMessage) => boolean;
}

/**
 * The messages of a path. A prompt that only asks to go on is left out where the API goes on by itself: then the reply so far comes last, or is one
 * with what went on with it.
 */
export function sentPath(whole: readonly Message[], model: AskedModel, { sendable, citations }: SentParts): SentMessage[] {
  const sent: SentMessage[] = [];
  const path = whole.filter((message, at) => !isVain(message, whole[at - 1]) && !isVain(whole[at + 1], message));
  const canResume = (reply: AssistantMessage) =>
    isWhole(reply, model.tools) && reply.blocks.every((block) => block.type !== 'text' || citations(block) !== null);
  const asked = { ...model, canResume };
  const resumed = resumedAtEnd(path, asked);
  /** How many of those at the end are as they came. */
  let asCame = 0;
  for (const [at, message] of path.entries()) {
    const way = isContinue(message) ? wayAt(path, at, asked) : null;
    if (way === 'prefilled') trimEnd(sent);
    if (way === 'prefilled' || way === 'resumed') continue;
    const isAsCame = message.role === 'assistant' && at >= resumed;
    const content = isAsCame ? asItCame(message, citations) : sendable(message);
    if (content.length === 0) continue;
    if (isAsCame) asCame += 1;
    if (message.role === 'assistant' && at < resumed && wayBefore(path, at, asked) === 'prefilled') join(sent, content);
    else sent.push({ role: message.role, content });
  }
  const pairs = withWholeCalls(sent, asCame);
  // A call that is left out may have stood behind the text that the reply goes on with.
  if (asCame === 0) trimEnd(pairs);
  return pairs;
}

/** Whether it is a prompt to go on with a reply that says nothing: then that is asked for again, whatever it was to go on with. */
function isVain(message: Message | undefined, before: Message | undefined): boolean {
  return message !== undefined && isContinue(message) && before?.role === 'assistant' && !saysSomething(before);
}

/** How a prompt that asks to go on is done: with the reply that it got, or is about to get. */
function wayAt(path: readonly Message[], at: number, model: Asked): Way {
  const [before, after] = [path[at - 1], path[at + 1]];
  if (before?.role !== 'assistant') return 'asked';
  const way = wayOn(before, after?.role === 'assistant' ? after.model : model.id);
  // Settings count for what is asked now; how an earlier one was asked is not known, and does not matter any more.
  const mayPrefill = before.blocks.some(isText) && (after !== undefined || model.prefill);
  return way === 'asked' || (way === 'resumed' ? model.canResume(before) : mayPrefill) ? way : 'asked';
}

function wayBefore(path: readonly Message[], at: number, model: Asked): Way | null {
  const prompt = path[at - 1];
  return prompt && isContinue(prompt) ? wayAt(path, at - 1, model) : null;
}

/** Where the replies begin that the API paused one after the other and is to go on with now; beyond the end where there is none. */
function resumedAtEnd(path: readonly Message[], model: Asked): number {
  let from = path.length;
  for (let at = path.length - 1; at > 0; at -= 2) {
    const prompt = path[at];
    if (!prompt || !isContinue(prompt) || wayAt(path, at, model) !== 'resumed') break;
    from = at - 1;
  }
  return from;
}

function saysSomething({ blocks }: AssistantMessage): boolean {
  return blocks.some((block) => isText(block) || block.type === 'opaque');
}

/** Whether all of a reply can go back as it is. */
function isWhole({ blocks }: AssistantMessage, tools: readonly ServerToolName[]): boolean {
  return blocks.every((block) => {
    if (block.type !== 'opaque') return block.type === 'text' || block.type === 'thinking';
    return resumedTypeOf(block) !== undefined && (isThinking(block) || isOfTool(block, tools));
  });
}

function resumedTypeOf({ raw }: OpaqueBlock): ResumedType | undefined {
  return resumedTypes.find((each) => each === raw.type);
}

function isText(block: ContentBlock): boolean {
  return block.type === 'text' && block.text.trim() !== '';
}

/**
 * A reply that was paused goes back as it is, with its thinking, its calls and their results. White text is refused, and thinking holds only after
 * all that came before it.
 */
function asItCame({ blocks }: AssistantMessage, citationsOf: SentParts['citations']): RequestBlock[] {
  const white = blocks.findIndex((block) => block.type === 'text' && !isText(block));
  const holds = (block: ContentBlock, at: number) => white < 0 || at < white || !isThinking(block);
  return blocks.filter(holds).flatMap((block) => blockAsItCame(block, citationsOf));
}

function isThinking(block: ContentBlock): boolean {
  return block.type === 'thinking' || (block.type === 'opaque' && block.raw.type === 'redacted_thinking');
}

function blockAsItCame(block: ContentBlock, citationsOf: SentParts['citations']): RequestBlock[] {
  switch (block.type) {
    case 'text': {
      const citations = citationsOf(block) ?? [];
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text, ...(citations.length > 0 ? { citations } : {}) }];
    }
    case 'thinking':
      return block.signature === '' ? [] : [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
    case 'opaque': {
      const type = resumedTypeOf(block);
      return type ? [{ ...block.raw, type }] : [];
    }
    case 'picture':
    case 'document':
    case 'context':
    case 'instruction':
      return [];
  }
}

/** A reply that is to be gone on with may not end in white space. */
function trimEnd(sent: SentMessage[]): void {
  const last = sent.at(-1);
  const block = last?.content.at(-1);
  if (last?.role !== 'assistant' || block?.type !== 'text') return;
  sent[sent.length - 1] = { ...last, content: [...last.content.slice(0, -1), { ...block, text: block.text.trimEnd() }] };
}

/** Puts what went on with a reply at its end: in the same text, where both are text. */
function join(sent: SentMessage[], content: readonly RequestBlock[]): void {
  const last = sent.at(-1);
  if (last?.role !== 'assistant') {
    sent.push({ role: 'assistant', content });
    return;
  }
  const [first, ...rest] = content;
  const end = last.content.at(-1);
  const isOne = first?.type === 'text' && end?.type === 'text' && !first.citations && !end.citations;
  const joined = isOne ? [...last.content.slice(0, -1), { ...end, text: end.text + first.text }, ...rest] : [...last.content, ...content];
  sent[sent.length - 1] = { ...last, content: joined };
}
