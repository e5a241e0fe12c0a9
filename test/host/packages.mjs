/** Packages that only one test or one measurement needs: each such folder has a package.json of its own, installed on first need. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './install.mjs';
import { withLock } from './lock.mjs';

/**
 * Installs what a folder's lock file names, on first need and when that has changed.
 * @param {string} folder
 */
export async function ensurePackages(folder) {
  const stampFile = join(folder, 'node_modules', '.parley-installed');
  const stamp = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const isInstalled = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isInstalled()) return;
  await withLock('install', async () => {
    if (isInstalled()) return;
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    await npm(folder, 'ci', '--omit=optional');
    writeFileSync(stampFile, stamp);
  });
}
