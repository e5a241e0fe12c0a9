/** Going on in memory while the disk cannot be written, with all that can be read of it. */

import type { Connection } from './connection.ts';
import { configure, openForReading, openImmutable, openInMemory } from './database.ts';
import { attempt } from './readDamaged.ts';
import { salvage } from './salvage.ts';
import { migrate } from './schema.ts';

/** Milliseconds to wait for the lock of a database that is only to be read: who wrote there has been waited for already. */
const readPatience = 500;

/** Milliseconds for which a database that cannot be copied whole is read row by row. */
const longestCopy = 10_000;

/** How many of the newest messages can be searched where the index could not be copied: 0.8 s to make. */
const indexedInMemory = 2_000;

/** Bytes of pictures and documents up to which a database is copied with them. */
export const mostFileBytes = 200_000_000;

/** Columns of a conversation that are brought back one by one, if they were changed meanwhile. */
export const mergedColumns = [
  'workspace_id',
  'workspace_name',
  'title',
  'pinned',
  'created_at',
  'updated_at',
  'leaf_id',
  'model',
  'options',
  'deleted_at',
  'view_state',
  'queue',
  'draft',
  'place_id',
] as const;

/** What was written since: `base` is what a conversation was before, null for one that is new. */
const tracking = `
  CREATE TEMP TABLE touched_conversations (id TEXT PRIMARY KEY, base TEXT);
  CREATE TEMP TABLE touched_messages (id TEXT PRIMARY KEY);
  CREATE TEMP TRIGGER conversation_added AFTER INSERT ON main.conversations
    BEGIN INSERT OR IGNORE INTO touched_conversations VALUES (new.id, NULL); END;
  CREATE TEMP TRIGGER conversation_changed BEFORE UPDATE ON main.conversations
    BEGIN INSERT OR IGNORE INTO touched_conversations
      VALUES (old.id, json_object('revision', old.revision, ${mergedColumns.map((column) => `'${column}', old.${column}`).join(', ')})); END;
  ${[
    ['messages', 'id'],
    ['bodies', 'message_id'],
    ['streams', 'message_id'],
    ['checkpoints', 'message_id'],
  ]
    .flatMap(([table, id]) =>
      ['INSERT', 'UPDATE'].map(
        (change) => `CREATE TEMP TRIGGER ${table}_${change} AFTER ${change} ON main.${table}
          BEGIN INSERT OR IGNORE INTO touched_messages VALUES (new.${id}); END;`,
      ),
    )
    .join('\n')}
`;

/**
 * Makes a database in memory with what is on disk, as far as that can be read, which notes what is written to it.
 * @param open the connection that was used until now, if there is one: it can read even a file that is gone.
 * @param room bytes of pictures and documents up to which they are copied, too
 */
export function goOnInMemory(file: string, open: Connection | null, now: () => number, room: number): Connection {
  attempt(() => open?.exec(`PRAGMA busy_timeout = ${readPatience}`));
  const sources = [() => open, () => openForReading(file, readPatience), () => openImmutable(file)];
  // As the one that knows of most says: one without its log may know of less.
  const bytes = sources.map((source) => attempt(() => withSource(source, open, fileBytes)) ?? 0);
  const pictures = Math.max(...bytes) <= room;
  for (const copy of pictures ? [copyWhole, copyRows] : [copyRows]) {
    for (const source of sources) {
      const copied = attempt(() => withSource(source, open, (connection) => copy(connection, now, pictures)));
      if (copied) return prepared(copied);
    }
  }
  return prepared(openInMemory().connection);
}

function withSource<T>(source: () => Connection | null, kept: Connection | null, use: (connection: Connection) => T): T | undefined {
  const connection = source();
  if (!connection) return undefined;
  try {
    return use(connection);
  } finally {
    if (connection !== kept) connection.close();
  }
}

/** Copies a database page by page, its index too: 0.3 s for 45 MB. */
function copyWhole(source: Connection): Connection {
  const { connection, name } = openInMemory();
  return orClose(connection, () => {
    source.run('VACUUM INTO ?', name);
    migrate(connection);
  });
}

function copyRows(source: Connection, now: () => number, pictures: boolean): Connection {
  const { connection } = openInMemory();
  return orClose(connection, () => {
    migrate(connection);
    const end = now() + longestCopy;
    const { messages, whole } = salvage(source, connection, {
      file: null,
      isLate: () => now() > end,
      now: now(),
      indexed: indexedInMemory,
      pictures,
    });
    if (messages === 0 && !whole) throw new Error('Nothing could be read.');
  });
}

/** 0 where there is nothing of the kind, or it cannot be read. SQLite knows lengths without reading what is so long. */
function fileBytes(source: Connection): number {
  const sum = (of: string) => attempt(() => Number(source.value(`SELECT sum(${of}`))) ?? 0;
  return sum('length(whole) + ifnull(length(small), 0)) FROM pictures') + sum('length(bytes)) FROM documents');
}

function orClose(connection: Connection, action: () => void): Connection {
  try {
    action();
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function prepared(connection: Connection): Connection {
  migrate(connection);
  configure(connection);
  connection.exec(tracking);
  return connection;
}
