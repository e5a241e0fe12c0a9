/**
 * What is in a file of conversations, entry by entry: each conversation, its messages (those that answer after those that are answered), and
 * the bytes of pictures and documents, each once. Nothing in it tells when or where it was written: the same conversations give the same bytes.
 *
 * Not in it, as they are no part of what was said: what is typed and not sent, what is queued (it would be sent), and places in the view.
 */
import { createHash } from 'node:crypto';
import type { StoredConversation } from '../chat/historyStore.ts';
import { readAnswerFormat } from '../shared/answerFormat.ts';
import { isCount, isId, isObject, isString, type JsonObject, oneOf } from '../shared/json.ts';
import {
  type AssistantMessage,
  answerOrigins,
  type ContentBlock,
  isUsual,
  type Message,
  noUsage,
  readBilling,
  stopReasons,
  type Usage,
} from '../shared/message.ts';
import { type EncodedPicture, isHash, pictureTypes } from '../shared/picture.ts';
import { readTurnCache } from '../shared/turnCache.ts';
import { readBlock, readError } from './messageRow.ts';
import { readOptions } from './rows.ts';

export interface ConversationItem
  extends Pick<
    StoredConversation,
    'id' | 'workspaceId' | 'workspaceName' | 'title' | 'pinned' | 'createdAt' | 'updatedAt' | 'model' | 'options' | 'leafId'
  > {
  readonly type: 'conversation';
}

/** A message as it is in a file: its conversation is the one before it, and its depth that of what it answers and one. */
export interface MessageItem {
  readonly type: 'message';
  readonly message: Message;
}

export interface PictureItem {
  readonly type: 'picture';
  readonly hash: string;
  readonly whole: EncodedPicture;
  readonly small: EncodedPicture | null;
  readonly thumbnail: EncodedPicture;
}

export interface DocumentFileItem {
  readonly type: 'document';
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type ExportItem = ConversationItem | MessageItem | PictureItem | DocumentFileItem;

export function conversationJson({ id, pinned, createdAt, updatedAt, leafId, ...item }: ConversationItem): string {
  const { effort, thinking, instructions, serverTools, leaveOut, answerFormat, advanced } = item.options;
  const given = {
    ...(serverTools && { serverTools }),
    ...(leaveOut && { leaveOut: { most: leaveOut.most } }),
    ...(answerFormat && { answerFormat }),
    ...(advanced && { advanced }),
  };
  const options = { effort, thinking, instructions, ...given };
  const [workspaceId, workspaceName, title] = [exportedWorkspace(item.workspaceId), column(item.workspaceName), column(item.title)];
  const model = item.model && column(item.model);
  return JSON.stringify({
    type: 'conversation',
    id,
    workspaceId,
    workspaceName,
    title,
    pinned,
    createdAt,
    updatedAt,
    model,
    options,
    leafId,
  });
}

/** What a file has of a workspace's id: a digest where that tells of somebody's folders. What has been one stays as it is. */
export function exportedWorkspace(id: string): string {
  return id.includes(':') && !/^workspace:[0-9a-f]{64}$/.test(id)
    ? `workspace:${createHash('sha256').update(id).digest('hex')}`
    : column(id);
}

export function messageJson(message: Message): string {
  const { id, parentId, role, createdAt, blocks } = message;
  const place = { type: 'message', id, parentId, role, createdAt };
  if (message.role === 'user') return JSON.stringify({ ...place, origin: message.origin, blocks });
  const { origin, status, stopReason, stopSequence, usage, error, firstTokenAt, endedAt, cache, format } = message;
  const [model, apiId] = [column(message.model), message.apiId && column(message.apiId)];
  const end = { stopReason, stopSequence, usage: inOrder(usage), error };
  return JSON.stringify({ ...place, origin, status, model, ...end, apiId, firstTokenAt, endedAt, cache, format, blocks });
}

/** As the columns of a row have it, whoever made it. */
function inOrder(usage: Usage | null): Usage | null {
  if (!usage) return null;
  const { input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking, billing } = usage;
  return { input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking, ...(billing && !isUsual(billing) && { billing }) };
}

/** An entry of a file that anybody may have written; undefined where it is none. The bytes of files are not compared with their hashes here. */
export function readItem(raw: unknown): ExportItem | undefined {
  if (!isObject(raw)) return undefined;
  switch (raw['type']) {
    case 'conversation':
      return readConversation(raw);
    case 'message':
      return readMessage(raw);
    case 'picture':
      return readPictureItem(raw);
    case 'document': {
      const bytes = readBase64(raw['data']);
      return isHash(raw['hash']) && bytes ? { type: 'document', hash: raw['hash'], bytes } : undefined;
    }
    default:
      return undefined;
  }
}

function readConversation(raw: JsonObject): ConversationItem | undefined {
  const { id, workspaceId, workspaceName, title, pinned, createdAt, updatedAt, model, options, leafId } = raw;
  if (!isOwnId(id) || !isString(workspaceId) || !isString(workspaceName) || !isString(title) || typeof pinned !== 'boolean')
    return undefined;
  if (!isTime(createdAt) || !isTime(updatedAt) || !isTextOrNull(model) || !(leafId === null || isOwnId(leafId))) return undefined;
  return {
    ...{ type: 'conversation', id, workspaceId: column(workspaceId), workspaceName: column(workspaceName), title: column(title) },
    ...{ pinned, createdAt, updatedAt, model: model && column(model), options: readOptions(options), leafId },
  };
}

function readMessage(raw: JsonObject): MessageItem | undefined {
  const { id, parentId, createdAt } = raw;
  const role = oneOf(['user', 'assistant'], raw['role']);
  const blocks = readBlocks(raw['blocks']);
  if (!isOwnId(id) || !(parentId === null || isOwnId(parentId)) || !isTime(createdAt) || role === undefined || !blocks) return undefined;
  // Whose it is and how deep it lies is known where it is put.
  const place = { id, conversationId: '', parentId, depth: 0, createdAt, blocks };
  if (role === 'user') {
    const origin = oneOf(['typed', 'continue'], raw['origin']);
    return origin && { type: 'message', message: { ...place, role, origin } };
  }
  const reply = readReply(raw);
  return reply && { type: 'message', message: { ...place, role, ...reply } };
}

type Reply = Omit<AssistantMessage, 'id' | 'conversationId' | 'parentId' | 'depth' | 'createdAt' | 'blocks' | 'role'>;

function readReply(raw: JsonObject): Reply | undefined {
  const { model, apiId, firstTokenAt, endedAt, error } = raw;
  const status = oneOf(['complete', 'stopped', 'failed'], raw['status']);
  const stopReason = raw['stopReason'] === null ? null : oneOf(stopReasons, raw['stopReason']);
  const usage = raw['usage'] === null ? null : readUsage(raw['usage']);
  if (status === undefined || stopReason === undefined || usage === undefined || !isString(model) || !isTextOrNull(apiId)) return undefined;
  if (!(firstTokenAt === null || isTime(firstTokenAt)) || !(endedAt === null || isTime(endedAt))) return undefined;
  if (!(error === null || isObject(error)) || !(raw['cache'] === undefined || isObject(raw['cache']))) return undefined;
  const cache = readTurnCache(raw['cache']);
  const format = readAnswerFormat(raw['format']);
  const { stopSequence } = raw;
  const origin = oneOf(answerOrigins, raw['origin']);
  if (origin === undefined && raw['origin'] !== undefined) return undefined;
  if (!(stopSequence === undefined || isString(stopSequence))) return undefined;
  return {
    ...(origin && { origin }),
    ...{ status, model: column(model), stopReason, usage, error: readError(error), ...(stopSequence !== undefined && { stopSequence }) },
    ...{ apiId: apiId && column(apiId), firstTokenAt, endedAt, ...(cache && { cache }), ...(format && { format }) },
  };
}

function readUsage(raw: unknown): Usage | undefined {
  if (!isObject(raw)) return undefined;
  const { input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking } = { ...noUsage, ...raw };
  const counts = [input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking];
  if (!counts.every(isCount)) return undefined;
  const billing = readBilling(raw['billing']);
  return { input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking, ...(billing && { billing }) };
}

function readBlocks(raw: unknown): ContentBlock[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const blocks = raw.flatMap((each: unknown) => readBlock(each) ?? []);
  return blocks.length === raw.length ? blocks : undefined;
}

function readPictureItem(raw: JsonObject): PictureItem | undefined {
  const { hash } = raw;
  const [whole, thumbnail] = [readEncoded(raw['whole']), readEncoded(raw['thumbnail'])];
  const small = raw['small'] === null ? null : readEncoded(raw['small']);
  return isHash(hash) && whole && thumbnail && small !== undefined ? { type: 'picture', hash, whole, small, thumbnail } : undefined;
}

function readEncoded(raw: unknown): EncodedPicture | undefined {
  if (!isObject(raw)) return undefined;
  const type = oneOf(pictureTypes, raw['type']);
  const bytes = readBase64(raw['data']);
  return type && bytes ? { type, bytes } : undefined;
}

/** Undefined where it is anything but base64 as it is written here. */
function readBase64(raw: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (!isString(raw)) return undefined;
  const bytes = Buffer.from(raw, 'base64');
  return bytes.toString('base64') === raw ? new Uint8Array(bytes) : undefined;
}

/** Not the name of another place of pictures, either. */
function isOwnId(raw: unknown): raw is string {
  return isId(raw) && raw !== 'draft' && raw !== 'queue';
}

/** A whole number, as columns of times have them. */
function isTime(raw: unknown): raw is number {
  return Number.isSafeInteger(raw);
}

function isTextOrNull(raw: unknown): raw is string | null {
  return raw === null || isString(raw);
}

/** A text as every version of SQLite's columns gives it back: without NUL, and Unicode. */
function column(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
