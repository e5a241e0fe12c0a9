/** Usage by day, model and conversation, and as a file for spreadsheets. */
import assert from 'node:assert/strict';
import { costOf } from '../../../src/chat/cost.ts';
import type { UsageOfDay } from '../../../src/chat/historyStore.ts';
import { lastDays, text, usageCsv, usageReport } from '../../../src/chat/usageReport.ts';
import { noBilling, noUsage } from '../../../src/shared/message.ts';

const noon = new Date(2026, 10, 21, 12).getTime();
const days = lastDays(noon, 3);

function group(day: number, changes: Partial<UsageOfDay> = {}): UsageOfDay {
  const usage = { ...noUsage, input: 1000, output: 500 };
  return { day, conversationId: 'c1', title: 'One', model: 'claude-sonnet-5-5', usage, prompt: 1000, turns: 2, ...changes };
}

/** Cells of each line, by RFC 4180. */
function cellsOf(csv: string): string[][] {
  assert.equal(csv[0], '\ufeff');
  assert.match(csv, /\r\n$/);
  const lines = csv.slice(1).match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g) ?? [];
  return lines.map((line) =>
    [...line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    ),
  );
}

describe('the usage report', () => {
  it('days are those of the calendar, the last one today', () => {
    assert.deepEqual(
      days.map((day) => new Date(day).toDateString()),
      ['Thu Nov 19 2026', 'Fri Nov 20 2026', 'Sat Nov 21 2026', 'Sun Nov 22 2026'],
    );
    // Also over the ends of months, and where a day is longer or shorter than others.
    const year = lastDays(noon, 366);
    assert.equal(new Set(year).size, 367);
    for (const day of year) assert.equal(new Date(day).getHours(), 0);
  });

  it('sums by day, model and conversation, the dearest first', () => {
    const groups = [
      group(days[0] ?? 0),
      group(days[2] ?? 0, { conversationId: 'c2', title: 'Two', model: 'claude-opus-5', turns: 1 }),
      group(days[2] ?? 0, { conversationId: 'c2', title: 'Two', model: 'claude-opus-5-20260101', turns: 1 }),
      group(days[2] ?? 0, { model: 'local-1', turns: 1 }),
    ];
    const report = usageReport(groups, days, costOf, (model) => `Model ${model}`);
    // Sonnet: 1000 × 2 + 500 × 10 = 7000; Opus: 1000 × 5 + 500 × 25 = 17 500, twice.
    const dollars = (sums: readonly { readonly cost: number }[]) => sums.map(({ cost }) => cost.toFixed(6));
    assert.deepEqual(dollars(report.days), ['0.007000', '0.000000', '0.035000']);
    assert.deepEqual(
      report.days.map(({ turns, partial }) => [turns, partial]),
      [
        [2, false],
        [0, false],
        [3, true],
      ],
    );
    assert.deepEqual(
      report.models.map(({ id, name, turns }) => [id, name, turns]),
      [
        ['claude-opus-5', 'Model claude-opus-5', 2],
        ['claude-sonnet-5-5', 'Model claude-sonnet-5-5', 2],
        ['local-1', 'Model local-1', 1],
      ],
    );
    assert.deepEqual(
      report.conversations.map(({ name, tokens, partial }) => [name, tokens, partial]),
      [
        ['Two', 3000, false],
        ['One', 3000, true],
      ],
    );
    assert.deepEqual([report.total.cost.toFixed(6), report.total.turns, report.total.partial], ['0.042000', 5, true]);
  });

  it('the prompt of a group decides which of a model’s prices it has', () => {
    const long = { model: 'claude-haiku-5-5', usage: { ...noUsage, input: 120_000 } };
    // Two prompts of 60 000 tokens cost 120 000 × 0.1 = 12 000, one of 120 000 costs 120 000 × 0.5 = 60 000.
    const cost = (prompt: number) => usageReport([group(days[0] ?? 0, { ...long, prompt })], days, costOf, String).total.cost.toFixed(6);
    assert.deepEqual([cost(60_000), cost(120_000)], ['0.012000', '0.060000']);
  });
});

describe('usage as CSV', () => {
  it('has exact numbers, a line for each day, conversation, model and way in which it was paid', () => {
    const billing = { ...noBilling, inferenceGeo: 'us', webSearches: 1 };
    const groups = [
      group(days[0] ?? 0, {
        usage: { ...noUsage, input: 1, cacheRead: 3, cacheWrite5m: 5, cacheWrite1h: 7, output: 11, thinking: 2 },
        turns: 1,
      }),
      group(days[0] ?? 0, { usage: { ...noUsage, input: 1 }, prompt: 200_000, turns: 1, estimated: true }),
      group(days[2] ?? 0, { usage: { ...noUsage, input: 1000, billing }, turns: 1 }),
      group(days[2] ?? 0, { model: 'local-1', turns: 1 }),
    ];
    assert.deepEqual(cellsOf(usageCsv(groups, costOf)), [
      [
        ...[
          'day',
          'conversation',
          'model',
          'turns',
          'estimated_turns',
          'input_tokens',
          'cache_write_5m_tokens',
          'cache_write_1h_tokens',
          'cache_read_tokens',
        ],
        ...['output_tokens', 'thinking_tokens', 'web_searches', 'service_tier', 'inference_geo', 'cost_usd'],
      ],
      // 2 × 2 + 5 × 2.5 + 7 × 4 + 3 × 0.1 + 11 × 10 = 154.8 millionths
      ['2026-11-19', 'One', 'claude-sonnet-5-5', '2', '1', '2', '5', '7', '3', '11', '2', '0', '', '', '0.0001548'],
      // 1000 × 2 × 1.1 = 2200 millionths, and a cent
      ['2026-11-21', 'One', 'claude-sonnet-5-5', '1', '0', '1000', '0', '0', '0', '0', '0', '1', '', 'us', '0.0122'],
      ['2026-11-21', 'One', 'local-1', '1', '0', '1000', '0', '0', '0', '500', '0', '0', '', '', ''],
    ]);
  });

  it('is a head alone where nothing was used', () => {
    assert.equal(cellsOf(usageCsv([], costOf)).length, 1);
  });

  for (const [title, cell] of [
    ['Plain', 'Plain'],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' edge ', '" edge "'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', `' =1`],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['', ''],
  ] as const)
    it(`a title ${JSON.stringify(title)}`, () => {
      assert.equal(text(title), cell);
      const [, line] = cellsOf(usageCsv([group(days[0] ?? 0, { title })], costOf));
      assert.equal(line?.length, 15);
      assert.equal(line[1]?.replace(/^'/, ''), title);
      assert.doesNotMatch(line[1] ?? '', /^[=+\-@\t\r]/);
    });
});
