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

const path = `WITH RECURSIVE path (seq, parent_id) AS (
    SELECT seq, parent_id FROM messages WHERE id = ?2
    UNION ALL
    SELECT m.seq, m.parent_id FROM path JOIN messages m ON m.id = path.parent_id
  )`;

/** Of a scope; what deleted conversations used too, as it was paid for. Of 10 000 messages of a path in 20 ms. */
export function readUsageOf(connection: Connection, scope: UsageScope, longPrompts: readonly number[]): UsageGroup[] {
  const [from, where, value] = within(scope);
  const sql = `${from} WHERE ${used} AND ${where} GROUP BY ${alike}`;
  return readableRows(connection.all(sql, JSON.stringify(longPrompts), value), readGroup);
}

/** The beginning of a statement over the turns of a scope, its condition, and the value of `?2`. */
function within(scope: UsageScope): readonly [from: string, where: string, value: string | number] {
  const all = `SELECT ${sums} FROM messages m`;
  if ('conversationId' in scope) return [all, 'm.conversation_id = ?2', scope.conversationId];
  if ('since' in scope) return [all, 'm.created_at >= ?2', scope.since];
  return [`${path} SELECT ${sums} FROM path JOIN messages m ON m.seq = path.seq`, 'true', scope.leafId];
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
