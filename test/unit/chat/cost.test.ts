/** Costs of usage as the API tells it, against sums worked by hand (`test/fixtures/usage.json`); prices that are set. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { costOf, costWith, longPrompts, promptTokens } from '../../../src/chat/cost.ts';
import { type PriceFault, readPrices } from '../../../src/chat/priceSetting.ts';
import { builtInPrices, prices } from '../../../src/chat/prices.ts';
import { sumUsage } from '../../../src/chat/usage.ts';
import { StreamTranslator } from '../../../src/claude/streamEvents.ts';
import { addUsage, noBilling, noUsage, type Usage } from '../../../src/shared/message.ts';

interface Turn {
  readonly name: string;
  readonly model: string;
  readonly start: object;
  readonly end: object;
  readonly hand: readonly string[];
  readonly dollars: string | null;
}

const fixture = JSON.parse(readFileSync('test/fixtures/usage.json', 'utf8')) as { readonly turns: readonly Turn[] };

/** What is kept of a turn's usage, by the way that a reply's takes. */
function usageOf({ model, start, end }: Turn): Usage {
  const translator = new StreamTranslator(() => 1);
  translator.translate({ type: 'message_start', message: { id: 'msg_1', model, usage: start } });
  translator.translate({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: end });
  const [ended] = translator.finish();
  assert.equal(ended?.type, 'ended');
  return ended.usage;
}

/** The value of a line such as `read 4000 × 0.1 = 400`, which is checked. */
function worth(line: string): number {
  const [, terms = '', result = ''] = /([\d.]+(?: [×+] [\d.]+)+) = ([\d.]+)$/.exec(line) ?? [];
  const numbers = terms.split(/ [×+] /).map(Number);
  const value = terms.includes('×') ? numbers.reduce((a, b) => a * b, 1) : numbers.reduce((a, b) => a + b, 0);
  assert.equal(value.toFixed(4), Number(result).toFixed(4), line);
  return value;
}

describe('costs, against sums worked by hand', () => {
  for (const turn of fixture.turns)
    it(turn.name, () => {
      const cost = costOf(turn.model, usageOf(turn));
      if (turn.dollars === null) {
        assert.deepEqual(turn.hand, ['unknown']);
        assert.equal(cost, null);
        return;
      }
      const byHand = turn.hand.map(worth).at(-1) ?? Number.NaN;
      assert.equal((byHand / 1_000_000).toFixed(10), Number(turn.dollars).toFixed(10), 'the sum by hand');
      assert.equal(cost?.toFixed(10), Number(turn.dollars).toFixed(10));
    });

  it('there is a turn for each price that the table has of one', () => {
    const lines = fixture.turns.flatMap(({ hand }) => hand);
    for (const kind of ['input', 'output', 'written for 5 min', 'written for 1 h', 'read', 'half', 'a tenth more', 'one search', 'unknown'])
      assert.ok(
        lines.some((line) => line.startsWith(kind)),
        kind,
      );
  });

  it('a sum says what it does not know', () => {
    const turns = fixture.turns.map((turn) => ({ model: turn.model, usage: usageOf(turn) }));
    const known = fixture.turns.map(({ dollars }) => Number(dollars ?? 0)).reduce((a, b) => a + b, 0);
    const sum = sumUsage(turns, costOf);
    assert.equal(sum.cost.toFixed(10), known.toFixed(10));
    assert.equal(sum.partial, true);
    assert.equal(sumUsage(turns.slice(0, 2), costOf).partial, false);
  });

  it('of several turns together is what they cost one by one, where their prompts are on the same side of the limit', () => {
    const one: Usage = { ...noUsage, input: 60_000, output: 10 };
    const both = addUsage(one, one);
    const each = costOf('claude-haiku-5-5', one) ?? Number.NaN;
    assert.equal(costOf('claude-haiku-5-5', both, promptTokens(one)), 2 * each);
    assert.notEqual(costOf('claude-haiku-5-5', both), 2 * each);
    assert.deepEqual(longPrompts(builtInPrices), [100_000]);
  });

  it('every price has its day, and none is free', () => {
    for (const [model, entry] of Object.entries(prices)) {
      assert.match(entry.asOf ?? '', /^2026-\d\d-\d\d$/, model);
      for (const name of ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const) assert.ok(Number(entry[name]) > 0);
    }
  });
});

describe('prices that are set', () => {
  const million = { ...noUsage, input: 1_000_000 };
  const read = (raw: unknown) => {
    const { table, faults } = readPrices(raw, builtInPrices);
    return { costOf: costWith(() => table), faults };
  };
  const faults = (raw: unknown): readonly PriceFault[] => read(raw).faults;

  it('hold for their model, and what is not said stays as the table has it', () => {
    const { costOf: cost, faults: none } = read({ 'claude-sonnet-5-5': { input: 3 }, 'local-1': { input: 0, output: 0 } });
    assert.deepEqual(none, []);
    assert.equal(cost('claude-sonnet-5-5', million), 3);
    assert.equal(cost('claude-sonnet-5-5', { ...noUsage, output: 1_000_000 }), 10);
    assert.equal(cost('claude-opus-5', million), 5);
    assert.equal(cost('local-1', million), 0);
  });

  it('a cache whose price is not said is not guessed', () => {
    const { costOf: cost } = read({ 'local-1': { input: 1, output: 2 } });
    assert.equal(cost('local-1', million), 1);
    assert.equal(cost('local-1', { ...million, cacheRead: 1 }), null);
    assert.equal(cost('local-1', { ...million, cacheWrite1h: 1 }), null);
  });

  it('long prompts and searches too', () => {
    const long = { ...noUsage, input: 200_000 };
    const set = read({ 'local-1': { input: 1, output: 2, long: { above: 100_000, input: 5, output: 9 } }, webSearches: 20 });
    assert.equal(set.costOf('local-1', long), 1);
    assert.equal(set.costOf('local-1', { ...noUsage, input: 100_000 }), 0.1);
    assert.equal(set.costOf('local-1', { ...noUsage, billing: { ...noBilling, webSearches: 3 } }), 0.06);
    // Of a model of the table it stays, is changed in part, or is taken away.
    assert.equal(read({ 'claude-haiku-5-5': { input: 1 } }).costOf('claude-haiku-5-5', long), 0.1);
    assert.equal(read({ 'claude-haiku-5-5': { long: { input: 1 } } }).costOf('claude-haiku-5-5', long), 0.2);
    assert.equal(read({ 'claude-haiku-5-5': { long: null } }).costOf('claude-haiku-5-5', long), 0.02);
  });

  it('nothing set is the table', () => {
    for (const raw of [undefined, null, {}]) assert.deepEqual(readPrices(raw, builtInPrices), { table: builtInPrices, faults: [] });
  });

  for (const [raw, problem] of [
    ['cheap', { kind: 'notAnObject' }],
    [[1, 2], { kind: 'notAnObject' }],
    [{}, { kind: 'missing', name: 'input' }],
    [{ input: 1 }, { kind: 'missing', name: 'output' }],
    [
      { input: '1', output: 2 },
      { kind: 'notAnAmount', name: 'input' },
    ],
    [
      { input: 1, output: -2 },
      { kind: 'notAnAmount', name: 'output' },
    ],
    [
      { input: 1, output: 1e9 },
      { kind: 'notAnAmount', name: 'output' },
    ],
    [
      { input: Number.NaN, output: 1 },
      { kind: 'notAnAmount', name: 'input' },
    ],
    [
      { input: 1, output: 2, cacheRead: null },
      { kind: 'notAnAmount', name: 'cacheRead' },
    ],
    [
      { input: 1, ouput: 2 },
      { kind: 'unknownName', name: 'ouput' },
    ],
    [
      { input: 1, output: 2, long: { input: 1, output: 2 } },
      { kind: 'notTokens', name: 'long.above' },
    ],
    [
      { input: 1, output: 2, long: { above: 0.5, input: 1, output: 2 } },
      { kind: 'notTokens', name: 'long.above' },
    ],
    [
      { input: 1, output: 2, long: { above: 10, input: 1 } },
      { kind: 'missing', name: 'long.output' },
    ],
    [{ input: 1, output: 2, long: 7 }, { kind: 'notAnObject' }],
  ] as const)
    it(`nonsense is told and not used: ${JSON.stringify(raw)}`, () => {
      assert.deepEqual(faults({ 'local-1': raw }), [{ model: 'local-1', problem }]);
      assert.equal(read({ 'local-1': raw }).costOf('local-1', million), null);
    });

  it('nonsense for a model of the table leaves the table’s own price, and the rest is used', () => {
    const { costOf: cost, faults: told } = read({ 'claude-sonnet-5-5': { input: 'free' }, 'claude-opus-5': { input: 1 }, webSearches: -1 });
    assert.deepEqual(
      told.map(({ model, problem }) => [model, problem.kind]),
      [
        ['claude-sonnet-5-5', 'notAnAmount'],
        ['', 'notAnAmount'],
      ],
    );
    assert.equal(cost('claude-sonnet-5-5', million), 2);
    assert.equal(cost('claude-opus-5', million), 1);
    assert.equal(cost('claude-opus-5', { ...noUsage, billing: { ...noBilling, webSearches: 1 } }), 0.01);
  });

  it('a setting that is no object is not used, and names of objects are no models', () => {
    for (const raw of [1, 'x', [], true]) assert.deepEqual(faults(raw), [{ model: '', problem: { kind: 'notAnObject' } }]);
    assert.equal(costOf('constructor', million), null);
    assert.equal(costOf('__proto__', million), null);
    const { costOf: cost } = read(JSON.parse('{"__proto__": {"input": 1, "output": 2}}'));
    assert.equal(cost('__proto__', million), 1);
    assert.equal(cost('claude-opus-5', million), 5);
  });
});
