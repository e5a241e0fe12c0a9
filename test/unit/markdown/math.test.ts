// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates that are none are what is tested
/** What is a formula and what is money, a shell variable, a template or an escaped bracket. */
import assert from 'node:assert/strict';
import { InlineParser } from '../../../src/webview/markdown/inlineParser.ts';
import type { InlineResult } from '../../../src/webview/markdown/inlineTokens.ts';
import { closesMath, formula, mathStart } from '../../../src/webview/markdown/mathSyntax.ts';

function parse(text: string): InlineResult {
  return new InlineParser(text, { link: () => undefined, footnote: () => false }).parse();
}

function formulas(text: string): string[] {
  return parse(text).tokens.flatMap((token) => (token.kind === 'math' ? [token.formula.source] : []));
}

const one: readonly string[] = [
  '$x$',
  '$x^2 + y_1$',
  '$5$',
  '$2x$',
  '$-1$',
  '$3 \\times 4$',
  '$+$',
  '${}^{14}\\mathrm{C}$',
  '${\\bf x}$',
  '$(x, y)$',
  '$\\{a\\}$',
  '$a \\$ b$',
  '$a\nb$',
  '$\\sin \\theta$',
  '$x \\text{ if and only if } y$',
  '$f: A \\to B$',
  '$\\operatorname{arg max}_x f(x)$',
  '$|x|$',
  '$a*b*c$',
  '$[a](b)$',
  '$<b>$',
  '$$x$$',
  '$$ x $$',
  '$$\nx = 1\n$$',
  '$$\\text{if $x > 0$}$$',
  '$$ Net Income = 5 $$',
  '\\(x\\)',
  '\\( x \\)',
  '\\(f(x)\\)',
  '\\(a \\\\) b\\)',
  '\\[x\\]',
  '\\[ \\begin{bmatrix} a \\\\[2pt] b \\end{bmatrix} \\]',
  '\\(\\text{$x$}\\)',
];

/** What stands around a formula, `M` being it. */
const around = [
  'M',
  'a M b',
  'M.',
  '(M)',
  'M, M and M',
  '**M**',
  '*M*',
  '[M](/u)',
  'the Mth',
  'Ms',
  'M-axis',
  'M’s',
  'M\nb',
  '设M为',
  'M/M',
  'é: M!',
];

const none: readonly string[] = [
  // Money.
  'costs $5 and $10',
  '$5',
  'US$5 or A$6',
  'US$5 and 6$',
  '$1,000–$2,000',
  '$20-$30',
  '$5/$10',
  '($5)($6)',
  '**$5** or **$6**',
  '$5 million or 10$',
  '$10 per month, 20$ per year',
  '$5, not 10 $',
  'between $5 (or €5) and $10',
  '$AAPL, $TSLA',
  '$AAPL/$TSLA',
  '5$ and 6$',
  '$ 5 $',
  '$',
  '$$',
  '$$$',
  '$$$$',
  '$$$x$$$',
  '$ $',
  'rated $$$ and $$',
  // Shells.
  '$HOME and $PATH',
  'export PATH=$HOME/bin:$PATH',
  'echo $1 $2',
  '$1:$2',
  '$? and $!',
  'run `echo $x` or `echo $y`',
  'set $x to `a$`',
  '$(pwd) and $(date)',
  '$(pwd)/$(date)',
  '${HOME}/${USER}',
  '${HOME}$',
  'cost ${price}$',
  // Programs.
  '$("#a").on($("#b"))',
  "$('a').text() and $('b')",
  '$a+$b',
  '$a->$b and $this->x',
  '$a[$i]',
  '`${a}${b}`',
  '${a} and ${b}',
  '${a}${b}',
  '/^foo$/ and /bar$/',
  '(a|b)$ or (c)$',
  'jQuery.$ and $.ajax',
  // Escapes.
  '\\$x$',
  '\\$5 and \\$6',
  '\\(',
  '\\)',
  '\\(a',
  '\\(see below\\)',
  '\\[see the note\\]',
  '\\[not a link](/foo)',
  '\\(\\)',
  '\\( \\)',
  '\\[\\\\\\]',
  '\\\\(x\\\\)',
  '\\\\[x\\\\]',
  '\\(`x`\\)',
  '\\( a \\( b',
  // Code.
  '`$x$`',
  '``$x$ ` \\(y\\)``',
  'a `$x` b $`',
  '<a href="$x$">',
  'https://a.bc/$x$',
  // Too long.
  `$${'x+'.repeat(600)}x$`,
  `\\(${'x+'.repeat(600)}x\\)`,
  `$$${'x+'.repeat(3_000)}x$$`,
  // Not closed.
  '$x',
  '$$x$',
  '$x$$',
  '\\(x\\]',
  '\\[x\\)',
];

describe('Markdown: formulas', () => {
  it('are found whatever is around them', () => {
    for (const text of one) {
      for (const frame of around) {
        // A dollar of one would begin another.
        if (frame === 'M/M' && text.startsWith('$')) continue;
        const frames = frame.split('M').length - 1;
        assert.deepEqual(formulas(frame.replaceAll('M', () => text)), Array(frames).fill(text), `${JSON.stringify(text)} in ${frame}`);
      }
    }
  });

  it('are not what only has dollars and brackets', () => {
    for (const text of none) assert.deepEqual(formulas(text), [], JSON.stringify(text));
  });

  it('stand beside money', () => {
    assert.deepEqual(formulas('At $5 each, $n$ of them cost $5n$ dollars, or $10 for $n = 2$.'), ['$n$', '$5n$', '$n = 2$']);
  });

  it('know their TeX, and whether they stand on lines of their own', () => {
    assert.deepEqual(
      ['$x$', '$$x$$', '\\(x\\)', '\\[x\\]', '$$ $$', '\\[\\\\\\]'].map((source) => formula(source)),
      [
        { source: '$x$', tex: 'x', display: false },
        { source: '$$x$$', tex: 'x', display: true },
        { source: '\\(x\\)', tex: 'x', display: false },
        { source: '\\[x\\]', tex: 'x', display: true },
        null,
        null,
      ],
    );
  });

  it('are settled as soon as they are, and so is what is none', () => {
    const rows: readonly (readonly [text: string, settled: number])[] = [
      ['one $x$ two three', 12],
      ['one $x + y', 4],
      ['one $x$', 4],
      ['one $x$t', 4],
      ['one $5 for two', 11],
      ['one $HOME and two', 14],
      ['one \\(x', 4],
      ['one \\(see below', 10],
      [`one $${'x+'.repeat(600)} two`, 1206],
      [`one $$${'x +'.repeat(1_700)} two`, 5107],
    ];
    for (const [text, settled] of rows) assert.equal(parse(text).settled?.pos, settled, text.slice(0, 40));
  });

  it('begin a block where nothing else is in the line, and the line is told apart as soon as it can be', () => {
    const rows: readonly (readonly [line: string, whole: string | null, undecided: number])[] = [
      ['$$', 'open', 2],
      ['$$ x', 'open', 4],
      ['$$ x $$', 'closed', 7],
      ['$$x$$ ', 'closed', 6],
      ['$$x$$ is', null, 6],
      ['$$ is the process', null, 8],
      ['$$$', null, 2],
      ['$x$', null, 1],
      ['\\[', 'open', 2],
      ['\\[ x', 'open', 4],
      ['\\[\\begin{x}', 'open', 11],
      ['\\[ x \\]', 'closed', 7],
      ['\\[x\\]', null, 2],
      ['\\[ see the note\\]', null, 9],
      ['\\(x\\)', null, 1],
      ['\\', null, 1],
    ];
    for (const [line, whole, undecided] of rows) {
      const start = mathStart(line, true);
      assert.equal(start && start !== 'undecided' ? (start.closed ? 'closed' : 'open') : start, whole, line);
      let length = 0;
      while (length < line.length && mathStart(line.slice(0, length + 1), false) === 'undecided') length += 1;
      assert.equal(length, undecided, line);
    }
  });

  it('end a block with the mark that began it', () => {
    for (const line of ['$$', 'x $$', 'x$$  ']) assert.equal(closesMath(line, '$$'), true, line);
    for (const line of ['$', '$$$', '$$ x', '\\]']) assert.equal(closesMath(line, '$$'), false, line);
    for (const line of ['\\]', 'x \\]', '\\\\\\] ']) assert.equal(closesMath(line, '\\['), true, line);
    for (const line of ['\\\\]', '\\] x', '$$', ']']) assert.equal(closesMath(line, '\\['), false, line);
  });
});
