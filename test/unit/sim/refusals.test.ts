import assert from 'node:assert/strict';
import { isObject, type JsonObject } from '../../../src/shared/json.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { gif, image, jpeg, pdf, pdfDocument, png, webp } from './samples.ts';
import { good, send } from './testClient.ts';

/** What is wrong, the request (what differs from a good one), and the words that it is refused with. */
interface Refusal {
  readonly name: string;
  readonly body: JsonObject;
  readonly message: string | RegExp;
  readonly status?: number;
}

const user = (...content: readonly unknown[]) => ({ role: 'user', content });
const assistant = (...content: readonly unknown[]) => ({ role: 'assistant', content });
const text = (words: string, more: JsonObject = {}) => ({ type: 'text', text: words, ...more });
const call = (id: string) => ({ type: 'tool_use', id, name: 'read', input: {} });
const result = (id: string, more: JsonObject = {}) => ({ type: 'tool_result', tool_use_id: id, ...more });
const search = { type: 'web_search_20260318', name: 'web_search', allowed_callers: ['direct'] };
const citedPage = { type: 'web_search_result_location', url: 'https://a.example/', title: 'A', cited_text: 'x', encrypted_index: 'x' };
const found = {
  ...{ type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1' },
  content: [{ type: 'web_search_result', url: 'https://a.example/', title: 'A', encrypted_content: 'x' }],
};
const searched = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} };
const tool = { name: 'read', input_schema: { type: 'object' } };
const cache_control = { type: 'ephemeral' };
const said = (...messages: readonly unknown[]): JsonObject => ({ messages: JSON.parse(JSON.stringify(messages)) });
const old = 'claude-sonnet-4-5';
const many = (count: number, block: unknown) => said(user(...Array.from({ length: count }, () => block)));

const refusals: readonly Refusal[] = [
  { name: 'no model', body: { model: undefined }, message: 'model: Field required' },
  { name: 'no max_tokens', body: { max_tokens: undefined }, message: 'max_tokens: Field required' },
  { name: 'no messages', body: { messages: undefined }, message: 'messages: Field required' },
  { name: 'an unknown model', body: { model: 'claude-nobody' }, status: 404, message: 'model: claude-nobody' },
  { name: 'an unknown parameter', body: { colour: 'red' }, message: 'colour: Extra inputs are not permitted' },
  { name: 'a parameter of the beta API', body: { mcp_servers: [] }, message: 'mcp_servers: Extra inputs are not permitted' },
  ...['temperature', 'top_p', 'top_k'].map((name) => ({ name, body: { [name]: 1 }, message: `${name}: Extra inputs are not permitted` })),
  { name: 'max_tokens below 0', body: { max_tokens: -1 }, message: 'max_tokens: Input should be greater than or equal to 0' },
  { name: 'max_tokens 0 with a stream', body: { max_tokens: 0, stream: true }, message: /^max_tokens: / },
  { name: 'max_tokens that is no whole number', body: { max_tokens: 1.5 }, message: 'max_tokens: Input should be a valid integer' },
  { name: 'max_tokens over the model’s', body: { max_tokens: 128_001 }, message: /^max_tokens: 128001 > 128000, which is the maximum/ },
  { name: 'max_tokens over an old model’s', body: { model: old, max_tokens: 64_001 }, message: /^max_tokens: 64001 > 64000/ },
  { name: 'stream that is no boolean', body: { stream: 'yes' }, message: 'stream: Input should be a valid boolean' },
  { name: 'an unknown service tier', body: { service_tier: 'best' }, message: "service_tier: Input should be 'auto' or 'standard_only'" },
  { name: 'an unknown metadata field', body: { metadata: { name: 'x' } }, message: 'metadata.name: Extra inputs are not permitted' },
  { name: 'an empty stop sequence', body: { stop_sequences: [''] }, message: /^stop_sequences\.0: / },

  { name: 'no message', body: said(), message: 'messages: at least one message is required' },
  { name: 'messages that are no list', body: { messages: {} }, message: 'messages: Input should be a valid list' },
  {
    name: 'an unknown role',
    body: said({ role: 'robot', content: 'x' }),
    message: "messages.0.role: Input should be 'user', 'assistant' or 'system'",
  },
  {
    name: 'an unknown field of a message',
    body: said({ role: 'user', content: 'x', id: '1' }),
    message: 'messages.0.id: Extra inputs are not permitted',
  },
  { name: 'empty content', body: said(user()), message: /^messages\.0: all messages must have non-empty content/ },
  { name: 'an empty string', body: said({ role: 'user', content: '' }), message: /^messages\.0: all messages must have non-empty content/ },
  { name: 'empty text', body: said(user(text('a'), text(''))), message: 'messages: text content blocks must be non-empty' },
  { name: 'white text', body: said(user(text(' \n'))), message: 'messages: text content blocks must contain non-whitespace text' },
  { name: 'empty text in the system prompt', body: { system: [text('')] }, message: 'system: text content blocks must be non-empty' },
  {
    name: 'an unknown block',
    body: said(user({ type: 'video' })),
    message: /^messages\.0\.content\.0: Input tag 'video' found using 'type'/,
  },
  { name: 'a block without a type', body: said(user({ text: 'x' })), message: /^messages\.0\.content\.0: Unable to extract tag/ },
  {
    name: 'an unknown field of a block',
    body: said(user(text('a', { id: 'x' }))),
    message: 'messages.0.content.0.text.id: Extra inputs are not permitted',
  },
  {
    name: 'an unknown field of a cache mark',
    body: said(user(text('a', { cache_control: { type: 'ephemeral', scope: 'x' } }))),
    message: 'messages.0.content.0.text.cache_control.ephemeral.scope: Extra inputs are not permitted',
  },
  {
    name: 'a cache mark with another ttl',
    body: { cache_control: { type: 'ephemeral', ttl: '2d' } },
    message: /^cache_control\.ephemeral\.ttl: /,
  },
  {
    name: 'five cache marks',
    body: { cache_control, ...said(user(...['a', 'b', 'c', 'd'].map((each) => text(each, { cache_control })))) },
    message: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  },
  {
    name: 'a picture in a system message',
    body: said(user(text('a')), { role: 'system', content: [image(png(1, 1))] }),
    message: /only contain text/,
  },
  {
    name: 'a picture of the assistant’s',
    body: said(assistant(image(png(1, 1))), user(text('a'))),
    message: /`image` blocks can only be in `user`/,
  },
  {
    name: 'thinking of the user’s',
    body: said(user({ type: 'thinking', thinking: 'a', signature: 'b' })),
    message: /`thinking` blocks can only be in `assistant`/,
  },
  {
    name: 'thinking without a signature',
    body: said(assistant({ type: 'thinking', thinking: 'a' }, text('b')), user(text('c'))),
    message: 'messages.0.content.0.thinking.signature: Field required',
  },
  {
    name: 'thinking with a wrong signature',
    body: said(assistant({ type: 'thinking', thinking: 'a', signature: 'b' }, text('b')), user(text('c'))),
    message: 'messages.0.content.0: Invalid `signature` in `thinking` block',
  },
  { name: 'prefill', body: said(user(text('a')), assistant(text('b'))), message: /^This model does not support assistant message prefill/ },
  { name: 'prefill on 4.6', body: { model: 'claude-opus-4-6', ...said(user(text('a')), assistant(text('b'))) }, message: /prefill/ },
  {
    name: 'prefill on Mythos Preview',
    body: { model: 'claude-mythos-preview', ...said(user(text('a')), assistant(text('b'))) },
    message: /prefill/,
  },
  {
    name: 'prefill that ends in white',
    body: { model: old, ...said(user(text('a')), assistant(text('b '))) },
    message: 'messages: final assistant content cannot end with trailing whitespace',
  },
  {
    name: 'a prompt over the model’s window',
    body: { model: old, ...said(user(text('word '.repeat(160_001)))) },
    message: 'prompt is too long: 200005 tokens > 200000 maximum',
  },

  {
    name: 'a result without its call',
    body: said(user(result('toolu_1'))),
    message: /^messages\.0\.content\.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1\./,
  },
  {
    name: 'a result too late',
    body: said(user(text('a')), assistant(call('toolu_1')), user(result('toolu_1')), assistant(text('b')), user(result('toolu_1'))),
    message: /^messages\.4\.content\.0: unexpected/,
  },
  {
    name: 'a call without its result',
    body: said(user(text('a')), assistant(call('toolu_1')), user(text('b'))),
    message: /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1\./,
  },
  {
    name: 'a result after other words',
    body: said(user(text('a')), assistant(call('toolu_1')), user(text('b'), result('toolu_1'))),
    message: /^messages\.1: `tool_use` ids were found/,
  },
  {
    name: 'one of two results missing',
    body: said(user(text('a')), assistant(call('toolu_1'), call('toolu_2')), user(result('toolu_1'))),
    message: /immediately after: toolu_2\./,
  },
  {
    name: 'a call at the end',
    body: said(user(text('a')), assistant(call('toolu_1'))),
    message: /^messages\.1: `tool_use` ids were found/,
  },
  {
    name: 'two results of one call',
    body: said(user(text('a')), assistant(call('toolu_1')), user(result('toolu_1'), result('toolu_1'))),
    message: /single result/,
  },
  {
    name: 'two calls of one id',
    body: said(user(text('a')), assistant(call('toolu_1'), call('toolu_1')), user(result('toolu_1'))),
    message: /ids must be unique/,
  },
  {
    name: 'empty text in a result',
    body: said(user(text('a')), assistant(call('toolu_1')), user(result('toolu_1', { content: [text('')] }))),
    message: 'messages: text content blocks must be non-empty',
  },
  {
    name: 'an input that is no object',
    body: said(assistant({ ...call('toolu_1'), input: 'x' }), user(result('toolu_1'))),
    message: 'messages.0.content.0.tool_use.input: Input should be a valid dictionary',
  },
  {
    name: 'an unknown field of a tool',
    body: { tools: [{ ...tool, colour: 'red' }] },
    message: 'tools.0.custom.colour: Extra inputs are not permitted',
  },
  { name: 'an unknown tool', body: { tools: [{ type: 'web_search_19990101', name: 'web_search' }] }, message: /^tools\.0: Input tag/ },
  {
    name: 'a bad name of a tool',
    body: { tools: [{ ...tool, name: 'a b' }] },
    message: /^tools\.0\.custom\.name: String should match pattern/,
  },
  { name: 'two tools of one name', body: { tools: [tool, tool] }, message: 'tools: Tool names must be unique.' },
  { name: 'a choice without tools', body: { tool_choice: { type: 'auto' } }, message: /^tool_choice: / },
  {
    name: 'a choice of no tool',
    body: { model: old, tools: [tool], tool_choice: { type: 'tool', name: 'write' } },
    message: "Tool 'write' not found in provided tools",
  },
  {
    name: 'a forced choice on 5.5',
    body: { tools: [tool], tool_choice: { type: 'any' } },
    message: 'tool_choice: "tool_choice.type.any" is not supported for this model.',
  },
  {
    name: 'a forced choice with thinking',
    body: { model: 'claude-opus-4-6', tools: [tool], tool_choice: { type: 'any' }, thinking: { type: 'adaptive' } },
    message: /Thinking may not be enabled/,
  },

  {
    name: 'a small budget',
    body: { model: old, thinking: { type: 'enabled', budget_tokens: 1023 } },
    message: 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  },
  {
    name: 'a budget of all the tokens',
    body: { model: old, max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    message: /^`max_tokens` must be greater than `thinking.budget_tokens`/,
  },
  {
    name: 'adaptive thinking on 4.5',
    body: { model: old, thinking: { type: 'adaptive' } },
    message: 'adaptive thinking is not supported on this model',
  },
  {
    name: 'a budget on 4.7',
    body: { model: 'claude-opus-4-7', max_tokens: 5000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    message: /^"thinking.type.enabled" is not supported for this model\. Use "thinking.type.adaptive"/,
  },
  { name: 'disabled thinking on Sonnet 5.5', body: { thinking: { type: 'disabled' } }, message: /"thinking": \{"type": "between_tools"\}/ },
  {
    name: 'disabled thinking on Opus 5.5',
    body: { model: 'claude-opus-5-5', thinking: { type: 'disabled' } },
    message: /^"thinking.type.disabled" is not supported/,
  },
  {
    name: 'between_tools on Opus 5',
    body: { model: 'claude-opus-5', thinking: { type: 'between_tools' } },
    message: /^"thinking.type.between_tools" is not supported/,
  },
  {
    name: 'disabled thinking with the highest effort',
    body: { model: 'claude-opus-5', thinking: { type: 'disabled' }, output_config: { effort: 'max' } },
    message: /effort "max"/,
  },
  { name: 'an unknown display', body: { thinking: { type: 'adaptive', display: 'full' } }, message: /^thinking\.adaptive\.display: / },
  {
    name: 'effort on a model without',
    body: { model: old, output_config: { effort: 'low' } },
    message: 'This model does not support the effort parameter.',
  },
  {
    name: 'a level that the model has not',
    body: { model: 'claude-opus-4-6', output_config: { effort: 'xhigh' } },
    message: /^output_config\.effort: 'xhigh' is not supported/,
  },
  { name: 'an unknown level', body: { output_config: { effort: 'total' } }, message: /^output_config\.effort: Input should be 'low'/ },
  {
    name: 'structured output with citations',
    body: {
      output_config: { format: { type: 'json_schema', schema: { type: 'null' } } },
      ...said(user({ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a' }, citations: { enabled: true } })),
    },
    message: /^output_config\.format: /,
  },

  {
    name: 'a picture of another type',
    body: said(user(image(jpeg(2, 2)))),
    message: /specified using the image\/png media type, but the image appears to be a image\/jpeg image/,
  },
  {
    name: 'a media type that is none of the four',
    body: said(user(image(png(1, 1), 'image/bmp'))),
    message: /^messages\.0\.content\.0\.image\.source\.base64\.media_type: Input should be/,
  },
  { name: 'bytes that are no picture', body: said(user(image('AAAAAAAA'))), message: 'Could not process image' },
  {
    name: 'broken base64',
    body: said(user(image('data:image/png;base64,AAAA'))),
    message: 'messages.0.content.0.image.source.base64.data: Invalid base64 data',
  },
  {
    name: 'a picture over 10 MB',
    body: said(user(image('A'.repeat(10 * 1024 * 1024 + 4)))),
    message: /image exceeds 10 MB maximum: 10485764 bytes > 10485760 bytes/,
  },
  { name: 'a picture over 8000 pixels', body: said(user(image(png(8001, 10)))), message: /exceed max allowed size: 8000 pixels/ },
  { name: 'over 2000 pixels among 21', body: many(21, image(gif(10, 2001), 'image/gif')), message: /many-image requests: 2000 pixels/ },
  {
    name: 'over 2000 pixels among 21, one in a result',
    body: said(
      user(text('a')),
      assistant(call('toolu_1')),
      user(result('toolu_1', { content: [image(png(2001, 1))] }), ...Array.from({ length: 20 }, () => image(png(1, 1)))),
    ),
    message: /^messages\.2\.content\.0\.tool_result\.content\.0\.image\.source\.base64\.data: .* many-image requests/,
  },
  { name: '601 pictures', body: many(601, image(png(1, 1))), message: 'messages: too many images: 601 > 600 maximum' },
  {
    name: '101 pictures on a 200k model',
    body: { model: old, ...many(101, image(png(1, 1))) },
    message: 'messages: too many images: 101 > 100 maximum',
  },
  {
    name: 'a large picture that must not be scaled',
    body: said(user({ ...image(webp(3000, 10), 'image/webp'), transformations: { oversized_image: 'error' } })),
    message: /3000x10 pixels/,
  },
  ...[
    { name: 'a picture on a model that reads none', body: said(user(image(png(1, 1)))), message: /does not support image input/ },
    { name: 'a PDF on a model that reads none', body: said(user(pdfDocument(pdf(1)))), message: /does not support PDF input/ },
    {
      name: 'a server tool on a model without',
      body: { tools: [{ type: 'web_search_20260318', name: 'web_search' }] },
      message: /server tools/,
    },
    {
      name: 'structured output on a model without',
      body: { output_config: { format: { type: 'json_schema', schema: {} } } },
      message: /structured outputs/,
    },
  ].map((each) => ({ ...each, body: { model: 'gateway-text-1', ...each.body } })),
  {
    name: 'a mark of an hour after one of five minutes',
    body: said(user(text('a', { cache_control }), text('b', { cache_control: { type: 'ephemeral', ttl: '1h' } }))),
    message: /must not come after/,
  },
  {
    name: 'a beginning that has not thought, where thinking is on',
    body: {
      model: old,
      max_tokens: 3000,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      ...said(user(text('a')), assistant(text('b'))),
    },
    message: /Expected `thinking` or `redacted_thinking`, but found `text`/,
  },
  {
    name: 'hidden thinking that is not the model’s',
    body: said(user(text('a')), assistant({ type: 'redacted_thinking', data: 'x' }, text('b')), user(text('c'))),
    message: 'messages.1.content.0: Invalid `data` in `redacted_thinking` block',
  },
  {
    name: 'a call of a server tool without its result',
    body: { tools: [search], ...said(user(text('a')), assistant(searched, text('b')), user(text('c'))) },
    message: /^messages\.1: `web_search` tool use with id `srvtoolu_1` was found without/,
  },
  {
    name: 'a call of a server tool that the request has not',
    body: said(user(text('a')), assistant(searched, found), user(text('c'))),
    message: /^messages\.1\.content\.0: `web_search` calls need the tool/,
  },
  {
    name: 'a call that code has made without the code',
    body: {
      tools: [search],
      ...said(
        user(text('a')),
        assistant({ ...searched, caller: { type: 'code_execution_20260120', tool_id: 'x' } }, found),
        user(text('c')),
      ),
    },
    message: /^messages\.1\.content\.0\.caller: the call x is not/,
  },
  {
    name: 'a citation of what was not found',
    body: said(user(text('a')), assistant(text('b', { citations: [citedPage] })), user(text('c'))),
    message: /cited search result is not in the conversation/,
  },
  {
    name: 'domains to keep to and to keep away from',
    body: { tools: [{ ...search, allowed_domains: ['a.example'], blocked_domains: ['b.example'] }] },
    message: /Only one of/,
  },
  {
    name: 'code on a model that cannot run it',
    body: { model: 'claude-mythos-preview', tools: [{ type: 'code_execution_20260521', name: 'code_execution' }] },
    message: /does not support server tools/,
  },
  {
    name: 'a search that code may call on a model that cannot do that',
    body: { model: 'claude-haiku-4-5', tools: [{ type: 'web_search_20260318', name: 'web_search' }] },
    message: /allowed_callers/,
  },
  {
    name: 'a result of a server tool without its call',
    body: said(user(text('a')), assistant({ type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] }), user(text('c'))),
    message: /^messages\.1\.content\.0: unexpected `tool_use_id`/,
  },
  { name: 'a PDF that is none', body: said(user(pdfDocument('AAAA'))), message: /PDF specified was not valid/ },
  { name: 'a locked PDF', body: said(user(pdfDocument(pdf(1, 'trailer << /Encrypt 9 0 R >>\n')))), message: /password protected/ },
  {
    name: 'documents of which only one is to be cited',
    body: said(user({ ...pdfDocument(pdf(1)), citations: { enabled: true } }, pdfDocument(pdf(1)))),
    message: /citations must be enabled on all or none of the documents/,
  },
  {
    name: 'a citation of a document that is not there',
    body: said(
      user({ ...pdfDocument(pdf(1)), citations: { enabled: true } }),
      assistant({
        ...{ type: 'text', text: 'So.' },
        citations: [
          { type: 'page_location', cited_text: 'x', document_index: 1, document_title: null, start_page_number: 1, end_page_number: 2 },
        ],
      }),
      user(text('Why?')),
    ),
    message: /document_index 1 is out of range/,
  },
  { name: 'half a PDF', body: said(user(pdfDocument(pdf(2).slice(0, 80)))), message: /PDF specified was not valid/ },
  { name: 'a PDF of 601 pages', body: said(user(pdfDocument(pdf(601)))), message: /maximum of 600 PDF pages/ },
];

const accepted: readonly { readonly name: string; readonly body: JsonObject }[] = [
  { name: 'messages of one role in a row', body: said(user(text('a')), user(text('b'))) },
  { name: 'a first turn of the assistant’s', body: said(assistant(text('a')), user(text('b'))) },
  { name: 'a system message', body: said(user(text('a')), { role: 'system', content: 'Be brief.' }, user(text('b'))) },
  { name: 'prefill on 4.5', body: { model: old, ...said(user(text('a')), assistant(text('b'))) } },
  { name: 'four cache marks', body: said(user(...['a', 'b', 'c', 'd'].map((each) => text(each, { cache_control })))) },
  {
    name: 'a call and its result, with words after it',
    body: {
      tools: [tool],
      ...said(user(text('a')), assistant(text('b'), call('toolu_1')), user(result('toolu_1', { content: 'c' }), text('d'))),
    },
  },
  {
    name: 'results in two messages in a row',
    body: said(user(text('a')), assistant(call('toolu_1'), call('toolu_2')), user(result('toolu_1')), user(result('toolu_2'))),
  },
  {
    name: 'pictures of every kind',
    body: said(
      user(image(png(8000, 1)), image(jpeg(640, 480), 'image/jpeg'), image(gif(3, 3), 'image/gif'), image(webp(9, 9), 'image/webp')),
    ),
  },
  {
    name: 'documents',
    body: said(
      user(pdfDocument(pdf(2)), { type: 'document', title: 'Notes', source: { type: 'text', media_type: 'text/plain', data: 'a' } }),
    ),
  },
  {
    name: 'a call of a server tool and its result',
    body: {
      tools: [search],
      ...said(user(text('a')), assistant(searched, found, text('b', { citations: [citedPage] })), user(text('c'))),
    },
  },
  {
    name: 'a mark of five minutes after one of an hour',
    body: said(user(text('a', { cache_control: { type: 'ephemeral', ttl: '1h' } }), text('b', { cache_control }))),
  },
  { name: 'thinking between tools on 5.5', body: { thinking: { type: 'between_tools' } } },
  { name: 'a budget on 4.6', body: { model: 'claude-sonnet-4-6', max_tokens: 3000, thinking: { type: 'enabled', budget_tokens: 1024 } } },
  { name: 'a forced choice on Opus 5', body: { model: 'claude-opus-5', tools: [tool], tool_choice: { type: 'tool', name: 'read' } } },
  {
    name: 'server tools',
    body: {
      tools: [
        { type: 'web_search_20260318', name: 'web_search', max_uses: 3 },
        { type: 'code_execution_20260521', name: 'code_execution' },
      ],
    },
  },
  {
    name: 'everything optional',
    body: {
      metadata: { user_id: 'u' },
      service_tier: 'auto',
      inference_geo: 'us',
      speed: null,
      diagnostics: { previous_message_id: null },
      stop_sequences: ['X'],
      output_config: { effort: 'xhigh' },
    },
  },
];

describe('What the simulator refuses', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'Fine.' } }) });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  for (const { name, body, message, status = 400 } of refusals) {
    it(name, async () => {
      const answer = await send(simulator, '/v1/messages', { ...good, ...body });
      assert.equal(answer.status, status, answer.text.slice(0, 300));
      assert.equal(answer.body['type'], 'error');
      assert.equal(answer.body['request_id'], answer.headers.get('request-id'));
      const error = answer.body['error'];
      assert.ok(isObject(error));
      assert.equal(error['type'], status === 404 ? 'not_found_error' : 'invalid_request_error');
      if (typeof message === 'string') assert.equal(error['message'], message);
      else assert.match(String(error['message']), message);
      assert.equal(simulator.requests[0]?.refusal, error['message']);
    });
  }

  it('a body that is no JSON', async () => {
    const answer = await send(simulator, '/v1/messages', '{"model":');
    assert.equal(answer.status, 400);
    assert.match(answer.text, /The request body is not valid JSON/);
  });

  it('a body that is no object', async () => {
    assert.equal((await send(simulator, '/v1/messages', '[]')).status, 400);
  });

  it('a request over 32 MB', async () => {
    const answer = await send(simulator, '/v1/messages', Buffer.alloc(32 * 1024 * 1024 + 1, 32).toString());
    assert.equal(answer.status, 413);
    assert.match(answer.text, /request_too_large/);
  });

  it('does not use up a script on what it refuses', async () => {
    simulator.script({ reply: { text: 'Scripted.' } });
    await send(simulator, '/v1/messages', { ...good, temperature: 1 });
    assert.match((await send(simulator, '/v1/messages', good)).text, /Scripted/);
  });

  describe('but not', () => {
    for (const { name, body } of accepted) {
      it(name, async () => {
        const answer = await send(simulator, '/v1/messages', { ...good, ...body });
        assert.equal(answer.status, 200, answer.text.slice(0, 300));
      });
    }
  });
});
