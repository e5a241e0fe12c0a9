import type { Message } from '../shared/message.ts';
import { undated } from '../shared/modelId.ts';

const lifetime = { short: 300_000, long: 3_600_000 };

/**
 * Until when the API keeps what a path's last reply was asked with, in milliseconds since the epoch; null where it keeps nothing of it. Each
 * turn that reads it begins its life anew.
 * @param last the last message of the path
 * @param model the one that is asked next: another one has read nothing
 */
export function cachedUntil(last: Message | undefined, model: string): number | null {
  if (last?.role !== 'assistant' || last.usage === null || undated(last.model) !== undated(model)) return null;
  const { cacheRead, cacheWrite5m, cacheWrite1h } = last.usage;
  if (cacheRead + cacheWrite5m + cacheWrite1h === 0) return null;
  return (last.firstTokenAt ?? last.createdAt) + (cacheWrite1h > 0 ? lifetime.long : lifetime.short);
}
