/** The bytes of documents, each kept once by its hash; who refers to them is in `picture_uses`, as for pictures. */
import type { DocumentData } from '../chat/historyStore.ts';
import { type DocumentFile, documentType } from '../shared/document.ts';
import { base64 } from './base64.ts';
import type { Connection } from './connection.ts';

export const documentTables = `
  CREATE TABLE documents (
    hash TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;
`;

/** Stores what is kept of documents; what is there already stays. Call inside the transaction of what refers to them. */
export function storeDocuments(connection: Connection, files: readonly DocumentFile[]): void {
  for (const { hash, bytes } of files)
    connection.run('INSERT INTO documents (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING', hash, bytes);
}

export function readDocument(connection: Connection, hash: string): DocumentFile | undefined {
  const bytes = connection.get('SELECT bytes FROM documents WHERE hash = ?', hash)?.['bytes'];
  return bytes instanceof Uint8Array ? { hash, bytes: new Uint8Array(bytes) } : undefined;
}

/** As requests have them: made here, where nobody waits. */
export function readDocumentData(connection: Connection, hashes: readonly string[]): (DocumentData | undefined)[] {
  return hashes.map((hash) => {
    const found = readDocument(connection, hash);
    return found && { type: documentType, data: base64(found.bytes) };
  });
}
