/** Calls of the API's tools and what they brought, as a reader sees them. All of it is read as unknown: it comes from the API, and through it from the web. */
import { isCount, isObject, isString, type JsonObject } from './json.ts';
import { plainTitle, webAddress } from './webAddress.ts';

/** A block as the API sends it, or as it goes back. */
interface Fields {
  readonly [field: string]: unknown;
}

/** A page of the web. */
export interface WebPageView {
  /** Null where its address is none that can be opened. */
  readonly url: string | null;
  /** Empty where it has none. */
  readonly title: string;
}

/** What is asked for. Texts are empty until they have come. */
export type ToolCall =
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'fetch'; readonly url: string }
  | { readonly kind: 'code'; readonly language: 'python' | 'bash'; readonly code: string }
  | { readonly kind: 'file'; readonly command: 'view' | 'create' | 'change'; readonly path: string }
  /** A file that the code has made, by its id at the API. */
  | { readonly kind: 'upload'; readonly id: string }
  | { readonly kind: 'other'; readonly name: string };

export type ToolResult =
  | { readonly kind: 'pages'; readonly pages: readonly WebPageView[]; readonly count: number }
  /** `hidden`: what it wrote is told to the model only. */
  | {
      readonly kind: 'output';
      readonly stdout: CutText;
      readonly stderr: CutText;
      readonly returnCode: number | null;
      readonly files: readonly string[];
      readonly hidden: boolean;
    }
  | { readonly kind: 'text'; readonly text: CutText }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly code: string; readonly detail: string };

/** The beginning of a text, and how many UTF-16 units of it are not there. */
export interface CutText {
  readonly text: string;
  readonly more: number;
}

export interface ToolCallView {
  readonly call: ToolCall;
  /** Null: it has not come, and where the reply is over, it never will. */
  readonly result: ToolResult | null;
}

/** What is handed to the page at each change of a turn is bounded: so many results, and UTF-16 units of a text. */
const mostPages = 40;
const longestText = 20_000;
const longestLine = 500;

/** The id of the call that a block is the result of; undefined for any other block. */
export function resultOf(raw: Fields): string | undefined {
  const { type, tool_use_id: id } = raw;
  return isString(type) && type !== 'tool_result' && type.endsWith('_tool_result') && isString(id) ? id : undefined;
}

/** The id of a call of one of the API's tools; undefined for any other block. */
export function callOf(raw: Fields): string | undefined {
  return raw['type'] === 'server_tool_use' && isString(raw['id']) ? raw['id'] : undefined;
}

/** A call with its result, where that has come. */
export function toolCallView(call: JsonObject, result: JsonObject | undefined): ToolCallView {
  return { call: readCall(call), result: result ? readResult(result) : null };
}

/** A result whose call is nowhere. */
export function resultAlone(result: JsonObject): ToolCallView {
  const type = isString(result['type']) ? result['type'] : '';
  return { call: { kind: 'other', name: line(type.replace(/_tool_result$/, '')) }, result: readResult(result) };
}

/** A file that was made; undefined for any other block. */
export function uploadView(raw: JsonObject): ToolCallView | undefined {
  if (raw['type'] !== 'container_upload') return undefined;
  return { call: { kind: 'upload', id: line(raw['file_id']) }, result: { kind: 'done' } };
}

/** The pages that results name, each once, in their order. */
export function pagesOf(blocks: readonly JsonObject[]): WebPageView[] {
  const found = new Map<string, WebPageView>();
  for (const raw of blocks) {
    const result = resultOf(raw) === undefined ? null : readResult(raw);
    for (const page of result?.kind === 'pages' ? result.pages : []) if (page.url && !found.has(page.url)) found.set(page.url, page);
  }
  return [...found.values()];
}

function readCall({ name, input }: JsonObject): ToolCall {
  const given = isObject(input) ? input : {};
  switch (name) {
    case 'web_search':
      return { kind: 'search', query: line(given['query']) };
    case 'web_fetch':
      return { kind: 'fetch', url: line(given['url']) };
    case 'code_execution':
      return { kind: 'code', language: 'python', code: cut(given['code']).text };
    case 'bash_code_execution':
      return { kind: 'code', language: 'bash', code: cut(given['command']).text };
    case 'text_editor_code_execution':
      return { kind: 'file', command: commandOf(given['command']), path: line(given['path']) };
    default:
      return { kind: 'other', name: line(name) };
  }
}

function commandOf(command: unknown): Extract<ToolCall, { kind: 'file' }>['command'] {
  return command === 'view' || command === 'create' ? command : 'change';
}

function readResult({ content }: JsonObject): ToolResult {
  if (Array.isArray(content)) {
    const pages = content.filter((each): each is JsonObject => isObject(each) && each['type'] === 'web_search_result');
    return { kind: 'pages', pages: pages.slice(0, mostPages).map(pageOf), count: pages.length };
  }
  if (!isObject(content)) return { kind: 'done' };
  const type = isString(content['type']) ? content['type'] : '';
  if (type.endsWith('_error')) {
    const code = isString(content['error_code']) ? line(content['error_code']) : '';
    return { kind: 'error', code, detail: line(content['error_message']) };
  }
  if (type === 'web_fetch_result') {
    const document = isObject(content['content']) ? content['content'] : {};
    return { kind: 'pages', pages: [pageOf({ url: content['url'], title: document['title'] })], count: 1 };
  }
  if (type.endsWith('code_execution_result')) return readOutput(content);
  if (type.endsWith('view_result') && isString(content['content'])) return { kind: 'text', text: cut(content['content']) };
  if (type.endsWith('str_replace_result') && Array.isArray(content['lines']))
    return { kind: 'text', text: cut(content['lines'].filter(isString).join('\n')) };
  return { kind: 'done' };
}

function readOutput(content: JsonObject): ToolResult {
  const files = Array.isArray(content['content']) ? content['content'] : [];
  return {
    kind: 'output',
    stdout: cut(content['stdout']),
    stderr: cut(content['stderr']),
    returnCode: isCount(content['return_code']) ? content['return_code'] : null,
    files: files.slice(0, mostPages).flatMap((each) => (isObject(each) && isString(each['file_id']) ? [line(each['file_id'])] : [])),
    hidden: isString(content['encrypted_stdout']),
  };
}

function pageOf({ url, title }: JsonObject): WebPageView {
  return { url: webAddress(url), title: plainTitle(title) };
}

function line(value: unknown): string {
  return isString(value) ? plainTitle(value.slice(0, longestLine)) : '';
}

function cut(value: unknown): CutText {
  const text = isString(value) ? value : '';
  return text.length <= longestText
    ? { text, more: 0 }
    : { text: text.slice(0, longestText).toWellFormed(), more: text.length - longestText };
}
