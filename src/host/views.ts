import type { CostOf } from '../chat/cost.ts';
import type { ChatRequest, Model, PathMessage } from '../chat/ports.ts';
import { effortFor, type RequestSettings, thinkingFor } from '../chat/request.ts';
import { pictureTokens, sightOf } from '../pictures/limits.ts';
import { type Citation, citedText, citedTitle } from '../shared/citation.ts';
import type { ContextItem } from '../shared/context.ts';
import { joinedBlocks, type Said, turnsOf } from '../shared/continuing.ts';
import type { QueuedPrompt } from '../shared/conversation.ts';
import { type DocumentItem, documentTokens, mostPagesTogether, sentPages, sentSize } from '../shared/document.ts';
import { type AssistantMessage, addUsage, type ContentBlock, noUsage } from '../shared/message.ts';
import { descriptionsText, type Picture } from '../shared/picture.ts';
import type {
  AssistantTurnView,
  BlockView,
  CacheView,
  CitationView,
  ContextView,
  DocumentView,
  DraftDocumentView,
  ModelView,
  PartView,
  PictureView,
  QueuedView,
  SiblingsView,
  TurnView,
} from '../shared/protocol.ts';
import { estimateTokens } from '../shared/tokens.ts';
import type { TurnCache } from '../shared/turnCache.ts';

/** What the page sees of a path: no signatures, no raw objects of the API; a reply with what goes on with it as one. */
export function turnViews(path: readonly PathMessage[], modelName: (id: string) => string, costOf: CostOf): TurnView[] {
  return turnsOf(path, ({ message }) => message).flatMap((turn) => turnView(turn, modelName, costOf) ?? []);
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
  const turn = turnsOf(path, ({ message }) => message).find(has);
  return turn && turnView(turn, modelName, costOf);
}

function turnView(turn: Said<PathMessage>, modelName: (id: string) => string, costOf: CostOf): TurnView | undefined {
  if (turn.type === 'reply') return replyView(turn.parts, modelName, costOf);
  const { message } = turn.prompt;
  if (message.role !== 'user') return undefined;
  return { ...baseView(turn.prompt), role: 'user', origin: message.origin, blocks: message.blocks.map(blockView) };
}

/** @param path the parts of one reply */
function replyView(path: readonly PathMessage[], modelName: (id: string) => string, costOf: CostOf): AssistantTurnView | undefined {
  const parts = repliesOf(path);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!path[0] || !first || !last) return undefined;
  const { status, model, stopReason, error } = last;
  const names = [...new Set(parts.map((each) => modelName(each.model)))];
  const used = parts.flatMap((each) => (each.usage ? [{ model: each.model, usage: each.usage }] : []));
  const costs = used.map((each) => costOf(each.model, each.usage));
  const took = parts.reduce((sum, { createdAt, endedAt }) => sum + (endedAt === null ? 0 : endedAt - createdAt), 0);
  return {
    ...baseView(path[0]),
    ...{ role: 'assistant', status, model, modelName: names.join(' + '), stopReason, error, firstTokenAt: first.firstTokenAt },
    blocks: joinedBlocks(parts).map(({ block }) => blockView(block)),
    usage: used.length === 0 ? null : used.map(({ usage }) => usage).reduce(addUsage),
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost)),
    endedAt: last.endedAt === null ? null : first.createdAt + took,
    cache: last.cache ? cacheView(last.cache, modelName) : null,
    ...(path.length > 1 ? { parts: path.slice(1).map(partView) } : {}),
  };
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

/** What the next request asks for, and not what was chosen: a model may not have that. @param known what is known of the model */
export function modelView(name: string, known: Model | undefined, settings: RequestSettings): ModelView {
  const effort = effortFor(known, settings);
  return { id: settings.model, name, effort, thinking: thinkingView(thinkingFor(known, settings)) };
}

function thinkingView(thinking: ChatRequest['thinking']): ModelView['thinking'] {
  switch (thinking?.type) {
    case 'enabled':
      return { budget: thinking.budget_tokens };
    case 'disabled':
      return 'off';
    case 'between_tools':
      return 'between_tools';
    case 'adaptive':
    case undefined:
      return null;
  }
}

/** UTF-16 units of an item that a hover shows. */
const previewLength = 600;

export function contextView({ text, uri: _, ...item }: ContextItem, stale = false): ContextView {
  return { ...item, preview: text.length > previewLength ? `${text.slice(0, previewLength)}…` : text, tokens: estimateTokens(text), stale };
}

/** @param model that it is to be sent to */
export function pictureView(picture: Picture, model: string, costOf: CostOf): PictureView {
  const tokens = pictureTokens(picture, sightOf(model)) + estimateTokens(descriptionsText([picture]) ?? '');
  return { ...picture, tokens, cost: costOf(model, { ...noUsage, input: tokens }) };
}

function documentView(document: DocumentItem): DocumentView {
  const { id, name, pages, part, citations, sending, hash } = document;
  const takenOut = sending === 'never' ? { takenOut: hash } : {};
  return { id, name, pages, ranges: part?.ranges ?? null, size: sentSize(document), citations, ...takenOut };
}

/** The documents of a prompt that is being typed. @param model that they are to be sent to, and how many tokens it takes, where that is known */
export function draftDocuments(
  documents: readonly DocumentItem[],
  model: string,
  maxInputTokens: number | null,
  costOf: CostOf,
): DraftDocumentView[] {
  let left = mostPagesTogether(maxInputTokens);
  return documents.map((document) => {
    const tokens = documentTokens(document);
    left -= sentPages(document);
    return { ...documentView(document), tokens, cost: costOf(model, { ...noUsage, input: tokens }), tooLong: left < 0 };
  });
}

function citationView(citation: Citation): CitationView {
  const { source } = citation;
  return { name: citedTitle(citation), pages: source?.pages ?? null, quote: citedText(citation) };
}

export function queuedView({ id, text, title, context, pictures, documents }: QueuedPrompt): QueuedView {
  return { id, text, title, context: context.map((item) => contextView(item)), pictures, documents: documents.map(documentView) };
}

function blockView(block: ContentBlock): BlockView {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text, ...(block.citations ? { citations: block.citations.map(citationView) } : {}) };
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
