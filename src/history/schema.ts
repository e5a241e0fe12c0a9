import type { Connection } from './connection.ts';
import { documentTables } from './documents.ts';
import { pictureTables } from './pictures.ts';
import { placeTables } from './places.ts';
import { searchTables } from './searchIndex.ts';

/** "Parl": says in the file's header whose database it is. */
const applicationId = 0x5061726c;

/** The database was written by a newer Parley; this one must not touch it. */
export class NewerSchemaError extends Error {}

/** The file is a database, but not one of Parley's. */
export class ForeignDatabaseError extends Error {}

/**
 * Migrations in order: number n takes the schema from version n to n + 1. One that was released is never changed.
 *
 * What is said is in `bodies`, apart from `messages`, so that walking a tree, counting and summing never read it. Columns that may be
 * long come last in their tables, so that lists need not read through them.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL,
    workspace_name TEXT NOT NULL,
    title TEXT NOT NULL,
    pinned INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    message_count INTEGER NOT NULL,
    leaf_id TEXT,
    model TEXT,
    revision INTEGER NOT NULL,
    deleted_at INTEGER,
    view_state TEXT NOT NULL,
    queue TEXT NOT NULL,
    draft TEXT NOT NULL
  ) STRICT;
  CREATE INDEX conversations_listed ON conversations (workspace_id, pinned DESC, updated_at DESC)
    WHERE deleted_at IS NULL AND message_count > 0;
  CREATE INDEX conversations_listed_anywhere ON conversations (pinned DESC, updated_at DESC)
    WHERE deleted_at IS NULL AND message_count > 0;

  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES messages (id),
    depth INTEGER NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    origin TEXT,
    status TEXT,
    model TEXT,
    stop_reason TEXT,
    input_tokens INTEGER,
    cache_write_5m_tokens INTEGER,
    cache_write_1h_tokens INTEGER,
    cache_read_tokens INTEGER,
    output_tokens INTEGER,
    thinking_tokens INTEGER,
    api_id TEXT,
    first_token_at INTEGER,
    ended_at INTEGER,
    error TEXT
  ) STRICT;
  CREATE INDEX messages_tree ON messages (conversation_id, parent_id);
  CREATE INDEX messages_children ON messages (parent_id);

  CREATE TABLE bodies (
    message_id TEXT PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    blocks TEXT NOT NULL
  ) STRICT;

  -- Whose each streaming message is. The row stays until the message is finished by its owner.
  CREATE TABLE streams (
    message_id TEXT PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    instance TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    heartbeat INTEGER NOT NULL,
    checkpoint_count INTEGER NOT NULL,
    recovered INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE checkpoints (
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (message_id, ordinal)
  ) STRICT;

  ${searchTables}
  `,
  pictureTables,
  documentTables,
  `
  -- What was chosen for the conversation alone, as JSON: see ConversationOptions.
  ALTER TABLE conversations ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

  -- How the reply's request used the prompt cache, as JSON: see TurnCache. Beside what was said, as sums and trees do not need it.
  ALTER TABLE bodies ADD COLUMN cache TEXT;

  -- What else of its usage has a price, as the API told it.
  ALTER TABLE messages ADD COLUMN service_tier TEXT;
  ALTER TABLE messages ADD COLUMN inference_geo TEXT;
  ALTER TABLE messages ADD COLUMN speed TEXT;
  ALTER TABLE messages ADD COLUMN web_search_requests INTEGER;
  ALTER TABLE messages ADD COLUMN web_fetch_requests INTEGER;
  CREATE INDEX messages_used ON messages (created_at) WHERE role = 'assistant' AND input_tokens IS NOT NULL;
  `,
  placeTables,
];

export const schemaVersion = migrations.length;

/**
 * Brings a database to this version's schema, each step whole or not at all.
 * @throws {NewerSchemaError} when the database is ahead of this version; {ForeignDatabaseError} when it is somebody else's.
 */
export function migrate(connection: Connection): void {
  // The usual case costs one read. Otherwise it is asked again under the lock: another window may be migrating too.
  if (checkedVersion(connection) === schemaVersion) return;
  connection.transaction(() => {
    for (let version = checkedVersion(connection); version < schemaVersion; version++) {
      connection.exec(migrations[version] ?? '');
      connection.exec(`PRAGMA user_version = ${version + 1}`);
    }
    connection.exec(`PRAGMA application_id = ${applicationId}`);
  });
}

/** Throws as `migrate` does, and changes nothing. */
export function throwIfForeign(connection: Connection): void {
  checkedVersion(connection);
}

/** The version of the schema that is in a database; 0 for an empty one. */
function checkedVersion(connection: Connection): number {
  const version = Number(connection.value('PRAGMA user_version'));
  const application = Number(connection.value('PRAGMA application_id'));
  if (application !== applicationId) {
    if (application === 0 && version === 0 && connection.value('SELECT count(*) FROM sqlite_schema') === 0) return 0;
    throw new ForeignDatabaseError('This database is not one of Parley’s.');
  }
  if (version > schemaVersion) throw new NewerSchemaError(`The history has schema ${version}, and this Parley knows ${schemaVersion}.`);
  return version;
}
