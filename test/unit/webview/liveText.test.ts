import assert from 'node:assert/strict';
import { liveText } from '../../../src/webview/liveText.ts';

/** How many elements of arrays are gone through by `action`. */
function countSteps(action: () => void): number {
  const iterator: Iterator<unknown> = Object.getPrototypeOf([][Symbol.iterator]());
  const { next } = iterator;
  let steps = 0;
  iterator.next = function (this: Iterator<unknown>, ...args) {
    steps++;
    return Reflect.apply(next, this, args);
  };
  try {
    action();
  } finally {
    iterator.next = next;
  }
  return steps;
}

describe('text on its way to a block', () => {
  it('waits for the block, in its order, and goes through nothing for each that comes', () => {
    const steps = countSteps(() => {
      for (let n = 0; n < 1000; n++) liveText.append('m', 0, `${n} `);
    });
    assert.equal(steps, 0);
    let taken = '';
    const leave = liveText.register('m', 0, { append: (text) => (taken += text), catchUp: () => {} });
    liveText.append('m', 0, 'end');
    assert.equal(taken, `${Array.from({ length: 1000 }, (_, n) => n).join(' ')} end`);
    leave();
    liveText.append('m', 0, 'later');
    liveText.clear();
    let again = '';
    liveText.register('m', 0, { append: (text) => (again += text), catchUp: () => {} })();
    assert.equal(again, '');
  });
});
