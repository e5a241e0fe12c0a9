/** Reads what comes from the page. The page shows what a model wrote, so nothing that it says is taken on trust. */

import type { EncodedPictureView, NewDocument, NewPicture } from './attachmentViews.ts';
import { type CodeBlock, longestPath, mostPaths } from './codeBlock.ts';
import { type ShownTheme, themeTypes } from './codeColors.ts';
import { longestInstructions, longestPrompt, mostUris, type TypedDraft, type ViewState } from './conversation.ts';
import { largestDocument } from './document.ts';
import { readFileLink } from './fileLink.ts';
import { isId as id, isCount, isObject, isString, type JsonObject, longestId, oneOf } from './json.ts';
import type { PageRequest, RequestName, Requests } from './pageRequests.ts';
import {
  isHash,
  longestDescription,
  type PictureSending,
  type PictureSize,
  pictureSendings,
  pictureSizes,
  pictureTypes,
} from './picture.ts';
import type { Notice, PageMessage } from './protocol.ts';
import { mostSymbolNames, readSymbolName } from './symbolName.ts';

const longestTitle = 500;
const longestQuery = 10_000;
const longestDiagram = 200_000;
const longestCode = 2_000_000;
/** Bytes: as many as the API takes of one picture. */
const largestPicture = 7_500_000;
const mostExpanded = 10_000;
/** Of one note, or of one error. */
const mostHashes = 1_000;
/** Of a language. */
const mostNames = 8;

const upTo =
  (longest: number) =>
  (value: unknown): value is string =>
    isString(value) && value.length <= longest;
const bool = (value: unknown): value is boolean => typeof value === 'boolean';
const idOrNull = (value: unknown): value is string | null => value === null || id(value);

const languages = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= mostNames && value.every(upTo(longestTitle));
const sign = (value: unknown): value is '@' | '/' => value === '@' || value === '/';
const uris = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= mostUris && value.every(upTo(longestQuery));
const theme = (value: unknown): value is ShownTheme =>
  isObject(value) && upTo(longestTitle)(value['id']) && oneOf(themeTypes, value['type']) !== undefined;

/** More than ten years are asked for by nobody. */
const days = (value: unknown): value is number => isCount(value) && value > 0 && value <= 4000;

/** What can be a file's, and is no address. */
const paths = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= mostPaths && value.every((each) => upTo(longestPath)(each) && readFileLink(each) !== null);

const symbolName = (value: unknown): value is string => isString(value) && readSymbolName(value) !== null;
const symbolNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= mostSymbolNames && value.every(symbolName);

type Check<T> = (value: unknown) => value is T;
type Checks<T> = { readonly [Key in keyof T]-?: Check<T[Key]> };

/** A reader of an object that has exactly these fields; others are left behind. */
function fields<T>(checks: Checks<T>): (value: unknown) => T | undefined {
  const entries = Object.entries(checks) as [keyof T & string, Check<unknown>][];
  return (value) => {
    if (!isObject(value)) return undefined;
    const read: Record<string, unknown> = {};
    for (const [key, check] of entries) {
      if (!check(value[key])) return undefined;
      read[key] = value[key];
    }
    return read as T;
  };
}

const encoded = (value: unknown): value is EncodedPictureView =>
  isObject(value) &&
  oneOf(pictureTypes, value['type']) !== undefined &&
  value['bytes'] instanceof ArrayBuffer &&
  value['bytes'].byteLength <= largestPicture;
const orNull =
  <T>(check: Check<T>) =>
  (value: unknown): value is T | null =>
    value === null || check(value);
const pictureSize = (value: unknown): value is PictureSize => oneOf(pictureSizes, value) !== undefined;
const pictureSending = (value: unknown): value is PictureSending => oneOf(pictureSendings, value) !== undefined;
const hashes = (value: unknown): value is readonly string[] => Array.isArray(value) && value.length <= mostHashes && value.every(isHash);
const readNewPicture = fields<NewPicture>({
  id,
  name: upTo(longestTitle),
  note: orNull(upTo(longestTitle)),
  description: orNull(upTo(longestDescription)),
  whole: encoded,
  small: orNull(encoded),
  thumbnail: encoded,
});
const newPicture = (value: unknown): value is NewPicture => readNewPicture(value) !== undefined;

const readNewDocument = fields<NewDocument>({
  id,
  name: upTo(longestTitle),
  bytes: (value): value is ArrayBuffer => value instanceof ArrayBuffer && value.byteLength <= largestDocument,
});
const newDocument = (value: unknown): value is NewDocument => readNewDocument(value) !== undefined;

const nothing = (value: unknown): null | undefined => (value === null || value === undefined ? null : undefined);

const codeBlock = fields<CodeBlock>({ text: upTo(longestCode), language: upTo(longestTitle), named: paths, mentioned: paths });

const readParams: { readonly [Name in RequestName]: (value: unknown) => Requests[Name]['params'] | undefined } = {
  send: fields({ messageId: id, text: upTo(longestPrompt) }),
  stop: nothing,
  regenerate: fields({ messageId: id }),
  continue: fields({ messageId: id }),
  edit: fields({ messageId: id, newMessageId: id, text: upTo(longestPrompt) }),
  addPrompt: fields({ messageId: id, text: upTo(longestPrompt) }),
  writeAnswer: fields({ messageId: id, text: upTo(longestPrompt) }),
  editAnswer: fields({ messageId: id, newMessageId: id, text: upTo(longestPrompt) }),
  selectSibling: fields({ messageId: id, index: isCount }),
  mentions: fields({ sign, query: upTo(longestQuery) }),
  addMention: fields({ sign, id: upTo(longestQuery) }),
  addUris: fields({ uris }),
  addText: fields({ name: upTo(longestTitle), text: upTo(longestPrompt) }),
  addPicture: fields({ picture: newPicture }),
  replacePicture: fields({ picture: newPicture }),
  describePicture: fields({ id, description: orNull(upTo(longestDescription)) }),
  removePicture: fields({ id }),
  addDocument: fields({ document: newDocument }),
  removeDocument: fields({ id }),
  choosePages: fields({ id }),
  citeDocuments: fields({ citations: bool }),
  openDocument: fields({ messageId: idOrNull, id }),
  openCitation: fields({ messageId: id, block: isCount, citation: isCount }),
  sendPictureAgain: fields({ id }),
  savePicture: fields({ id }),
  setPictureSending: fields({ hashes, sending: orNull(pictureSending) }),
  shrinkPicture: fields({ hash: isHash, small: encoded }),
  readPicture: fields({ hash: isHash, size: pictureSize }),
  removeContext: fields({ id }),
  refreshContext: fields({ id }),
  openContext: fields({ messageId: idOrNull, id }),
  editQueued: fields({ id, text: upTo(longestPrompt) }),
  removeQueued: fields({ id }),
  sendQueued: nothing,
  answerHold: fields({ allow: bool }),
  loadEarlier: fields({ messageId: id }),
  loadLater: fields({ messageId: id }),
  loadAround: fields({ messageId: id, anyBranch: bool }),
  newConversation: nothing,
  openConversation: fields({ id }),
  renameConversation: fields({ id, title: upTo(longestTitle) }),
  pinConversation: fields({ id, pinned: bool }),
  deleteConversation: fields({ id }),
  restoreConversation: fields({ id }),
  listConversations: fields({ allWorkspaces: bool }),
  searchHistory: fields({ query: upTo(longestQuery), allWorkspaces: bool }),
  listOffers: nothing,
  listOffered: fields({ key: id }),
  bringOver: fields({ key: id }),
  undoBringOver: fields({ key: id }),
  findInConversation: fields({ query: upTo(longestQuery) }),
  copyMarkdown: fields({ messageId: idOrNull }),
  copyText: fields({ text: isString }),
  highlightCode: fields({ text: isString, languages, theme }),
  selectModel: nothing,
  chooseAnswerFormat: nothing,
  clearAnswerFormat: nothing,
  checkAnswer: fields({ messageId: id }),
  saveAnswer: fields({ messageId: id }),
  chooseTools: nothing,
  longConversation: nothing,
  undoSummary: fields({ messageId: id }),
  readInstructions: nothing,
  saveInstructions: fields({ text: upTo(longestInstructions) }),
  switchInstructions: fields({ path: upTo(longestPath), on: bool }),
  openInstructions: fields({ path: upTo(longestPath) }),
  pickPreset: nothing,
  savePreset: fields({ text: upTo(longestInstructions) }),
  setApiKey: nothing,
  testConnection: nothing,
  openSettings: fields({ query: upTo(longestTitle) }),
  showLog: nothing,
  showDiagram: fields({ text: upTo(longestDiagram) }),
  insertCode: codeBlock,
  applyCode: codeBlock,
  newFile: codeBlock,
  runInTerminal: codeBlock,
  openLink: fields({ url: upTo(longestQuery) }),
  knownSymbols: fields({ names: symbolNames }),
  openSymbol: fields({ name: symbolName }),
  usageReport: fields({ days }),
  saveUsage: fields({ days }),
  retryStore: nothing,
};

/** All that a page can ask for. */
export const requestNames: readonly string[] = Object.keys(readParams);

function isRequestName(value: unknown): value is RequestName {
  return isString(value) && Object.hasOwn(readParams, value);
}

/** A message of the page, or undefined where it is none. */
export function readPageMessage(raw: unknown): PageMessage | undefined {
  if (!isObject(raw)) return undefined;
  return raw['type'] === 'request' ? readRequest(raw) : readNotice(raw);
}

/** The id of what claims to be a request, so that it can be answered even when it is malformed. */
export function requestId(raw: unknown): number | undefined {
  return isObject(raw) && raw['type'] === 'request' && isCount(raw['id']) ? raw['id'] : undefined;
}

function readRequest(raw: JsonObject): PageRequest | undefined {
  const { id: requestNumber, name, conversationId } = raw;
  if (!isCount(requestNumber) || !isRequestName(name) || !idOrNull(conversationId)) return undefined;
  const params = readParams[name](raw['params']);
  // The table gives each name its own parameters; the compiler cannot see that they stay together.
  return params === undefined ? undefined : ({ type: 'request', id: requestNumber, conversationId, name, params } as PageRequest);
}

function readNotice(raw: JsonObject): Notice | undefined {
  const { type, seq, conversationId, kind, message } = raw;
  switch (type) {
    case 'painted':
    case 'ready':
    case 'resync':
      return { type };
    case 'cancelWait':
      return id(conversationId) ? { type, conversationId } : undefined;
    case 'ack':
      return isCount(seq) ? { type, seq } : undefined;
    case 'draft': {
      const draft = readDraft(raw['draft']);
      return id(conversationId) && draft ? { type, conversationId, draft } : undefined;
    }
    case 'viewState': {
      const viewState = readViewState(raw['viewState']);
      return id(conversationId) && viewState ? { type, conversationId, viewState } : undefined;
    }
    case 'dismissNotice':
      return kind === 'setAside' || kind === 'inMemory' || kind === 'moved' ? { type, kind } : undefined;
    case 'pageError':
      return isString(message) ? { type, message: message.slice(0, 2000) } : undefined;
    default:
      return undefined;
  }
}

/** What was typed and not sent; undefined where it is malformed. */
export function readDraft(raw: unknown): TypedDraft | undefined {
  if (!isObject(raw) || !upTo(longestPrompt)(raw['text'])) return undefined;
  const { text, edit, begun } = raw;
  const rest = upTo(longestPrompt)(begun) ? { begun } : {};
  if (edit === null) return { text, edit, ...rest };
  const read = fields({ messageId: id, text: upTo(longestPrompt) })(edit);
  return read && { text, edit: read, ...rest };
}

/** How a page looked; undefined where it is malformed. */
export function readViewState(raw: unknown): ViewState | undefined {
  if (!isObject(raw)) return undefined;
  const { scroll, expanded } = raw;
  if (!Array.isArray(expanded) || expanded.length > mostExpanded || !expanded.every(upTo(2 * longestId))) return undefined;
  if (scroll === null) return { scroll: null, expanded };
  if (!isObject(scroll) || !id(scroll['messageId']) || typeof scroll['offset'] !== 'number' || !Number.isFinite(scroll['offset']))
    return undefined;
  return { scroll: { messageId: scroll['messageId'], offset: scroll['offset'] }, expanded };
}
