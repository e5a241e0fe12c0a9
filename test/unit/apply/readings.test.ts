/** What single lines and diffs are taken for. */
import assert from 'node:assert/strict';
import { hasInnerElision, isElision } from '../../../src/apply/elision.ts';
import { identityOf, nameIn } from '../../../src/apply/identity.ts';
import { Refused } from '../../../src/apply/plan.ts';
import { looksLikeDiff, parseDiff } from '../../../src/apply/unifiedDiff.ts';

describe('apply: what a line is', () => {
  const marks = [
    '// ... existing code ...',
    '// ...existing code...',
    '// …',
    '# ...',
    '# … rest of the file',
    '# rest of the function unchanged',
    '/* ... */',
    '/* existing styles */',
    '<!-- ... -->',
    '<!-- rest of the page -->',
    '{/* ... existing code ... */}',
    '-- ... other columns',
    '; ...',
    '...',
    '…',
    '// unchanged',
    '// ... (rest of the file)',
    '// [... existing code ...]',
    '// other methods remain unchanged',
    '// rest of the code stays the same',
    '// the remaining code is the same as before',
    '// existing imports',
    '// previous code ...',
    '... existing code ...',
    '(* ... *)',
    '// ... handle the other cases ...',
    '# keep existing code',
    "' ...",
    '% ... unchanged ...',
  ];
  for (const line of marks) it(`a mark: ${line}`, () => assert.equal(isElision(line), true));

  const lines = [
    '// Loading...',
    '// waits for the server...',
    '...props,',
    '...(isOpen ? [a] : []),',
    'return [...list];',
    '# TODO: add tests',
    '// The other end of the wire.',
    'foo(...args);',
    '',
    '// See https://example.com/...',
    '"..."',
    '// Only existing users may do this, the rest must ask first and wait.',
    '#!/bin/sh',
    '// previously this was 4',
  ];
  for (const line of lines) it(`no mark: ${line}`, () => assert.equal(isElision(line), false));

  it('a mark within a line', () => {
    const inner = ['function a() { ... }', 'a() { /* ... */ }', 'b() {…}', 'call(…)', 'if (x) { // ... existing code ...', 'items: [...],'];
    const none = ['foo(...args)', '[...list]', 'const { a, ...rest } = b;', 'print("...")', 'a(); // see ... below', 'def f(*args): ...'];
    assert.deepEqual([inner.filter((line) => !hasInnerElision(line)), none.filter((line) => hasInnerElision(line))], [[], []]);
  });

  const identities: readonly (readonly [line: string, identity: string | null])[] = [
    ['export default async function load(path: string) {', 'declared .load'],
    ['const load = async (path) => {', 'declared .load'],
    ['async load(path: string): Promise<string> {', 'declared .load'],
    ['#load(path) {', 'declared .#load'],
    ['get size() {', 'declared .size'],
    ['if (load(path)) {', null],
    ['} else if (load(path)) {', null],
    ['return load(path);', null],
    ['load(path);', null],
    ['useEffect(() => {', null],
    ['export class Store<T> extends Base {', 'type Store'],
    ['pub struct Store {', 'type Store'],
    ['pub(crate) async fn load(&self) -> Text {', 'declared .load'],
    ['impl<T> Display for Store<T> {', 'impl Display for Store<T>'],
    ['func (s *Store) Load(path string) (string, error) {', 'declared Store.Load'],
    ['func Load(path string) string {', 'declared .Load'],
    ['def load(self, path):', 'declared .load'],
    ['public static void main(String[] args) {', 'declared .main'],
    ['int main(int argc, char **argv)', 'declared .main'],
    ["import { a, b } from './a.ts';", 'import ./a.ts'],
    ['from os import path', 'import os'],
    ['import os.path as p', 'import os.path'],
    ['use std::io;', 'import std::io'],
    ['#include <stdio.h>', 'import <stdio.h>'],
    ["it('adds numbers', () => {", 'test adds numbers'],
    ['"version": "1.0.0",', 'key version'],
    ['image: node:20', 'key image'],
    ['color: red;', 'key color'],
    ['module.exports = {', 'set module.exports'],
    ['this.count = 0;', 'set this.count'],
    ['if (a === b) c();', null],
    ['.button:hover {', 'selector .button:hover'],
    ['<nav id="menu" class="a">', 'element nav#menu'],
    ['}', null],
    ['total := 0', 'declared .total'],
  ];
  for (const [line, identity] of identities) {
    it(`declares: ${line}`, () => {
      assert.equal(identityOf(line, false), identity);
      if (identity !== null) assert.ok(line.includes(nameIn(identity)));
    });
  }

  it('headings declare in Markdown only', () => {
    assert.equal(identityOf('## Use it ##', true), 'heading use it');
    assert.equal(identityOf('image: node:20', true), null);
    assert.equal(identityOf('## Use it', false), null);
  });
});

describe('apply: diffs are read', () => {
  it('as such only with headers, or where the fence says so', () => {
    assert.equal(looksLikeDiff('- one\n- two\n+ three', undefined), false);
    assert.equal(looksLikeDiff('-one\n+two', 'diff'), true);
    assert.equal(looksLikeDiff('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b', undefined), true);
    assert.equal(looksLikeDiff('@@ -1 +1 @@\n-a\n+b', undefined), true);
    assert.equal(looksLikeDiff('---\ntitle: a\n---\n', undefined), false);
    assert.equal(looksLikeDiff('@media print {\n}', undefined), false);
  });

  it('with their paths, numbers and ends', () => {
    const text = [
      'diff --git a/src/a.ts b/src/b.ts',
      'rename from src/a.ts',
      '--- a/src/a.ts\t2024-01-01',
      '+++ b/src/b.ts',
      '@@ -3,2 +3,2 @@ function one() {',
      ' a',
      '-b',
      '+c',
      '\\ No newline at end of file',
      '--- /dev/null',
      '+++ b/new.ts',
      '@@ -0,0 +1 @@',
      '+d',
    ].join('\n');
    const [first, second] = parseDiff(text);
    assert.deepEqual(first?.paths, ['src/a.ts', 'src/b.ts']);
    const { oldStart, isCounted, section, oldEndsBare, newEndsBare } = first?.hunks[0] ?? {};
    assert.deepEqual([oldStart, isCounted, section, oldEndsBare, newEndsBare], [3, true, 'function one() {', false, true]);
    assert.deepEqual([second?.paths, second?.hunks[0]?.oldStart], [['new.ts'], 0]);
  });

  it('to the end of the patch, without its signature', () => {
    const [file] = parseDiff('--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n-- \n2.40.1\n');
    assert.deepEqual(
      file?.hunks[0]?.lines.map(({ kind }) => kind),
      ['context', 'removed', 'added'],
    );
  });

  it('or refused with the line that is none', () => {
    assert.throws(
      () => parseDiff('--- a/x\n+++ b/x\nsome words\n@@ -1 +1 @@\n-a\n+b'),
      (error) => error instanceof Refused && error.refusal.reason === 'malformedDiff' && error.refusal.line === 3,
    );
  });
});
