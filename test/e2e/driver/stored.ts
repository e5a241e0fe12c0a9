/** What stands in the database of an editor that runs. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Editor } from '../../host/editor.mjs';
import { storageOf } from './parley.ts';

/** The first row of a query; undefined where there is none. @param values in the place of its question marks */
export function storedRow(editor: Editor, sql: string, ...values: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const database = new DatabaseSync(join(storageOf(editor), 'parley.db'), { readOnly: true, timeout: 5000 });
  try {
    return database.prepare(sql).get(...values);
  } finally {
    database.close();
  }
}
