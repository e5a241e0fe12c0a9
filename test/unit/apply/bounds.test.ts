/** What no input may do: take long, or throw. Steps are counted, not time. */
import assert from 'node:assert/strict';
import { applyEdits } from '../../../src/apply/lineEdits.ts';
import type { ApplyPlan } from '../../../src/apply/plan.ts';
import { planApply } from '../../../src/apply/planApply.ts';
import { Work } from '../../../src/apply/work.ts';
import { random } from './mutations.ts';

function planned(file: string, code: string): { plan: ApplyPlan; steps: number } {
  const work = new Work();
  const plan = planApply(file, code, {}, work);
  return { plan, steps: work.steps };
}

/** A file of 5 MB: functions that are alike but for their numbers. */
function largeFile(): string {
  const functions = Array.from(
    { length: 48_000 },
    (_, n) =>
      `function part${n}(list) {\n  const value = list[${n % 9}];\n  if (!value) {\n    return;\n  }\n  return value.at(${n % 7});\n}\n`,
  );
  return functions.join('\n');
}

describe('apply: bounds', () => {
  const file = largeFile();
  const changed =
    'function part30000(list) {\n  const value = list[3] ?? list[4];\n  if (!value) {\n    return;\n  }\n  return value.at(5);\n}';

  it('a file of 5 MB: a function is found in a few looks at each line', function () {
    this.timeout(60_000);
    assert.ok(file.length > 5_000_000, String(file.length));
    const lines = file.split('\n').length;
    const { plan, steps } = planned(file, changed);
    assert.equal(plan.kind, 'edits');
    assert.ok(plan.kind === 'edits' && applyEdits(file, plan.edits).includes(changed));
    assert.ok(steps < 12 * lines, `${steps} steps for ${lines} lines`);
  });

  it('a file of 5 MB: a diff, an elision, and code without a place', function () {
    this.timeout(60_000);
    const lines = file.split('\n').length;
    const line = `  const value = list[${30_000 % 9}];`;
    const codes = [
      { code: `@@ @@\n function part30000(list) {\n-${line}\n+  const value = list[8] ?? 0;\n   if (!value) {`, kind: 'edits' },
      { code: `// ... existing code ...\n${changed}\n// ... existing code ...`, kind: 'edits' },
      { code: 'function missing(list) {\n  if (!list) {\n    return;\n  }\n  return list.at(5);\n}', kind: 'refused' },
      { code: '  if (!value) {\n    return;\n  }', kind: 'refused' },
    ];
    for (const { code, kind } of codes) {
      const { plan, steps } = planned(file, code);
      assert.equal(plan.kind, kind, code);
      assert.ok(steps < 60 * lines, `${steps} steps for ${lines} lines: ${code}`);
    }
  });

  it('lines of 1 MB', function () {
    this.timeout(60_000);
    const long = `const data = "${'abc '.repeat(250_000)}";`;
    const before = `import a from 'a';\n${long}\nfunction one(list) {\n  return a.one(list);\n}\n\nfunction two(list) {\n  return a.two(list);\n}\n`;
    const { plan, steps } = planned(before, 'function two(list) {\n  return a.two(list, 2);\n}');
    assert.ok(plan.kind === 'edits' && applyEdits(before, plan.edits) === before.replace('a.two(list)', 'a.two(list, 2)'));
    assert.ok(steps < 100_000, String(steps));
    assert.equal(planned(before, long.replace('abc', 'xyz')).plan.kind, 'edits');
    assert.equal(planned('x\n', `${'{'.repeat(1_000_000)}\n`).plan.kind, 'refused');
  });

  it('lines that are all the same: many places are no place', function () {
    this.timeout(60_000);
    const same = 'call(argument);\n'.repeat(20_000);
    for (const code of [
      'call(argument);\nchanged(argument);\ncall(argument);',
      '@@ @@\n call(argument);\n-call(argument);\n call(argument);',
    ]) {
      const { plan } = planned(same, code);
      assert.equal(plan.kind, 'refused');
      assert.ok(plan.kind === 'refused' && (plan.reason === 'ambiguous' || plan.reason === 'tooLarge'), JSON.stringify(plan).slice(0, 200));
    }
  });

  it('ends when the steps are used up', () => {
    const plan = planApply(file.slice(0, 100_000), changed, {}, new Work(1000));
    assert.deepEqual(plan, { kind: 'refused', reason: 'tooLarge' });
  });

  it('noise of all signs: never throws, and its edits are in order', () => {
    const pieces = [
      '{',
      '}',
      '  ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      'foo',
      'bar(',
      ')',
      ';',
      '// ...',
      '...',
      '@@',
      '--- a',
      '+++ b',
      '+',
      '-',
      ' ',
      '#',
      '"',
      '`',
      '\uFEFF',
      '😀',
      'return',
      ':',
      '<a>',
      '</a>',
    ];
    let edited = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const next = random(seed);
      const noise = (length: number) =>
        Array.from({ length: Math.floor(next() * length) }, () => pieces[Math.floor(next() * pieces.length)]).join('');
      const [before, code] = [noise(60), noise(40)];
      const plan = planApply(before, next() < 0.3 ? before.slice(0, before.length / 2) + code : code, { near: Math.floor(next() * 50) });
      if (plan.kind !== 'edits') continue;
      edited++;
      for (const [index, { start, end }] of plan.edits.entries()) {
        assert.ok(start <= end && end <= before.length && start >= (plan.edits[index - 1]?.end ?? 0), `seed ${seed}`);
      }
    }
    assert.ok(edited > 50, String(edited));
  });
});
