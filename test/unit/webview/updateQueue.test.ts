/** Updates that wait for a frame: in their order, long text in portions, acknowledged when all of it is taken. */
import assert from 'node:assert/strict';
import type { Update } from '../../../src/shared/protocol.ts';
import { UpdateQueue } from '../../../src/webview/updateQueue.ts';

const delta = (text: string): Update => ({ type: 'delta', messageId: 'a1', block: 0, text });

function takeAll(queue: UpdateQueue) {
  const taken: { text: string; seq: number | null }[] = [];
  while (!queue.isEmpty) {
    const { updates, seq } = queue.take();
    taken.push({ text: updates.map((update) => (update.type === 'delta' ? update.text : '')).join(''), seq });
  }
  return taken;
}

describe('updates that wait for a frame', () => {
  it('are taken together as long as they are short', () => {
    const queue = new UpdateQueue();
    queue.add(1, delta('One'));
    queue.add(null, delta(' two'));
    queue.add(2, delta(' three'));
    assert.deepEqual(takeAll(queue), [{ text: 'One two three', seq: 2 }]);
  });

  it('are taken by portions of about 1 024 units where they are long, and acknowledged with the last', () => {
    const queue = new UpdateQueue();
    queue.add(7, delta('x'.repeat(2500)));
    queue.add(null, delta('end'));
    assert.deepEqual(
      takeAll(queue).map(({ text, ...rest }) => ({ length: text.length, ...rest })),
      [
        { length: 1024, seq: null },
        { length: 1024, seq: null },
        { length: 455, seq: 7 },
      ],
    );
  });

  it('are never cut within a character', () => {
    const queue = new UpdateQueue();
    const text = `x${'😀'.repeat(5000)}`;
    queue.add(1, delta(text));
    const pieces = takeAll(queue).map((each) => each.text);
    assert.ok(pieces.length > 2);
    assert.equal(pieces.join(''), text);
    for (const piece of pieces) assert.doesNotMatch(piece, /^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });
});
