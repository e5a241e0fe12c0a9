/** Citations of a reply: where in which document it has something from. Pure. */
import { type DocumentItem, pageOfFile } from './document.ts';
import { isCount, isObject, isString, type JsonObject } from './json.ts';

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
export interface CitedSource {
  readonly documentId: string;
  /** Where the document can be opened; null for one from outside of the editor. */
  readonly uri: string | null;
  /** In the file as it was added, counted from 1; null where the citation has no pages. */
  readonly pages: readonly [first: number, last: number] | null;
}

/** What a citation points at. @param documents those of the request, in their order */
export function citedSource(raw: JsonObject, documents: readonly DocumentItem[]): CitedSource | null {
  const index = raw['document_index'];
  const document = isCount(index) ? documents[index] : undefined;
  return document ? { documentId: document.id, uri: document.uri, pages: citedPages(raw, document) } : null;
}

/** The API counts pages from 1, and names the one after the last. */
function citedPages({ start_page_number: start, end_page_number: end }: JsonObject, document: DocumentItem): CitedSource['pages'] {
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
  const index = source ? indexOf(source.documentId) : undefined;
  const fields = isString(type) && Object.hasOwn(sentFields, type) ? sentFields[type] : undefined;
  if (!fields || index === undefined || !isString(cited_text) || !fields.every((field) => isCount(raw[field]))) return undefined;
  const places = Object.fromEntries(fields.map((field) => [field, raw[field]]));
  return { type, cited_text, document_index: index, document_title: isString(document_title) ? document_title : null, ...places };
}

/** The text that is cited; empty where the citation has none. */
export function citedText({ raw }: Citation): string {
  return isString(raw['cited_text']) ? raw['cited_text'] : '';
}

/** How what is cited is called; empty where that is not told. */
export function citedTitle({ raw }: Citation): string {
  const title = raw['document_title'] ?? raw['title'];
  return isString(title) ? title : '';
}

/** A citation as it was stored, by this version or by one that kept only what the API sent; undefined where it is none. */
export function readCitation(value: unknown): Citation | undefined {
  if (!isObject(value)) return undefined;
  return isObject(value['raw']) ? { raw: value['raw'], source: readSource(value['source']) } : { raw: value, source: null };
}

function readSource(value: unknown): CitedSource | null {
  if (!isObject(value) || !isString(value['documentId'])) return null;
  const { documentId, uri, pages } = value;
  const [first, last]: unknown[] = Array.isArray(pages) ? pages : [];
  return { documentId, uri: isString(uri) ? uri : null, pages: isCount(first) && isCount(last) ? [first, last] : null };
}
