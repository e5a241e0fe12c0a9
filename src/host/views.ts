import type { CostOf } from '../chat/cost.ts';
import type { ChatRequest, Model, PathMessage } from '../chat/ports.ts';
import { effortFor, type RequestSettings, thinkingFor } from '../chat/request.ts';
import { pictureTokens, sightOf } from '../pictures/limits.ts';
import { type Citation, citedText, citedTitle } from '../shared/citation.ts';
import type { ContextItem } from '../shared/context.ts';
import type { QueuedPrompt } from '../shared/conversation.ts';
import { type DocumentItem, documentTokens, mostPagesTogether, sentPages, sentSize } from '../shared/document.ts';
import { type ContentBlock, noUsage } from '../shared/message.ts';
import { descriptionsText, type Picture } from '../shared/picture.ts';
import type {
  BlockView,
  CacheView,
  CitationView,
  ContextView,
  DocumentView,
  DraftDocumentView,
  ModelView,
  PictureView,
  QueuedView,
  TurnView,
} from '../shared/protocol.ts';
import { estimateTokens } from '../shared/tokens.ts';
import type { TurnCache } from '../shared/turnCache.ts';

/** What the page sees of a stored message: no signatures, no raw objects of the API. */
export function turnView({ message, siblings }: PathMessage, modelName: (id: string) => string, costOf: CostOf): TurnView {
  const base = {
    id: message.id,
    createdAt: message.createdAt,
    siblings: { index: Math.max(0, siblings.indexOf(message.id)), count: Math.max(1, siblings.length) },
    blocks: message.blocks.map(blockView),
  };
  if (message.role === 'user') return { ...base, role: 'user', origin: message.origin };
  const { status, model, stopReason, usage, error, firstTokenAt, endedAt } = message;
  const cost = usage === null ? null : costOf(model, usage);
  const cache = message.cache ? cacheView(message.cache, modelName) : null;
  const told = { stopReason, usage, cost, error, firstTokenAt, endedAt, cache };
  return { ...base, role: 'assistant', status, model, modelName: modelName(model), ...told };
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
  const { id, name, pages, part, citations } = document;
  return { id, name, pages, ranges: part?.ranges ?? null, size: sentSize(document), citations };
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
