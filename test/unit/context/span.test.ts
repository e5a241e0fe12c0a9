import assert from 'node:assert/strict';
import { type Edit, findSpan, movedSpan, type Span } from '../../../src/context/span.ts';

const text = 'one two three';
const two: Span = { start: 4, end: 7 };

function edited(edit: Edit): string {
  const now = text.slice(0, edit.rangeOffset) + edit.text + text.slice(edit.rangeOffset + edit.rangeLength);
  const { start, end } = movedSpan(two, edit);
  return now.slice(start, end);
}

describe('a part of a text that is edited', () => {
  const cases: readonly [name: string, rangeOffset: number, rangeLength: number, text: string, expected: string][] = [
    ['before it', 0, 3, 'four', 'two'],
    ['right before it', 4, 0, 'not ', 'two'],
    ['after it', 8, 5, '', 'two'],
    ['right after it', 7, 0, 'fold', 'two'],
    ['in it', 5, 1, '-', 't-o'],
    ['all of it', 4, 3, 'zwei', 'zwei'],
    ['taken away', 4, 3, '', ''],
    ['over its beginning', 2, 4, '_', '_o'],
    ['over its end', 6, 3, '_', 'tw_'],
    ['around it', 0, 13, 'all', 'all'],
  ];
  for (const [name, rangeOffset, rangeLength, inserted, expected] of cases)
    it(name, () => assert.equal(edited({ rangeOffset, rangeLength, text: inserted }), expected));

  it('is found from where it was on, else anywhere', () => {
    assert.deepEqual(findSpan('a b a', 'a', 1), { start: 4, end: 5 });
    assert.deepEqual(findSpan('a b c', 'a', 1), { start: 0, end: 1 });
    assert.equal(findSpan('a b c', 'd', 0), undefined);
    assert.equal(findSpan('a b c', '', 0), undefined);
  });
});
