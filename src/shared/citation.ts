/** Citations of a reply: where in which document or page of the web it has something from. Pure. */
import { type DocumentItem, pageOfFile } from './document.ts';
import { isCount, isObject, isString, type JsonObject } from './json.ts';
import { plainTitle, webAddress } from './webAddress.ts';

/** A citation as the API sent it, and what it points at. */
export interface Citation {
  readonly raw: JsonObject;
  /** Null where that is not known. */
  readonly source: CitedSource | null;
}

/**
 * What a citation points at. The API tells a document by its number in the request, and a page by its number in what was sent: what these mean
 * is known when the reply comes, and may not be later.
 */
export type CitedSource = CitedDocument | CitedPage;

export interface CitedDocument {
  readonly documentId: string;
  /** Where the document can be opened; null for one from outside of the editor. */
  readonly uri: string | null;
  /** In the file as it was added, counted from 1; null where the citation has no pages. */
  readonly pages: readonly [first: number, last: number] | null;
}

/** A page of the web that the API has read for the model. */
export interface CitedPage {
  readonly url: string;
}

/** A page that was read, as the API tells of it. */
export interface FetchedPage extends CitedPage {
  readonly title: string;
}

/**
 * What a citation points at. How the API numbers pages among documents is not told: where there are some, only a title that one alone has tells it.
 * @param documents those of the request, in their order
 * @param pages that the API has read for this reply or an earlier one that goes with the request
 */
export function citedSource(raw: JsonObject, documents: readonly DocumentItem[], pages: readonly FetchedPage[] = []): CitedSource | null {
  const { document_index: index, document_title: title } = raw;
  const ofDocument = (document: DocumentItem) => ({
    ...{ documentId: document.id, uri: document.uri, pages: citedPages(raw, document) },
  });
  if (pages.length === 0) {
    const document = isCount(index) ? documents[index] : undefined;
    return document ? ofDocument(document) : null;
  }
  if (!isCount(index)) return null;
  const named = documents.filter(({ name }) => name === title);
  const read = new Set(pages.filter((page) => page.title === (isString(title) ? title : '')).map(({ url }) => url));
  const [document, url] = [named[0], [...read][0]];
  if (named.length + read.size !== 1) return null;
  return document ? ofDocument(document) : url === undefined ? null : { url };
}

/** The page that a result is; undefined for any other block. */
export function fetchedPage({ content }: { readonly [field: string]: unknown }): FetchedPage | undefined {
  if (!isObject(content) || content['type'] !== 'web_fetch_result') return undefined;
  const url = webAddress(content['url']);
  const title = isObject(content['content']) ? content['content']['title'] : null;
  return url === null ? undefined : { url, title: isString(title) ? title : '' };
}

/** The API counts pages from 1, and names the one after the last. */
function citedPages({ start_page_number: start, end_page_number: end }: JsonObject, document: DocumentItem): CitedDocument['pages'] {
  if (!isCount(start) || !isCount(end)) return null;
  const first = pageOfFile(document, start);
  return first === undefined ? null : [first, pageOfFile(document, end - 1) ?? first];
}

/** The fields of citations in documents that a request may have, by their type; others come with tools. */
const sentFields: Readonly<Record<string, readonly string[]>> = {
  page_location: ['start_page_number', 'end_page_number'],
  char_location: ['start_char_index', 'end_char_index'],
  content_block_location: ['start_block_index', 'end_block_index'],
};

/** Whether it cites a document of the request; others cite what tools have found. */
export function isOfDocument({ raw: { type } }: Citation): boolean {
  return isString(type) && Object.hasOwn(sentFields, type);
}

/**
 * A citation as it goes back to the API; undefined where it cannot, as its document is not sent any more.
 * @param indexOf the number of a document in the request
 */
export function sentCitation({ raw, source }: Citation, indexOf: (documentId: string) => number | undefined): JsonObject | undefined {
  const { type, cited_text, document_title } = raw;
  const document = documentOf(source);
  const index = document ? indexOf(document.documentId) : undefined;
  const fields = isString(type) && Object.hasOwn(sentFields, type) ? sentFields[type] : undefined;
  if (!fields || index === undefined || !isString(cited_text) || !fields.every((field) => isCount(raw[field]))) return undefined;
  const places = Object.fromEntries(fields.map((field) => [field, raw[field]]));
  return { type, cited_text, document_index: index, document_title: isString(document_title) ? document_title : null, ...places };
}

/** A citation of a page that the API has read, as it goes back with the reply in which it was read: there its number still holds. */
export function pageCitation(citation: Citation): JsonObject | undefined {
  const { raw, source } = citation;
  const index = raw['document_index'];
  if (!source || !('url' in source) || !isCount(index)) return undefined;
  return sentCitation({ raw, source: { documentId: '', uri: null, pages: null } }, () => index);
}

/** A citation of what a search has found, as it goes back; undefined for any other. */
export function searchCitation({ raw }: Citation): JsonObject | undefined {
  const { type, cited_text, encrypted_index, title, url } = raw;
  if (type !== 'web_search_result_location') return undefined;
  if (!isString(cited_text) || !isString(encrypted_index) || !isString(url)) return undefined;
  return { type, cited_text, encrypted_index, title: isString(title) ? title : null, url };
}

/** The document that is cited, where it is one of the prompts'. */
export function documentOf(source: CitedSource | null): CitedDocument | null {
  return source && 'documentId' in source ? source : null;
}

/** The address of the page that is cited, as it can be opened; null where it is none. */
export function citedAddress({ raw, source }: Citation): string | null {
  if (source && 'url' in source) return webAddress(source.url);
  return raw['type'] === 'web_search_result_location' ? webAddress(raw['url']) : null;
}

/** The text that is cited; empty where the citation has none. */
export function citedText({ raw }: Citation): string {
  return isString(raw['cited_text']) ? raw['cited_text'] : '';
}

/** How what is cited is called; empty where that is not told. */
export function citedTitle({ raw }: Citation): string {
  const title = raw['document_title'] ?? raw['title'];
  return plainTitle(title);
}

/** A citation as it was stored, by this version or by one that kept only what the API sent; undefined where it is none. */
export function readCitation(value: unknown): Citation | undefined {
  if (!isObject(value)) return undefined;
  return isObject(value['raw']) ? { raw: value['raw'], source: readSource(value['source']) } : { raw: value, source: null };
}

function readSource(value: unknown): CitedSource | null {
  if (!isObject(value)) return null;
  if (isString(value['url'])) return { url: value['url'] };
  if (!isString(value['documentId'])) return null;
  const { documentId, uri, pages } = value;
  const [first, last]: unknown[] = Array.isArray(pages) ? pages : [];
  return { documentId, uri: isString(uri) ? uri : null, pages: isCount(first) && isCount(last) ? [first, last] : null };
}
