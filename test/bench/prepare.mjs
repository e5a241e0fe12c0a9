/** What the benchmark needs beside the harness: the packages of the typical webview, and the extension that holds what Parley is compared with. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { installExtension } from '../host/editor.mjs';
import { ensurePackages } from '../host/packages.mjs';
import { root } from '../host/paths.mjs';
import { run } from '../host/processes.mjs';

const folder = join(root, 'test', 'bench');

/**
 * Builds, packs and installs the extension, as any extension is: what is loaded from a folder runs in another kind of window.
 * @param {string} workFolder
 * @param {string} extensionsDir
 */
export async function installSubjects(workFolder, extensionsDir) {
  await ensurePackages(folder);
  const source = join(folder, 'extension');
  const target = join(workFolder, 'subjects');
  const common = { absWorkingDir: root, bundle: true, minify: true, outdir: target, logLevel: /** @type {const} */ ('warning') };
  await Promise.all([
    build({
      ...common,
      entryPoints: [join(source, 'extension.ts')],
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['vscode'],
    }),
    build({ ...common, entryPoints: ['floor', 'typical'].map((name) => join(source, `${name}.ts`)), format: 'iife', target: 'chrome128' }),
  ]);
  cpSync(join(source, 'package.json'), join(target, 'package.json'));
  cpSync(join(root, 'media', 'parley.svg'), join(target, 'icon.svg'));
  const vsix = join(workFolder, 'subjects.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--allow-star-activation', '--out', vsix];
  const { code, output } = await run(process.execPath, [vsce, ...args], { cwd: target, quiet: true, bound: 60_000 });
  if (code !== 0) throw new Error(`What Parley is compared with could not be packed:\n${output}`);
  await installExtension(vsix, extensionsDir);
}
