/** What a reply can have. */
import assert from 'node:assert/strict';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import { StreamTranslator } from '../../../src/claude/streamEvents.ts';
import { citedText } from '../../../src/shared/citation.ts';
import { describeError } from '../../../src/shared/errorText.ts';
import type { JsonObject } from '../../../src/shared/json.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { messageText } from '../../../src/shared/message.ts';
import { describeStop } from '../../../src/shared/stopText.ts';
import type { ReplyBlock as ScriptedBlock } from '../../sim/script.ts';
import { exchange } from './exchange.ts';
import { each, type Rows, type Shown, shown } from './rows.ts';
import type { Citation, Delta, RefusalCategory, ReplyBlock, StopReason, StreamEvent } from './sdkSurface.ts';

const t = translator({});

/** It is stored as it came, and the conversation goes on from the store. */
function kept(raw: JsonObject & { readonly type: string }, others: readonly ScriptedBlock[] = []): Shown {
  return shown('kept as it came', async () => {
    const { reply } = await exchange({ blocks: [{ type: 'text', text: 'So.' }, ...others, { type: 'opaque', raw }] });
    assert.deepEqual(reply.blocks.at(-1), { type: 'opaque', raw });
  });
}

const call = (name: string): ScriptedBlock => ({ type: 'opaque', raw: { type: 'server_tool_use', id: 'srvtoolu_1', name, input: {} } });
const answered = (name: string, type = `${name}_tool_result`) => kept({ type, tool_use_id: 'srvtoolu_1', content: [] }, [call(name)]);

export const replyBlocks: Rows<ReplyBlock> = {
  text: shown('shown as Markdown, and sent back', async () => {
    const { reply, sent } = await exchange({ text: 'So.' });
    assert.equal(messageText(reply), 'So.');
    assert.deepEqual(sent[1]?.messages[1], { role: 'assistant', content: [{ type: 'text', text: 'So.' }] });
  }),
  thinking: shown('shown folded, stored with its signature, and not sent where it is not needed', async () => {
    const { reply, sent } = await exchange({ thinking: 'Hm.', text: 'So.' });
    const [first] = reply.blocks;
    assert.ok(first?.type === 'thinking' && first.thinking === 'Hm.' && first.signature !== '');
    assert.deepEqual(sent[1]?.messages[1]?.content, [{ type: 'text', text: 'So.' }]);
  }),
  redacted_thinking: shown('stored, and not sent where it is not needed', async () => {
    const { reply, sent } = await exchange({ blocks: [{ type: 'redacted_thinking' }, { type: 'text', text: 'So.' }] });
    assert.ok(reply.blocks[0]?.type === 'opaque' && typeof reply.blocks[0].raw['data'] === 'string');
    assert.deepEqual(sent[1]?.messages[1]?.content, [{ type: 'text', text: 'So.' }]);
  }),
  tool_use: shown('stored with its input, and left out of later requests, as nothing answers it', async () => {
    const { reply, sent } = await exchange({
      blocks: [
        { type: 'text', text: 'So.' },
        { type: 'tool_use', name: 'read', input: { path: 'a' } },
      ],
    });
    const [, asked] = reply.blocks;
    assert.deepEqual(asked?.type === 'opaque' && asked.raw['input'], { path: 'a' });
    assert.deepEqual(sent[1]?.messages[1]?.content, [{ type: 'text', text: 'So.' }]);
  }),
  server_tool_use: kept({ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }),
  web_search_tool_result: answered('web_search'),
  web_fetch_tool_result: answered('web_fetch'),
  code_execution_tool_result: answered('code_execution'),
  bash_code_execution_tool_result: answered('bash_code_execution'),
  text_editor_code_execution_tool_result: answered('text_editor_code_execution'),
  tool_search_tool_result: answered('tool_search_tool_regex', 'tool_search_tool_result'),
  container_upload: kept({ type: 'container_upload', file_id: 'file_1' }),
};

const start = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-sonnet-5-5', usage: { input_tokens: 10, output_tokens: 1 } },
};
const opened = (content_block: JsonObject) => ({ type: 'content_block_start', index: 0, content_block });

function translated(...events: readonly unknown[]): TurnEvent[] {
  const made = new StreamTranslator(() => 7);
  return [...events.flatMap((event) => made.translate(event)), ...made.finish()];
}

export const streamEvents: Rows<StreamEvent | 'ping'> = {
  message_start: shown('its id, model and usage', () => {
    const [first] = translated(start);
    assert.ok(first?.type === 'started' && first.apiId === 'msg_1' && first.usage.input === 10);
  }),
  content_block_start: shown('a block begins', () => {
    assert.deepEqual(translated(opened({ type: 'text', text: '' })), [
      { type: 'blockStarted', at: 7, index: 0, block: { type: 'text', text: '' } },
    ]);
  }),
  content_block_delta: shown('more of it', () => assert.equal(delta({ type: 'text_delta', text: 'x' })?.type, 'text')),
  content_block_stop: shown('its end', () =>
    assert.deepEqual(translated(opened({ type: 'text', text: '' }), { type: 'content_block_stop', index: 0 }).slice(1), [
      { type: 'blockEnded', index: 0 },
    ]),
  ),
  message_delta: shown('why it ended, and its usage', () => {
    const [ended] = translated({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } });
    assert.ok(ended?.type === 'ended' && ended.stopReason === 'end_turn' && ended.usage.output === 9);
  }),
  message_stop: shown('says nothing new', () => assert.deepEqual(translated({ type: 'message_stop' }), [])),
  ping: shown('a sign of life, and no more', () => assert.deepEqual(translated({ type: 'ping' }), [])),
};

/** Of a block that it belongs to. */
function delta(what: JsonObject, block: JsonObject = { type: 'text', text: '' }): TurnEvent | undefined {
  return translated(opened(block), { type: 'content_block_delta', index: 0, delta: what }).at(-1);
}

const thought = { type: 'thinking', thinking: '', signature: '' };

export const deltas: Rows<Delta> = {
  text_delta: shown('text', () => assert.deepEqual(delta({ type: 'text_delta', text: 'x' }), { type: 'text', index: 0, text: 'x' })),
  input_json_delta: shown('of a call’s input', () => {
    assert.deepEqual(delta({ type: 'input_json_delta', partial_json: '{' }, { type: 'tool_use', id: 'toolu_1', name: 'read', input: {} }), {
      type: 'inputJson',
      index: 0,
      json: '{',
    });
  }),
  citations_delta: shown('a citation', () => {
    const citation = { type: 'page_location', cited_text: 'x' };
    assert.deepEqual(delta({ type: 'citations_delta', citation }), {
      type: 'citation',
      index: 0,
      citation: { raw: citation, source: null },
    });
  }),
  thinking_delta: shown('thinking', () => {
    assert.deepEqual(delta({ type: 'thinking_delta', thinking: 'x' }, thought), { type: 'thinking', index: 0, text: 'x' });
  }),
  signature_delta: shown('the proof of thinking', () => {
    assert.deepEqual(delta({ type: 'signature_delta', signature: 'x' }, thought), { type: 'signature', index: 0, signature: 'x' });
  }),
};

export const citations: Rows<Citation> = each(
  ['char_location', 'page_location', 'content_block_location', 'web_search_result_location', 'search_result_location'],
  (type) =>
    shown('kept as it came, shown with what it quotes', async () => {
      const raw = { type, cited_text: 'The sky is blue.' };
      const { reply } = await exchange({ blocks: [{ type: 'text', text: 'Blue.', citations: [raw] }] });
      const [first] = reply.blocks;
      assert.ok(first?.type === 'text');
      assert.deepEqual(
        first.citations?.map((each) => [each.raw, citedText(each)]),
        [[raw, 'The sky is blue.']],
      );
    }),
);

/** It ends complete, is stored so, and has its own words. */
function told(stopReason: Exclude<StopReason, 'refusal'>, words: RegExp | null): Shown {
  return shown(words ? `told: ${words.source}` : 'needs no words', async () => {
    const { reply } = await exchange({ text: 'So.', stopReason });
    assert.deepEqual([reply.status, reply.stopReason], ['complete', stopReason]);
    const told = describeStop(stopReason, t);
    if (words) assert.match(told?.sentence ?? '', words);
    else assert.equal(told, null);
  });
}

export const stops: Rows<StopReason> = {
  end_turn: told('end_turn', null),
  max_tokens: told('max_tokens', /longest length/),
  stop_sequence: shown('told with its value, which is kept', async () => {
    const { reply } = await exchange({ text: 'One ###two' }, { advanced: { stopSequences: ['###'] } });
    assert.deepEqual([reply.stopReason, reply.stopSequence, messageText(reply)], ['stop_sequence', '###', 'One ']);
    assert.equal(describeStop('stop_sequence', t, true, false, reply.stopSequence)?.sentence, 'Stopped at “###”.');
    assert.match(describeStop('stop_sequence', t)?.sentence ?? '', /ended at a stop sequence/);
  }),
  tool_use: told('tool_use', /asked for a tool/),
  pause_turn: told('pause_turn', /paused/),
  model_context_window_exceeded: told('model_context_window_exceeded', /filled the model’s context/),
  refusal: refused(null, /declined/),
};

/** It is an error of its own, with words for its category. */
function refused(category: string | null, words: RegExp): Shown {
  return shown(`told: ${words.source}`, async () => {
    const { reply } = await exchange({ text: 'I', refusal: category === null ? {} : { category: category as RefusalCategory } });
    assert.ok(reply.error?.kind === 'refused' && reply.error.category === category);
    const { sentence, action } = describeError(reply.error, t);
    assert.match(sentence, words);
    assert.equal(action.kind, 'editPrompt');
  });
}

export const refusals: Rows<RefusalCategory> = {
  cyber: refused('cyber', /security risk/),
  bio: refused('bio', /biological risk/),
  frontier_llm: refused('frontier_llm', /competing model/),
  reasoning_extraction: refused('reasoning_extraction', /its own thinking/),
  general_harms: refused('general_harms', /harm/),
};
