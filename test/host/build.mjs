/** The extension, built and packed. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installExtension } from './editor.mjs';
import { withLock } from './lock.mjs';
import { root, runFolder } from './paths.mjs';
import { run } from './processes.mjs';

/** @type {Promise<void> | undefined} */
let building;
/** @type {Promise<string> | undefined} */
let packing;

/** Builds the extension into `dist/`, once in a run. */
export function buildExtension() {
  building ??= withLock('build', build);
  return building;
}

async function build() {
  const { code } = await run(process.execPath, ['esbuild.js'], { cwd: root, bound: 120_000 });
  if (code !== 0) throw new Error('The build failed.');
}

/**
 * Builds the extension as it is shipped and packs it, once in a run; or takes the one that `PARLEY_VSIX` names.
 * @returns {Promise<string>} the VSIX
 */
export function packExtension() {
  const named = process.env['PARLEY_VSIX'];
  packing ??= named ? Promise.resolve(resolve(named)) : withLock('build', pack);
  return packing;
}

async function pack() {
  const vsix = join(runFolder('pack'), 'parley.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { code, output } = await run(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', vsix],
    {
      cwd: root,
      quiet: true,
      bound: 180_000,
    },
  );
  if (code !== 0) throw new Error(`The extension could not be packed:\n${output}`);
  return vsix;
}

/**
 * Installs the packed extension, in a new folder.
 * @param {string} extensionsDir what is there already is removed
 */
export async function installParley(extensionsDir) {
  rmSync(extensionsDir, { recursive: true, force: true });
  mkdirSync(extensionsDir, { recursive: true });
  await installExtension(await packExtension(), extensionsDir);
}
