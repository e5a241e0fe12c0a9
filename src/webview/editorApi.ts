/** What the editor gives a page, and what it keeps of one that it takes away. */
import { isObject, isString } from '../shared/json.ts';

export interface EditorApi {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What is there again in the next page. */
export interface PageState {
  readonly conversationId: string;
  /** Names of the pictures that were being read. */
  readonly reading: readonly string[];
  /** What was typed before it was known which conversation it is for. */
  readonly typed?: string;
}

/** What the page before this one remembered. */
export function remembered(editor: EditorApi): Partial<PageState> {
  const state = editor.getState();
  if (!isObject(state)) return {};
  const { conversationId, reading, typed } = state;
  return {
    ...(isString(conversationId) && { conversationId }),
    ...(Array.isArray(reading) && { reading: reading.filter(isString) }),
    ...(isString(typed) && { typed }),
  };
}

/** The host cannot keep it yet. */
export function rememberTyped(editor: EditorApi, typed: string): void {
  editor.setState({ ...remembered(editor), typed });
}
