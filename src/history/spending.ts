/** What turns used, summed by the database: bodies are not read, and what comes back does not grow with the number of turns. */
import type { UsageOfDay, UsageScope } from '../chat/historyStore.ts';
import type { UsageGroup } from '../chat/usage.ts';
import type { Connection, Row } from './connection.ts';
import { estimated, readTurnUsage, usageColumns } from './messageRow.ts';
import { integer, readableRows, text } from './rows.ts';

/** Cached tokens counted. */
const prompt = '(m.input_tokens + m.cache_write_5m_tokens + m.cache_write_1h_tokens + m.cache_read_tokens)';

/** What the price of a token depends on. */
const ways: readonly string[] = ['model', 'service_tier', 'inference_geo', 'speed'];
const way = ways.map((column) => `m.${column}`).join(', ');
const counts = usageColumns.filter((column) => !ways.includes(column)).map((column) => `sum(m.${column}) AS ${column}`);

/** Turns of one group cost the same for each token, and are all counted or all estimated: `?1` has the lengths of prompts from which some model costs more. */
const alike = `${way}, estimated, (SELECT count(*) FROM json_each(?1) WHERE value < ${prompt})`;

const sums = `${way}, ${estimated}, count(*) AS turns, max(${prompt}) AS prompt, ${counts.join(', ')}`;

const used = `m.role = 'assistant' AND m.input_tokens IS NOT NULL`;

/** Of a conversation with all its branches, or since a time; those of deleted conversations too, as they were paid for. */
export function readUsageOf(connection: Connection, scope: UsageScope, longPrompts: readonly number[]): UsageGroup[] {
  const [where, value] =
    'conversationId' in scope
      ? (['m.conversation_id = ?2', scope.conversationId] as const)
      : (['m.created_at >= ?2', scope.since] as const);
  const sql = `SELECT ${sums} FROM messages m WHERE ${used} AND ${where} GROUP BY ${alike}`;
  return readableRows(connection.all(sql, JSON.stringify(longPrompts), value), readGroup);
}

/**
 * By day and conversation.
 * @param days beginnings of days, rising, and the end of the last one; milliseconds since the epoch
 */
export function readUsageByDay(connection: Connection, days: readonly number[], longPrompts: readonly number[]): UsageOfDay[] {
  const spans = days.slice(0, -1).map((start, at) => [start, days[at + 1]]);
  const sql = `WITH spans (start, finish) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?2))
    SELECT start, conversation_id, c.title, ${sums}
    FROM spans CROSS JOIN messages m ON m.created_at >= start AND m.created_at < finish
    JOIN conversations c ON c.id = m.conversation_id
    WHERE ${used} GROUP BY start, conversation_id, ${alike} ORDER BY start`;
  return readableRows(connection.all(sql, JSON.stringify(longPrompts), JSON.stringify(spans)), (row) => ({
    ...readGroup(row),
    day: integer(row, 'start'),
    conversationId: text(row, 'conversation_id'),
    title: text(row, 'title'),
  }));
}

function readGroup(row: Row): UsageGroup {
  return { ...readTurnUsage(row), prompt: integer(row, 'prompt'), turns: integer(row, 'turns') };
}
