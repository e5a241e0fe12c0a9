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

/**
 * A folder for what one run makes, so that two at once do not meet; removed when this process ends.
 * @param {string} name
 */
export function runFolder(name) {
  const folder = join(outFolder, 'test', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
