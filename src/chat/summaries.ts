/** How a summary of a conversation is asked for: as a turn of its own, with a prompt that says how many turns its answer stands for. */
import type { PromptContent } from '../shared/context.ts';
import { isContinue } from '../shared/continuing.ts';
import { summaryPromptOf } from '../shared/longConversation.ts';
import { documentsOf, type Message, picturesOf, type UserMessage } from '../shared/message.ts';
import type { PathMessage } from './historyStore.ts';

/** What is asked for. What was said before is sent with it and never again. */
export const summaryRequest = [
  'Summarise this conversation so far, so that it can go on from your summary alone: nothing that was said above will be sent again.',
  'Keep what was asked for and why, decisions with their reasons, facts, numbers, names and paths, code that later turns will need word for word,',
  'what was tried and did not work, and what is still open.',
  'Of pictures and documents, keep what was found in them: they are not sent again either.',
  'Leave out greetings and whatever was replaced later.',
  'Write in the language of the conversation, as Markdown, and begin at once.',
].join(' ');

/** What a summary is to stand for. */
export interface SummaryPlan {
  /** The path that it comes after. */
  readonly above: readonly PathMessage[];
  /** What else comes there. */
  readonly siblings: readonly string[];
  /** How many prompts it stands for. */
  readonly turns: number;
  /** The prompt that could not be answered, as there was no room: it is asked again after the summary. */
  readonly again: UserMessage | null;
}

/** @param path the whole path; null where there is nothing to be summarised */
export function planSummary(path: readonly PathMessage[]): SummaryPlan | null {
  const last = path.at(-1)?.message;
  const lastPrompt = path.findLastIndex(({ message }) => message.role === 'user' && !isContinue(message));
  const prompt = path[lastPrompt];
  // What was asked for last is a summary itself.
  if (!last || !prompt || summaryPromptOf(prompt.message)) return null;
  const isAgain = hadNoRoom(last) && prompt.message.role === 'user';
  const above = isAgain ? path.slice(0, lastPrompt) : path;
  const since = above.slice(above.findLastIndex(({ message }) => summaryPromptOf(message)) + 1);
  if (turnsIn(since) === 0) return null;
  return {
    above,
    siblings: isAgain ? prompt.siblings : [],
    turns: turnsIn(above),
    again: isAgain && prompt.message.role === 'user' ? prompt.message : null,
  };
}

/** Whether a reply failed or ended because the conversation is too long for the model. */
export function hadNoRoom(message: Message | undefined): boolean {
  if (message?.role !== 'assistant') return false;
  return message.error?.kind === 'tooLarge' || (message.status === 'complete' && message.stopReason === 'model_context_window_exceeded');
}

/** @param prompt as it would be typed */
export function askingForSummary(prompt: UserMessage, title: string, turns: number): UserMessage {
  return { ...prompt, blocks: [{ type: 'instruction', title, text: summaryRequest, turns }] };
}

/** What was asked in a prompt, to be asked again. */
export function contentOf(prompt: UserMessage): PromptContent {
  const asked = prompt.blocks.flatMap((block) => (block.type === 'text' || block.type === 'instruction' ? [block] : []));
  return {
    text: asked.map(({ text }) => text).join('\n\n'),
    title: asked.map((block) => (block.type === 'instruction' ? block.title : null))[0] ?? null,
    context: prompt.blocks.flatMap((block) => (block.type === 'context' ? [block.item] : [])),
    pictures: picturesOf(prompt),
    documents: documentsOf(prompt),
  };
}

/** How many prompts were said. */
function turnsIn(path: readonly PathMessage[]): number {
  return path.filter(({ message }) => message.role === 'user' && !isContinue(message) && !summaryPromptOf(message)).length;
}
