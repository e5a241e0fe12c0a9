/** The parts of the Markdown island that need no page. */
import assert from 'node:assert/strict';
import { entityAt, unescapeText } from '../../../src/webview/markdown/entities.ts';
import { entityTable } from '../../../src/webview/markdown/entityTable.ts';
import { InlineParser } from '../../../src/webview/markdown/inlineParser.ts';
import { LineCursor } from '../../../src/webview/markdown/lineCursor.ts';
import { planLine } from '../../../src/webview/markdown/linePlan.ts';
import { countCells, delimiterCells } from '../../../src/webview/markdown/tableSyntax.ts';
import { normalizeUri, webLink } from '../../../src/webview/markdown/uri.ts';

describe('Markdown: syntax', () => {
  it('knows all character references of HTML that end in a semicolon', () => {
    const names = entityTable.split('\n').flatMap((line) => line.split(' ').slice(0, -1));
    assert.equal(new Set(names).size + 1, 2125);
    for (const name of names) assert.ok(entityAt(`&${name};`, 0), name);
    const values = ['NewLine', 'Tab', 'nbsp', 'amp', 'NotEqualTilde', 'fjlig', 'CounterClockwiseContourIntegral'].map(
      (name) => entityAt(`&${name};`, 0)?.value,
    );
    assert.deepEqual(values, ['\n', '\t', '\u00a0', '&', '\u2242\u0338', 'fj', '∳']);
    assert.equal(unescapeText('&#0;&#xD800;&#x110000;&#65;&none;&amp\\&amp;'), '\ufffd\ufffd\ufffdA&none;&amp&amp;');
  });

  it('counts tabs as columns, and takes them in part', () => {
    const line = new LineCursor('>\t\tfoo');
    line.skipMarker(1);
    line.skipColumns(1);
    assert.equal(line.indent, 6);
    line.skipColumns(4);
    assert.equal(line.rest(), '  foo');
  });

  it('decides a line no earlier than it may, and no later', () => {
    const decidedAt = (text: string): number => {
      for (let length = 1; length <= text.length; length += 1) {
        const container = { kind: 'root', lastLine: 0, hasChild: false, indent: 0, list: null, add: () => {} } as const;
        if (planLine(new LineCursor(text.slice(0, length)), false, [container], null) !== 'undecided') return length;
      }
      return Number.POSITIVE_INFINITY;
    };
    const rows: readonly (readonly [string, number])[] = [
      ['word', 1],
      ['**bold**', 3],
      ['*emphasis*', 2],
      ['- item', 3],
      ['- - item', 5],
      ['12. item', 5],
      ['1985 was', 5],
      ['## title', 3],
      ['#hash', 2],
      ['> quote', 3],
      ['    code', 5],
      ['---', Number.POSITIVE_INFINITY],
      ['```ts', Number.POSITIVE_INFINITY],
      ['``code``', 3],
      ['```code``` is inline', 8],
      ['<div>', 5],
      ['<b>text', 4],
      ['<b class="a">', Number.POSITIVE_INFINITY],
      ['[^1]: note', 7],
      ['[link](a)', 2],
    ];
    for (const [text, length] of rows) assert.equal(decidedAt(text), length, text);
  });

  it('reads rows of tables', () => {
    assert.deepEqual(delimiterCells('| :-- | :-: | --: | - |'), ['left', 'center', 'right', null]);
    assert.deepEqual(delimiterCells(':-'), ['left']);
    for (const none of ['---', '- -|', '|', '||', '| -- : |', ': | -', '|-|x|']) assert.equal(delimiterCells(none), null, none);
    const counts = ['a', '| a |', 'a | b', '| a || b |', '\\| a', '| `a|b` |', '|', ''].map(countCells);
    assert.deepEqual(counts, [1, 1, 2, 3, 1, 2, 0, 0]);
  });

  it('says up to where the start of a paragraph is settled', () => {
    const settled = (text: string): string | null => {
      const result = new InlineParser(text, { link: () => undefined, footnote: () => false }).parse();
      return result.settled ? text.slice(0, result.settled.pos) : null;
    };
    const rows: readonly (readonly [string, string | null])[] = [
      ['some plain words', 'some plain '],
      ['some **bold wor', 'some '],
      ['some **bold** words', 'some **bold** '],
      ['a `code sp', 'a '],
      ['a [link](http', 'a '],
      ['a [link](b "tit', 'a '],
      ['a [b] c d', 'a [b] c '],
      ['a [b]', 'a '],
      ['a <b c', 'a '],
      ['a < b c', 'a < b '],
      ['2 * 3 * 4', '2 * 3 * '],
      ['a  \nb c', 'a  \nb '],
      ['word', null],
    ];
    for (const [text, start] of rows) assert.equal(settled(text), start, text);
  });

  it('links to the web and to mail, and nowhere else', () => {
    for (const href of ['https://a.bc', 'HTTP://a.bc/d?e#f', 'mailto:a@b.cd']) assert.deepEqual(webLink(href), { href });
    for (const href of [
      'javascript:a',
      'command:a',
      'data:a',
      'vscode:a',
      'file:///a',
      '//a',
      '/a',
      'a',
      'https:',
      'https://',
      ' https://a',
      // Longer than the host reads.
      `https://a.bc/${'x'.repeat(10_000)}`,
      '',
    ])
      assert.equal(webLink(href), null, href);
    assert.equal(normalizeUri('/a b?ä=%20%zz[\\'), '/a%20b?%C3%A4=%20%25zz%5B%5C');
    assert.equal(normalizeUri('\ud800'), '%EF%BF%BD');
  });
});
