/** Reading a file of conversations: one entry after the other, each looked at before it is handed on. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isCount, isObject } from '../shared/json.ts';
import { exportFormat, exportVersion, type ImportProblem, largestImport } from '../shared/transfer.ts';
import { type ExportItem, readItem } from './exportItems.ts';
import { type Cut, ItemCutter, NoListError } from './jsonItems.ts';

/** Nothing is imported, and this is why. */
export class ImportRefusal extends Error {
  readonly problem: ImportProblem;

  constructor(problem: ImportProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

export interface FileEntry {
  readonly item: ExportItem;
  /** Counts from 1. */
  readonly number: number;
}

/** Bytes that are read at once. */
const chunkSize = 1_000_000;

/**
 * The entries of a file.
 * @param onRead told how much of it is read, from 0 to 1
 * @throws {ImportRefusal}
 */
export function* readExportFile(path: string, onRead: (part: number) => void): Generator<FileEntry> {
  const cutter = new ItemCutter();
  let number = 0;
  try {
    for (const chunk of chunksOf(path, onRead)) {
      for (const cut of cutter.push(chunk)) {
        if (cut.kind === 'head') checkHead(cut);
        else yield readEntry(cut, ++number);
      }
    }
    cutter.end();
  } catch (error) {
    if (!(error instanceof NoListError)) throw error;
    if (error.why === 'list') throw new ImportRefusal({ kind: 'damaged', entry: number + 1 });
    throw new ImportRefusal({ kind: error.why === 'head' ? 'notAnExport' : 'cut' });
  }
}

function* chunksOf(path: string, onRead: (part: number) => void): Generator<Uint8Array> {
  const file = readable(() => openSync(path, 'r'));
  try {
    const { size } = readable(() => fstatSync(file));
    if (size > largestImport) throw new ImportRefusal({ kind: 'tooLarge', bytes: size });
    for (let at = 0; ; ) {
      // Each its own: an entry may keep a part of it.
      const chunk = new Uint8Array(chunkSize);
      const length = readable(() => readSync(file, chunk));
      if (length === 0) return;
      at += length;
      onRead(Math.min(1, at / size));
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new ImportRefusal({ kind: 'unreadable' });
  }
}

function checkHead({ bytes }: Cut): void {
  const head = parse(bytes, ']}');
  if (!isObject(head) || head['format'] !== exportFormat || !isCount(head['version']) || Object.keys(head).at(-1) !== 'items')
    throw new ImportRefusal({ kind: 'notAnExport' });
  const { version } = head;
  if (version > exportVersion) throw new ImportRefusal({ kind: 'newer', version });
}

function readEntry({ bytes }: Cut, number: number): FileEntry {
  const item = readItem(parse(bytes));
  if (!item) throw new ImportRefusal({ kind: 'damaged', entry: number });
  return { item, number };
}

/** Undefined where it is not JSON, or nested deeper than can be read. @param end what is missing at its end */
function parse(bytes: Uint8Array, end = ''): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes) + end) as unknown;
  } catch {
    return undefined;
  }
}
