/** Code in the languages that answers are written in, by the grammars that come with the editor. */
import assert from 'node:assert/strict';
import { Skipped } from '../../host/skipped.mjs';
import { editorExtensions, type Mark, type Marker, marker } from './editorExtensions.ts';

interface Sample {
  readonly language: string;
  readonly text: string;
  /** Some of what is coloured, exactly as far as a colour goes. */
  readonly marked: Partial<Record<Mark, readonly string[]>>;
}

const samples: readonly Sample[] = [
  {
    language: 'python',
    text: 'def area(r: float) -> float:  # in m²\n    """Of\n    a circle."""\n    return 3.14 * r ** 2\n',
    marked: {
      keyword: ['def', 'return'],
      function: ['area'],
      comment: ['# in m²'],
      string: ['"""Of\n    a circle."""'],
      number: ['3.14', '2'],
    },
  },
  { language: 'json', text: '{ "a": [1, "two", null] }', marked: { number: ['1'], string: ['"two"'] } },
  { language: 'jsonc', text: '// why\n{ "a": 1 }', marked: { comment: ['// why'], number: ['1'] } },
  {
    language: 'html',
    text: '<p class="x">\n<style>\n/* css */\np { color: red; }\n</style>\n<script>\n// js\nconst n = 1;\n</script>\n',
    marked: { tag: ['p', 'style', 'script'], comment: ['/* css */', '// js'], keyword: ['const'], number: ['1'], string: ['"x"'] },
  },
  { language: 'css', text: 'p { margin: 4px; /* no */ }', marked: { tag: ['p'], comment: ['/* no */'], number: ['4'] } },
  { language: 'markdown', text: '# Title\n\n```js\nlet a = 1;\n```\n', marked: { heading: ['# Title'], keyword: ['let'], number: ['1'] } },
  { language: 'sh', text: 'for f in *.txt; do\n  echo "$f" # each\ndone', marked: { keyword: ['for', 'do', 'done'], comment: ['# each'] } },
  {
    language: 'rust',
    text: 'fn main() {\n  let x: u32 = 1; // one\n  println!("{x}");\n}',
    marked: { keyword: ['fn', 'let'], function: ['main'], comment: ['// one'], number: ['1'] },
  },
  { language: 'go', text: 'package main\n\nfunc f() int { return 7 } // n', marked: { function: ['f'], number: ['7'], comment: ['// n'] } },
  { language: 'diff', text: '--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n', marked: { deleted: ['-old'], inserted: ['+new'] } },
  {
    language: 'sql',
    text: "SELECT 1 -- one\nFROM t WHERE a = 'b'",
    marked: { keyword: ['SELECT', 'FROM', 'WHERE'], comment: ['-- one'], string: ["'b'"] },
  },
  { language: 'yaml', text: 'a: 1 # one\nb: "two"', marked: { number: ['1'], comment: ['# one'], string: ['"two"'] } },
  {
    language: 'tsx',
    text: 'const a = <b c={1}>x</b>; // t',
    marked: { keyword: ['const'], tag: ['b', 'c'], number: ['1'], comment: ['// t'] },
  },
];

/** What fences say, and a text that only the right grammar colours so. */
const names: readonly (readonly [language: string, text: string, mark: Mark, piece: string])[] = [
  ['TypeScript', 'let a', 'keyword', 'let'],
  ['ts', 'let a', 'keyword', 'let'],
  ['mjs', 'let a', 'keyword', 'let'],
  ['py', '# c', 'comment', '# c'],
  ['bash', '# c', 'comment', '# c'],
  ['console', '# c', 'comment', '# c'],
  ['c++', '// c', 'comment', '// c'],
  ['h', '// c', 'comment', '// c'],
  ['C#', '// c', 'comment', '// c'],
  ['yml', 'a: 1', 'number', '1'],
  ['patch', '+new', 'inserted', '+new'],
  ['Dockerfile', '# c', 'comment', '# c'],
  ['ps1', '# c', 'comment', '# c'],
  ['makefile', '# c', 'comment', '# c'],
];

describe('highlight: languages', function () {
  this.timeout(120_000);
  let mark: Marker;

  before(async function () {
    try {
      mark = marker(await editorExtensions());
    } catch (error) {
      if (error instanceof Skipped) this.skip();
      throw error;
    }
  });

  for (const { language, text, marked } of samples) {
    it(`colours ${language}`, async () => {
      const found = await mark(language, text);
      assert.ok(found);
      for (const [kind, expected] of Object.entries(marked)) {
        for (const piece of expected)
          assert.ok(found[kind as Mark]?.includes(piece), `${piece} is no ${kind} in ${JSON.stringify(found, null, 1)}`);
      }
    });
  }

  for (const [language, text, kind, piece] of names) {
    it(`knows what ${language} is`, async () => assert.ok((await mark(language, text))?.[kind]?.includes(piece)));
  }

  it('knows nothing of what is no language', async () => {
    for (const language of ['klingon', 'text', 'constructor', '__proto__', '', '../x'])
      assert.equal(await mark(language, '# c'), null, language);
  });
});
