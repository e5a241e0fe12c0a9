import assert from 'node:assert/strict';
import { mergeEvents, OpenTurn, type TurnEvent } from '../../../src/chat/turnEvents.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { assistantMessage } from './messages.ts';

const events: readonly TurnEvent[] = [
  { type: 'started', at: 5, apiId: 'msg_1', model: 'claude-sonnet-5-5', usage: { ...noUsage, input: 12 } },
  { type: 'blockStarted', at: 7, index: 0, block: { type: 'thinking', thinking: '', signature: '' } },
  { type: 'thinking', index: 0, text: 'Let me ' },
  { type: 'thinking', index: 0, text: 'see.' },
  { type: 'signature', index: 0, signature: 'abc' },
  { type: 'blockEnded', index: 0 },
  { type: 'blockStarted', at: 9, index: 1, block: { type: 'text', text: '' } },
  { type: 'text', index: 1, text: 'Hel' },
  { type: 'text', index: 1, text: 'lo' },
  { type: 'citation', index: 1, citation: { raw: { type: 'char_location' }, source: null } },
  { type: 'blockEnded', index: 1 },
  { type: 'ended', stopReason: 'end_turn', category: null, usage: { ...noUsage, input: 12, output: 4 } },
];

function play(all: readonly TurnEvent[]) {
  const turn = new OpenTurn(assistantMessage());
  for (const event of all) turn.apply(event);
  return turn.message();
}

describe('a turn that streams', () => {
  it('becomes the message that its events tell', () => {
    const message = play(events);
    assert.deepEqual(message.blocks, [
      { type: 'thinking', thinking: 'Let me see.', signature: 'abc' },
      { type: 'text', text: 'Hello', citations: [{ raw: { type: 'char_location' }, source: null }] },
    ]);
    assert.equal(message.apiId, 'msg_1');
    assert.equal(message.firstTokenAt, 7);
    assert.equal(message.stopReason, 'end_turn');
    assert.deepEqual(message.usage, { ...noUsage, input: 12, output: 4 });
  });

  it('is the same from merged events, cut anywhere: what a checkpoint keeps is what was shown', () => {
    for (let cut = 0; cut <= events.length; cut++) {
      const pieces = [...mergeEvents(events.slice(0, cut)), ...mergeEvents(events.slice(cut))];
      assert.deepEqual(play(pieces), play(events));
      assert.deepEqual(play(mergeEvents(events.slice(0, cut))), play(events.slice(0, cut)));
    }
  });

  it('merges neighbouring text into one event', () => {
    const text: TurnEvent[] = Array.from({ length: 1000 }, (_, n) => ({ type: 'text', index: 0, text: `${n} ` }));
    assert.equal(mergeEvents(text).length, 1);
  });

  it('keeps the input of a tool call, and says so when it was cut', () => {
    const start: TurnEvent = {
      type: 'blockStarted',
      at: 1,
      index: 0,
      block: { type: 'opaque', raw: { type: 'tool_use', id: 't', input: {} } },
    };
    const whole = play([start, { type: 'inputJson', index: 0, json: '{"a":' }, { type: 'inputJson', index: 0, json: '1}' }]);
    assert.deepEqual(whole.blocks, [{ type: 'opaque', raw: { type: 'tool_use', id: 't', input: { a: 1 } } }]);
    const cut = play([start, { type: 'inputJson', index: 0, json: '{"a":' }]);
    assert.deepEqual(cut.blocks, [{ type: 'opaque', raw: { type: 'tool_use', id: 't', input: { incomplete_json: '{"a":' } } }]);
  });

  it('passes over a delta of a block that was never opened', () => {
    assert.deepEqual(play([{ type: 'text', index: 3, text: 'lost' }]).blocks, []);
  });
});
