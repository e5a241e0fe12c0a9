/** Which project was in which workspace, what there is in others, and bringing it over. */

import type { BroughtOver, Elsewhere, HistoryPlaces } from '../chat/historyPlaces.ts';
import { isStill } from '../chat/places.ts';
import type { ConversationSummary } from '../shared/conversation.ts';
import { isString } from '../shared/json.ts';
import type { Project } from '../shared/project.ts';
import type { Connection, Row } from './connection.ts';
import { integer, optionalText, parseJson, RowError, readableRows, readSummary, summaryColumns, text } from './rows.ts';

/**
 * A place is a project in a workspace, as there may be one after the other in the same folder. A conversation without one is of a project
 * that was not known. What is in `moves` was brought over, and whether it was sent back.
 */
export const placeTables = `
  CREATE TABLE places (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    roots TEXT NOT NULL,
    remote TEXT,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX places_of ON places (workspace_id, seen_at DESC);

  CREATE TABLE moves (
    id TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    from_workspace_id TEXT NOT NULL,
    from_workspace_name TEXT NOT NULL,
    from_place_id TEXT,
    to_workspace_id TEXT NOT NULL,
    moved_at INTEGER NOT NULL,
    undone INTEGER NOT NULL,
    PRIMARY KEY (id, conversation_id)
  ) STRICT;
  CREATE INDEX moves_of ON moves (conversation_id);
  CREATE INDEX moves_undone ON moves (to_workspace_id, from_workspace_id) WHERE undone = 1;

  ALTER TABLE conversations ADD COLUMN place_id TEXT;
  CREATE INDEX conversations_placed ON conversations (workspace_id, place_id, message_count, deleted_at, workspace_name);
`;

/** Milliseconds after which it is noted again that a project is where it was. */
const noteAgain = 24 * 60 * 60 * 1000;
/** So many beginnings of one project are kept: branches may have some of their own. */
const mostRoots = 64;

type From = Parameters<HistoryPlaces['bringOver']>[1];
type To = Parameters<HistoryPlaces['bringOver']>[2];

/** Notes a project, and whose the conversations are of which it was not known. Costs reading alone where nothing is new. */
export function settle(connection: Connection, workspaceId: string, project: Project, now: number): string {
  const unknown = `workspace_id = ? AND (place_id IS NULL OR place_id NOT IN (SELECT id FROM places))`;
  const before = readPlaces(connection, workspaceId);
  const [last] = before;
  const isNoted = last && includes(last.project, project) && now - last.seenAt < noteAgain;
  if (isNoted && !connection.get(`SELECT 1 FROM conversations WHERE ${unknown}`, workspaceId)) return last.id;
  return connection.transaction(() => {
    const id = note(connection, workspaceId, project, now);
    connection.run(`UPDATE conversations SET place_id = ? WHERE ${unknown}`, id, workspaceId);
    return id;
  });
}

function note(connection: Connection, workspaceId: string, project: Project, now: number): string {
  const known = readPlaces(connection, workspaceId).find((place) => isStill(place.project, project));
  const roots = [...new Set([...project.roots, ...(known?.project.roots ?? [])])].slice(0, mostRoots);
  const id = known?.id ?? crypto.randomUUID();
  connection.run(
    `INSERT INTO places (id, workspace_id, roots, remote, seen_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET roots = excluded.roots, remote = excluded.remote, seen_at = max(seen_at, excluded.seen_at)`,
    ...[id, workspaceId, JSON.stringify(roots), project.remote, now],
  );
  return id;
}

function includes(known: Project, project: Project): boolean {
  return known.remote === project.remote && project.roots.every((root) => known.roots.includes(root));
}

interface Place {
  readonly id: string;
  readonly project: Project;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
}

/** The one that was seen last comes first. */
function readPlaces(connection: Connection, workspaceId: string): Place[] {
  const rows = connection.all('SELECT * FROM places WHERE workspace_id = ? ORDER BY seen_at DESC', workspaceId);
  return readableRows(rows, (row) => {
    const project = readProject(row);
    if (!project) throw new RowError('roots');
    return { id: text(row, 'id'), project, seenAt: integer(row, 'seen_at') };
  });
}

/** Null where there is none, or nothing can be made of it. */
function readProject(row: Row): Project | null {
  const roots = parseJson(row['roots']);
  if (!Array.isArray(roots) || roots.length === 0 || !roots.every(isString)) return null;
  return { roots, remote: optionalText(row, 'remote') };
}

/** What there is in other workspaces, by project. */
export function elsewhere(connection: Connection, workspaceId: string): Elsewhere[] {
  const rows = connection.all(
    `SELECT c.*, p.roots, p.remote, EXISTS (SELECT 1 FROM moves m
         WHERE m.undone = 1 AND m.to_workspace_id = ?1 AND m.from_workspace_id = c.workspace_id AND m.from_place_id IS c.place_id) AS declined
       FROM (SELECT workspace_id, max(workspace_name) AS workspace_name, place_id, count(*) AS listed FROM conversations
               WHERE deleted_at IS NULL AND message_count > 0 AND workspace_id <> ?1 GROUP BY workspace_id, place_id) c
       LEFT JOIN places p ON p.id = c.place_id`,
    workspaceId,
  );
  return readableRows(rows, (row) => ({
    workspaceId: text(row, 'workspace_id'),
    workspaceName: text(row, 'workspace_name'),
    placeId: optionalText(row, 'place_id'),
    project: readProject(row),
    count: integer(row, 'listed'),
    declined: integer(row, 'declined') === 1,
  }));
}

export function listElsewhere(connection: Connection, { workspaceId, placeId }: From, limit: number): ConversationSummary[] {
  const sql = `SELECT ${summaryColumns} FROM conversations
    WHERE deleted_at IS NULL AND message_count > 0 AND workspace_id = ? AND place_id IS ? ORDER BY updated_at DESC, seq DESC LIMIT ?`;
  return readableRows(connection.all(sql, workspaceId, placeId, limit), readSummary);
}

/** Deleted ones come too, so that they can be restored there. @param placeId of the project that is in the workspace they go to */
export function bringOver(
  connection: Connection,
  moveId: string,
  { workspaceId, placeId }: From,
  to: To,
  toPlace: string | null,
  now: number,
): BroughtOver | null {
  return connection.transaction(() => {
    if (!connection.get('SELECT 1 FROM moves WHERE id = ?', moveId) && workspaceId !== to.id) {
      connection.run(
        `INSERT INTO moves (id, conversation_id, from_workspace_id, from_workspace_name, from_place_id, to_workspace_id, moved_at, undone)
           SELECT ?, id, workspace_id, workspace_name, place_id, ?, ?, 0 FROM conversations WHERE workspace_id = ? AND place_id IS ?`,
        ...[moveId, to.id, now, workspaceId, placeId],
      );
      connection.run(
        `UPDATE conversations SET workspace_id = ?, workspace_name = ?, place_id = ?, revision = revision + 1
           WHERE id IN (SELECT conversation_id FROM moves WHERE id = ?)`,
        ...[to.id, to.name, toPlace, moveId],
      );
    }
    const brought = 'FROM conversations WHERE deleted_at IS NULL AND id IN (SELECT conversation_id FROM moves WHERE id = ?)';
    const count = Number(connection.value(`SELECT count(*) ${brought} AND message_count > 0`, moveId));
    const typedIn = connection.value(
      `SELECT id ${brought} AND message_count = 0 AND draft <> '""' ORDER BY updated_at DESC, seq DESC LIMIT 1`,
      moveId,
    );
    return count > 0 || isString(typedIn) ? { count, typedIn: isString(typedIn) ? typedIn : null } : null;
  });
}

export function undoMove(connection: Connection, moveId: string): void {
  connection.transaction(() => {
    connection.run(
      `UPDATE conversations SET workspace_id = m.from_workspace_id, workspace_name = m.from_workspace_name, place_id = m.from_place_id,
           revision = revision + 1
         FROM moves m WHERE m.id = ? AND m.undone = 0 AND m.conversation_id = conversations.id AND m.to_workspace_id = conversations.workspace_id`,
      moveId,
    );
    connection.run('UPDATE moves SET undone = 1 WHERE id = ?', moveId);
  });
}
