import assert from 'node:assert/strict';
import { UpdateStream } from '../../../src/chat/updateStream.ts';
import type { Update } from '../../../src/shared/protocol.ts';
import type { TurnView } from '../../../src/shared/turnView.ts';
import { FakeClock } from './fakes.ts';

function posted() {
  const sent: { seq: number; update: Update; ack: boolean }[] = [];
  const clock = new FakeClock();
  const stream = new UpdateStream((message) => void sent.push(message), clock);
  const deltas = () => sent.flatMap(({ seq, update }) => (update.type === 'delta' ? [{ seq, text: update.text }] : []));
  const asked = () => sent.flatMap(({ seq, ack }) => (ack ? [seq] : []));
  return { stream, sent, deltas, asked, clock };
}

const turn = (id: string): TurnView => ({ id, createdAt: 0, siblings: { index: 0, count: 1 }, blocks: [], role: 'user', origin: 'typed' });

describe('flow control by acknowledgement', () => {
  it('posts the first delta at once', () => {
    const { stream, deltas } = posted();
    stream.delta('m', 0, 'a');
    assert.deepEqual(deltas(), [{ seq: 1, text: 'a' }]);
  });

  it('posts once a frame, and merges what comes meanwhile', () => {
    const { stream, deltas, asked, clock } = posted();
    for (let ms = 0; ms < 1000; ms++) {
      stream.delta('m', 0, 'x');
      clock.pass(1);
      stream.acknowledge(asked().at(-1) ?? 0);
    }
    assert.ok(deltas().length <= 60, `${deltas().length} messages in a second`);
    assert.equal(asked().length, 4);
    clock.pass(17);
    assert.equal(
      deltas().reduce((length, { text }) => length + text.length, 0),
      1000,
    );
  });

  it('leaves every second frame out while text comes faster than anybody reads', () => {
    const { stream, deltas, asked, clock } = posted();
    const second = (text: string) => {
      const before = deltas().length;
      for (let ms = 0; ms < 1000; ms++) {
        stream.delta('m', 0, text);
        clock.pass(1);
        stream.acknowledge(asked().at(-1) ?? 0);
      }
      return deltas().length - before;
    };
    const [much, little] = [second('x'.repeat(200)), second('x')];
    assert.ok(much <= 31 && little >= 55, `${much} and ${little} messages in a second`);
  });

  it('has sixteen frames on their way at the most, however long the page takes', () => {
    const { stream, deltas, asked, clock } = posted();
    for (let n = 0; n < 10_000; n++) {
      stream.delta('m', 0, 'x');
      clock.pass(1);
    }
    assert.equal(deltas().length, 16);
    assert.deepEqual(asked(), [12]);
    stream.acknowledge(12);
    assert.equal(deltas().length, 17);
    assert.equal(
      deltas().reduce((length, { text }) => length + text.length, 0),
      10_000,
    );
  });

  it('has 32 768 units of text on their way at the most, and what filled that up', () => {
    const { stream, deltas, asked, clock } = posted();
    for (let n = 0; n < 10; n++) {
      stream.delta('m', 0, 'x'.repeat(12_000));
      clock.pass(34);
    }
    assert.deepEqual(
      deltas().map(({ text }) => text.length),
      [12_000, 12_000, 12_000],
    );
    assert.deepEqual(asked(), [3]);
    stream.acknowledge(3);
    clock.pass(34);
    assert.deepEqual(
      deltas().map(({ text }) => text.length),
      [12_000, 12_000, 12_000, 84_000],
    );
    assert.deepEqual(asked(), [3, 4]);
  });

  it('never waits for a word that it has not asked for, whatever comes', () => {
    const { stream, sent, deltas, asked, clock } = posted();
    const lengths = [1, 20_000, 36_000, 40, 32_767, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 16_384, 16_383, 1];
    const total = 30 * lengths.reduce((sum, length) => sum + length, 0);
    for (let n = 0; n < 30 * lengths.length; n++) {
      stream.delta('m', n % 7 === 0 ? 1 : 0, 'x'.repeat(lengths[n % lengths.length] ?? 0));
      if (n % 50 === 0) stream.update({ type: 'turn', turn: turn('m') });
      clock.pass(5);
      const last = asked().at(-1);
      if (n % 10 === 0 && last !== undefined) stream.acknowledge(last);
    }
    for (let n = 0; n < 3; n++) {
      stream.acknowledge(asked().at(-1) ?? 0);
      clock.pass(17);
    }
    assert.equal(
      deltas().reduce((sum, { text }) => sum + text.length, 0),
      total,
    );
    assert.ok(sent.every(({ update, ack }) => !ack || update.type === 'delta'));
  });

  it('asks for nothing where little is on its way', () => {
    const { stream, asked, clock } = posted();
    for (let n = 0; n < 5; n++) {
      stream.delta('m', 0, 'x');
      clock.pass(17);
    }
    assert.deepEqual(asked(), []);
  });

  it('keeps the order over blocks and messages', () => {
    const { stream, sent, clock } = posted();
    for (const [message, block] of [
      ['m', 0],
      ['m', 0],
      ['m', 0],
      ['m', 1],
      ['n', 0],
      ['n', 0],
    ] as const)
      stream.delta(message, block, `${message}${block}`);
    clock.pass(17);
    assert.deepEqual(
      sent.map(({ update }) => update),
      [
        { type: 'delta', messageId: 'm', block: 0, text: 'm0' },
        { type: 'delta', messageId: 'm', block: 0, text: 'm0m0' },
        { type: 'delta', messageId: 'm', block: 1, text: 'm1' },
        { type: 'delta', messageId: 'n', block: 0, text: 'n0n0' },
      ],
    );
  });

  it('posts what is pending before a turn as a whole', () => {
    const { stream, sent, clock } = posted();
    for (const text of ['1', '2', '3']) stream.delta('m', 0, text);
    stream.delta('n', 0, 'n');
    stream.update({ type: 'turn', turn: turn('m') });
    clock.pass(17);
    assert.deepEqual(
      sent.map(({ update }) => (update.type === 'delta' ? update.text : update.type)),
      ['1', '23', 'n', 'turn'],
    );
  });

  it('numbers every update, without a gap', () => {
    const { stream, sent, clock } = posted();
    stream.delta('m', 0, 'a');
    stream.update({ type: 'turn', turn: turn('m') });
    clock.pass(17);
    stream.delta('m', 1, 'b');
    assert.deepEqual(
      sent.map(({ seq }) => seq),
      [1, 2, 3],
    );
  });
});
