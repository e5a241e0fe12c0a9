/**
 * How a reply that ended early is gone on with. What goes on is a message of its own, after a prompt that only asks for it, as nothing said is
 * ever replaced; it is shown as one reply with what it goes on with, and sent as the API wants it. Pure.
 */
import { beginningOf } from './beginning.ts';
import type { AssistantMessage, ContentBlock, Message, UserMessage } from './message.ts';
import { canPrefill, undated } from './modelId.ts';

/**
 * Asked: by the prompt, as by any other. Prefilled: the reply so far is sent as the beginning of the one that is asked for. Resumed: the API paused
 * it, and goes on where it gets it back as it is.
 */
export type Way = 'asked' | 'prefilled' | 'resumed';

/** How `model` goes on with a reply. */
export function wayOn(reply: AssistantMessage, model: string): Way {
  // What the API paused is what it said: with a beginning of the user's, it is another text.
  const isPaused = reply.stopReason === 'pause_turn' && beginningOf(reply) === '';
  if (isPaused && undated(reply.model) === undated(model)) return 'resumed';
  return canPrefill(model) ? 'prefilled' : 'asked';
}

/** A prompt by itself, or a reply with all that goes on with it. */
export type Said<Of> = { readonly type: 'prompt'; readonly prompt: Of } | { readonly type: 'reply'; readonly parts: readonly Of[] };

/** The turns of a path as a reader sees them. @param messageOf the message of an element */
export function turnsOf<Of>(path: readonly Of[], messageOf: (element: Of) => Message): Said<Of>[] {
  const turns: Said<Of>[] = [];
  let open: Of[] | null = null;
  for (const [at, element] of path.entries()) {
    const next = path[at + 1];
    if (messageOf(element).role === 'assistant') {
      const before = path[at - 1];
      // An answer may follow another one that it does not go on with.
      if (open && before && messageOf(before).role === 'user') open.push(element);
      else {
        open = [element];
        turns.push({ type: 'reply', parts: open });
      }
    } else if (!open || !isContinue(messageOf(element)) || !next) {
      open = null;
      turns.push({ type: 'prompt', prompt: element });
    }
  }
  return turns;
}

/** Whether it is a prompt that only asks to go on. */
export function isContinue(message: Message): message is UserMessage {
  return message.role === 'user' && message.origin === 'continue';
}

/** A block of a reply, and where it is stored. */
export interface JoinedBlock {
  readonly messageId: string;
  /** Its number there. */
  readonly index: number;
  readonly block: ContentBlock;
  /** The text that it goes on with, in the midst of a line or a fence; null for any other block. */
  readonly after: string | null;
}

/**
 * The blocks of a reply and of what goes on with it, so that text goes on in the midst of a line, a list or a fence: what comes before the text of a
 * part, such as its thinking, stands before the text that this goes on with.
 */
export function joinedBlocks(parts: readonly AssistantMessage[]): JoinedBlock[] {
  const joined: JoinedBlock[] = [];
  let before: AssistantMessage | undefined;
  for (const part of parts) {
    const own = part.blocks.map((block, index): JoinedBlock => ({ messageId: part.id, index, block, after: null }));
    const way = before && wayOn(before, part.model);
    const last = joined.at(-1);
    if (way === undefined || last?.block.type !== 'text') joined.push(...own);
    else {
      const first = own.findIndex(({ block }) => block.type === 'text');
      const [lead, rest] = first < 0 ? [own, []] : [own.slice(0, first), own.slice(first)];
      const text = way === 'prefilled' ? last.block.text.trimEnd() : last.block.text;
      const start = joined.findLastIndex(({ block }) => block.type !== 'text') + 1;
      const run = joined.splice(start);
      const [opening, ...others] = rest;
      const seam = run.slice(0, -1);
      joined.push(...lead, ...seam, { ...last, block: { ...last.block, text } });
      if (opening) joined.push(way === 'asked' ? goingOn(opening, text) : opening, ...others);
    }
    if (part.blocks.length > 0) before = part;
  }
  return joined;
}

function goingOn(opening: JoinedBlock, after: string): JoinedBlock {
  const { block } = opening;
  if (block.type !== 'text') return opening;
  // Nothing of it has come: what is between is known with its first character.
  if (block.text === '') return { ...opening, after };
  return { ...opening, block: { ...block, text: between(after, block.text) + block.text } };
}

/** What is to stand between two parts of a text of which the second was asked for: a model leaves out the space before its first word. */
export function between(before: string, next: string): string {
  const endsSentence = /[.!?:;,…][)"”’]?$/.test(before);
  return endsSentence && /^[\p{L}\p{N}“"(*_[]/u.test(next) && !inFence(before) ? ' ' : '';
}

function inFence(text: string): boolean {
  let open: string | null = null;
  for (const [, mark = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === null) open = mark;
    else if (mark.startsWith(open)) open = null;
  }
  return open !== null;
}
