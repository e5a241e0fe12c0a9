/** Where things are. Everything that is made while running and testing goes below `out/`, which git does not see. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `test/host`: the editor and the browser are installed below it. */
export const hostFolder = dirname(fileURLToPath(import.meta.url));
/** The repository. */
export const root = resolve(hostFolder, '..', '..');
/** What is made while running and testing. */
export const outFolder = join(root, 'out');
/** The sample workspace, as it is checked in. */
export const sampleWorkspace = join(root, 'test', 'fixtures', 'workspace');

/** Folders that are removed when this process ends. @type {Set<string>} */
const temporary = new Set();

/**
 * A folder for what one run makes, so that two at once do not meet; removed when this process ends.
 * @param {string} name
 */
export function runFolder(name) {
  const folder = join(outFolder, 'test', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  removeAtEnd(folder);
  return folder;
}

/** @param {string} folder is removed, with all that is in it, when this process ends */
export function removeAtEnd(folder) {
  if (temporary.size === 0)
    process.once('exit', () => {
      for (const each of temporary) rmSync(each, { recursive: true, force: true });
    });
  temporary.add(folder);
}
