import assert from 'node:assert/strict';
import { ExcludeSettings } from '../../../src/mentions/excludeSettings.ts';

const cases: readonly [setting: unknown, excluded: readonly string[], kept: readonly string[]][] = [
  [{ '**/node_modules': true, '**/.git': true }, ['node_modules', 'a/b/node_modules', '.git'], ['node_modules2', 'a/.github']],
  [{ '**/*.js.map': true }, ['a.js.map', 'x/y/a.js.map'], ['a.js']],
  [{ out: true, 'gen/**': true, './dist': true, 'x/': true }, ['out', 'gen/a', 'gen/a/b', 'dist', 'x'], ['a/out', 'gen', 'b/dist']],
  [{ '**/*.{png,jp{e,}g}': true }, ['a.png', 'b/a.jpg', 'a.jpeg'], ['a.gif', 'a.jpeeg']],
  [{ '**/a?c': true, '**/[0-9].txt': true }, ['abc', 'x/axc', '7.txt'], ['ac', '77.txt']],
  [{ '**/secret': false, '**/maybe': 'yes', '**/null': null }, [], ['secret', 'maybe', 'null']],
  ['nonsense', [], ['a']],
  [null, [], ['a']],
  [{ '[': true, '': true, '{{{{': true }, [], ['a', '[x']],
  [{ [`{a,b}`.repeat(20)]: true }, [], ['ab']],
];

describe('what the exclude settings leave out', () => {
  for (const [setting, excluded, kept] of cases) {
    it(JSON.stringify(setting).slice(0, 60), () => {
      const settings = new ExcludeSettings([setting]);
      for (const path of excluded) assert.ok(settings.excludes(path, undefined), path);
      for (const path of kept) assert.ok(!settings.excludes(path, undefined), path);
    });
  }

  it('takes both settings together', () => {
    const settings = new ExcludeSettings([{ '**/a': true }, { '**/b': true }]);
    assert.deepEqual(
      ['a', 'b', 'c'].map((path) => settings.excludes(path, undefined)),
      [true, true, false],
    );
  });

  it('leaves out a file beside the one that it is made from', () => {
    const settings = new ExcludeSettings([{ '**/*.js': { when: '$(basename).ts' } }]);
    assert.ok(settings.excludes('a/x.js', new Set(['x.ts', 'x.js'])));
    assert.ok(!settings.excludes('a/x.js', new Set(['y.ts', 'x.js'])));
    assert.ok(!settings.excludes('a/x.js', undefined));
  });
});
