/** How a text is gone through: what is joined, what is left out, and when it is another's turn. */
import assert from 'node:assert/strict';
import { type IGrammar, INITIAL } from 'vscode-textmate';
import { colorRuns, type Limits, usualLimits } from '../../../src/highlight/colorRuns.ts';
import { ResultCache } from '../../../src/highlight/resultCache.ts';
import { StyleTable } from '../../../src/highlight/styleTable.ts';
import { plainStyle } from '../../../src/shared/codeColors.ts';

/** Each character is a token whose metadata are its digit. */
function digits(seen: string[] = [], onLine = () => {}): IGrammar {
  return {
    tokenizeLine: () => assert.fail(),
    tokenizeLine2: (line) => {
      seen.push(line);
      onLine();
      const tokens = Uint32Array.from(line === '' ? [0, 0] : [...line].flatMap((character, index) => [index, Number(character)]));
      return { tokens, fonts: [], ruleStack: INITIAL, stoppedEarly: false };
    },
  };
}

const run = (text: string, limits: Partial<Limits> = {}, grammar = digits(), isGivenUp = () => false) =>
  colorRuns(grammar, text, (metadata) => metadata, isGivenUp, { ...usualLimits, ...limits });

describe('highlight: runs', () => {
  it('join what looks the same, over the ends of lines too', async () => {
    assert.deepEqual([...((await run('1122\n2\n\n03')) ?? [])], [2, 1, 7, 2, 9, 0, 10, 3]);
    assert.deepEqual([...((await run('11\n11\n')) ?? [])], [6, 1]);
    assert.deepEqual([...((await run('11')) ?? [])], [2, 1]);
    assert.deepEqual([...((await run('')) ?? [])], []);
  });

  it('leave a very long line plain, and go on behind it', async () => {
    const seen: string[] = [];
    assert.deepEqual([...((await run('1\n22222\n3', { lineLength: 4 }, digits(seen))) ?? [])], [2, 1, 8, 0, 9, 3]);
    assert.deepEqual(seen, ['1', '3']);
  });

  it('end where the time of a text is over: the rest is plain', async () => {
    let time = 0;
    const seen: string[] = [];
    const grammar = digits(seen, () => {
      time += 10;
    });
    const text = '1\n'.repeat(1000);
    assert.deepEqual([...((await run(text, { now: () => time, textTime: 95 }, grammar)) ?? [])], [20, 1]);
    assert.equal(seen.length, 10);
  });

  it('take turns, and are given up where nobody wants them any more', async () => {
    const seen: string[] = [];
    let asked = 0;
    const both = await Promise.all([
      run('1\n1\n1', { slice: 0 }, digits(seen)),
      run('2\n2\n2', { slice: 0 }, digits(seen), () => ++asked === 2),
    ]);
    assert.equal(both[1], undefined);
    assert.deepEqual(seen.join(''), '12121');
  });
});

describe('highlight: styles', () => {
  it('are numbered as they come, and what looks like nothing is plain', () => {
    const table = new StyleTable(['', '#PLAIN', '#000002', '#0000FF'], '#PLAIN');
    const metadata = (foreground: number, fontStyle: number) => (foreground << 15) | (fontStyle << 11) | 0x7ff;
    const indexes = [metadata(1, 0), metadata(3, 0), metadata(1, 1), metadata(3, 0), metadata(3, 14), metadata(1, 0)];
    assert.deepEqual(
      indexes.map((each) => table.indexOf(each)),
      [0, 1, 2, 1, 3, 0],
    );
    assert.deepEqual(table.styles, [
      plainStyle,
      { ...plainStyle, color: '#0000FF' },
      { ...plainStyle, italic: true },
      { color: '#0000FF', italic: false, bold: true, underline: true, strikethrough: true },
    ]);
  });
});

describe('highlight: the last results', () => {
  it('are kept by size, the ones that were used last', () => {
    const cache = new ResultCache(40);
    const colors = (numbers: number) => ({ styles: [plainStyle], runs: new Uint32Array(numbers) });
    for (const key of ['a', 'b', 'c']) cache.set(key, colors(4));
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => cache.get(key) !== undefined),
      [false, true, true],
    );
    cache.get('b');
    cache.set('d', colors(4));
    assert.deepEqual(
      ['b', 'c', 'd'].map((key) => cache.get(key) !== undefined),
      [true, false, true],
    );
    cache.set('large', colors(400));
    assert.deepEqual(
      ['b', 'd', 'large'].map((key) => cache.get(key) !== undefined),
      [false, false, true],
    );
    assert.notEqual(ResultCache.key('t', 's', 'x'), ResultCache.key('t', 'sx', ''));
  });
});
