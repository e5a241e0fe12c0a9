/** Finding in one conversation: every place on the path that is shown, in its order. */
import type { FoundMessage } from '../shared/conversation.ts';
import { fold, phrasePattern } from '../shared/fold.ts';
import { type ContentBlock, messageText } from '../shared/message.ts';
import type { Connection } from './connection.ts';
import { readBlocks } from './messageRow.ts';
import { readableRows, text } from './rows.ts';
import { phraseMatch } from './searchQuery.ts';

const path = `WITH RECURSIVE path (id, seq, parent_id, depth, origin) AS (
  SELECT id, seq, parent_id, depth, origin FROM messages WHERE id = ?1
  UNION ALL
  SELECT m.id, m.seq, m.parent_id, m.depth, m.origin FROM path JOIN messages m ON m.id = path.parent_id
)`;

/**
 * The messages of the path that ends with `leafId` in which what was typed stands as it was typed, but for case, diacritics and white space.
 * A prompt that only asks to go on is not shown, and so not found.
 */
export function findInPath(connection: Connection, leafId: string, query: string): FoundMessage[] {
  const pattern = phrasePattern(query);
  if (!pattern) return [];
  const trigramMatch = phraseMatch(query);
  // What is shorter than a trigram is in no index: all is looked through.
  const candidates = trigramMatch === null ? '' : 'AND seq IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?2)';
  const rows = connection.all(
    `${path} SELECT id, blocks FROM path LEFT JOIN bodies ON message_id = id WHERE origin IS NOT 'continue' ${candidates} ORDER BY depth`,
    ...(trigramMatch === null ? [leafId] : [leafId, trigramMatch]),
  );
  return readableRows(rows, (row) => ({ messageId: text(row, 'id'), count: countIn(readBlocks(row), pattern) })).filter(
    ({ count }) => count > 0,
  );
}

function countIn(blocks: readonly ContentBlock[], pattern: RegExp): number {
  return fold(messageText({ blocks })).match(pattern)?.length ?? 0;
}
