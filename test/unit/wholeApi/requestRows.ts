/** What a request can have. */
import assert from 'node:assert/strict';
import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import type { ChatRequest, RequestBlock } from '../../../src/chat/chatRequest.ts';
import type { ThinkingType } from '../../../src/chat/model.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import type { Advanced } from '../../../src/shared/advanced.ts';
import { documentType } from '../../../src/shared/document.ts';
import type { Effort } from '../../../src/shared/effort.ts';
import { noServerTools, type ServerToolName, type ServerToolSettings, serverToolNames } from '../../../src/shared/serverTools.ts';
import type { ReplyBlock as ScriptedBlock } from '../../sim/script.ts';
import { pdf, png } from '../sim/samples.ts';
import { begin } from './exchange.ts';
import { each, notOffered, type Rows, type Shown, shown } from './rows.ts';
import type { Choice, DocumentSource, ImageSource, Parameter, SentBlock } from './sdkSurface.ts';

const toolsOn: ServerToolSettings = { ...noServerTools, names: serverToolNames };

/** The body of a request that was made with these settings, and accepted. */
async function sent(change: Partial<RequestSettings> = {}): Promise<MessageCreateParamsBase> {
  const { session, sent: bodies, say } = await begin([], change);
  await say(session, 'Why?');
  return bodies[0] ?? assert.fail('Nothing was sent.');
}

/** What a conversation asks its answers by that has chosen a schema. */
async function sentFormat(model: string) {
  const { session, sent: bodies, say } = await begin([{ text: '{"a":"b"}' }], { model });
  await session.choices.chooseAnswering({ answerFormat: { name: 'A', schema: { type: 'object', properties: { a: { type: 'string' } } } } });
  await say(session, 'Why?');
  return bodies[0]?.output_config?.format;
}

const olderTools = notOffered('An older version of a tool that is offered.');
const toolSearch = notOffered('It is for many tools of one’s own, of which there are none yet.');
const ownTools = notOffered('Parley has no tools of its own yet.');
const advanced = (chosen: Advanced, expected: Partial<MessageCreateParamsBase>) =>
  shown('what was chosen, and nothing without a choice', async () => {
    const [body, without] = [await sent({ advanced: chosen }), await sent()];
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(Object.entries(body).find(([each]) => each === name)?.[1], value);
    assert.ok(Object.keys(expected).every((name) => !(name in without)));
  });

export const parameters: Rows<Parameter, keyof ChatRequest> = {
  model: shown('the setting’s', async () => assert.equal((await sent({ model: 'claude-opus-5-5' })).model, 'claude-opus-5-5')),
  max_tokens: shown('the setting’s, at most the model’s', async () => {
    assert.equal((await sent({ maxTokens: 500 })).max_tokens, 500);
    assert.equal((await sent({ maxTokens: 1_000_000 })).max_tokens, 128_000);
  }),
  messages: shown('the visible path', async () => {
    assert.deepEqual((await sent()).messages, [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }]);
  }),
  system: shown('the instructions', async () => assert.equal((await sent({ instructions: 'Be brief.' })).system, 'Be brief.')),
  stream: shown('always', async () => assert.equal((await sent()).stream, true)),
  cache_control: shown('for all of the prompt', async () => {
    assert.deepEqual((await sent({ caching: '5m' })).cache_control, { type: 'ephemeral', ttl: '5m' });
    assert.equal((await sent({ caching: 'off' })).cache_control, undefined);
  }),
  'cache_control.ttl': shown('the setting’s', async () => assert.equal((await sent({ caching: '1h' })).cache_control?.ttl, '1h')),
  thinking: shown('what the model has', async () => {
    assert.deepEqual((await sent()).thinking, { type: 'adaptive', display: 'summarized' });
    assert.equal((await sent({ model: 'claude-haiku-4-5' })).thinking, undefined);
  }),
  'thinking.display': shown('summaries are asked for', async () => {
    const { thinking } = await sent();
    assert.equal(thinking?.type === 'adaptive' && thinking.display, 'summarized');
  }),
  'thinking.budget_tokens': shown('what was chosen', async () => {
    const { thinking } = await sent({ model: 'claude-haiku-4-5', thinking: { budget: 1500 } });
    assert.deepEqual(thinking, { type: 'enabled', budget_tokens: 1500 });
  }),
  output_config: shown('with an effort', async () => assert.deepEqual((await sent({ effort: 'low' })).output_config, { effort: 'low' })),
  'output_config.effort': shown('only what the model has', async () => {
    assert.deepEqual((await sent({ effort: 'xhigh' })).output_config, { effort: 'xhigh' });
    assert.equal((await sent({ effort: 'xhigh', model: 'claude-opus-4-6' })).output_config, undefined);
  }),
  'output_config.format': shown('the schema that was chosen, as the API takes it', async () => {
    const format = await sentFormat('claude-sonnet-5-5');
    assert.deepEqual(format?.schema, { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false });
  }),
  ...each(['container', 'container.id', 'container.skills'], () =>
    notOffered('Each reply runs its code in a container of its own: one that is over would make the API refuse the next.'),
  ),
  diagnostics: shown('asked where the model’s abilities are known', async () => {
    assert.deepEqual((await sent({ caching: '5m' })).diagnostics, { previous_message_id: null });
    assert.equal((await sent({ caching: 'off' })).diagnostics, undefined);
  }),
  'diagnostics.previous_message_id': shown('the reply before', async () => {
    const { session, sent: bodies, say } = await begin([], { caching: '5m' });
    await say(session, 'Why?');
    await say(session, 'And?');
    const reply = session.path[1]?.message;
    assert.equal(bodies[1]?.diagnostics?.previous_message_id, reply?.role === 'assistant' ? reply.apiId : '');
  }),
  ...each(['metadata', 'metadata.user_id'], () => advanced({ userId: 'u-17' }, { metadata: { user_id: 'u-17' } })),
  inference_geo: advanced({ inferenceGeo: 'us' }, { inference_geo: 'us' }),
  service_tier: advanced({ serviceTier: 'standard_only' }, { service_tier: 'standard_only' }),
  speed: advanced({ speed: 'fast' }, { speed: 'fast' }),
  stop_sequences: advanced({ stopSequences: ['###', '\n\nB'] }, { stop_sequences: ['###', '\n\nB'] }),
  tools: shown('those of the API’s own that are on, where the model has them', async () => {
    assert.deepEqual((await sent({ tools: toolsOn })).tools, [
      { type: 'web_search_20260318', name: 'web_search' },
      { type: 'web_fetch_20260318', name: 'web_fetch', citations: { enabled: true } },
      { type: 'code_execution_20260521', name: 'code_execution' },
    ]);
    assert.equal((await sent()).tools, undefined);
  }),
  ...each(['tool_choice', 'tool_choice.disable_parallel_tool_use', 'tool_choice.name'], () => ownTools),
  user_profile_id: notOffered('User profiles are of platforms that resell the API; a key of one’s own has none.'),
  workspace_id: notOffered('A key belongs to one workspace already; this is for credentials that span several.'),
};

const hasTool = (name: ServerToolName) =>
  shown('where it is on, and the model has it', async () => {
    const namesFor = async (model: string) =>
      (await sent({ model, tools: { ...toolsOn, names: [name] } })).tools?.map((tool) => 'name' in tool && tool.name);
    assert.deepEqual(await namesFor('claude-sonnet-5-5'), [name]);
    assert.equal(await namesFor('gateway-text-1'), undefined);
  });

const thinks = (model: string, thinking: RequestSettings['thinking'], type: ThinkingType) =>
  shown(`asked for from ${model}`, async () => assert.equal((await sent({ model, thinking })).thinking?.type, type));

export const choices: Rows<Choice> = {
  ...each(['cache_control.ttl 5m', 'cache_control.ttl 1h'], (name) =>
    shown('the setting’s', async () => {
      const ttl = name === 'cache_control.ttl 5m' ? '5m' : '1h';
      assert.equal((await sent({ caching: ttl })).cache_control?.ttl, ttl);
    }),
  ),
  'output_config.effort low': effort('low'),
  'output_config.effort medium': effort('medium'),
  'output_config.effort high': effort('high'),
  'output_config.effort xhigh': effort('xhigh'),
  'output_config.effort max': effort('max'),
  'output_config.format json_schema': shown('where the model has it', async () => {
    assert.equal((await sentFormat('claude-opus-5-5'))?.type, 'json_schema');
    assert.equal(await sentFormat('gateway-text-1'), undefined);
  }),
  'role user': shown('prompts', async () => assert.equal((await sent()).messages[0]?.role, 'user')),
  'role assistant': shown('replies', async () => {
    const { session, sent: bodies, say } = await begin([{ text: 'So.' }]);
    await say(session, 'Why?');
    await say(session, 'And?');
    assert.deepEqual(bodies[1]?.messages[1], { role: 'assistant', content: [{ type: 'text', text: 'So.' }] });
  }),
  'role system': notOffered('Instructions are those of the whole conversation; what is said in its midst is the user’s.'),
  'service_tier auto': advanced({ serviceTier: 'auto' }, { service_tier: 'auto' }),
  'service_tier standard_only': advanced({ serviceTier: 'standard_only' }, { service_tier: 'standard_only' }),
  'speed standard': advanced({ speed: 'standard' }, { speed: 'standard' }),
  'speed fast': advanced({ speed: 'fast' }, { speed: 'fast' }),
  'thinking adaptive': thinks('claude-opus-5-5', 'auto', 'adaptive'),
  'thinking disabled': thinks('claude-opus-5', 'off', 'disabled'),
  'thinking enabled': thinks('claude-haiku-4-5', { budget: 1024 }, 'enabled'),
  'thinking between_tools': thinks('claude-sonnet-5-5', 'between_tools', 'between_tools'),
  'thinking.display summarized': shown('asked for', async () => {
    const { thinking } = await sent();
    assert.equal(thinking?.type === 'adaptive' && thinking.display, 'summarized');
  }),
  'thinking.display omitted': notOffered('What the model thinks is paid for either way, and is shown.'),
  ...each(['tool_choice auto', 'tool_choice any', 'tool_choice tool', 'tool_choice none'], () => ownTools),
  ...each(
    [
      ...(['web_search_20250305', 'web_search_20260209'] as const),
      ...(['web_fetch_20250910', 'web_fetch_20260209', 'web_fetch_20260309'] as const),
      ...(['code_execution_20250522', 'code_execution_20250825', 'code_execution_20260120'] as const),
    ].map((name) => `tools ${name}` as const),
    () => olderTools,
  ),
  'tools web_search_20260318': hasTool('web_search'),
  'tools web_fetch_20260318': hasTool('web_fetch'),
  'tools code_execution_20260521': hasTool('code_execution'),
  ...each(
    [
      ...(['tool_search_tool_bm25', 'tool_search_tool_bm25_20251119'] as const),
      ...(['tool_search_tool_regex', 'tool_search_tool_regex_20251119'] as const),
    ].map((name) => `tools ${name}` as const),
    () => toolSearch,
  ),
  ...each(
    [
      ...(['custom', 'bash_20250124', 'memory_20250818', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'] as const),
      ...(['browser_toolset_20260801', 'computer_toolset_20260801'] as const),
    ].map((name) => `tools ${name}` as const),
    () => ownTools,
  ),
};

function effort(level: Effort) {
  return shown('where the model has it', async () => assert.deepEqual((await sent({ effort: level })).output_config, { effort: level }));
}

async function sentWith(what: 'picture' | 'document'): Promise<unknown> {
  const { session, sent: bodies, say } = await begin([]);
  const base64 = what === 'picture' ? png(8, 8) : pdf(1);
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const file = { id: 'f1', hash: 'a'.repeat(64), size: bytes.length };
  if (what === 'picture') {
    const whole = { type: 'image/png', bytes } as const;
    const told = { width: 8, height: 8, smallSize: null, name: 'a.png', note: null, description: null };
    await session.draft.addPicture({ ...file, ...told, type: whole.type }, { hash: file.hash, whole, small: null, thumbnail: whole });
  } else {
    const document = { ...file, type: documentType, name: 'a.pdf', pages: 1, part: null, citations: true, uri: null } as const;
    await session.draft.changeDocuments(() => [document], [{ hash: file.hash, bytes }]);
  }
  await say(session, 'What is this?');
  const content = bodies[0]?.messages[0]?.content;
  assert.ok(Array.isArray(content));
  assert.deepEqual(content[1], { type: 'text', text: 'What is this?' });
  const data = { type: 'base64', media_type: what === 'picture' ? 'image/png' : documentType, data: base64 };
  assert.deepEqual('source' in (content[0] ?? {}) && content[0], {
    ...(what === 'picture'
      ? { type: 'image', source: data }
      : { type: 'document', source: data, title: 'a.pdf', citations: { enabled: true } }),
  });
  return content;
}

const goesBack = (type: string) =>
  notOffered(`A ${type} block goes back only with the tools that brought it, of which there are none yet.`);

export const sentBlocks: Rows<SentBlock, RequestBlock['type']> = {
  text: shown('what is said', async () => assert.ok(JSON.stringify((await sent()).messages).includes('"type":"text"'))),
  image: shown('pictures, before text', async () => void (await sentWith('picture'))),
  document: shown('PDFs, before text', async () => void (await sentWith('document'))),
  search_result: notOffered('Parley has no search of its own whose results could be cited.'),
  ...each(['tool_use', 'tool_result', 'container_upload'], goesBack),
  thinking: resumedWith('thinking', [{ type: 'thinking', thinking: 'Hm.' }]),
  redacted_thinking: resumedWith('redacted_thinking', [{ type: 'redacted_thinking' }]),
  server_tool_use: resumedWith('server_tool_use', [call('web_search')]),
  web_search_tool_result: resumedWithResult('web_search'),
  web_fetch_tool_result: resumedWithResult('web_fetch'),
  code_execution_tool_result: resumedWithResult('code_execution'),
  bash_code_execution_tool_result: resumedWithResult('bash_code_execution'),
  text_editor_code_execution_tool_result: resumedWithResult('text_editor_code_execution'),
  tool_search_tool_result: toolSearch,
};

function call(name: string): ScriptedBlock {
  return { type: 'opaque', raw: { type: 'server_tool_use', id: 'srvtoolu_1', name, input: {} } };
}

/** With its call, in each later turn as long as the tool is on, and as it came with a reply that was paused. */
function resumedWithResult(name: string, type = `${name}_tool_result`): Shown {
  const blocks: readonly ScriptedBlock[] = [call(name), { type: 'opaque', raw: { type, tool_use_id: 'srvtoolu_1', content: [] } }];
  const paused = resumedWith(type, blocks);
  return shown('with its call, as long as the tool is on', async () => {
    await paused.shownBy();
    const typesWith = async (change: Partial<RequestSettings>) => {
      const { session, sent: bodies, say } = await begin([{ blocks: [...blocks, { type: 'text', text: 'So.' }] }], change);
      await say(session, 'Why?');
      await say(session, 'And?');
      const content = bodies[1]?.messages[1]?.content;
      return Array.isArray(content) && content.map((each) => each.type);
    };
    assert.deepEqual(await typesWith({ tools: toolsOn }), ['server_tool_use', type, 'text']);
    assert.deepEqual(await typesWith({}), ['text']);
  });
}

/** A reply that the API pauses with these blocks in it goes back as it came, and is gone on with. */
function resumedWith(type: string, blocks: readonly ScriptedBlock[]): Shown {
  return shown('with a reply that was paused, as it came', async () => {
    const reply = { blocks: [{ type: 'text', text: 'So.' } as const, ...blocks], stopReason: 'pause_turn' };
    const { session, sent: bodies, say } = await begin([reply], { tools: toolsOn });
    await say(session, 'Why?');
    const [, resumed] = bodies;
    assert.equal(resumed?.messages.length, 2);
    const content = resumed?.messages[1]?.content;
    assert.ok(Array.isArray(content));
    assert.deepEqual(
      content.map((each) => each.type),
      ['text', ...blocks.map((each) => (each.type === 'opaque' ? each.raw.type : each.type))],
    );
    assert.ok(content.some((each) => each.type === type));
  });
}

const uploads = notOffered('Files are sent with the prompt: what is kept is kept here, and nothing is left with the API.');
const addresses = notOffered('What is sent is a copy that the user has seen; an address may have something else by then.');

export const imageSources: Rows<ImageSource, 'base64'> = {
  base64: shown('the bytes', async () => void (await sentWith('picture'))),
  url: addresses,
  file: uploads,
};

export const documentSources: Rows<DocumentSource, 'base64'> = {
  base64: shown('the bytes', async () => void (await sentWith('document'))),
  url: addresses,
  file: uploads,
  text: notOffered('Text goes as context, in a form that says where it is from.'),
  content: notOffered('It is for documents that a program puts together; Parley has files.'),
};
