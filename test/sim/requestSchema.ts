/** The shape of a request's body: the SDK's `MessageCreateParams` and `MessageCountTokensParams`, with nothing more let through. */
import { cacheControl, contentBlock, textBlock } from './blockSchema.ts';
import { anything, boolean, type Check, dictionary, integer, list, nullable, object, oneOf, string, stringOr, tagged } from './check.ts';

const type = anything;
const toolName = string({ pattern: /^[a-zA-Z0-9_-]{1,128}$/ });

const display = nullable(oneOf('summarized', 'omitted'));
const thinking = tagged({
  adaptive: object({ type }, { display }),
  enabled: object({ type, budget_tokens: integer({ min: 1024 }) }, { display }),
  disabled: object({ type }),
  between_tools: object({ type }),
});

const outputConfig = object(
  {},
  {
    effort: nullable(oneOf('low', 'medium', 'high', 'xhigh', 'max')),
    format: nullable(tagged({ json_schema: object({ type, schema: dictionary }) })),
  },
);

const disable_parallel_tool_use = boolean;
const toolChoice = tagged({
  auto: object({ type }, { disable_parallel_tool_use }),
  any: object({ type }, { disable_parallel_tool_use }),
  tool: object({ type, name: string() }, { disable_parallel_tool_use }),
  none: object({ type }),
});

/** What every tool may carry. */
const toolOptions = { allowed_callers: list(string()), cache_control: cacheControl, defer_loading: boolean, strict: boolean };
const examples = { input_examples: list(dictionary) };

const customTool = object(
  { name: toolName, input_schema: object({ type: oneOf('object') }, {}, 'open') },
  { ...toolOptions, ...examples, type: nullable(oneOf('custom')), description: string(), eager_input_streaming: nullable(boolean) },
);

function namedTool(name: string, options: Readonly<Record<string, Check>> = {}): Check {
  return object({ type, name: oneOf(name) }, { ...toolOptions, ...options });
}

const domains = {
  allowed_domains: nullable(list(string())),
  blocked_domains: nullable(list(string())),
  max_uses: nullable(integer({ min: 1 })),
};
const search = { ...domains, user_location: nullable(dictionary) };
const fetch = {
  ...domains,
  citations: nullable(dictionary),
  max_content_tokens: nullable(integer({ min: 1 })),
  url_sources: nullable(dictionary),
};
const inclusion = { response_inclusion: oneOf('full', 'excluded') };
const toolset = object({ type }, { cache_control: cacheControl, configs: nullable(dictionary) });

const tool = tagged(
  {
    custom: customTool,
    bash_20250124: namedTool('bash', examples),
    memory_20250818: namedTool('memory', examples),
    text_editor_20250124: namedTool('str_replace_editor', examples),
    text_editor_20250429: namedTool('str_replace_based_edit_tool', examples),
    text_editor_20250728: namedTool('str_replace_based_edit_tool', { ...examples, max_characters: nullable(integer({ min: 1 })) }),
    code_execution_20250522: namedTool('code_execution'),
    code_execution_20250825: namedTool('code_execution'),
    code_execution_20260120: namedTool('code_execution'),
    code_execution_20260521: namedTool('code_execution'),
    web_search_20250305: namedTool('web_search', search),
    web_search_20260209: namedTool('web_search', search),
    web_search_20260318: namedTool('web_search', { ...search, ...inclusion }),
    web_fetch_20250910: namedTool('web_fetch', fetch),
    web_fetch_20260209: namedTool('web_fetch', fetch),
    web_fetch_20260309: namedTool('web_fetch', { ...fetch, use_cache: boolean }),
    web_fetch_20260318: namedTool('web_fetch', { ...fetch, ...inclusion, use_cache: boolean }),
    tool_search_tool_bm25: namedTool('tool_search_tool_bm25'),
    tool_search_tool_bm25_20251119: namedTool('tool_search_tool_bm25'),
    tool_search_tool_regex: namedTool('tool_search_tool_regex'),
    tool_search_tool_regex_20251119: namedTool('tool_search_tool_regex'),
    browser_toolset_20260801: toolset,
    computer_toolset_20260801: toolset,
  },
  'custom',
);

const content = stringOr(anything, list(contentBlock));
const message: Check = (value, path) => {
  object({ role: oneOf('user', 'assistant', 'system'), content })(value, path);
};

const common = {
  cache_control: cacheControl,
  output_config: outputConfig,
  speed: nullable(oneOf('standard', 'fast')),
  system: stringOr(anything, list(tagged({ text: textBlock }))),
  thinking,
  tool_choice: toolChoice,
  tools: list(tool),
};
const required = { model: string({ min: 1, max: 256 }), messages: list(message, { max: 100_000 }) };

/** `POST /v1/messages`. `max_tokens` 0 is allowed: it fills the cache and answers nothing. */
export const createParams = object(
  { ...required, max_tokens: integer({ min: 0 }) },
  {
    ...common,
    container: nullable(stringOr(anything, object({}, { id: nullable(string()), skills: nullable(list(dictionary)) }))),
    diagnostics: nullable(object({}, { previous_message_id: nullable(string()) })),
    inference_geo: nullable(string()),
    metadata: object({}, { user_id: nullable(string({ max: 512 })) }),
    service_tier: oneOf('auto', 'standard_only'),
    stop_sequences: list(string({ min: 1 })),
    stream: boolean,
  },
);

/** `POST /v1/messages/count_tokens`. */
export const countParams = object(required, common);
