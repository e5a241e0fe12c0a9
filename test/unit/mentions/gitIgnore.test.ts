/** What is ignored, beside what git itself says of the same files. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GitIgnore } from '../../../src/mentions/gitIgnore.ts';

type Files = Readonly<Record<string, string>>;

/** The files with rules, by their path, and paths of files that are asked about. */
const cases: readonly [what: string, rules: Files, paths: readonly string[]][] = [
  ['names anywhere', { '.gitignore': 'dist\n*.log' }, ['dist/a.js', 'a/dist/b/c.js', 'dist.js', 'a/x.log', 'x.log/y', 'a/xlog']],
  ['folders only', { '.gitignore': 'build/' }, ['build/a', 'a/build/b', 'x/build', 'rebuild/a']],
  ['from the root', { '.gitignore': '/out\nsrc/gen\n/a/*/c' }, ['out/a', 'a/out/b', 'src/gen/x', 'b/src/gen/x', 'a/b/c', 'a/b/d/c']],
  ['negation', { '.gitignore': '*.env\n!sample.env\n' }, ['a.env', 'sample.env', 'x/sample.env', 'x/b.env']],
  ['the last rule decides', { '.gitignore': '!a.txt\na.txt\n!b/a.txt' }, ['a.txt', 'b/a.txt', 'c/a.txt']],
  ['no return from an ignored folder', { '.gitignore': 'dist/\n!dist/keep.js' }, ['dist/keep.js', 'dist/x.js']],
  ['return by the star', { '.gitignore': '/dist/*\n!/dist/keep/' }, ['dist/keep/a.js', 'dist/x/a.js', 'dist/x.js']],
  [
    'nested files',
    { '.gitignore': '*.gen.ts', 'lib/.gitignore': '!keep.gen.ts\n/own' },
    ['a.gen.ts', 'lib/a.gen.ts', 'lib/keep.gen.ts', 'lib/own/x', 'own/x', 'lib/y/own/x', 'keep.gen.ts'],
  ],
  [
    'a nested file has the last word, over a folder too',
    { '.gitignore': '/a/*', 'a/.gitignore': '!keep/' },
    ['a/keep/x', 'a/other/x', 'a/x'],
  ],
  ['info/exclude', { '.git/info/exclude': 'mine\n*.tmp', '.gitignore': '!keep.tmp' }, ['mine/a', 'x/mine', 'a.tmp', 'keep.tmp']],
  [
    'two stars',
    { '.gitignore': '**/cache\na/**/z\ndeep/**\nx/**/y/*.js' },
    ['cache/1', 'q/cache/1', 'a/z', 'a/b/c/z', 'b/a/z', 'deep/x/y', 'deep', 'x/y/a.js', 'x/1/2/y/a.js', 'x/1/2/y/3/a.js', 'x/y/y/a.js'],
  ],
  [
    'stars within names',
    { '.gitignore': 'a*b*c\n?.txt\nfoo**bar' },
    ['abc', 'axxbyyc', 'acb', 'x/aabbcc', 'a.txt', 'ab.txt', 'foo/bar', 'fooxbar', 'foobar'],
  ],
  [
    'classes',
    { '.gitignore': '[abc].js\n[!x-z].ts\n[[:digit:]]*.md\n[]-].txt' },
    ['a.js', 'd.js', 'x.ts', 'a.ts', '1a.md', 'a1.md', '].txt', '-.txt'],
  ],
  ['escapes', { '.gitignore': '\\#a\n\\!b\n\\*c\nd\\ \n' }, ['#a', '!b', '*c', 'xc', 'd ', 'd']],
  ['comments, blanks, spaces, line ends', { '.gitignore': '# a\n\n  \na  \nb\r\nc\t\n' }, ['a', '# a', 'b', 'c', 'c\t']],
  ['malformed', { '.gitignore': '[abc\nx\\\n[z-a]\n/\n!\n//\n' }, ['[abc', 'a', 'x', 'x\\', 'z', 'm']],
  ['other scripts', { '.gitignore': 'über/\n文*' }, ['über/a', '文档', 'a/文/b', 'x']],
  ['a slash in the middle is from the root', { 'p/.gitignore': 'a/b' }, ['p/a/b', 'p/q/a/b', 'a/b']],
  ['case counts', { '.gitignore': 'Readme' }, ['Readme', 'README']],
];

function ours(rules: Files, paths: readonly string[]): readonly string[] {
  const ignore = new GitIgnore();
  for (const [file, text] of Object.entries(rules)) {
    if (file === '.git/info/exclude') ignore.setExclude(text);
    else ignore.set(dirname(file) === '.' ? '' : dirname(file), text);
  }
  return paths.filter((path) => ignore.ignores(path));
}

describe('what git ignores', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-ignore-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function git(args: readonly string[], input = ''): string {
    const { stdout, stderr, error } = spawnSync('git', ['-c', 'core.excludesFile=', '-c', 'core.ignoreCase=false', ...args], {
      cwd: folder,
      input,
      encoding: 'utf8',
    });
    if (error) throw error;
    assert.equal(stderr, '');
    return stdout;
  }

  function gits(rules: Files, paths: readonly string[]): readonly string[] {
    git(['init', '-q']);
    for (const [file, text] of Object.entries(rules)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return git(['check-ignore', '--no-index', '--stdin', '-z'], paths.map((path) => `${path}\0`).join(''))
      .split('\0')
      .filter((path) => path !== '');
  }

  for (const [what, rules, paths] of cases) {
    it(what, () => assert.deepEqual(ours(rules, paths), gits(rules, paths)));
  }

  it('takes a bounded time for a pattern with many stars', () => {
    const rules = { '.gitignore': `${'a*'.repeat(100)}b\n${'**/a*/'.repeat(40)}b` };
    assert.deepEqual(ours(rules, ['a'.repeat(250), `${'aa/'.repeat(80)}c`]), []);
  });

  it('changes with its files', () => {
    const ignore = new GitIgnore();
    ignore.set('', 'a/');
    assert.ok(ignore.ignores('a/b'));
    ignore.set('', undefined);
    assert.ok(!ignore.ignores('a/b'));
  });
});
