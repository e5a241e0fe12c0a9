import type { Connection } from './connection.ts';
import { identityOf, openDatabase, openForReading } from './database.ts';
import { describe } from './faults.ts';
import { salvage } from './salvage.ts';
import { rename, whileAlone } from './setAside.ts';

/** Milliseconds for which a damaged file is read. */
const longestSalvage = 20_000;

export interface QuarantineParts {
  readonly file: string;
  readonly now: () => number;
  /** Milliseconds to wait for another process's lock. */
  readonly patience: number;
  readonly log: (message: string) => void;
}

/**
 * Sets a damaged file aside and brings what can be read of it into a new one. Closes `open`.
 * @param open the connection to the damaged file, if there is one.
 * @param identity which file was found damaged.
 * @returns where the damaged file is kept; null when another window has set it aside meanwhile.
 * @throws when it cannot be renamed.
 */
export function quarantine(parts: QuarantineParts, open: Connection | null, identity: string | null): string | null {
  const { file, now, log } = parts;
  return whileAlone(file, () => {
    if (identityOf(file) !== identity) {
      open?.close();
      return null;
    }
    // On Windows an open file cannot be renamed. Elsewhere it is renamed first: closing would write into what is to be kept as it is.
    if (process.platform === 'win32') open?.close();
    const kept = rename(file, now());
    open?.close();
    log(`history: the damaged file is kept as ${kept}.`);
    save(parts, kept);
    return kept;
  });
}

function save({ file, now, patience, log }: QuarantineParts, kept: string): void {
  const end = now() + longestSalvage;
  const target = openDatabase(file, patience);
  try {
    const source = openForReading(kept, patience);
    try {
      const options = { file: kept, isLate: () => now() > end, now: now(), indexed: Number.MAX_SAFE_INTEGER, pictures: true };
      const { messages, whole } = salvage(source, target, options);
      log(`history: ${messages} messages were saved from it${whole ? '' : '; not all of it could be read'}.`);
    } finally {
      source.close();
    }
  } catch (error) {
    log(`history: nothing more could be saved from it: ${describe(error)}`);
  } finally {
    target.close();
  }
}
