/** What becomes of a conversation that outgrows what its model reads at once: what is chosen for it, and summaries that stand for what was said. */
import { joinedBlocks } from './continuing.ts';
import { isCount, isObject } from './json.ts';
import { type AssistantMessage, type Message, messageText, type UserMessage } from './message.ts';

/** The oldest turns are left out of requests where they do not fit. */
export interface LeaveOut {
  /** Tokens that a request may have; null: as many as the model reads. */
  readonly most: number | null;
}

/** As it was stored; undefined where it is none: then all is kept. */
export function readLeaveOut(value: unknown): LeaveOut | undefined {
  if (!isObject(value)) return undefined;
  const { most } = value;
  return { most: isCount(most) && most > 0 ? most : null };
}

/** The prompt that asks for a summary of all that was said before it. */
export function summaryPromptOf(message: Message | undefined): (UserMessage & { readonly turns: number }) | null {
  if (message?.role !== 'user') return null;
  const turns = message.blocks.flatMap((block) => (block.type === 'instruction' && block.turns !== undefined ? [block.turns] : []))[0];
  return turns === undefined ? null : { ...message, turns };
}

/**
 * What stands for all that was said before a summary was asked for; null where it came to nothing: then that is sent as before.
 * @param parts the reply, with what goes on with it
 */
export function summaryText(parts: readonly AssistantMessage[]): string | null {
  const last = parts.at(-1);
  if (last?.status !== 'complete' || last.stopReason === 'refusal') return null;
  const text = messageText({ blocks: joinedBlocks(parts).map(({ block }) => block) }).trim();
  return text === '' ? null : text;
}
