/** Marks of what is cited: where they go, and that the text around them is what it is without them. */
import assert from 'node:assert/strict';
import { citationMark, markAt, mostMarks, withMarks, withoutMarks } from '../../../src/webview/markdown/citationMark.ts';
import { InlineParser } from '../../../src/webview/markdown/inlineParser.ts';

/** A text in which ¹, ² and ³ stand for marks. */
const marked = (text: string) => text.replace(/[¹²³]/g, (sign) => citationMark('¹²³'.indexOf(sign) + 1));
const readable = (text: string) => [1, 2, 3].reduce((sum, number) => sum.replaceAll(citationMark(number), '¹²³'.charAt(number - 1)), text);
const references = { link: () => undefined, footnote: () => false };
const tokens = (text: string) => new InlineParser(text, references).parse().tokens;

describe('Markdown: marks of citations', () => {
  it('tell their number', () => {
    for (const number of [0, 1, 29, 30, 31, mostMarks - 1]) {
      const mark = citationMark(number);
      assert.equal(markAt(`x${mark}y`, 1), number);
      assert.equal(withoutMarks(`x${mark}y`), 'xy');
    }
    for (const text of ['', 'x', '\ufdef', '\ufdef\ufdd0', '\ufdefab', '\ufdef\ufdef\ufdd0']) assert.equal(markAt(text, 0), null);
  });

  it('go where the text ends that is cited, within its block', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['It is warm.', 'It is warm.¹²'],
      ['It is warm.\n\n', 'It is warm.¹²\n\n'],
      ['- one\n- two\n', '- one\n- two¹²\n'],
      ['| a | b |\n', '| a | b ¹²|\n'],
      ['a \\|', 'a \\|¹²'],
      ['```\nx\n```\n', '```\nx\n```\n\n¹²\n'],
      ['| a | b |\n|---|---|\n', '| a | b |\n|---|---|\n\n¹²\n'],
      ['> quoted', '> quoted¹²'],
    ];
    for (const [text, expected] of cases) assert.equal(readable(withMarks(text, [1, 2])), expected);
    assert.equal(withMarks('as it is', []), 'as it is');
  });

  it('count as nothing for the text around them', () => {
    const cases = [
      '**bold.**¹ and',
      'a¹**b** c',
      '**a¹** b',
      '_a_¹ b',
      '(*a.*¹²)',
      'www.example.org¹ is',
      'https://example.org/a?b=c¹',
      'me@example.org¹',
      '`code¹` and',
      '~~gone~~¹',
      '[link](/u)¹',
      'costs $5¹ or $6',
      '$x$¹ is',
    ];
    for (const text of cases) {
      const without = tokens(withoutMarks(marked(text)));
      const rest = tokens(marked(text)).filter(({ kind }) => kind !== 'citation');
      const said = (all: typeof without) => JSON.stringify(joined(all));
      assert.equal(said(rest), said(without), text);
    }
    assert.deepEqual(
      tokens(marked('a¹b²')).flatMap((token) => (token.kind === 'citation' ? [token.number] : [])),
      [1, 2],
    );
  });
});

/** Neighbouring texts as one. */
function joined(all: ReturnType<typeof tokens>): unknown[] {
  const result: unknown[] = [];
  let text = '';
  for (const token of all) {
    if (token.kind === 'text') {
      text += token.text;
      continue;
    }
    result.push(text, token);
    text = '';
  }
  return [...result, text].filter((each) => each !== '');
}
