/** Whether conversations of another folder belong to this one: each case with what is done. */
import assert from 'node:assert/strict';
import { isStill, judge, kinship, type Sighting } from '../../../src/chat/places.ts';
import type { Project } from '../../../src/shared/project.ts';

const kettle: Project = { roots: ['k'], remote: 'kettle' };
const teapot: Project = { roots: ['t'], remote: 'teapot' };
const sighting: Sighting = { kinship: 'same', folder: 'gone', sameName: false, trusted: true, declined: false };

describe('a folder and conversations of another', () => {
  const kinships: readonly (readonly [what: string, here: Project | null, there: Project | null, expected: string])[] = [
    ['the same repository', kettle, kettle, 'same'],
    ['it with a second beginning, that was merged in', { ...kettle, roots: ['a', 'k'] }, kettle, 'same'],
    ['a fork', { ...kettle, remote: 'mine' }, kettle, 'relative'],
    ['two of one template', { roots: ['template'], remote: 'one' }, { roots: ['template'], remote: 'two' }, 'relative'],
    ['a copy that is from nowhere', { ...kettle, remote: null }, kettle, 'alike'],
    ['two copies that are from nowhere', { ...kettle, remote: null }, { ...kettle, remote: null }, 'alike'],
    ['a clone of the last commits alone', { ...kettle, roots: ['last'] }, kettle, 'relative'],
    ['another repository', kettle, teapot, 'stranger'],
    ['two others that are from nowhere', { roots: ['k'], remote: null }, { roots: ['t'], remote: null }, 'stranger'],
    ['one without git', kettle, null, 'unknown'],
    ['this one without git', null, kettle, 'unknown'],
    ['both without git', null, null, 'unknown'],
  ];
  for (const [what, here, there, expected] of kinships)
    it(`${what}: ${expected}, from either side`, () => {
      assert.equal(kinship(here, there), expected);
      assert.equal(kinship(there, here), expected);
    });

  const cases: readonly (readonly [what: string, changes: Partial<Sighting>, expected: string | null])[] = [
    ['renamed or moved', {}, 'take moved'],
    ['renamed or moved, and sent back once', { declined: true }, 'offer moved'],
    ['renamed or moved, not trusted', { trusted: false }, null],
    ['cloned a second time', { folder: 'there' }, 'offer clone'],
    ['opened over a remote connection', { folder: 'unknown' }, 'offer clone'],
    ['moved, from nowhere', { kinship: 'alike' }, 'propose moved'],
    ['moved, from nowhere, and sent back once', { kinship: 'alike', declined: true }, 'offer moved'],
    ['moved, from nowhere, not trusted', { kinship: 'alike', trusted: false }, null],
    ['copied, from nowhere', { kinship: 'alike', folder: 'there' }, 'offer clone'],
    ['a fork or of one template, the other there', { kinship: 'relative', folder: 'there' }, 'offer relative'],
    ['a fork or of one template, the other gone', { kinship: 'relative' }, 'offer relative'],
    ['no git, the same name, gone', { kinship: 'unknown', sameName: true }, 'offer name'],
    ['no git, the same name, there', { kinship: 'unknown', sameName: true, folder: 'there' }, null],
    ['no git, the same name, nobody can look', { kinship: 'unknown', sameName: true, folder: 'unknown' }, null],
    ['no git, another name, gone', { kinship: 'unknown' }, null],
    ['no git or not asked, the same name, gone, not trusted', { kinship: 'unknown', sameName: true, trusted: false }, null],
    ['another project of the same name, gone', { kinship: 'stranger', sameName: true }, null],
  ];
  for (const [what, changes, expected] of cases)
    it(`${what}: ${expected ?? 'nothing'}`, () => {
      const verdict = judge({ ...sighting, ...changes });
      assert.equal(verdict && `${verdict.act} ${verdict.why}`, expected);
    });

  it('takes only what is from the same place and began the same, is gone and trusted, and was not sent back', () => {
    let taken = 0;
    for (const kin of ['same', 'alike', 'relative', 'stranger', 'unknown'] as const)
      for (const folder of ['gone', 'there', 'unknown'] as const)
        for (const [sameName, trusted, declined] of bits(3)) {
          const verdict = judge({ kinship: kin, folder, sameName: !!sameName, trusted: !!trusted, declined: !!declined });
          if (verdict?.act !== 'take') continue;
          taken++;
          assert.deepEqual([kin, folder, trusted, declined], ['same', 'gone', true, false]);
        }
    assert.equal(taken, 2);
  });

  it('has still its project on a branch of its own beginning, and perhaps another where its repository is from elsewhere', () => {
    assert.ok(isStill(kettle, kettle));
    assert.ok(isStill(kettle, { ...kettle, roots: ['pages'] }));
    assert.ok(isStill({ ...kettle, remote: null }, { ...kettle, remote: null }));
    assert.ok(!isStill(kettle, { ...kettle, remote: 'another' }));
    assert.ok(!isStill({ ...kettle, remote: null }, kettle));
    assert.ok(!isStill(kettle, teapot));
    assert.ok(!isStill({ ...kettle, remote: null }, { ...teapot, remote: null }));
  });
});

/** All lists of so many truths. */
function bits(count: number): boolean[][] {
  return count === 0
    ? [[]]
    : bits(count - 1).flatMap((rest) => [
        [...rest, false],
        [...rest, true],
      ]);
}
