/** A message as a row of `messages`, and back. */

import type { SQLInputValue } from 'node:sqlite';
import type { TurnUsage } from '../chat/usage.ts';
import { readAnswerFormat } from '../shared/answerFormat.ts';
import { readCitation } from '../shared/citation.ts';
import { readContextItem } from '../shared/context.ts';
import { readDocument } from '../shared/document.ts';
import {
  awsProblems,
  type ChatError,
  chatErrorKinds,
  offlineReasons,
  type RefusedDocument,
  type RefusedPicture,
} from '../shared/errors.ts';
import { isCount, isObject, isString, oneOf } from '../shared/json.ts';
import {
  type AssistantMessage,
  answerOrigins,
  type ContentBlock,
  isUsual,
  type Message,
  type MessageStatus,
  noBilling,
  type Role,
  readBilling,
  stopReasons,
  type Usage,
} from '../shared/message.ts';
import { isHash, readPicture } from '../shared/picture.ts';
import { readTurnCache } from '../shared/turnCache.ts';
import type { Row } from './connection.ts';
import { integer, optionalInteger, optionalText, parseJson, RowError, text } from './rows.ts';

const roles: readonly Role[] = ['user', 'assistant'];
const statuses: readonly MessageStatus[] = ['streaming', 'complete', 'stopped', 'failed'];

/** Stands where something that was said cannot be read any more. Text, so that it is seen, and can be sent. */
export const unreadableBlock: ContentBlock = { type: 'text', text: '[Parley: this part of the history is damaged and could not be read.]' };

export const messageColumns = [
  'id',
  'conversation_id',
  'parent_id',
  'depth',
  'role',
  'created_at',
  'origin',
  'status',
  'model',
  'stop_reason',
  'input_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'cache_read_tokens',
  'output_tokens',
  'thinking_tokens',
  'service_tier',
  'inference_geo',
  'speed',
  'web_search_requests',
  'web_fetch_requests',
  'api_id',
  'first_token_at',
  'ended_at',
  'error',
] as const;

/** What of a row says what a turn used, as `readUsage` reads it. */
export const usageColumns = messageColumns.slice(messageColumns.indexOf('input_tokens'), messageColumns.indexOf('api_id'));

function usageValues(usage: Usage): SQLInputValue[] {
  const { input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking, billing } = usage;
  const { serviceTier, inferenceGeo, speed, webSearches, webFetches } = billing ?? noBilling;
  return [input, cacheWrite5m, cacheWrite1h, cacheRead, output, thinking, serviceTier, inferenceGeo, speed, webSearches, webFetches];
}

/** Selects messages `m` with their bodies, as `readMessageRow` reads them. */
export const storedMessage = `SELECT m.seq, ${messageColumns.map((column) => `m.${column}`).join(', ')}, b.blocks, b.cache
  FROM messages m LEFT JOIN bodies b ON b.message_id = m.id`;

/** The values of `messageColumns`, in their order. */
export function messageValues(message: Message): SQLInputValue[] {
  const { id, conversationId, parentId, depth, role, createdAt } = message;
  const shared = [id, conversationId, parentId, depth, role, createdAt];
  if (message.role === 'user') return [...shared, message.origin, ...Array<null>(messageColumns.length - shared.length - 1).fill(null)];
  const { status, model, stopReason, usage, apiId, firstTokenAt, endedAt, error } = message;
  const used = usage ? usageValues(usage) : Array<null>(usageColumns.length).fill(null);
  return [
    ...shared,
    message.origin ?? null,
    status,
    model,
    stopReason,
    ...used,
    apiId,
    firstTokenAt,
    endedAt,
    error && JSON.stringify(error),
  ];
}

/** The values of `bodies`, in the order of its columns. */
export function bodyValues(message: Message): SQLInputValue[] {
  return [message.id, JSON.stringify(message.blocks), message.role === 'assistant' ? asideOf(message) : null];
}

/**
 * What the column `cache` has: how the request used the cache, and beside it the schema that it asked by and where the reply stopped, which need no
 * columns of their own. Of an earlier version there is the cache alone.
 */
function asideOf({ cache, format, stopSequence }: AssistantMessage): string | null {
  return cache || format || stopSequence !== undefined ? JSON.stringify({ ...cache, ...(format && { format }), stopSequence }) : null;
}

/** The columns that can change when a message ends. */
export const endColumns = messageColumns.slice(messageColumns.indexOf('status'));

/** The values of `endColumns`, in their order. */
export function endValues(message: Message): SQLInputValue[] {
  return messageValues(message).slice(messageColumns.indexOf('status'));
}

/**
 * Reads a message with its `blocks`. One that cannot be read whole keeps its place in the tree and says that it is damaged, so that the
 * rest of the conversation can be read.
 * @throws {RowError} when not even its place can be read.
 */
export function readMessageRow(row: Row): Message {
  const blocks = readBlocks(row);
  const depth = integer(row, 'depth');
  const place = {
    id: text(row, 'id'),
    conversationId: text(row, 'conversation_id'),
    parentId: optionalText(row, 'parent_id'),
    depth,
    createdAt: optional(row, 'created_at', integer) ?? 0,
    blocks,
  };
  // Nearly always, a conversation begins with a prompt, and prompts and replies alternate.
  const role = oneOf(roles, row['role']) ?? (depth % 2 === 0 ? 'user' : 'assistant');
  if (role === 'user') return { ...place, role, origin: oneOf(['typed', 'continue'], row['origin']) ?? 'typed' };
  const origin = oneOf(answerOrigins, row['origin']);
  const aside = parseJson(row['cache']);
  const cache = readTurnCache(aside);
  const format = isObject(aside) ? readAnswerFormat(aside['format']) : null;
  const stopSequence = isObject(aside) && isString(aside['stopSequence']) ? aside['stopSequence'] : undefined;
  return {
    ...place,
    ...(origin && { origin }),
    ...(cache ? { cache } : {}),
    ...(format ? { format } : {}),
    ...(stopSequence !== undefined && { stopSequence }),
    role,
    status: oneOf(statuses, row['status']) ?? 'complete',
    model: optional(row, 'model', text) ?? '',
    stopReason: oneOf(stopReasons, row['stop_reason']) ?? null,
    usage: optional(row, 'usage', readUsage),
    error: readError(parseJson(row['error'])),
    apiId: optional(row, 'api_id', optionalText),
    firstTokenAt: optional(row, 'first_token_at', optionalInteger),
    endedAt: optional(row, 'ended_at', optionalInteger),
  };
}

function optional<T>(row: Row, column: string, read: (row: Row, column: string) => T): T | null {
  try {
    return read(row, column);
  } catch (error) {
    if (error instanceof RowError) return null;
    throw error;
  }
}

/** Whether what a turn `m` used is estimated, as `isEstimated` says it of a message. */
export const estimated = `(m.stop_reason IS NULL AND m.status <> 'complete') AS estimated`;

/** Of a row with `usageColumns` and `estimated`. */
export function readTurnUsage(row: Row): TurnUsage {
  return { model: text(row, 'model'), usage: readUsage(row), ...(row['estimated'] === 1 && { estimated: true }) };
}

function readUsage(row: Row): Usage {
  // Rows of before have none of it.
  const billing = readBilling({
    serviceTier: row['service_tier'],
    inferenceGeo: row['inference_geo'],
    speed: row['speed'],
    webSearches: row['web_search_requests'] ?? 0,
    webFetches: row['web_fetch_requests'] ?? 0,
  });
  return {
    input: integer(row, 'input_tokens'),
    cacheWrite5m: integer(row, 'cache_write_5m_tokens'),
    cacheWrite1h: integer(row, 'cache_write_1h_tokens'),
    cacheRead: integer(row, 'cache_read_tokens'),
    output: integer(row, 'output_tokens'),
    thinking: integer(row, 'thinking_tokens'),
    ...(billing && !isUsual(billing) && { billing }),
  };
}

/** Only this program writes errors, so one of a known kind is taken whole; one that is not as it should be is told as unknown. */
export function readError(value: unknown): ChatError | null {
  if (value === null || value === undefined || !isObject(value)) return null;
  const requestId = isString(value['requestId']) ? value['requestId'] : null;
  const detail = isString(value['detail']) ? value['detail'] : '';
  const unknown: ChatError = { kind: 'unknown', requestId, detail };
  const kind = oneOf(chatErrorKinds, value['kind']);
  const host = isString(value['host']) ? value['host'] : '';
  const count = (name: string) => (isCount(value[name]) ? value[name] : null);
  switch (kind) {
    case undefined:
      return unknown;
    case 'invalidKey':
      return { kind, requestId, detail, expired: value['expired'] === true };
    case 'modelNotFound':
      return isString(value['model']) ? { kind, requestId, detail, model: value['model'] } : unknown;
    case 'rateLimited':
    case 'overloaded':
      return { kind, requestId, detail, retryAfter: count('retryAfter') };
    case 'serverError':
      return { kind, requestId, detail, status: count('status') };
    case 'offline':
      return { kind, requestId, detail, host, reason: oneOf(offlineReasons, value['reason']) ?? 'unreachable' };
    case 'redirected':
      return { kind, requestId, detail, host, to: isString(value['to']) ? value['to'] : null };
    case 'notTheApi':
      return { kind, requestId, detail, host, found: oneOf(['page', 'rest', 'other'], value['found']) ?? 'other' };
    case 'stalled':
      return { kind, requestId, detail, seconds: typeof value['seconds'] === 'number' ? value['seconds'] : 0 };
    case 'aws': {
      const problem = oneOf(awsProblems, value['problem']);
      return problem ? { kind, requestId, detail, problem, region: isString(value['region']) ? value['region'] : '' } : unknown;
    }
    case 'clockOff':
      return { kind, requestId, detail, ahead: typeof value['ahead'] === 'number' ? value['ahead'] : null };
    case 'tooLarge': {
      const most = count('most');
      return { kind, requestId, detail, ...(most !== null && { most }) };
    }
    case 'maxTokens': {
      const asked = count('asked');
      return asked === null ? unknown : { kind, requestId, detail, asked, allowed: count('allowed') };
    }
    case 'pictureRefused':
      return { kind, requestId, detail, place: null, pictures: readRefused(value['pictures']) };
    case 'documentRefused':
      return { kind, requestId, detail, place: null, documents: readRefusedDocuments(value['documents']) };
    case 'invalidRequest':
      return { kind, requestId, detail, ...(value['thinking'] === true && { thinking: true as const }) };
    case 'refused':
      return { kind, requestId, detail, category: isString(value['category']) ? value['category'] : null };
    default:
      return { kind, requestId, detail };
  }
}

function readRefused(value: unknown): RefusedPicture[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    if (!isObject(each) || !isHash(each['hash']) || !isString(each['name'])) return [];
    return [{ hash: each['hash'], name: each['name'], sent: oneOf(['whole', 'small'], each['sent']) ?? 'whole' }];
  });
}

function readRefusedDocuments(value: unknown): RefusedDocument[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) =>
    isObject(each) && isHash(each['hash']) && isString(each['name']) ? [{ hash: each['hash'], name: each['name'] }] : [],
  );
}

/** Blocks as they were written; a damaged one is replaced, the others stay. */
export function readBlocks(row: Row): ContentBlock[] {
  const value = parseJson(row['blocks']);
  if (!Array.isArray(value)) return [unreadableBlock];
  return value.map((each: unknown) => readBlock(each) ?? unreadableBlock);
}

export function readBlock(value: unknown): ContentBlock | undefined {
  if (!isObject(value)) return undefined;
  switch (value['type']) {
    case 'text': {
      const { text: said, citations } = value;
      if (!isString(said)) return undefined;
      if (!Array.isArray(citations)) return { type: 'text', text: said, ...(value['begun'] === true && { begun: true }) };
      return { type: 'text', text: said, citations: citations.flatMap((each: unknown) => readCitation(each) ?? []) };
    }
    case 'thinking': {
      const { thinking, signature } = value;
      return isString(thinking) && isString(signature) ? { type: 'thinking', thinking, signature } : undefined;
    }
    case 'context': {
      const item = readContextItem(value['item']);
      return item && { type: 'context', item };
    }
    case 'picture': {
      const picture = readPicture(value['picture']);
      return picture && { type: 'picture', picture };
    }
    case 'document': {
      const document = readDocument(value['document']);
      return document && { type: 'document', document };
    }
    case 'instruction': {
      const { title, text: asked, turns } = value;
      if (!isString(title) || !isString(asked)) return undefined;
      return { type: 'instruction', title, text: asked, ...(isCount(turns) && { turns }) };
    }
    case 'opaque': {
      const { raw } = value;
      if (!isObject(raw) || !isString(raw['type'])) return undefined;
      return { type: 'opaque', raw: { ...raw, type: raw['type'] } };
    }
    default:
      return undefined;
  }
}
