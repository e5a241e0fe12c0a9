/** Reading rows: every column is checked, because a file can hold anything. */
import type { StoredConversation } from '../chat/historyStore.ts';
import { readAdvanced } from '../shared/advanced.ts';
import { readAnswerFormat } from '../shared/answerFormat.ts';
import { type ContextItem, readContextItem } from '../shared/context.ts';
import {
  type ConversationOptions,
  type ConversationSummary,
  type Draft,
  draftOf,
  emptyDraft,
  initialViewState,
  noOptions,
  type QueuedPrompt,
  type ViewState,
} from '../shared/conversation.ts';
import { type DocumentItem, readDocument } from '../shared/document.ts';
import { readEffort, readThinking } from '../shared/effort.ts';
import { isObject, isString, type JsonObject } from '../shared/json.ts';
import { readLeaveOut } from '../shared/longConversation.ts';
import { type Picture, readPicture } from '../shared/picture.ts';
import { readDraft, readViewState } from '../shared/readPageMessage.ts';
import { readServerTools } from '../shared/serverTools.ts';
import type { Row } from './connection.ts';

/** A row that is not what it should be. */
export class RowError extends Error {}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new RowError(column);
  return value;
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new RowError(column);
  return value;
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function optionalInteger(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

/** The value of a JSON column; undefined where it is not JSON. */
export function parseJson(json: unknown): unknown {
  if (!isString(json)) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** What `read` makes of each row; rows it cannot make anything of are left out. */
export function readableRows<T>(rows: readonly Row[], read: (row: Row) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (error instanceof RowError) return [];
      throw error;
    }
  });
}

export const summaryColumns = 'id, workspace_id, workspace_name, title, pinned, created_at, updated_at, message_count';

export function readSummary(row: Row): ConversationSummary {
  return {
    id: text(row, 'id'),
    workspaceId: text(row, 'workspace_id'),
    workspaceName: text(row, 'workspace_name'),
    title: text(row, 'title'),
    pinned: integer(row, 'pinned') !== 0,
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
    messageCount: integer(row, 'message_count'),
  };
}

/** What cannot be read of the draft, the queue or the view's state is left empty: the conversation itself is worth more. */
export function readStoredConversation(row: Row): StoredConversation {
  return {
    ...readSummary(row),
    leafId: optionalText(row, 'leaf_id'),
    model: optionalText(row, 'model'),
    options: readOptions(parseJson(row['options'])),
    draft: readStoredDraft(parseJson(row['draft'])),
    viewState: readStoredViewState(parseJson(row['view_state'])),
    queue: readQueue(parseJson(row['queue'])),
    revision: integer(row, 'revision'),
  };
}

/** What cannot be read of it is as if nothing had been chosen. */
export function readOptions(value: unknown): ConversationOptions {
  if (!isObject(value)) return noOptions;
  const { effort, thinking, instructions } = value;
  const advanced = readAdvanced(value['advanced']);
  const answerFormat = readAnswerFormat(value['answerFormat']);
  const tools = readServerTools(value['serverTools']);
  const leaveOut = readLeaveOut(value['leaveOut']);
  return {
    effort: readEffort(effort),
    thinking: readThinking(thinking),
    instructions: isString(instructions) ? instructions : noOptions.instructions,
    ...(advanced && { advanced }),
    ...(answerFormat && { answerFormat }),
    ...(tools && { serverTools: tools }),
    ...(leaveOut && { leaveOut }),
  };
}

export function readStoredDraft(value: unknown): Draft {
  if (isString(value)) return draftOf(value);
  const typed = readDraft(value);
  return typed && isObject(value) ? { ...typed, ...readAttached(value) } : emptyDraft;
}

function readStoredViewState(value: unknown): ViewState {
  return readViewState(value) ?? initialViewState;
}

export function readQueue(value: unknown): QueuedPrompt[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    if (!isObject(each) || !isString(each['id']) || !isString(each['text'])) return [];
    const { id, text, title, begun } = each;
    return [{ id, text, title: isString(title) ? title : null, ...readAttached(each), ...(isString(begun) && { begun }) }];
  });
}

/** What goes with a prompt; an earlier version had less of it. */
function readAttached({ context, pictures, documents }: JsonObject): Pick<Draft, 'context' | 'pictures' | 'documents'> {
  return { context: readContext(context), pictures: readPictures(pictures), documents: readDocuments(documents) };
}

function readDocuments(value: unknown): DocumentItem[] {
  return Array.isArray(value) ? value.flatMap((each: unknown) => readDocument(each) ?? []) : [];
}

function readPictures(value: unknown): Picture[] {
  return Array.isArray(value) ? value.flatMap((each: unknown) => readPicture(each) ?? []) : [];
}

function readContext(value: unknown): ContextItem[] {
  return Array.isArray(value) ? value.flatMap((each: unknown) => readContextItem(each) ?? []) : [];
}
