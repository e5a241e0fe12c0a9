/** Turns as the page sees them: no signatures, no raw objects of the API; a reply with what goes on with it as one. */
import { formatOf } from '../chat/answerFormat.ts';
import type { CostOf } from '../chat/cost.ts';
import type { PathMessage } from '../chat/historyStore.ts';
import { type TurnUsage, usageOf } from '../chat/usage.ts';
import { type Citation, citedAddress, citedText, citedTitle, documentOf } from '../shared/citation.ts';
import { joinedBlocks, type Said, turnsOf } from '../shared/continuing.ts';
import { summaryPromptOf, summaryText } from '../shared/longConversation.ts';
import { type AssistantMessage, addUsage, type ContentBlock, type OpaqueBlock } from '../shared/message.ts';
import { callOf, resultAlone, resultOf, toolCallView, uploadView } from '../shared/toolCall.ts';
import type { TurnCache } from '../shared/turnCache.ts';
import type {
  AssistantTurnView,
  BlockView,
  CacheView,
  CitationView,
  PartView,
  SiblingsView,
  SummaryView,
  TurnView,
} from '../shared/turnView.ts';
import { contextView, documentView } from './attachmentViews.ts';

/** Those of a path. */
export function turnViews(path: readonly PathMessage[], modelName: (id: string) => string, costOf: CostOf): TurnView[] {
  const turns = turnsOf(path, ({ message }) => message);
  return turns.flatMap((_, at) => turnView(turns, at, modelName, costOf) ?? []);
}

/** The turn of a path that shows a message; undefined for a prompt that is not shown, as it only asked to go on. */
export function turnViewWith(
  path: readonly PathMessage[],
  messageId: string,
  modelName: (id: string) => string,
  costOf: CostOf,
): TurnView | undefined {
  const has = (turn: Said<PathMessage>) =>
    (turn.type === 'prompt' ? [turn.prompt] : turn.parts).some(({ message }) => message.id === messageId);
  const turns = turnsOf(path, ({ message }) => message);
  const at = turns.findIndex(has);
  return at < 0 ? undefined : turnView(turns, at, modelName, costOf);
}

/** @param at its place among some turns of a path */
function turnView(
  turns: readonly Said<PathMessage>[],
  at: number,
  modelName: (id: string) => string,
  costOf: CostOf,
): TurnView | undefined {
  const [turn, before] = [turns[at], turns[at - 1]];
  if (!turn) return undefined;
  if (turn.type === 'reply') {
    const view = replyView(turn.parts, modelName, costOf);
    const summary = before?.type === 'prompt' ? summaryView(before.prompt, repliesOf(turn.parts)) : undefined;
    return view && summary ? { ...view, summary } : view;
  }
  const { message } = turn.prompt;
  if (message.role !== 'user' || summaryPromptOf(message)) return undefined;
  const unasked = at === turns.length - 1 && message.origin === 'typed' ? { unasked: true as const } : {};
  return { ...baseView(turn.prompt), role: 'user', origin: message.origin, ...unasked, blocks: blockViews(message.blocks) };
}

function summaryView(asked: PathMessage, parts: readonly AssistantMessage[]): SummaryView | undefined {
  const prompt = summaryPromptOf(asked.message);
  if (!prompt) return undefined;
  const isPart = parts.some(({ cache }) => (cache?.prefix.leftOut ?? 0) > 0);
  return { turns: prompt.turns, isPart, stands: summaryText(parts) !== null, prompt: { id: prompt.id, siblings: siblingsView(asked) } };
}

/** @param path the parts of one reply */
function replyView(path: readonly PathMessage[], modelName: (id: string) => string, costOf: CostOf): AssistantTurnView | undefined {
  const parts = repliesOf(path);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!path[0] || !first || !last) return undefined;
  const { status, model, stopReason, stopSequence, error, origin } = last;
  const names = [...new Set(parts.map((each) => modelName(each.model)))];
  const used = parts.flatMap(usageOf);
  const costs = used.map((each) => costOf(each.model, each.usage));
  const format = formatOf(parts);
  const took = parts.reduce((sum, { createdAt, endedAt }) => sum + (endedAt === null ? 0 : endedAt - createdAt), 0);
  return {
    ...baseView(path[0]),
    ...{ role: 'assistant', status, model, modelName: names.join(' + '), stopReason, error, firstTokenAt: first.firstTokenAt },
    ...(stopSequence !== undefined && { stopSequence }),
    ...(origin && { origin }),
    blocks: blockViews(joinedBlocks(parts).map(({ block }) => block)),
    usage: used.length === 0 ? null : used.map(({ usage }) => usage).reduce(addUsage),
    ...(used.some(({ estimated }) => estimated) && { estimated: true as const }),
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost)),
    endedAt: last.endedAt === null ? null : first.createdAt + took,
    cache: last.cache ? cacheView(last.cache, modelName) : null,
    ...(format ? { format: { name: format.name } } : {}),
    ...webUses(used),
    ...(path.length > 1 ? { parts: path.slice(1).map(partView) } : {}),
  };
}

function webUses(used: readonly TurnUsage[]): Pick<AssistantTurnView, 'webUses'> {
  const count = (name: 'webSearches' | 'webFetches') => used.reduce((sum, { usage }) => sum + (usage.billing?.[name] ?? 0), 0);
  const [searches, fetches] = [count('webSearches'), count('webFetches')];
  return searches + fetches === 0 ? {} : { webUses: { searches, fetches } };
}

function baseView(of: PathMessage): Pick<TurnView, 'id' | 'createdAt' | 'siblings'> {
  return { id: of.message.id, createdAt: of.message.createdAt, siblings: siblingsView(of) };
}

function partView(of: PathMessage): PartView {
  const { message } = of;
  const since = message.role === 'assistant' ? message.firstTokenAt : null;
  return { id: message.id, siblings: siblingsView(of), since: since ?? message.createdAt };
}

function siblingsView({ message, siblings }: PathMessage): SiblingsView {
  return { index: Math.max(0, siblings.indexOf(message.id)), count: Math.max(1, siblings.length) };
}

/** Those of some messages that are replies. */
export function repliesOf(path: readonly PathMessage[]): AssistantMessage[] {
  return path.flatMap(({ message }) => (message.role === 'assistant' ? [message] : []));
}

function cacheView({ prefix, expected, changes, miss }: TurnCache, modelName: (id: string) => string): CacheView {
  const named = changes.map((change) => (change.type === 'model' ? { ...change, from: modelName(change.from) } : change));
  return { caching: prefix.caching, expected, changes: named, miss };
}

function citationView(citation: Citation): CitationView {
  const url = citedAddress(citation);
  const pages = documentOf(citation.source)?.pages ?? null;
  return { name: citedTitle(citation), pages, quote: citedText(citation), ...(url === null ? {} : { url }) };
}

/** One for each block, so that both have the same numbers: a call is shown with its result, which has nothing of its own to show then. */
function blockViews(blocks: readonly ContentBlock[]): BlockView[] {
  const raws = blocks.flatMap((block) => (block.type === 'opaque' ? [block.raw] : []));
  const results = new Map(raws.flatMap((raw) => [[resultOf(raw) ?? '', raw] as const]));
  const calls = new Set(raws.map(callOf));
  return blocks.map((block) => (block.type === 'opaque' ? (toolBlock(block.raw, results, calls) ?? blockView(block)) : blockView(block)));
}

function toolBlock(
  raw: OpaqueBlock['raw'],
  results: ReadonlyMap<string, OpaqueBlock['raw']>,
  calls: ReadonlySet<string | undefined>,
): BlockView | undefined {
  const [call, result] = [callOf(raw), resultOf(raw)];
  if (call !== undefined) return { type: 'tool', view: toolCallView(raw, results.get(call)) };
  if (result !== undefined) return calls.has(result) ? { type: 'toolResult' } : { type: 'tool', view: resultAlone(raw) };
  const view = uploadView(raw);
  return view && { type: 'tool', view };
}

function blockView(block: ContentBlock): BlockView {
  switch (block.type) {
    case 'text':
      return {
        ...{ type: 'text', text: block.text },
        ...(block.citations ? { citations: block.citations.map(citationView) } : {}),
        ...(block.begun && { begun: block.begun }),
      };
    case 'thinking':
      return { type: 'thinking', text: block.thinking };
    case 'context':
      return { type: 'context', item: contextView(block.item) };
    case 'picture':
      return { type: 'picture', picture: block.picture };
    case 'document':
      return { type: 'document', document: documentView(block.document) };
    case 'instruction':
      return { type: 'instruction', title: block.title, text: block.text };
    case 'opaque':
      return { type: 'opaque', name: block.raw.type };
  }
}
