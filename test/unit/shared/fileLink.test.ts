import assert from 'node:assert/strict';
import { readFileLink } from '../../../src/shared/fileLink.ts';

describe('a link to a file', () => {
  const links: readonly (readonly [href: string, path: string, line: number | null, column?: number])[] = [
    ['src/a.ts', 'src/a.ts', null],
    ['a.ts', 'a.ts', null],
    ['./src/a.ts', './src/a.ts', null],
    ['src/a.ts:10', 'src/a.ts', 10],
    ['src/a.ts:10:5', 'src/a.ts', 10, 5],
    ['a.ts#L10', 'a.ts', 10],
    ['a.ts#L10-L20', 'a.ts', 10],
    ['a.ts#L10-20', 'a.ts', 10],
    ['a.ts#L10C3-L20C1', 'a.ts', 10, 3],
    ['a.ts:0', 'a.ts', 1],
    ['/home/me/src/a.ts:3', '/home/me/src/a.ts', 3],
    ['C:\\src\\a.ts:3', 'C:\\src\\a.ts', 3],
    ['c:/src/a.ts', 'c:/src/a.ts', null],
    ['my%20notes/read%20me.md', 'my notes/read me.md', null],
    ['src/', 'src/', null],
  ];
  for (const [href, path, line, column = 1] of links) {
    it(`is ${href}`, () => assert.deepEqual(readFileLink(href), { path, line, column }));
  }

  const others = [
    '',
    'https://example.com/a.ts',
    'mailto:a@b.c',
    'command:workbench.action.terminal.new',
    'vscode://file/etc/passwd',
    'vscode-resource:/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    '//example.com/a.ts',
    '\\\\server\\share',
    '#heading',
    '?query',
    'a%00b',
    'a%zz',
    'a.ts:x',
    'x'.repeat(3000),
  ];
  for (const href of others) it(`is not ${JSON.stringify(href.slice(0, 50))}`, () => assert.equal(readFileLink(href), null));
});
