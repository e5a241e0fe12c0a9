/** Server-sent events, cut anywhere and with any ends of lines. */
import assert from 'node:assert/strict';
import { ServerEventReader } from '../../../src/claude/serverEvents.ts';

const text = [
  'event: one\ndata: {"a":1}\n\n',
  ': a comment\nid: 7\nretry: 10\nevent:two\ndata:{"b":\ndata: 2}\n\n',
  'event: without data\n\n',
  'data: without a name\n\n\n',
  'event: last\ndata:  «😀»\n\n',
  'event: never ended\ndata: lost\n',
].join('');
const events = [
  { name: 'one', data: '{"a":1}' },
  { name: 'two', data: '{"b":\n2}' },
  { name: '', data: 'without a name' },
  { name: 'last', data: ' «😀»' },
];

describe('server-sent events', () => {
  for (const [name, end] of [
    ['line feeds', '\n'],
    ['carriage returns', '\r'],
    ['both', '\r\n'],
  ] as const) {
    it(`are the same in pieces of any size, with ${name}`, () => {
      const whole = `\ufeff${text.replaceAll('\n', end)}`;
      for (let size = 1; size <= whole.length; size += 1) {
        const reader = new ServerEventReader();
        const read = [];
        for (let from = 0; from < whole.length; from += size) read.push(...reader.read(whole.slice(from, from + size)));
        assert.deepEqual(read, events, `in pieces of ${size}`);
      }
    });
  }

  it('come as soon as their last line ends', () => {
    const reader = new ServerEventReader();
    assert.deepEqual(reader.read('event: a\r\ndata: 1\r\n\r'), [{ name: 'a', data: '1' }]);
    assert.deepEqual(reader.read('\nevent: b\ndata: 2\n'), []);
    assert.deepEqual(reader.read('\n'), [{ name: 'b', data: '2' }]);
  });
});
