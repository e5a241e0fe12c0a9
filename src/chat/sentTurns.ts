/**
 * Which turns of a conversation a request has: what it begins with where a summary stands for what was said before, and what is left out where
 * that does not fit. Goes before all else that is made of a path. Pure: by the path as it is stored, what is chosen and what the model reads.
 */
import { isContinue } from '../shared/continuing.ts';
import { type LeaveOut, summaryPromptOf, summaryText } from '../shared/longConversation.ts';
import type { AssistantMessage, ContentBlock, Message } from '../shared/message.ts';
import { estimateTokens } from '../shared/tokens.ts';
import { promptTokens } from './cost.ts';
import { messageTokens } from './nextPrompt.ts';

/** What decides how much fits. */
export interface ReadingRoom {
  readonly model: string;
  /** Tokens that the model reads; null where that is not known. */
  readonly window: number | null;
  /** Tokens that the reply may have. */
  readonly answer: number;
  /** The system prompt. */
  readonly instructions: string;
  /** Absent: nothing is left out, but where a summary is asked for. */
  readonly leaveOut?: LeaveOut | undefined;
}

export interface SentTurns {
  /** What is sent, oldest first. Where it begins later than the conversation, its first prompt begins with what stands for the rest. */
  readonly path: readonly Message[];
  /** All that was said, oldest first, without summaries that came to nothing. */
  readonly said: readonly Message[];
  /** The summary that stands for the first so many messages of it. */
  readonly summary: { readonly text: string; readonly messages: number } | null;
  /** How many messages after these are left out. */
  readonly leftOut: number;
  /** Tokens of what is sent without its last prompt, by estimate; null where nothing had to be estimated. */
  readonly tokens: number | null;
}

/** Stands where turns are left out. */
export const leftOutLine = '[Earlier turns of this conversation are left out here, as there are too many.]';

/** The id of a prompt that is nothing but what stands for the rest. */
export const leadId = 'lead';

const summaryLine = '[What was said before, as a summary:]';

/** Tokens that every model of the API reads. */
export const smallestWindow = 200_000;

/** Of what a model reads, the part that is used: what is estimated may be more. */
const partForReading = 0.9;
/** Of the room, the part that is left free for the prompt that is being typed, so that it seldom leaves out more than was said before it. */
const partForPrompt = 0.1;
/** Tokens for one that was estimated, where no reply says how it was. */
const usualRate = 1.2;

/** @param whole the path from its first message to the prompt that is to be answered */
export function sentTurns(whole: readonly Message[], room: ReadingRoom): SentTurns {
  const turns = summaryTurns(whole);
  const vain = turns.filter(({ text, isOpen }) => !isOpen && text === null);
  const said = whole.filter((_, at) => !vain.some(({ from, to }) => at >= from && at < to));
  const last = summaryTurns(said).findLast(({ isOpen }) => !isOpen);
  const summary = last?.text != null ? { text: last.text, messages: last.to } : null;
  const begin = summary?.messages ?? 0;
  const asksForSummary = turns.some(({ isOpen }) => isOpen);
  const fit = room.leaveOut || asksForSummary ? fitting(said, begin, summary?.text ?? '', room) : { from: begin, tokens: null };
  const lead = [...(summary ? [`${summaryLine}\n\n${summary.text}`] : []), ...(fit.from > begin ? [leftOutLine] : [])];
  return { path: withLead(said.slice(fit.from), lead), said, summary, leftOut: fit.from - begin, tokens: fit.tokens };
}

interface SummaryTurn {
  /** The number of the prompt that asks for it, and of what comes after it. */
  readonly from: number;
  readonly to: number;
  /** Null where it came to nothing. */
  readonly text: string | null;
  /** It is what is being asked for. */
  readonly isOpen: boolean;
}

function summaryTurns(path: readonly Message[]): SummaryTurn[] {
  return path.flatMap((message, from): SummaryTurn[] => {
    if (!summaryPromptOf(message)) return [];
    const rest = path.slice(from + 1);
    const length = rest.findIndex((each, at) => (each.role === 'user' ? !isContinue(each) : rest[at - 1]?.role === 'assistant'));
    const parts = (length < 0 ? rest : rest.slice(0, length)).filter((each): each is AssistantMessage => each.role === 'assistant');
    return [{ from, to: length < 0 ? path.length : from + 1 + length, text: summaryText(parts), isOpen: length < 0 }];
  });
}

/**
 * Where a request begins: where the one before began, and when that does not fit any more, so much later that half of the room is free again. So what
 * it begins with changes seldom, and prompt caches hold in between.
 */
function fitting(said: readonly Message[], begin: number, summary: string, room: ReadingRoom): { from: number; tokens: number } {
  const starts = said.flatMap((message, at) => (at >= begin && canBegin(message) ? [at] : []));
  const asked = starts.at(-1) ?? begin;
  const sizes = said.map((message) => messageTokens(message, room.model));
  const frame = estimateTokens(room.instructions) + estimateTokens(summary);
  const estimate = (from: number, to: number) => sizes.slice(from, to).reduce((sum, size) => sum + size, 0);

  const before = replyBefore(said, begin, room.model);
  const known = before ? begin + (before.cache.prefix.leftOut ?? 0) : begin;
  const from = starts.includes(known) ? known : begin;
  const rate = before ? rateOf(before, frame + estimate(from, said.indexOf(before))) : usualRate;
  const tokens = (at: number, to = said.length) => rate * (frame + estimate(at, to));

  const prompt = rate * estimate(asked, said.length);
  const all = roomOf(room);
  const fits = tokens(from) <= all && tokens(from, asked) <= all * (1 - partForPrompt);
  // The prompt may be most of what there is room for: half of the rest is freed then.
  const enough = (prompt + all) / 2;
  const begins = fits ? from : (starts.find((at) => at >= from && tokens(at) <= enough) ?? asked);
  return { from: begins, tokens: Math.round(tokens(begins, asked)) };
}

function roomOf({ window, answer, leaveOut }: ReadingRoom): number {
  const most = Math.min(window ?? smallestWindow, leaveOut?.most ?? Number.POSITIVE_INFINITY);
  return most * partForReading - Math.min(answer, most / 4);
}

/** Only a prompt: what goes on with a reply, or brings the results of its tools, is nothing without it. */
function canBegin(message: Message): boolean {
  const { role, blocks } = message;
  if (role !== 'user' || isContinue(message)) return false;
  return !blocks.some((block) => block.type === 'opaque' && block.raw.type === 'tool_result');
}

type Answered = AssistantMessage & Required<Pick<AssistantMessage, 'cache'>>;

/** The last reply of the same model, of which is known what its request began with. */
function replyBefore(said: readonly Message[], begin: number, model: string): Answered | undefined {
  return said.slice(begin).findLast((message): message is Answered => {
    if (message.role !== 'assistant' || message.cache?.prefix.model !== model) return false;
    return !summaryPromptOf(said.find(({ id }) => id === message.parentId));
  });
}

/** How many tokens the API counted for one that is estimated. A server may count as it likes. */
function rateOf({ usage }: Answered, estimated: number): number {
  const counted = usage ? promptTokens(usage) : 0;
  return counted === 0 || estimated === 0 ? usualRate : Math.min(4, Math.max(0.5, counted / estimated));
}

function withLead(path: readonly Message[], lead: readonly string[]): readonly Message[] {
  const [first, ...rest] = path;
  if (lead.length === 0 || !first) return path;
  const block: ContentBlock = { type: 'text', text: lead.join('\n\n') };
  // An answer that the user wrote may come first.
  if (first.role === 'assistant') return [{ ...first, id: leadId, role: 'user', origin: 'typed', blocks: [block] }, ...path];
  return [{ ...first, blocks: [block, ...first.blocks] }, ...rest];
}
