/** What is sent of the messages of a path, each by itself: its blocks in the API's form. Pure. */
import { withOneBeginning } from '../shared/beginning.ts';
import { fetchedPage, isOfDocument, pageCitation, searchCitation, sentCitation } from '../shared/citation.ts';
import { contextText } from '../shared/context.ts';
import { type DocumentItem, documentType, sentHash } from '../shared/document.ts';
import type { JsonObject } from '../shared/json.ts';
import { type ContentBlock, documentsOf, type Message, picturesOf, type TextBlock } from '../shared/message.ts';
import { pagesText } from '../shared/pages.ts';
import { descriptionsText, type Picture } from '../shared/picture.ts';
import type { ServerToolName } from '../shared/serverTools.ts';
import { Base64 } from './base64.ts';
import type { RequestBlock } from './chatRequest.ts';
import { citesDocuments, type PicturesOfRequest } from './requestPictures.ts';
import { sentToolBlock } from './serverTools.ts';

/** Those of each message of a path, in its order. */
export type SentBlocks = readonly (readonly RequestBlock[])[];

/**
 * What is sent of each message of a path; nothing of one that the API would refuse. What went with an earlier prompt, and is the same still, is
 * not sent again, unless the prompt is nothing without it.
 */
export function sentBlocks(path: readonly Message[], pictures: PicturesOfRequest, tools: readonly ServerToolName[]): SentBlocks {
  const around = surroundings(path, pictures, tools);
  const sent = new Set<string>();
  return path.map((message) => {
    const blocks = withOneBeginning(message.blocks);
    const lastFile = blocks.findLastIndex(({ type }) => type === 'picture' || type === 'document');
    const blocksWith = (before: Set<string>) =>
      blocks.flatMap((block, at) => [...sendable(block, before, around), ...(at === lastFile ? descriptions(message) : [])]);
    const content = blocksWith(sent);
    return content.length === 0 && message.role === 'user' ? blocksWith(new Set()) : content;
  });
}

/** All citations of a text of a path as they came; null where what one points at is not sent. */
export function citationsAsTheyCame(
  path: readonly Message[],
  pictures: PicturesOfRequest,
  tools: readonly ServerToolName[],
): (block: TextBlock) => JsonObject[] | null {
  const { indexOf, onlyPages } = surroundings(path, pictures, tools);
  const found = tools.includes('web_search') ? searchCitation : () => undefined;
  const ofPage = onlyPages ? pageCitation : () => undefined;
  return ({ citations = [] }) => {
    const sent = citations.map((each) => (isOfDocument(each) ? (sentCitation(each, indexOf) ?? ofPage(each)) : found(each)));
    return sent.some((each) => each === undefined) ? null : sent.filter((each) => each !== undefined);
  };
}

/** What decides how a block of a path is sent, beside itself. */
interface Surroundings {
  readonly pictures: PicturesOfRequest;
  /** The API's tools that the request has. */
  readonly tools: readonly ServerToolName[];
  /** The number of a document, by its id. */
  readonly indexOf: (documentId: string) => number | undefined;
  /** Whether pages that the API has read are all that is numbered: then a citation of one may go back as it came. */
  readonly onlyPages: boolean;
}

function surroundings(path: readonly Message[], pictures: PicturesOfRequest, tools: readonly ServerToolName[]): Surroundings {
  const isPage = ({ blocks }: Message) => blocks.some((block) => block.type === 'opaque' && fetchedPage(block.raw) !== undefined);
  // How the API numbers pages that it has read among documents is not told: then no document is named by its number.
  const hasPages = tools.includes('web_fetch') && path.some(isPage);
  const onlyPages = hasPages && !pictures.uncited && path.every((message) => documentsOf(message).length === 0);
  return { pictures, tools, indexOf: hasPages || pictures.uncited ? () => undefined : numbersIn(pictures), onlyPages };
}

/** Of documents the API wants all of a request to be cited or none, and what it has read is one, too. */
export function citesPages(pictures: PicturesOfRequest): boolean {
  return pictures.documents.length === 0 ? !pictures.uncited : citesDocuments(pictures);
}

/**
 * A block in the API's form, or nothing where the API would refuse it. Empty text is a 400. Thinking is bound to the model and to
 * everything said before it, and is only needed within one turn (`sentPath`), so that leaving it out can never wedge a conversation. Calls of
 * tools and their results go back as long as the tools are on; whether each has its partner is looked at once the whole path is there.
 */
function sendable(block: ContentBlock, sent: Set<string>, { pictures, tools, indexOf }: Surroundings): RequestBlock[] {
  switch (block.type) {
    case 'picture':
      return [pictureBlock(block.picture, pictures)];
    case 'document':
      return [documentBlock(block.document, pictures)];
    case 'context': {
      const text = contextText(block.item);
      if (sent.has(text)) return [];
      sent.add(text);
      return [{ type: 'text', text }];
    }
    case 'text': {
      const citations = citationsOf(block, tools, indexOf);
      if (block.text.trim() === '') return [];
      return [{ type: 'text', text: block.text, ...(citations.length > 0 ? { citations } : {}) }];
    }
    case 'instruction':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'thinking':
      return [];
    case 'opaque': {
      const tool = sentToolBlock(block, tools, citesPages(pictures));
      return tool ? [tool] : [];
    }
  }
}

function pictureBlock(picture: Picture, { sent, unread, data }: PicturesOfRequest): RequestBlock {
  const { hash, name, width, height, sending } = picture;
  const was = `[The picture “${name}”, ${width} × ${height}, was here`;
  if (sending === 'never') return { type: 'text', text: `${was}: it was taken out.]` };
  if (unread.includes('pictures')) return { type: 'text', text: `${was}: this model cannot see pictures.]` };
  if (!sent.has(picture)) return { type: 'text', text: `${was}: the conversation has too many to send it again.]` };
  const found = data.get(hash);
  // What is not there any more must not end the conversation.
  if (!found || found.type === documentType) return { type: 'text', text: `${was} and is lost.]` };
  return { type: 'image', source: { type: 'base64', media_type: found.type, data: new Base64(found.data) } };
}

function documentBlock(document: DocumentItem, all: PicturesOfRequest): RequestBlock {
  const { documents, unread, data } = all;
  const { name, part, sending } = document;
  const was = `[The PDF “${name}”${part ? `, pages ${pagesText(part.ranges)},` : ''} was here`;
  if (sending === 'never') return { type: 'text', text: `${was}: it was taken out.]` };
  if (unread.includes('documents')) return { type: 'text', text: `${was}: this model cannot read PDFs.]` };
  if (!documents.includes(document)) return { type: 'text', text: `${was}: the conversation has too much to send it again.]` };
  const found = data.get(sentHash(document));
  if (found?.type !== documentType) return { type: 'text', text: `${was} and is lost.]` };
  return {
    type: 'document',
    source: { type: 'base64', media_type: documentType, data: new Base64(found.data) },
    title: name,
    ...(citesDocuments(all) ? { citations: { enabled: true } } : {}),
  };
}

/** What of a reply's citations can go back with it: the numbers of documents are those of this request. */
function citationsOf({ citations = [] }: TextBlock, tools: Surroundings['tools'], indexOf: Surroundings['indexOf']): JsonObject[] {
  const found = tools.includes('web_search') ? searchCitation : () => undefined;
  return citations.map((each) => sentCitation(each, indexOf) ?? found(each)).filter((each) => each !== undefined);
}

/** The numbers of documents in a request, by their ids. */
function numbersIn({ documents, data }: PicturesOfRequest): (id: string) => number | undefined {
  const there = documents.filter((each) => data.has(sentHash(each)));
  return (id) => {
    const index = there.findIndex((each) => each.id === id);
    return index < 0 ? undefined : index;
  };
}

/** What the user wrote of a prompt's pictures, after the last of them and of its documents: all of these come before all text. */
function descriptions(message: Message): RequestBlock[] {
  const text = descriptionsText(picturesOf(message));
  return text === null ? [] : [{ type: 'text', text }];
}
