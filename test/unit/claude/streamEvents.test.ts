import assert from 'node:assert/strict';
import { OpenTurn } from '../../../src/chat/turnEvents.ts';
import { StreamTranslator } from '../../../src/claude/streamEvents.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { assistantMessage } from '../chat/messages.ts';

function translate(events: readonly unknown[]) {
  const translator = new StreamTranslator(() => 7);
  return [...events.flatMap((event) => translator.translate(event)), ...translator.finish()];
}

const start = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-sonnet-5-5', usage: { input_tokens: 10, output_tokens: 1 } },
};

describe('events of the wire', () => {
  it('become the engine’s, with cumulative usage', () => {
    const events = translate([
      start,
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 9, cache_read_input_tokens: 5, output_tokens_details: { thinking_tokens: 3 } },
      },
      { type: 'message_stop' },
    ]);
    assert.deepEqual(events, [
      { type: 'started', at: 7, apiId: 'msg_1', model: 'claude-sonnet-5-5', usage: { ...noUsage, input: 10, output: 1 } },
      { type: 'blockStarted', at: 7, index: 0, block: { type: 'text', text: '' } },
      { type: 'text', index: 0, text: 'Hi' },
      { type: 'blockEnded', index: 0 },
      { type: 'ended', stopReason: 'end_turn', category: null, usage: { ...noUsage, input: 10, output: 9, cacheRead: 5, thinking: 3 } },
    ]);
  });

  it('split cache writes by their life', () => {
    const usage = {
      input_tokens: 1,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens: 0,
    };
    const [started] = translate([{ ...start, message: { ...start.message, usage } }]);
    assert.deepEqual(started?.type === 'started' && started.usage, { ...noUsage, input: 1, cacheWrite5m: 10, cacheWrite1h: 20 });
  });

  it('keep what a price depends on beside tokens, and nothing where it is as usual', () => {
    const told = (usage: object, end: object) => {
      const events = translate([
        { ...start, message: { ...start.message, usage: { input_tokens: 1, output_tokens: 0, ...usage } } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2, ...end } },
      ]);
      const ended = events.at(-1);
      return ended?.type === 'ended' ? ended.usage.billing : null;
    };
    const usual = { service_tier: 'standard', inference_geo: 'global', speed: 'standard', server_tool_use: null };
    assert.equal(told(usual, { server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 } }), undefined);
    assert.deepEqual(told({ ...usual, inference_geo: 'us' }, { server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 } }), {
      serviceTier: 'standard',
      inferenceGeo: 'us',
      speed: 'standard',
      webSearches: 2,
      webFetches: 1,
    });
    assert.deepEqual(told({ service_tier: 7, inference_geo: null, speed: 'fast' }, { server_tool_use: 'many' }), {
      serviceTier: null,
      inferenceGeo: null,
      speed: 'fast',
      webSearches: 0,
      webFetches: 0,
    });
  });

  it('tell why the cache was missed, where the API says so', () => {
    const miss = (diagnostics: unknown) => {
      const [started] = translate([{ ...start, message: { ...start.message, diagnostics } }]);
      return started?.type === 'started' ? started.miss : null;
    };
    // None was asked for, nothing was missed, and the API does not know yet.
    assert.deepEqual([miss(undefined), miss(null), miss({ cache_miss_reason: null })], [undefined, undefined, undefined]);
    const reason = (type: string, more: object = {}) => miss({ cache_miss_reason: { type, ...more } });
    const known = ['model_changed', 'system_changed', 'tools_changed', 'messages_changed'];
    for (const type of known) assert.deepEqual(reason(type, { cache_missed_input_tokens: 12 }), { reason: type, tokens: 12 });
    for (const type of ['previous_message_not_found', 'unavailable']) assert.deepEqual(reason(type), { reason: type, tokens: null });
    assert.deepEqual(reason('moon_phase'), { reason: 'other', tokens: null });
  });

  it('keep a block of an unknown kind as it came', () => {
    const [event] = translate([{ type: 'content_block_start', index: 2, content_block: { type: 'hologram', data: [1, 2] } }]);
    assert.deepEqual(event, { type: 'blockStarted', at: 7, index: 0, block: { type: 'opaque', raw: { type: 'hologram', data: [1, 2] } } });
  });

  describe('out of order, twice or without a beginning', () => {
    const begin = (index: number, block: object) => ({ type: 'content_block_start', index, content_block: block });
    const say = (index: number, text: string) => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
    const text = { type: 'text', text: '' };
    /** Kind and text of each block, as the engine makes them. */
    const blocks = (...events: readonly unknown[]) => {
      const turn = new OpenTurn(assistantMessage());
      for (const event of translate(events)) turn.apply(event);
      return turn.message().blocks.map((block) => (block.type === 'text' ? block.text : block.type));
    };

    it('lose nothing where a block begins twice', () => {
      assert.deepEqual(blocks(begin(0, text), say(0, 'One '), begin(0, text), say(0, 'two.')), ['One two.']);
      assert.deepEqual(blocks(begin(0, text), begin(0, { type: 'text', text: 'One ' }), say(0, 'two.')), ['One two.']);
    });

    it('begin the block of a text that comes before it', () => {
      assert.deepEqual(blocks(say(3, 'One '), begin(3, text), say(3, 'two.')), ['One two.']);
    });

    it('keep a text that comes for a block of another kind', () => {
      assert.deepEqual(blocks(begin(0, { type: 'hologram' }), say(0, 'One '), say(0, 'two.')), ['opaque', 'One two.']);
    });

    it('tell blocks apart that have one number', () => {
      const end = { type: 'content_block_stop', index: 0 };
      assert.deepEqual(
        blocks(begin(0, { type: 'thinking' }), end, begin(0, text), say(0, 'One.'), end, begin(0, text), say(0, 'Two.'), end),
        ['thinking', 'One.', 'Two.'],
      );
    });

    it('are numbered from 0, however far away the server begins', () => {
      const indexes = translate([begin(4e9, text), say(4e9, 'Far.'), begin(7, text)]).flatMap((event) =>
        'index' in event ? event.index : [],
      );
      assert.deepEqual(indexes, [0, 0, 1]);
    });
  });

  it('tell a stop reason that is not known as “other”, and a refusal’s category', () => {
    const other = translate([start, { type: 'message_delta', delta: { stop_reason: 'moon_phase' }, usage: {} }]).at(-1);
    assert.equal(other?.type === 'ended' && other.stopReason, 'other');
    const refused = { stop_reason: 'refusal', stop_details: { type: 'refusal', category: 'cyber', explanation: null } };
    const refusal = translate([start, { type: 'message_delta', delta: refused, usage: {} }]).at(-1);
    assert.equal(refusal?.type === 'ended' && refusal.category, 'cyber');
  });

  it('have no end where the API told none', () => {
    assert.equal(
      translate([start]).some(({ type }) => type === 'ended'),
      false,
    );
  });

  const nonsense: readonly unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { type: 'who_knows' },
    { type: 'message_start' },
    { type: 'message_start', message: { id: 3 } },
    { type: 'content_block_start', index: -1, content_block: {} },
    { type: 'content_block_delta', index: 0 },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 7 } },
    { type: 'content_block_delta', index: 0, delta: { type: 'who_knows' } },
    { type: 'message_delta', delta: { stop_reason: 7 }, usage: { output_tokens: 'many' } },
  ];
  for (const event of nonsense) it(`pass over ${JSON.stringify(event)}`, () => assert.deepEqual(translate([event]), []));
});
