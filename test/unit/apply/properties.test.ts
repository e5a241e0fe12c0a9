/**
 * Real files, changed in a region at random: what an answer would show of the change gives exactly the changed file, or is refused. A
 * wrong result is a failure.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { applyEdits, inverseEdits } from '../../../src/apply/lineEdits.ts';
import { planApply } from '../../../src/apply/planApply.ts';
import { elidedForm, fragmentForm, looseDiffForm, mutate, raggedForm, random, reindentedForm, unitForm, wholeForm } from './mutations.ts';

const sources = [
  'mocha/lib/runner.js',
  'mocha/lib/suite.js',
  'mocha/lib/cli/run.mjs',
  'mocha/package.json',
  'preact/src/diff/index.js',
  'preact/src/jsx.d.ts',
  'preact/compat/src/render.js',
  'diff/libesm/patch/apply.js',
  'diff/README.md',
  'temml/README.md',
  '@vscode/codicons/dist/codicon.css',
  'vscode-textmate/README.md',
  '@anthropic-ai/sdk/src/client.ts',
  '@anthropic-ai/sdk/src/resources/messages/messages.ts',
  'esbuild/lib/main.d.ts',
  '@types/mocha/index.d.ts',
];

interface Tally {
  exact: number;
  refused: Map<string, number>;
}

const bare = (text: string) => text.replace(/[ \t]+$/gm, '');

const rounds = Number(process.env['APPLY_ROUNDS'] ?? 12);

describe('apply: random changes of real files', () => {
  const files = sources.flatMap((name) => {
    try {
      return [
        {
          name,
          text: readFileSync(join('node_modules', ...name.split('/')), 'utf8')
            .split('\n')
            .slice(0, 3000)
            .join('\n'),
        },
      ];
    } catch {
      return [];
    }
  });

  it('has files', () => assert.ok(files.length >= 10, files.map(({ name }) => name).join()));

  const forms = {
    whole: wholeForm,
    fragment: fragmentForm,
    unit: unitForm,
    reindented: reindentedForm,
    elided: elidedForm,
    ragged: raggedForm,
    diff: (change: Parameters<typeof fragmentForm>[0]) =>
      createTwoFilesPatch('a/file', 'b/file', change.before, change.after, '', '', { context: 3 }),
    looseDiff: looseDiffForm,
  } as const;

  /** How many of a hundred may be refused at most. */
  const mostRefused: Readonly<Record<keyof typeof forms, number>> = {
    whole: 5,
    fragment: 30,
    unit: 35,
    reindented: 40,
    elided: 32,
    ragged: 40,
    diff: 5,
    looseDiff: 15,
  };

  for (const [name, form] of Object.entries(forms)) {
    it(`${name}: exact or refused`, function () {
      this.timeout(120_000);
      const wrong: string[] = [];
      const tally: Tally = { exact: 0, refused: new Map() };
      for (const [index, file] of files.entries()) {
        for (let round = 0; round < rounds; round++) {
          const next = random(index * 7919 + round * 104_729 + name.length);
          const change = mutate(file.text, next);
          const code = form(change, next);
          if (code === null || change.before === change.after) continue;
          const plan = planApply(change.before, code, {
            path: 'file',
            language: /\.md$/.test(file.name) && !/diff/i.test(name) ? 'markdown' : undefined,
          });
          const at = `${name}, ${file.name}, round ${round}`;
          if (plan.kind === 'refused') {
            tally.refused.set(plan.reason, (tally.refused.get(plan.reason) ?? 0) + 1);
            continue;
          }
          // What the code shows may be in the old file as it is: a deletion between lines that say the same.
          if (plan.kind === 'unchanged' && change.before.includes(code.trim())) continue;
          const after = plan.kind === 'edits' ? applyEdits(change.before, plan.edits) : change.before;
          if (bare(after) !== bare(change.after) && process.env['APPLY_SHOW']) {
            console.log(
              at,
              '\n',
              createTwoFilesPatch('wanted', 'was', change.after, after),
              code.length < 3000 ? `\nCODE\n${code}` : '',
              '\nCHANGE\n',
              createTwoFilesPatch('a', 'b', change.before, change.after),
            );
          }
          // A line that differs in white space at its end only stays the file's.
          if (bare(after) !== bare(change.after)) wrong.push(at);
          if (plan.kind === 'edits') assert.equal(applyEdits(after, inverseEdits(change.before, plan.edits)), change.before, at);
          tally.exact++;
        }
      }
      assert.deepEqual(wrong, []);
      const refused = [...tally.refused.values()].reduce((sum, count) => sum + count, 0);
      const rate = (100 * refused) / (refused + tally.exact);
      console.log(`      ${tally.exact} exact, ${refused} refused (${rate.toFixed(1)} %): ${JSON.stringify([...tally.refused])}`);
      assert.ok(rate <= (mostRefused[name as keyof typeof forms] ?? 0), `${rate} % were refused`);
    });
  }
});
