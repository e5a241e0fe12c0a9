import assert from 'node:assert/strict';
import type Anthropic from '@anthropic-ai/sdk';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { clientFor } from './testClient.ts';

const system = 'word '.repeat(1000);
const cache_control = { type: 'ephemeral' } as const;
const hello: Anthropic.MessageParam = { role: 'user', content: 'Hello' };

describe('Caching in the simulator', () => {
  let simulator: Simulator;
  let time = 0;

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'Fine.' } }), now: () => time });
  });
  afterEach(() => {
    simulator.reset();
    time = 0;
  });
  after(() => simulator.close());

  function ask(change: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) {
    return clientFor(simulator).messages.create({ model: 'claude-opus-5-5', max_tokens: 100, system, messages: [hello], ...change });
  }
  async function usage(change: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) {
    const { usage: used } = await ask(change);
    return { input: used.input_tokens, read: used.cache_read_input_tokens, written: used.cache_creation_input_tokens };
  }

  it('does nothing where it is not asked for', async () => {
    assert.deepEqual(await usage(), { input: 1255, read: 0, written: 0 });
    assert.deepEqual(await usage(), { input: 1255, read: 0, written: 0 });
  });

  it('writes a prefix, reads it, and lets it go after its time', async () => {
    assert.deepEqual(await usage({ cache_control }), { input: 3, read: 0, written: 1252 });
    const more: Anthropic.MessageParam[] = [hello, { role: 'assistant', content: 'Fine.' }, { role: 'user', content: 'More, please' }];
    assert.deepEqual(await usage({ cache_control, messages: more }), { input: 9, read: 1252, written: 5 });
    time += 300_001;
    assert.deepEqual(await usage({ cache_control, messages: more }), { input: 9, read: 0, written: 1257 });
  });

  it('keeps an hour what is marked so', async () => {
    const marked = [{ type: 'text' as const, text: system, cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } }];
    const { usage: first } = await ask({ system: marked });
    assert.deepEqual(first.cache_creation, { ephemeral_1h_input_tokens: 1250, ephemeral_5m_input_tokens: 0 });
    time += 3_500_000;
    assert.equal((await usage({ system: marked })).read, 1250);
  });

  it('caches nothing that is too short', async () => {
    assert.deepEqual(await usage({ cache_control, system: 'Be brief.' }), { input: 8, read: 0, written: 0 });
  });

  it('keeps what is said for one effort and one way of thinking', async () => {
    const high = { cache_control, output_config: { effort: 'high' } } as const;
    assert.equal((await usage(high)).written, 1252);
    assert.equal((await usage(high)).read, 1252);
    assert.equal((await usage({ cache_control, output_config: { effort: 'low' } })).read, 0);
    assert.equal((await usage({ ...high, thinking: { type: 'adaptive' } })).read, 0);
  });

  it('tells why a prefix could not be read', async () => {
    const diagnostics = { previous_message_id: null };
    const first = await ask({ diagnostics });
    assert.equal(first.diagnostics, null);
    const askAfter = (change: Partial<Anthropic.MessageCreateParamsNonStreaming>) =>
      ask({ diagnostics: { previous_message_id: first.id }, ...change });
    assert.equal((await askAfter({ messages: [hello, { role: 'assistant', content: 'Fine.' }, hello] })).diagnostics, null);
    const reason = async (change: Partial<Anthropic.MessageCreateParamsNonStreaming>) =>
      (await askAfter(change)).diagnostics?.cache_miss_reason;
    assert.deepEqual(await reason({ model: 'claude-opus-5' }), { type: 'model_changed', cache_missed_input_tokens: 1252 });
    assert.deepEqual(await reason({ system: 'Be brief.' }), { type: 'system_changed', cache_missed_input_tokens: 1252 });
    assert.deepEqual(await reason({ tools: [{ name: 'read', input_schema: { type: 'object' } }] }), {
      type: 'tools_changed',
      cache_missed_input_tokens: 1252,
    });
    assert.deepEqual(await reason({ messages: [{ role: 'user', content: 'Hi' }] }), {
      type: 'messages_changed',
      cache_missed_input_tokens: 2,
    });
    assert.deepEqual(await reason({ diagnostics: { previous_message_id: 'msg_nobody' } }), { type: 'previous_message_not_found' });
  });
});
