/** What goes with prompts, as the page sees it. */
import type { CostOf } from '../chat/cost.ts';
import { pictureTokens, sightOf } from '../pictures/limits.ts';
import type { ContextView, DocumentView, DraftDocumentView, PictureView } from '../shared/attachmentViews.ts';
import type { ContextItem } from '../shared/context.ts';
import { type DocumentItem, documentTokens, mostPagesTogether, sentPages, sentSize } from '../shared/document.ts';
import { noUsage } from '../shared/message.ts';
import { descriptionsText, type Picture } from '../shared/picture.ts';
import { estimateTokens } from '../shared/tokens.ts';

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

export function documentView(document: DocumentItem): DocumentView {
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
