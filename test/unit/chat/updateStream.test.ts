import assert from 'node:assert/strict';
import { UpdateStream } from '../../../src/chat/updateStream.ts';
import type { TurnView, Update } from '../../../src/shared/protocol.ts';
import { FakeClock } from './fakes.ts';

function posted() {
  const sent: { seq: number; update: Update }[] = [];
  const clock = new FakeClock();
  const stream = new UpdateStream((seq, update) => sent.push({ seq, update }), clock);
  const deltas = () => sent.flatMap(({ seq, update }) => (update.type === 'delta' ? [{ seq, text: update.text }] : []));
  return { stream, sent, deltas, clock };
}

const turn = (id: string): TurnView => ({ id, createdAt: 0, siblings: { index: 0, count: 1 }, blocks: [], role: 'user', origin: 'typed' });

describe('flow control by acknowledgement', () => {
  it('posts the first delta at once', () => {
    const { stream, deltas } = posted();
    stream.delta('m', 0, 'a');
    assert.deepEqual(deltas(), [{ seq: 1, text: 'a' }]);
  });

  it('posts once a frame, and merges what comes meanwhile', () => {
    const { stream, deltas, clock } = posted();
    for (let ms = 0; ms < 1000; ms++) {
      stream.delta('m', 0, 'x');
      clock.pass(1);
      stream.acknowledge(deltas().length);
    }
    assert.ok(deltas().length <= 64, `${deltas().length} messages in a second`);
    clock.pass(16);
    assert.equal(
      deltas().reduce((length, { text }) => length + text.length, 0),
      1000,
    );
  });

  it('has two frames on their way at the most, however long the page takes', () => {
    const { stream, deltas, clock } = posted();
    for (let n = 0; n < 10_000; n++) {
      stream.delta('m', 0, 'x');
      clock.pass(1);
    }
    assert.equal(deltas().length, 2);
    stream.acknowledge(1);
    assert.equal(deltas().length, 3);
    assert.equal(
      deltas().reduce((length, { text }) => length + text.length, 0),
      10_000,
    );
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
    clock.pass(16);
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
    clock.pass(16);
    assert.deepEqual(
      sent.map(({ update }) => (update.type === 'delta' ? update.text : update.type)),
      ['1', '23', 'n', 'turn'],
    );
  });

  it('numbers every update, without a gap', () => {
    const { stream, sent, clock } = posted();
    stream.delta('m', 0, 'a');
    stream.update({ type: 'turn', turn: turn('m') });
    clock.pass(16);
    stream.delta('m', 1, 'b');
    assert.deepEqual(
      sent.map(({ seq }) => seq),
      [1, 2, 3],
    );
  });
});
