/** Tests are TypeScript: each suite becomes one bundle below `out/`. */
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { playwrightEntry } from './browser.mjs';
import { root, runFolder } from './paths.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** @type {BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** What came from CommonJS may still ask for `require`. */
const requireBanner =
  "import { createRequire as parleyCreateRequire } from 'node:module'; const require = parleyCreateRequire(import.meta.url);";

/** Leaves the harness out of a bundle: it knows where it is by its own address. @type {import('esbuild').Plugin} */
const harnessOutside = {
  name: 'harness-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.mjs$/ }, async ({ path, resolveDir }) => {
      const file = join(resolveDir, path);
      return file.startsWith(join(root, 'test', 'host')) ? { path: pathToFileURL(file).href, external: true } : undefined;
    });
    onResolve({ filter: /^playwright-core$/ }, () => ({ path: pathToFileURL(playwrightEntry()).href, external: true }));
  },
};

/**
 * The files of a suite.
 * @param {string} suite a folder of `test/`
 * @param {readonly string[]} filters parts of paths; a file is in if it holds one of them, or if there are none
 */
export function testFiles(suite, filters) {
  const all = walk(suite);
  return filters.length ? all.filter((file) => filters.some((filter) => file.includes(filter.replace(/^\.\//, '')))) : all;
}

/** @param {string} suite */
function walk(suite) {
  const folder = join(root, 'test', suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => ['test', suite, ...name.split(sep)].join('/'))
    .sort();
}

/**
 * Bundles tests that run in plain Node, as an ES module.
 * @param {readonly string[]} files
 * @param {string} folder where to
 * @returns {Promise<string>} the bundle
 */
export async function bundleForNode(files, folder) {
  const outfile = join(folder, 'tests.mjs');
  await build({
    ...common,
    stdin: everything(files),
    outfile,
    format: 'esm',
    external: ['vscode', 'mocha', 'esbuild', 'typescript'],
    banner: { js: requireBanner },
    plugins: [harnessOutside],
  });
  return outfile;
}

/**
 * Bundles the tests that run in the extension host, and what starts them there, as CommonJS.
 * @param {readonly string[]} files
 * @param {string} folder where to
 * @returns {Promise<string>} what the editor is given as its tests
 */
export async function bundleForExtensionHost(files, folder) {
  const options = {
    ...common,
    sourcemap: /** @type {const} */ ('linked'),
    format: /** @type {const} */ ('cjs'),
    external: ['vscode', 'mocha'],
  };
  await Promise.all([
    build({ ...options, stdin: everything(files), outfile: join(folder, 'tests.js') }),
    build({ ...options, entryPoints: ['test/integration/index.ts'], outfile: join(folder, 'index.js') }),
  ]);
  return join(folder, 'index.js');
}

/**
 * Bundles one module for use by the harness itself.
 * @param {string} entry
 * @param {string} name
 * @returns {Promise<string>} the address to import
 */
export async function bundleModule(entry, name) {
  const outfile = join(runFolder(name), 'module.mjs');
  await build({ ...common, entryPoints: [entry], outfile, format: 'esm', banner: { js: requireBanner } });
  return pathToFileURL(outfile).href;
}

/** @param {readonly string[]} files */
function everything(files) {
  return { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: root, sourcefile: 'allTests.ts' };
}
