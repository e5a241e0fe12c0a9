/**
 * Conversations of a file into the history, in one transaction. Nothing that is there is changed: what is there already is passed over, and what is
 * there with other content gets a place beside it, under an id that is made of what it says. So the same file twice adds nothing.
 */
import { createHash } from 'node:crypto';
import { looksLikePicture } from '../pictures/readPicture.ts';
import type { Message } from '../shared/message.ts';
import { type ImportControl, type Imported, type ImportOutcome, importControl } from '../shared/transfer.ts';
import type { Connection } from './connection.ts';
import { storeDocuments } from './documents.ts';
import { erase, oweErasure } from './erase.ts';
import { ImportRefusal, readExportFile } from './exportFile.ts';
import { type DocumentFileItem, exportedWorkspace, type PictureItem } from './exportItems.ts';
import { faultOf } from './faults.ts';
import { ConversationImport } from './importConversation.ts';
import { forgetUnused, hashesIn, storePictures } from './pictures.ts';

/**
 * @param database its file, for what is said of a fault
 * @param here the window's workspace, which may have no conversation yet
 */
export function importFile(
  connection: Connection,
  path: string,
  control: ImportControl,
  database: string,
  here: string | undefined,
): ImportOutcome {
  try {
    return { kind: 'imported', imported: connection.transaction(() => importItems(connection, path, control, here)) };
  } catch (error) {
    if (error instanceof ImportRefusal) return { kind: 'refused', problem: error.problem };
    if (faultOf(error, database)?.kind !== 'unwritable') throw error;
    // What was written of it is in the log, where the disk may be full of it.
    oweErasure(connection);
    erase(connection);
    return { kind: 'refused', problem: { kind: 'unwritable' } };
  }
}

function importItems(connection: Connection, path: string, control: ImportControl, here: string | undefined): Imported {
  const known = knownWorkspaces(connection, here);
  const done: ConversationImport[] = [];
  const files = new Set<string>();
  const referred = new Set<string>();
  let open: ConversationImport | null = null;
  const close = () => {
    if (open?.finish()) done.push(open);
  };
  const onRead = (part: number) => {
    if (Atomics.load(control, importControl.cancel) !== 0) throw new ImportRefusal({ kind: 'canceled' });
    Atomics.store(control, importControl.progress, Math.floor(part * 1000));
  };
  for (const { item, number } of readExportFile(path, onRead)) {
    switch (item.type) {
      case 'conversation':
        close();
        open = new ConversationImport(connection, { ...item, workspaceId: known.get(item.workspaceId) ?? item.workspaceId });
        break;
      case 'message':
        if (!open || !added(open, item.message)) throw new ImportRefusal({ kind: 'damaged', entry: number });
        for (const hash of hashesIn(item.message)) referred.add(hash);
        break;
      case 'picture':
        checkPicture(item, number);
        storePictures(connection, [item]);
        files.add(item.hash);
        break;
      case 'document':
        checkHash(item, item.bytes, number);
        storeDocuments(connection, [item]);
        files.add(item.hash);
        break;
    }
  }
  close();
  // A file may have what none of its messages has.
  forgetUnused(connection, [...files]);
  return summary(done, [...referred].filter((hash) => !isKept(connection, hash)).length);
}

/** Those that files name by a digest, by that. */
function knownWorkspaces(connection: Connection, here: string | undefined): ReadonlyMap<string, string> {
  const ids = connection
    .all('SELECT workspace_id AS id FROM conversations UNION SELECT workspace_id FROM places')
    .map(({ id }) => String(id));
  const all = [...ids, ...(here === undefined ? [] : [here])].map((id) => [exportedWorkspace(id), id] as const);
  return new Map(all.filter(([name, id]) => name !== id));
}

/** False for what answers no message before it, and for what is nested deeper than it can be written. */
function added(open: ConversationImport, message: Message): boolean {
  try {
    return open.add(message);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkPicture(item: PictureItem, number: number): void {
  checkHash(item, item.whole.bytes, number);
  const parts = [item.whole, item.thumbnail, ...(item.small ? [item.small] : [])];
  if (!parts.every(({ bytes }) => looksLikePicture(bytes))) throw new ImportRefusal({ kind: 'damaged', entry: number });
}

function checkHash({ hash }: PictureItem | DocumentFileItem, bytes: Uint8Array, entry: number): void {
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new ImportRefusal({ kind: 'wrongBytes', entry });
}

function isKept(connection: Connection, hash: string): boolean {
  return ['pictures', 'documents'].some((table) => connection.get(`SELECT 1 FROM ${table} WHERE hash = ?`, hash) !== undefined);
}

function summary(done: readonly ConversationImport[], missing: number): Imported {
  const count = (is: (each: ConversationImport) => boolean) => done.filter(is).length;
  const sum = (of: (each: ConversationImport) => number) => done.reduce((total, each) => total + of(each), 0);
  const workspaces = new Map(done.map(({ item }) => [item.workspaceId, item.workspaceName]));
  return {
    added: count(({ isNew }) => isNew),
    copies: count(({ isCopy }) => isCopy),
    extended: count(({ isNew, added }) => !isNew && added > 0),
    same: count(({ isNew, added }) => !isNew && added === 0),
    branches: sum(({ branches }) => branches),
    messages: sum(({ added }) => added),
    missing,
    ids: done.map(({ id }) => id),
    workspaces: [...workspaces].map(([id, name]) => ({ id, name })),
  };
}
