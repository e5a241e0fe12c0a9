/** What files answers speak of, and what file a code block is of. */
import assert from 'node:assert/strict';
import { isShell, readCodeBlock } from '../../../src/shared/codeBlock.ts';
import { readFileMention } from '../../../src/shared/fileMention.ts';

describe('a word of an answer', () => {
  for (const [text, path, line] of [
    ['src/a.ts', 'src/a.ts', null],
    ['src/a.ts:10', 'src/a.ts', 10],
    ['src/a.ts:10:5', 'src/a.ts', 10],
    ['a.ts#L7', 'a.ts', 7],
    ['package.json', 'package.json', null],
    ['./src/a.test.tsx', './src/a.test.tsx', null],
    ['src\\win\\a.cs', 'src\\win\\a.cs', null],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx', null],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml', null],
    ['Dockerfile', 'Dockerfile', null],
    ['/home/me/project/src/a.py', '/home/me/project/src/a.py', null],
  ] as const) {
    it(`is a file: ${text}`, () => {
      const link = readFileMention(text);
      assert.equal(link?.path, path);
      assert.equal(link?.line, line);
    });
  }

  for (const text of [
    ...['foo', 'console.log', 'Array.prototype.map', 'and/or', 'npm test', '1.5', 'v1.2.3', 'e.g.', '.ts', '*.ts', 'src/', 'Node.js'],
    ...['https://a.example/a.ts', 'file:///etc/passwd.txt', 'command:a.ts', '//server/share/a.ts', '\\\\server\\share\\a.ts', '~/a.ts'],
    ...['example.com/index.html', '@scope/package', 'node:fs', 'a,b.ts', '$HOME/a.ts', 'a%2Fb.ts', `${'a/'.repeat(200)}b.ts`, ''],
  ]) {
    it(`is none: ${text.slice(0, 40)}`, () => assert.equal(readFileMention(text), null));
  }
});

describe('a code block', () => {
  for (const [name, info, text, language, named] of [
    ['a path behind the language', 'ts src/a.ts', 'x', 'ts', ['src/a.ts']],
    ['a path with the language', 'ts:src/a.ts', 'x', 'ts', ['src/a.ts']],
    ['a path alone', 'src/a.py', 'x', 'py', ['src/a.py']],
    ['a title', 'tsx title="app/my page.tsx" {1,3}', 'x', 'tsx', ['app/my page.tsx']],
    ['a title that is none', 'ts title="Before"', 'x', 'ts', []],
    ['a name in braces', "js {filename: 'lib/x.js'}", 'x', 'js', ['lib/x.js']],
    ['lines before the path', '12:15:src/a.ts', 'x', 'ts', ['src/a.ts']],
    ['marks behind the language', 'rust,ignore', 'x', 'rust', []],
    ['a comment', 'ts', '// src/a.ts\nx', 'ts', ['src/a.ts']],
    ['a comment that says so', 'py', '# File: src/a.py (new)\nx', 'py', ['src/a.py']],
    ['a comment of HTML', 'html', '<!-- www/a.html -->\n<p>', 'html', ['www/a.html']],
    ['a comment of CSS', 'css', '/* a.css */', 'css', ['a.css']],
    ['a comment with more in it', 'ts', '// see src/a.ts for this\nx', 'ts', []],
    ['a first line that runs', 'sh', '#!/usr/bin/env a.sh', 'sh', []],
    ['a heading', 'md', '# README.md\n', 'md', []],
    ['a diff', 'diff', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+b', 'diff', ['src/a.ts']],
    ['a diff that deletes', '', '--- a/src/a.ts\t2024\n+++ /dev/null\n', '', ['src/a.ts']],
    ['a diff of two', 'diff', '--- a/a.ts\n+++ b/a.ts\n@@\n--- a/b.ts\n+++ b/b.ts\n', 'diff', ['a.ts', 'b.ts']],
    ['addresses', 'ts file:///etc/passwd.txt', '// command:a.ts', 'ts', []],
    ['another machine', 'ts title="\\\\server\\a.ts"', '', 'ts', []],
  ] as const) {
    it(`names its file by ${name}`, () => {
      const block = readCodeBlock(text, info, '');
      assert.deepEqual([block.language, block.named, block.text], [language, named, text]);
    });
  }

  it('is of the files that are mentioned before it, the nearest first, each once', () => {
    const before = 'In `src/a.ts` (not in src/b.ts), as src/a.ts:10-20 is called by `main.py`:';
    assert.deepEqual(readCodeBlock('', 'ts', before).mentioned, ['main.py', 'src/a.ts', 'src/b.ts']);
  });

  it('has no language where the word is too long for one, so that what is asked for it can be read', () => {
    assert.equal(readCodeBlock('', 'x'.repeat(101), '').language, '');
    assert.equal(readCodeBlock('', `${'x'.repeat(100)} y`, '').language.length, 100);
  });

  it('is for a terminal where its language is a shell’s', () => {
    assert.deepEqual(['bash', 'SH', 'console', 'powershell', 'ts', '', 'python'].map(isShell), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
