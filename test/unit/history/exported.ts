/** Files of conversations in tests: written as the product writes them, and read into histories. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HtmlWords } from '../../../src/chat/htmlPage.ts';
import type { Store } from '../../../src/history/store.ts';
import type { ExportSource } from '../../../src/host/writeExport.ts';
import { writeExport } from '../../../src/host/writeExport.ts';
import { type ExportKind, type ImportControl, type Imported, type ImportOutcome, importControl } from '../../../src/shared/transfer.ts';

export const words: HtmlWords = {
  language: 'en',
  you: 'You',
  model: (id) => (id === '' ? 'Claude' : id),
  edited: (name) => `${name}, edited`,
  written: 'You for Claude',
  document: ({ name, pages }) => `${name}, ${pages} pages`,
  picture: ({ name, width, height }) => `${name}, ${width} × ${height}`,
  noPicture: 'not kept',
  sources: 'Sources',
  time: (at) => `at ${at}`,
  citation: ({ raw }) => String(raw['cited_text']),
  ending: (message) => (message.role === 'user' || message.status === 'complete' ? null : message.status),
};

/** The store as the extension host has it. */
export function source(store: Store, openPrintThread: ExportSource['openPrintThread'] = () => assertNever()): ExportSource {
  return {
    store: {
      readConversation: async (id) => store.readConversation(id),
      readMessage: async (id) => store.readMessage(id),
      readPathPart: async (leafId, from, to) => store.readPathPart(leafId, from, to),
      readPictureData: async (wanted) => store.readPictureData(wanted),
      exportedConversations: async (scope) => store.exportedConversations(scope),
      exportMessages: async (id, place) => store.exportMessages(id, place),
      exportedFiles: async (id) => store.exportedFiles(id),
      exportFile: async (hash) => store.exportFile(hash),
      findSecrets: async (id) => store.findSecrets(id),
      importFile: async (path, control) => store.importFile(path, control),
    },
    words,
    openPrintThread,
  };
}

function assertNever(): never {
  throw new Error('This test makes no HTML.');
}

/** A file of all conversations, or of some; and how many parts it was written in. */
export async function exported(
  store: Store,
  {
    kind = 'json',
    ids = store.exportedConversations(null),
    from = source(store),
  }: { kind?: ExportKind; ids?: readonly string[]; from?: ExportSource } = {},
): Promise<{ readonly text: string; readonly parts: number }> {
  const pieces: Buffer[] = [];
  await writeExport(kind, ids, 'All of it', from, {
    write: async (piece) => void pieces.push(Buffer.from(piece)),
    next: () => {},
  });
  return { text: Buffer.concat(pieces).toString(), parts: pieces.length };
}

export function control({ cancel = false } = {}): ImportControl {
  const shared: ImportControl = new Int32Array(new SharedArrayBuffer(8));
  if (cancel) shared[importControl.cancel] = 1;
  return shared;
}

let files = 0;

/** Imports what would be a file. */
export function imported(store: Store, folder: string, content: string | Uint8Array, options: { cancel?: boolean } = {}): ImportOutcome {
  const path = join(folder, `import${++files}.json`);
  writeFileSync(path, content);
  return store.importFile(path, control(options));
}

/** The same where it is to be imported. */
export function mustImport(store: Store, folder: string, content: string | Uint8Array): Imported {
  const outcome = imported(store, folder, content);
  if (outcome.kind === 'refused') throw new Error(`Nothing was imported: ${JSON.stringify(outcome.problem)}`);
  return outcome.imported;
}
