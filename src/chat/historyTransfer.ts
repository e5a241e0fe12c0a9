import type { FoundSecret, ImportControl, ImportOutcome } from '../shared/transfer.ts';
import type { WorkspaceScope } from './historyStore.ts';

/** Conversations out of the store and into it, as files have them. What is read in one call is bounded. */
export interface HistoryTransfer {
  /** The ids of all conversations of a list, in the order in which they were made. */
  exportedConversations(scope: WorkspaceScope): Promise<readonly string[]>;
  /** The next messages of a conversation, with all their branches. @param place null for the first of them */
  exportMessages(conversationId: string, place: ExportPlace | null): Promise<ExportPart | undefined>;
  /** The hashes of the pictures and documents that the messages of a conversation have. */
  exportedFiles(conversationId: string): Promise<readonly string[]>;
  /** One of them; undefined where nothing is kept of it. */
  exportFile(hash: string): Promise<ExportPart | undefined>;
  /** What looks like a secret in a conversation. */
  findSecrets(conversationId: string): Promise<readonly FoundSecret[]>;
  /**
   * Adds what a file has, all of it or nothing. What is there stays as it is: a conversation that is there gets what it has not, and a message that
   * is there with other content gets a branch beside it. Doing it again adds nothing.
   * @param path of the file, on this machine
   * @param workspaceId of the window: what was had in a folder of the same URI is its own
   */
  importFile(path: string, control: ImportControl, workspaceId?: string): Promise<ImportOutcome>;
}

/** Where a conversation that is read in parts goes on. */
export interface ExportPlace {
  readonly offset: number;
  readonly last: number;
}

/** Some entries of a file of conversations, as they are written. */
export interface ExportPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Null where there is no more. */
  readonly next: ExportPlace | null;
}
