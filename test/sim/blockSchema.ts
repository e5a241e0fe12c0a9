/** The shape of every content block that may be sent: the SDK's `ContentBlockParam`, field by field. */
import { anything, boolean, type Check, dictionary, integer, list, nullable, object, oneOf, string, stringOr, tagged } from './check.ts';

export const cacheControl = nullable(tagged({ ephemeral: object({ type: oneOf('ephemeral') }, { ttl: oneOf('5m', '1h') }) }));

const citationsConfig = nullable(object({}, { enabled: boolean }));
const type = anything;
const toolUseId = string({ pattern: /^[a-zA-Z0-9_-]+$/ });
const toolName = string({ pattern: /^[a-zA-Z0-9_-]{1,128}$/ });

const citation = tagged({
  char_location: object(
    {
      type,
      cited_text: string(),
      document_index: integer({ min: 0 }),
      document_title: nullable(string()),
      start_char_index: integer({ min: 0 }),
      end_char_index: integer(),
    },
    { file_id: nullable(string()) },
  ),
  page_location: object(
    {
      type,
      cited_text: string(),
      document_index: integer({ min: 0 }),
      document_title: nullable(string()),
      start_page_number: integer({ min: 1 }),
      end_page_number: integer(),
    },
    { file_id: nullable(string()) },
  ),
  content_block_location: object(
    {
      type,
      cited_text: string(),
      document_index: integer({ min: 0 }),
      document_title: nullable(string()),
      start_block_index: integer({ min: 0 }),
      end_block_index: integer(),
    },
    { file_id: nullable(string()) },
  ),
  web_search_result_location: object({ type, cited_text: string(), encrypted_index: string(), title: nullable(string()), url: string() }),
  search_result_location: object({
    type,
    cited_text: string(),
    search_result_index: integer({ min: 0 }),
    source: string(),
    title: nullable(string()),
    start_block_index: integer({ min: 0 }),
    end_block_index: integer(),
  }),
});

export const textBlock = object({ type, text: string() }, { cache_control: cacheControl, citations: nullable(list(citation)) });

const url = string({ min: 1, pattern: /^https?:\/\// });
const fileId = string({ min: 1 });
const imageBlock = object(
  {
    type,
    source: tagged({
      base64: object({ type, media_type: oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp'), data: string() }),
      url: object({ type, url }),
      file: object({ type, file_id: fileId }),
    }),
  },
  { cache_control: cacheControl, transformations: nullable(object({}, { oversized_image: oneOf('downsize', 'error') })) },
);

const documentBlock = object(
  {
    type,
    source: tagged({
      base64: object({ type, media_type: oneOf('application/pdf'), data: string() }),
      text: object({ type, media_type: oneOf('text/plain'), data: string({ min: 1 }) }),
      content: object({ type, content: stringOr(string({ min: 1 }), list(tagged({ text: textBlock, image: imageBlock }))) }),
      url: object({ type, url }),
      file: object({ type, file_id: fileId }),
    }),
  },
  {
    cache_control: cacheControl,
    citations: citationsConfig,
    context: nullable(string({ min: 1 })),
    title: nullable(string({ min: 1, max: 500 })),
  },
);

const searchResultBlock = object(
  { type, content: list(tagged({ text: textBlock })), source: string(), title: string() },
  { cache_control: cacheControl, citations: citationsConfig },
);

const toolReference = object({ type, tool_name: toolName }, { cache_control: cacheControl });

const toolResultBlock = object(
  { type, tool_use_id: toolUseId },
  {
    cache_control: cacheControl,
    content: stringOr(
      anything,
      list(
        tagged({
          text: textBlock,
          image: imageBlock,
          document: documentBlock,
          search_result: searchResultBlock,
          tool_reference: toolReference,
          browser_state: dictionary,
        }),
      ),
    ),
    is_error: boolean,
    toolset_name: nullable(string()),
  },
);

/** What a server tool answered comes from the API and goes back as it came; only its frame is looked at. */
const serverToolResult = object({ type, tool_use_id: toolUseId, content: anything }, { cache_control: cacheControl, caller: dictionary });

const serverTools = [
  'web_search',
  'web_fetch',
  'code_execution',
  'bash_code_execution',
  'text_editor_code_execution',
  'tool_search_tool_regex',
  'tool_search_tool_bm25',
];

/** Any block of a message. */
export const contentBlock: Check = tagged({
  text: textBlock,
  image: imageBlock,
  document: documentBlock,
  search_result: searchResultBlock,
  thinking: object({ type, thinking: string(), signature: string() }),
  redacted_thinking: object({ type, data: string({ min: 1 }) }),
  tool_use: object(
    { type, id: toolUseId, name: toolName, input: dictionary },
    { cache_control: cacheControl, caller: dictionary, toolset_name: nullable(string()) },
  ),
  tool_result: toolResultBlock,
  server_tool_use: object(
    { type, id: toolUseId, name: oneOf(...serverTools), input: dictionary },
    { cache_control: cacheControl, caller: dictionary },
  ),
  web_search_tool_result: serverToolResult,
  web_fetch_tool_result: serverToolResult,
  code_execution_tool_result: serverToolResult,
  bash_code_execution_tool_result: serverToolResult,
  text_editor_code_execution_tool_result: serverToolResult,
  tool_search_tool_result: serverToolResult,
  container_upload: object({ type, file_id: fileId }, { cache_control: cacheControl }),
});
