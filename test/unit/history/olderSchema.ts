/** Databases as earlier versions left them: what each migration added is taken away again, the last first. */
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from '../../../src/history/schema.ts';

/** By the version that brought them. */
const added: Readonly<Record<number, string>> = {
  2: 'DROP TABLE picture_uses; DROP TABLE pictures;',
  3: 'DROP TABLE documents;',
  4: `DROP INDEX messages_used;
    ALTER TABLE messages DROP COLUMN web_fetch_requests;
    ALTER TABLE messages DROP COLUMN web_search_requests;
    ALTER TABLE messages DROP COLUMN speed;
    ALTER TABLE messages DROP COLUMN inference_geo;
    ALTER TABLE messages DROP COLUMN service_tier;
    ALTER TABLE bodies DROP COLUMN cache;
    ALTER TABLE conversations DROP COLUMN options;`,
  5: `DROP TABLE moves; DROP TABLE places; DROP INDEX conversations_placed;
    ALTER TABLE conversations DROP COLUMN place_id;`,
};

/** Takes a closed database of this version back to an earlier one. */
export function takeBackTo(file: string, version: number): void {
  const database = new DatabaseSync(file);
  try {
    for (let from = schemaVersion; from > version; from--) database.exec(added[from] ?? '');
    database.exec(`PRAGMA user_version = ${version}`);
  } finally {
    database.close();
  }
}
