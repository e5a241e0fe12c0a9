/** What the API's own tools put into a reply: calls and their results, as they come over the wire. */
import type { JsonObject } from '../../src/shared/json.ts';
import type { ReplyBlock } from './script.ts';

export interface FoundPage {
  readonly url: string;
  readonly title: string;
}

const direct = { type: 'direct' };

/** A search that finds these pages, or that fails. */
export function searchBlocks(id: string, query: string, found: readonly FoundPage[] | string): ReplyBlock[] {
  const content =
    typeof found === 'string'
      ? { type: 'web_search_tool_result_error', error_code: found }
      : found.map(({ url, title }) => ({ type: 'web_search_result', url, title, encrypted_content: `enc:${url}`, page_age: null }));
  return [
    { type: 'server_tool_use', id, name: 'web_search', input: { query } },
    { type: 'opaque', raw: { type: 'web_search_tool_result', tool_use_id: id, caller: direct, content } },
  ];
}

/** A page that is read, or why it is not. @param cites whether the request asks for citations */
export function fetchBlocks(
  id: string,
  url: string,
  page: { readonly title: string; readonly text: string } | string,
  cites = true,
): ReplyBlock[] {
  const content: JsonObject =
    typeof page === 'string'
      ? { type: 'web_fetch_tool_result_error', error_code: page }
      : {
          ...{ type: 'web_fetch_result', url, retrieved_at: '2026-11-22T10:00:00Z' },
          content: {
            ...{ type: 'document', title: page.title, citations: { enabled: cites } },
            source: { type: 'text', media_type: 'text/plain', data: page.text },
          },
        };
  return [
    { type: 'server_tool_use', id, name: 'web_fetch', input: { url } },
    { type: 'opaque', raw: { type: 'web_fetch_tool_result', tool_use_id: id, caller: direct, content } },
  ];
}

export interface Ran {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  readonly files?: readonly string[];
}

/** Code that is run, or why it is not. */
export function codeBlocks(id: string, code: string, ran: Ran | string): ReplyBlock[] {
  const content: JsonObject =
    typeof ran === 'string'
      ? { type: 'code_execution_tool_result_error', error_code: ran }
      : {
          ...{ type: 'code_execution_result', stdout: ran.stdout ?? '', stderr: ran.stderr ?? '', return_code: ran.code ?? 0 },
          content: (ran.files ?? []).map((file_id) => ({ type: 'code_execution_output', file_id })),
        };
  return [
    { type: 'server_tool_use', id, name: 'code_execution', input: { code } },
    { type: 'opaque', raw: { type: 'code_execution_tool_result', tool_use_id: id, content } },
  ];
}

/** A citation of what a search has found. */
export function foundCitation({ url, title }: FoundPage, cited_text: string): JsonObject {
  return { type: 'web_search_result_location', url, title, cited_text, encrypted_index: `index:${url}` };
}

/** How often its tools of the web were used, as `usage` tells it. */
export function toolUsage(searches: number, fetches: number): JsonObject {
  return { server_tool_use: { web_search_requests: searches, web_fetch_requests: fetches } };
}
