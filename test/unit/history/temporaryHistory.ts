/** Real histories for tests: a database in a folder of its own, and the worker as the product bundles it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { openHistory } from '../../../src/history/client.ts';

export interface TemporaryHistory {
  readonly store: HistoryStore;
  readonly folder: string;
  readonly file: string;
  /** What was logged so far. */
  readonly log: string[];
  /** Opens the same file once more, as another window of the same process would. Closed by `dispose`, if not before. */
  readonly openAgain: () => HistoryStore;
  /** Closes the history and removes its folder. */
  readonly dispose: () => Promise<void>;
}

let bundled: Promise<string> | undefined;

/** The path of the bundled worker; built once in a run. */
export function workerScript(): Promise<string> {
  bundled ??= bundle(resolve('src/history/worker.ts'), resolve('out/history/worker.js'));
  return bundled;
}

/** Bundles a program for Node, as the product's are. */
export async function bundle(entry: string, outfile: string): Promise<string> {
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' });
  return outfile;
}

/** Runs a program on a database, which kills itself after so many steps. @returns by which signal it ended: `SIGTERM` where it was done before */
export function killedAt(steps: number, program: string, file: string): NodeJS.Signals | null {
  const { signal, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, file, String(steps)]);
  assert.equal(stderr.toString(), '');
  return signal;
}

/** A folder that is removed by `dispose`. */
export function temporaryFolder(): { readonly folder: string; readonly dispose: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'parley-history-'));
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens a history in a new folder, or at `file`. @param bundled another worker than the product's */
export async function openTemporaryHistory(file?: string, bundled?: string): Promise<TemporaryHistory> {
  const script = bundled ?? (await workerScript());
  const { folder, dispose } = temporaryFolder();
  const path = file ?? join(folder, 'parley.db');
  const log: string[] = [];
  const stores: HistoryStore[] = [];
  const open = () => {
    const store = openHistory({ file: path, workerScript: script, log: (message) => log.push(message) });
    stores.push(store);
    return store;
  };
  return {
    store: open(),
    folder,
    file: path,
    log,
    openAgain: open,
    dispose: async () => {
      await Promise.all(stores.map((store) => store.close()));
      dispose();
    },
  };
}
