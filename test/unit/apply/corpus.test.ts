import assert from 'node:assert/strict';
import { applyEdits, inverseEdits } from '../../../src/apply/lineEdits.ts';
import type { ApplyPlan, LineRange } from '../../../src/apply/plan.ts';
import { planApply } from '../../../src/apply/planApply.ts';
import { readCorpus } from './corpus.ts';

const inWords = ({ first, last }: LineRange) => `${first}-${last}`;

function detailOf(plan: ApplyPlan): string {
  if (plan.kind !== 'refused') return '';
  switch (plan.reason) {
    case 'ambiguous':
      return plan.places
        .toSorted((one, other) => one.first - other.first)
        .map(inWords)
        .join(' ');
    case 'unclearElision':
    case 'malformedDiff':
      return String(plan.line);
    case 'unmarkedGap':
      return inWords(plan.missing);
    case 'conflict':
      return String(plan.hunk);
    case 'otherFile':
      return plan.paths.join(' ');
    case 'notFound':
    case 'tooLarge':
      return '';
  }
}

describe('apply: corpus', () => {
  const cases = readCorpus();

  it('has its cases', () => {
    assert.ok(cases.length >= 90, `only ${cases.length}`);
    assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
  });

  for (const { name, file, code, options, expected } of cases) {
    it(name, () => {
      const plan = planApply(file, code, options);
      switch (expected.kind) {
        case 'result':
          assert.equal(plan.kind, 'edits', JSON.stringify(plan));
          if (plan.kind !== 'edits') return;
          assert.equal(applyEdits(file, plan.edits), expected.text);
          assert.equal(plan.how, expected.how);
          break;
        case 'unchanged':
          assert.deepEqual(plan, { kind: 'unchanged' });
          break;
        case 'refused':
          assert.equal(plan.kind === 'refused' ? plan.reason : JSON.stringify(plan), expected.reason);
          assert.equal(detailOf(plan), expected.detail);
          break;
      }
    });
  }

  it('is restored to the byte by the inverse edits, and applying again changes nothing or is refused', () => {
    let edited = 0;
    for (const { name, file, code, options } of cases) {
      const plan = planApply(file, code, options);
      if (plan.kind !== 'edits') continue;
      edited++;
      const { edits } = plan;
      for (const [index, { start, end }] of edits.entries()) {
        assert.ok(start <= end && start >= (edits[index - 1]?.end ?? 0) && end <= file.length, name);
      }
      const after = applyEdits(file, edits);
      assert.equal(applyEdits(after, inverseEdits(file, edits)), file, name);
      const again = planApply(after, code, options);
      if (again.kind === 'edits') assert.equal(applyEdits(after, again.edits), after, `${name}: applied twice`);
    }
    assert.ok(edited >= 50, `only ${edited} were edited`);
  });
});
