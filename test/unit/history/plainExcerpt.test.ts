import assert from 'node:assert/strict';
import { withoutMarks } from '../../../src/history/plainExcerpt.ts';

describe('an excerpt without the marks of Markdown', () => {
  const texts: readonly (readonly [marked: string, plain: string])[] = [
    ['It is **very** *important*.', 'It is very important.'],
    ['## Why\n- a `map` of\n* things\n> said', 'Why\na map of\nthings\nsaid'],
    ['x**2 + y ** 2, 3 * 4', 'x**2 + y ** 2, 3 * 4'],
    ['__init__ and #define', '__init__ and #define'],
    ['***all*** of it', 'all of it'],
    ['', ''],
  ];
  for (const [marked, plain] of texts) it(JSON.stringify(marked), () => assert.equal(withoutMarks(marked, []).text, plain));

  it('keeps what was looked for, and marks the same words', () => {
    const text = 'Use **git push** and `git push **`';
    const at = text.indexOf('push **`');
    const plain = withoutMarks(text, [
      [10, 14],
      [at, at + 7],
    ]);
    assert.deepEqual(
      plain.ranges.map(([start, end]) => plain.text.slice(start, end)),
      ['push', 'push **'],
    );
  });
});
