/** What was used and paid, by day, by model and by conversation. */

import { undated } from '../shared/modelId.ts';
import type { UsageReportView, UsageRowView } from '../shared/usageView.ts';
import type { CostOf } from './cost.ts';
import type { UsageOfDay } from './historyStore.ts';
import { sumGroups, type UsageGroup } from './usage.ts';

/** The beginnings of the user's last days, rising, and the end of the last one, which is `now`'s; milliseconds since the epoch. */
export function lastDays(now: number, count: number): number[] {
  const today = new Date(now);
  // By the calendar: some days are an hour longer or shorter.
  const start = (offset: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset).getTime();
  return Array.from({ length: count + 1 }, (_, at) => start(at + 1 - count));
}

/**
 * Sums for people.
 * @param days as in `readUsageByDay`
 * @param names of models, for people
 */
export function usageReport(
  groups: readonly UsageOfDay[],
  days: readonly number[],
  costOf: CostOf,
  names: (model: string) => string,
): UsageReportView {
  const sum = (of: readonly UsageGroup[]): Omit<UsageRowView, 'id' | 'name'> => ({
    ...sumGroups(of, costOf),
    turns: of.reduce((all, { turns }) => all + turns, 0),
  });
  const rows = (keyOf: (group: UsageOfDay) => string, nameOf: (first: UsageOfDay) => string): UsageRowView[] =>
    [...Map.groupBy(groups, keyOf)]
      .map(([id, of]) => ({ id, name: of[0] ? nameOf(of[0]) : '', ...sum(of) }))
      .sort((a, b) => b.cost - a.cost || b.tokens - a.tokens);
  const byDay = Map.groupBy(groups, ({ day }) => day);
  return {
    days: days.slice(0, -1).map((day) => ({ day, ...sum(byDay.get(day) ?? []) })),
    models: rows(
      ({ model }) => undated(model),
      ({ model }) => names(model),
    ),
    conversations: rows(
      ({ conversationId }) => conversationId,
      ({ title }) => title,
    ),
    total: sum(groups),
  };
}

const columns = [
  'day',
  'conversation',
  'model',
  'turns',
  'estimated_turns',
  'input_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'cache_read_tokens',
  'output_tokens',
  'thinking_tokens',
  'web_searches',
  'service_tier',
  'inference_geo',
  'cost_usd',
] as const;

/**
 * The same for a spreadsheet: a line for each day, conversation, model and way in which it was paid. What has no known price has an empty
 * cost; of estimated turns, which ended early, it is at least that much. Begins with a mark by which spreadsheets know UTF-8.
 */
export function usageCsv(groups: readonly UsageOfDay[], costOf: CostOf): string {
  const key = ({ day, conversationId, model, usage: { billing } }: UsageOfDay) =>
    JSON.stringify([day, conversationId, model, billing?.serviceTier, billing?.inferenceGeo, billing?.speed]);
  const lines = [...Map.groupBy(groups, key).values()].map((of) => line(of, costOf));
  return `\ufeff${[columns.join(','), ...lines].map((each) => `${each}\r\n`).join('')}`;
}

function line(of: readonly UsageOfDay[], costOf: CostOf): string {
  const first = of[0];
  const sum = (count: (group: UsageOfDay) => number) => of.reduce((all, each) => all + count(each), 0);
  const costs = of.map(({ model, usage, prompt }) => costOf(model, usage, prompt));
  return [
    first ? localDay(first.day) : '',
    text(first?.title ?? ''),
    text(first?.model ?? ''),
    sum(({ turns }) => turns),
    sum(({ turns, estimated }) => (estimated ? turns : 0)),
    sum(({ usage }) => usage.input),
    sum(({ usage }) => usage.cacheWrite5m),
    sum(({ usage }) => usage.cacheWrite1h),
    sum(({ usage }) => usage.cacheRead),
    sum(({ usage }) => usage.output),
    sum(({ usage }) => usage.thinking),
    sum(({ usage }) => usage.billing?.webSearches ?? 0),
    text(first?.usage.billing?.serviceTier ?? ''),
    text(first?.usage.billing?.inferenceGeo ?? ''),
    costs.includes(null) ? '' : exact(costs.reduce<number>((all, cost) => all + (cost ?? 0), 0)),
  ].join(',');
}

/** As the user's calendar has it: `2026-11-21`. */
function localDay(at: number): string {
  const day = new Date(at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** A tenth of a billionth of a dollar is less than any price of a token; never in powers of ten. */
function exact(dollars: number): string {
  return dollars.toFixed(10).replace(/\.?0+$/, '');
}

/** A text as a cell. What a spreadsheet would take for a formula begins with an apostrophe, as one would write it there. */
export function text(value: string): string {
  const cell = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}
