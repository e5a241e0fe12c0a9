import type { WorkspaceScope } from '../chat/historyStore.ts';
import type { SearchHit } from '../shared/conversation.ts';
import { fold } from '../shared/fold.ts';
import { messageText } from '../shared/message.ts';
import type { Connection, Row } from './connection.ts';
import { excerptOf } from './excerpt.ts';
import { readMessage } from './messages.ts';
import { integer, readableRows, readSummary, summaryColumns, text } from './rows.ts';
import { parseQuery, type SearchQuery } from './searchQuery.ts';

/** How many of the newest matches are read and compared: enough to choose from, and 3 ms to read. */
const mostCandidates = 200;

interface Found {
  readonly id: string;
  readonly conversationId: string;
  readonly said: string;
  readonly score: number;
}

/**
 * Titles that match first, then messages with the words, then messages with what was typed inside of words. Among messages: those with
 * all that was typed in one piece, then those that say it more often, then the newest.
 */
export function search(connection: Connection, query: string, scope: WorkspaceScope, limit: number): SearchHit[] {
  const parsed = parseQuery(query);
  if (!parsed || limit <= 0) return [];
  const hits = searchTitles(connection, parsed, scope, limit);
  const found = new Map<string, Found>();
  if (hits.length < limit) for (const each of searchWords(connection, parsed, scope)) found.set(each.id, each);
  if (hits.length + found.size < limit) {
    for (const each of searchInside(connection, parsed, scope)) if (!found.has(each.id)) found.set(each.id, each);
  }
  return [...hits, ...[...found.values()].slice(0, limit - hits.length).flatMap((each) => messageHit(connection, parsed, each))];
}

/** Titles are few and short: looking through them is simpler than an index, finds parts of words, and took 3 ms for 2 000. */
function searchTitles(connection: Connection, { terms }: SearchQuery, scope: WorkspaceScope, limit: number): SearchHit[] {
  const sql = `SELECT seq, title FROM conversations
    WHERE deleted_at IS NULL AND message_count > 0 AND title <> '' AND (?1 IS NULL OR workspace_id = ?1) ORDER BY updated_at DESC`;
  const seqs: number[] = [];
  for (const row of connection.iterate(sql, scope)) {
    const title = fold(String(row['title']));
    if (!terms.every((term) => title.includes(term.text))) continue;
    seqs.push(integer(row, 'seq'));
    if (seqs.length >= limit) break;
  }
  return seqs.flatMap((seq) =>
    readableRows(connection.all(`SELECT ${summaryColumns} FROM conversations WHERE seq = ?`, seq), (row) => {
      const conversation = readSummary(row);
      return { conversation, messageId: null, ...excerptOf(conversation.title, terms) };
    }),
  );
}

/** The newest messages that match, without prompts that only ask to go on and are not shown; joined so that the index is read from its end and only as far as needed. */
const candidates = (table: 'words' | 'trigrams') => `SELECT m.id, m.conversation_id FROM ${table}
  CROSS JOIN messages m ON m.seq = ${table}.rowid CROSS JOIN conversations c ON c.id = m.conversation_id
  WHERE ${table} MATCH ?1 AND m.origin IS NOT 'continue' AND c.deleted_at IS NULL AND (?2 IS NULL OR c.workspace_id = ?2) ORDER BY ${table}.rowid DESC LIMIT ?3`;

const newest = `SELECT m.id, m.conversation_id FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id
  WHERE m.origin IS NOT 'continue' AND c.deleted_at IS NULL AND (?1 IS NULL OR c.workspace_id = ?1) ORDER BY m.seq DESC LIMIT ?2`;

function searchWords(connection: Connection, query: SearchQuery, scope: WorkspaceScope): Found[] {
  if (query.wordMatch === null) return [];
  const rows = connection.all(candidates('words'), query.wordMatch, scope, mostCandidates);
  // What is not a word, as an operator of code, is not in this index.
  const others = query.terms.filter(({ asWords }) => asWords === null);
  return ranked(connection, rows, query, (said) => others.every((term) => said.includes(term.text)));
}

function searchInside(connection: Connection, query: SearchQuery, scope: WorkspaceScope): Found[] {
  const rows =
    query.trigramMatch === null
      ? connection.all(newest, scope, mostCandidates)
      : connection.all(candidates('trigrams'), query.trigramMatch, scope, mostCandidates);
  return ranked(connection, rows, query, (said) => query.terms.every((term) => said.search(term.anywhere) >= 0));
}

function ranked(connection: Connection, rows: readonly Row[], query: SearchQuery, matches: (folded: string) => boolean): Found[] {
  const whole = query.terms.map((term) => term.text).join(' ');
  const found = readableRows(rows, (row) => ({ id: text(row, 'id'), conversationId: text(row, 'conversation_id') })).flatMap(
    ({ id, conversationId }, age) => {
      const message = readMessage(connection, id);
      const said = message ? messageText(message) : '';
      const folded = fold(said);
      if (!matches(folded)) return [];
      const inOnePiece = query.terms.length > 1 && folded.includes(whole) ? 2 : 0;
      const often = query.terms.reduce((sum, term) => sum + Math.min(count(folded, term.text), 4), 0) / (4 * query.terms.length);
      return [{ id, conversationId, said, score: inOnePiece + often - age / mostCandidates }];
    },
  );
  return found.sort((a, b) => b.score - a.score);
}

/** How often a text occurs, up to 4. */
function count(text: string, part: string): number {
  let times = 0;
  for (let at = text.indexOf(part); at >= 0 && times < 4; at = text.indexOf(part, at + part.length)) times++;
  return times;
}

function messageHit(connection: Connection, { terms }: SearchQuery, { id, conversationId, said }: Found): SearchHit[] {
  const rows = connection.all(`SELECT ${summaryColumns} FROM conversations WHERE id = ?`, conversationId);
  return readableRows(rows, (row) => ({ conversation: readSummary(row), messageId: id, ...excerptOf(said, terms) }));
}
