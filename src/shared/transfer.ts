/** Conversations in files: what an export says of itself, what can be wrong with one, and what came of reading it. */
import type { SecretReason } from './secrets.ts';

export const exportFormat = 'parley.conversations';
/** Raised when what is written changes so that an earlier Parley would lose something of it. */
export const exportVersion = 2;

/** How a file begins and ends; entries are between. */
export const exportHead = `{"format":${JSON.stringify(exportFormat)},"version":${exportVersion},"items":[\n`;
export const exportEnd = '\n]}\n';
/** From one entry to the next. */
export const exportSeparator = ',\n';

/** Bytes of a file up to which it is read: as long as that takes, other windows wait to write. */
export const largestImport = 500_000_000;

/** What files of conversations there are: all of them to be read again, the others for people. */
export const exportKinds = ['json', 'markdown', 'html'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Something that looks like a secret in what was said. */
export interface FoundSecret {
  /** Null for the conversation's own instructions. */
  readonly messageId: string | null;
  /** What it is in, for people: "config.ts:1–20"; null for what was typed or answered. */
  readonly where: string | null;
  readonly reason: SecretReason;
}

/** Why nothing of a file was imported. */
export type ImportProblem =
  /** It cannot be read, or not be found. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'tooLarge'; readonly bytes: number }
  | { readonly kind: 'notAnExport' }
  | { readonly kind: 'newer'; readonly version: number }
  /** Its end is missing. */
  | { readonly kind: 'cut' }
  /** An entry, counted from 1, is not what an export has there. */
  | { readonly kind: 'damaged'; readonly entry: number }
  /** The bytes of a picture or a document are not those that its hash says. */
  | { readonly kind: 'wrongBytes'; readonly entry: number }
  /** The history cannot be written. */
  | { readonly kind: 'unwritable' }
  | { readonly kind: 'canceled' };

/** What came of a file. Conversations are counted once, by the first of these that is so. */
export interface Imported {
  /** Those that were not there; and of these, how many stand beside another one of the same id that has nothing in common with them. */
  readonly added: number;
  readonly copies: number;
  /** Those that were there, and got messages that they had not. */
  readonly extended: number;
  /** Those of which all was there. */
  readonly same: number;
  /** Messages that were there with other content: they were added as branches, beside those. */
  readonly branches: number;
  readonly messages: number;
  /** Pictures and documents that messages have and that neither the file nor the history has. */
  readonly missing: number;
  /** What the conversations are called here, in the order of the file. */
  readonly ids: readonly string[];
  /** The names of other workspaces that they are of. */
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
}

export type ImportOutcome =
  | { readonly kind: 'imported'; readonly imported: Imported }
  | { readonly kind: 'refused'; readonly problem: ImportProblem };

/** What an import shares with who waits for it: whether to give it up, and how much of the file is read, of 1000. */
export type ImportControl = Int32Array<SharedArrayBuffer>;
export const importControl = { cancel: 0, progress: 1 } as const;
