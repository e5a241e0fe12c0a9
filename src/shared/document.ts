/** Documents as messages, drafts and queued prompts refer to them, and what the API takes of them. Pure. */
import { isCount, isObject, isString } from './json.ts';
import { countPages, type PageRange, pageAt, readRanges } from './pages.ts';
import { isHash, type PictureChange } from './picture.ts';

/** The only type that is sent as a document: what is text goes as context. */
export const documentType = 'application/pdf';

/** A PDF that goes with a prompt. Its bytes are kept once, by their hash, however many refer to them. */
export interface DocumentItem {
  readonly id: string;
  readonly type: typeof documentType;
  /** SHA-256 of the file as it was added, as hexadecimal digits. */
  readonly hash: string;
  /** For people, and for the model: "report.pdf". */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Pages of the file. */
  readonly pages: number;
  /** What of it is sent; null: the whole. */
  readonly part: DocumentPart | null;
  /** Whether replies are to say where in it they have something from. */
  readonly citations: boolean;
  /** Where it can be opened; null for one from outside of the editor. */
  readonly uri: string | null;
  /** It was taken out of the conversation's requests: the API did not take it. */
  readonly sending?: 'never';
}

/** Some pages of a document, as a PDF of their own. */
export interface DocumentPart {
  readonly hash: string;
  readonly size: number;
  readonly ranges: readonly PageRange[];
}

/** What is kept of a document under a hash. */
export interface DocumentFile {
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes of a file that is looked at; what is sent of it may have `mostBytesTogether` only. */
export const largestDocument = 100_000_000;
/** Documents of a prompt. */
export const mostDocuments = 50;
/** Characters of a document's title. */
const longestName = 500;
/** Tokens of a page: its text and its picture. Pages of text were seen to have some 2300, scanned ones some 1600. */
const tokensOfPage = 2300;

/** How many pages all documents of a request may have. @param maxInputTokens the model's; null where it is not known */
export function mostPagesTogether(maxInputTokens: number | null): number {
  return maxInputTokens !== null && maxInputTokens >= 1_000_000 ? 600 : 100;
}

/** The hash of what is sent. */
export function sentHash({ hash, part }: DocumentItem): string {
  return part?.hash ?? hash;
}

/** Bytes of what is sent. */
export function sentSize({ size, part }: Pick<DocumentItem, 'size' | 'part'>): number {
  return part?.size ?? size;
}

/** Pages of what is sent. */
export function sentPages({ pages, part }: Pick<DocumentItem, 'pages' | 'part'>): number {
  return part ? countPages(part.ranges) : pages;
}

/** About how many tokens what is sent has. Only the API knows. */
export function documentTokens(document: Pick<DocumentItem, 'pages' | 'part'>): number {
  return sentPages(document) * tokensOfPage;
}

/** The page of the file that is the nth of what is sent, counted from 1; undefined where there is none. */
export function pageOfFile({ pages, part }: Pick<DocumentItem, 'pages' | 'part'>, nth: number): number | undefined {
  return pageAt(part?.ranges ?? [[1, pages]], nth);
}

/** Whether bytes are a PDF, whatever they are called: it says so at the beginning, or, after something else, if that is its name, too. */
export function looksLikePdf(bytes: Uint8Array, name: string): boolean {
  const beginning = String.fromCharCode(...bytes.subarray(0, 1024));
  return /^(?:\xef\xbb\xbf)?\s*%PDF-/.test(beginning) || (namedPdf(name) && beginning.includes('%PDF-'));
}

export function namedPdf(name: string): boolean {
  return /\.pdf$/i.test(name);
}

/** A name as a title can have it. */
export function documentName(name: string): string {
  return name.slice(0, longestName).replace(/[\ud800-\udbff]$/, '');
}

/** A document as it was stored; undefined where it is none. */
export function readDocument(raw: unknown): DocumentItem | undefined {
  if (!isObject(raw) || raw['type'] !== documentType) return undefined;
  const { id, hash, name, size, pages, uri } = raw;
  if (!isString(id) || !isHash(hash) || !isString(name) || !isCount(size) || !isCount(pages)) return undefined;
  const part = raw['part'] === null ? null : readPart(raw['part'], pages);
  // Of what was a part, the whole is not to be sent.
  if (part === undefined) return undefined;
  return {
    ...{ id, type: documentType, hash, name, size, pages, part, citations: raw['citations'] === true, uri: isString(uri) ? uri : null },
    ...(raw['sending'] === 'never' && { sending: 'never' as const }),
  };
}

/** A document after a change of what a conversation sends; itself where that is not about it. */
export function changedDocument(document: DocumentItem, change: PictureChange): DocumentItem {
  if (change.type !== 'sending' || !change.hashes.includes(document.hash)) return document;
  const { sending: _, ...rest } = document;
  return change.sending === 'never' ? { ...rest, sending: 'never' } : rest;
}

function readPart(raw: unknown, pages: number): DocumentPart | undefined {
  if (!isObject(raw)) return undefined;
  const { hash, size } = raw;
  const ranges = readRanges(raw['ranges']);
  if (!isHash(hash) || !isCount(size) || !ranges?.every(([, last]) => last <= pages)) return undefined;
  return { hash, size, ranges };
}
