import assert from 'node:assert/strict';
import { firstLines, isTooLong, lastLines, longestText } from '../../../src/context/limits.ts';

describe('how long what goes with a prompt may be', () => {
  it('a length', () => {
    assert.ok(!isTooLong('x'.repeat(longestText)));
    assert.ok(isTooLong('x'.repeat(longestText + 1)));
  });

  const beginnings: readonly [text: string, longest: number, first: string, count: number, all: number][] = [
    ['one\ntwo', 7, 'one\ntwo', 2, 2],
    ['one\ntwo', 6, 'one', 1, 2],
    ['one\ntwo\n', 7, 'one\ntwo', 2, 3],
    ['one\ntwo', 2, 'on', 1, 2],
    ['one', 0, '', 1, 1],
    ['a😀b', 2, 'a', 1, 1],
    ['', 5, '', 1, 1],
  ];
  for (const [text, longest, first, count, all] of beginnings)
    it(`the first ${longest} of ${JSON.stringify(text)}`, () => assert.deepEqual(firstLines(text, longest), { text: first, count, all }));

  const ends: readonly [text: string, longest: number, last: string][] = [
    ['one\ntwo', 7, 'one\ntwo'],
    ['one\ntwo', 5, 'two'],
    ['one\ntwo\n', 7, 'two\n'],
    ['one\ntwo', 2, 'wo'],
    ['a😀b', 2, 'b'],
  ];
  for (const [text, longest, last] of ends)
    it(`the last ${longest} of ${JSON.stringify(text)}`, () => assert.equal(lastLines(text, longest), last));
});
