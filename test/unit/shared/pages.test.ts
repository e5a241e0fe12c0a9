/** Pages as they are typed. */
import assert from 'node:assert/strict';
import { countPages, pageAt, pagesIn, pagesLabel, pagesText, readPages, readRanges } from '../../../src/shared/pages.ts';

describe('pages that are typed', () => {
  const good: readonly (readonly [typed: string, label: string])[] = [
    ['3', '3'],
    ['1-5, 8', '1–5, 8'],
    [' 1 - 5 ;8 ', '1–5, 8'],
    ['1–5 8', '1–5, 8'],
    ['8,1-5', '1–5, 8'],
    ['1-3,2-6,7', '1–7'],
    ['5,5,5', '5'],
    ['10-', '10–12'],
    ['-2', '1–2'],
    ['1-12', '1–12'],
    ['012', '12'],
  ];
  for (const [typed, label] of good) {
    it(`“${typed}” are ${label} of 12`, () => {
      const read = readPages(typed, 12);
      assert.ok(read.kind === 'pages');
      assert.equal(pagesLabel(read.ranges), label);
      // What is shown can be typed again.
      assert.deepEqual(readPages(pagesText(read.ranges), 12), read);
      assert.deepEqual(readRanges(JSON.parse(JSON.stringify(read.ranges))), read.ranges);
      const all = pagesIn(read.ranges);
      assert.equal(countPages(read.ranges), all.length);
      assert.deepEqual(
        all.map((_, n) => pageAt(read.ranges, n + 1)),
        all,
      );
      assert.deepEqual([pageAt(read.ranges, 0), pageAt(read.ranges, all.length + 1)], [undefined, undefined]);
    });
  }

  const bad = [
    ['', { reason: 'empty' }],
    [' , ;', { reason: 'empty' }],
    ['-', { reason: 'unreadable', text: '-' }],
    ['all', { reason: 'unreadable', text: 'all' }],
    ['1-2-3', { reason: 'unreadable', text: '1-2-3' }],
    ['1.5', { reason: 'unreadable', text: '1.5' }],
    ['99999999999999999999', { reason: 'unreadable', text: '99999999999999999999' }],
    ['5-2', { reason: 'backwards', text: '5-2' }],
    ['0', { reason: 'beyond', page: 0 }],
    ['1-13', { reason: 'beyond', page: 13 }],
    ['13-', { reason: 'beyond', page: 13 }],
  ] as const;
  for (const [typed, problem] of bad) {
    it(`“${typed}” are none: ${problem.reason}`, () => assert.deepEqual(readPages(typed, 12), { kind: 'problem', problem }));
  }

  it('that were stored as something else are not read', () => {
    for (const raw of [null, [], [[1]], [[2, 1]], [[0, 1]], [['1', 2]], [[1, 2], 3], { 0: [1, 2] }])
      assert.equal(readRanges(raw), undefined);
  });
});
