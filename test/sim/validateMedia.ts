/** What the API refuses in pictures and documents. */
import type { ContentBlockParam, DocumentBlockParam, ImageBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { refuse } from './apiError.ts';
import { decodeBase64, imageFacts, pdfFacts } from './images.ts';
import type { SimModel } from './models.ts';

const maxImageBase64 = 10 * 1024 * 1024;
const maxEdge = 8000;
const maxEdgeAmongMany = 2000;
const manyImages = 20;

/** A picture or document and where it is. */
export interface Media {
  readonly path: string;
  readonly block: ImageBlockParam | DocumentBlockParam;
}

/** Every picture and document of a conversation, in order, those in tool results and documents too. */
export function mediaOf(messages: readonly MessageParam[]): readonly Media[] {
  return messages.flatMap(({ content }, index) =>
    typeof content === 'string' ? [] : content.flatMap((block, at) => mediaIn(block, `messages.${index}.content.${at}`)),
  );
}

function mediaIn(block: ContentBlockParam, path: string): readonly Media[] {
  if (block.type === 'image') return [{ path, block }];
  if (block.type === 'document') return [{ path, block }, ...mediaInDocument(block, path)];
  // A page that the API has read is a document, too.
  if (block.type === 'web_fetch_tool_result' && block.content.type === 'web_fetch_result')
    return mediaIn(block.content.content, `${path}.web_fetch_tool_result.content.content`);
  if (block.type !== 'tool_result' || typeof block.content === 'string') return [];
  return (block.content ?? []).flatMap((inner, at) =>
    inner.type === 'image' || inner.type === 'document' ? mediaIn(inner, `${path}.tool_result.content.${at}`) : [],
  );
}

function mediaInDocument({ source }: DocumentBlockParam, path: string): readonly Media[] {
  if (source.type !== 'content' || typeof source.content === 'string') return [];
  return source.content.flatMap((inner, at) =>
    inner.type === 'image' ? mediaIn(inner, `${path}.document.source.content.content.${at}`) : [],
  );
}

/** Checks the pictures and documents of a request whose shape is right. */
export function checkMedia(messages: readonly MessageParam[], model: SimModel): void {
  const media = mediaOf(messages);
  const images = media.filter(({ block }) => block.type === 'image').length;
  if (images > model.image.maxCount) refuse('messages', `too many images: ${images} > ${model.image.maxCount} maximum`);
  checkCitations(messages, media);
  let pages = 0;
  for (const { block, path } of media) {
    if (block.type === 'image') checkImage(block, path, images > manyImages, model);
    else pages += checkDocument(block, path);
  }
  if (pages > model.maxPdfPages) refuse('messages', `A maximum of ${model.maxPdfPages} PDF pages may be provided. Found ${pages}.`);
}

function checkImage({ source, transformations }: ImageBlockParam, place: string, amongMany: boolean, model: SimModel): void {
  if (source.type !== 'base64') return;
  const path = `${place}.image.source.base64`;
  if (source.data.length > maxImageBase64)
    refuse(path, `image exceeds 10 MB maximum: ${source.data.length} bytes > ${maxImageBase64} bytes`);
  const bytes = decodeBase64(source.data);
  if (bytes === undefined) refuse(`${path}.data`, 'Invalid base64 data');
  const facts = imageFacts(bytes);
  if (facts === undefined) refuse('', 'Could not process image');
  const really = `image/${facts.format}`;
  if (really !== source.media_type) {
    refuse(
      `${path}.data`,
      `The image was specified using the ${source.media_type} media type, but the image appears to be a ${really} image`,
    );
  }
  const edge = Math.max(facts.width, facts.height);
  if (facts.width === 0 || facts.height === 0) refuse('', 'Could not process image');
  if (edge > maxEdge) refuse(`${path}.data`, `At least one of the image dimensions exceed max allowed size: ${maxEdge} pixels`);
  if (amongMany && edge > maxEdgeAmongMany) {
    refuse(
      `${path}.data`,
      `At least one of the image dimensions exceed max allowed size for many-image requests: ${maxEdgeAmongMany} pixels`,
    );
  }
  if (transformations?.oversized_image === 'error' && edge > model.image.maxEdge) {
    refuse(
      `${place}.image`,
      `The image is ${facts.width}x${facts.height} pixels; the longest edge may have ${model.image.maxEdge} pixels.`,
    );
  }
}

/** All documents of a request are to be cited, or none; and what was cited is one of them. */
function checkCitations(messages: readonly MessageParam[], media: readonly Media[]): void {
  const documents = media.flatMap(({ block }) => (block.type === 'document' ? [block] : []));
  const cited = documents.filter(({ citations }) => citations?.enabled === true).length;
  if (cited > 0 && cited < documents.length) refuse('messages', 'citations must be enabled on all or none of the documents in a request');
  for (const [index, { content }] of messages.entries()) {
    for (const [at, block] of (typeof content === 'string' ? [] : content).entries()) {
      for (const [n, citation] of (block.type === 'text' ? (block.citations ?? []) : []).entries()) {
        if (!('document_index' in citation)) continue;
        const document = documents[citation.document_index];
        const path = `messages.${index}.content.${at}.text.citations.${n}`;
        if (!document)
          refuse(path, `document_index ${citation.document_index} is out of range: the request has ${documents.length} documents`);
        else if ((document.title ?? null) !== citation.document_title)
          refuse(path, 'document_title is not the title of the cited document');
      }
    }
  }
}

/** The pages of a document. */
function checkDocument({ source }: DocumentBlockParam, place: string): number {
  if (source.type !== 'base64') return 0;
  const bytes = decodeBase64(source.data);
  if (bytes === undefined) return refuse(`${place}.document.source.base64.data`, 'Invalid base64 data');
  const facts = pdfFacts(bytes);
  if (facts === undefined) return refuse(`${place}.document.source.base64.data`, 'The PDF specified was not valid.');
  if (facts.encrypted) refuse(`${place}.document.source.base64.data`, 'The PDF specified is password protected.');
  return facts.pages;
}
