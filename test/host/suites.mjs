/** The suites: each bundles its tests, runs them where they belong and hands back the counts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildExtension, installParley } from './build.mjs';
import { bundleForExtensionHost, bundleForNode, testFiles } from './bundle.mjs';
import { desktopEditor, firstLine, runDesktop } from './desktop.mjs';
import { remotePath, startEditor } from './editor.mjs';
import { EditorLog } from './editorLog.mjs';
import { ensureHost, hostNode, requireEditor } from './install.mjs';
import { root, runFolder } from './paths.mjs';
import { run } from './processes.mjs';
import { environmentNames } from './runMocha.mjs';
import { copySample } from './sample.mjs';
import { Skipped } from './skipped.mjs';

/** @typedef {import('./runMocha.mjs').Counts} Counts */
/** @typedef {{filters: readonly string[], grep?: string | undefined, bail: boolean, show: boolean, full: boolean, seed?: string | undefined}} TestOptions */

const minute = 60_000;

/** Plain Node. @param {TestOptions} options */
export function unit(options) {
  return inPlainNode('unit', { ...options, bound: 5 * minute });
}

/** The engine, the API's client and a real history against a server that fails in all ways. @param {TestOptions} options */
export function faults(options) {
  const env = { PARLEY_FAULTS_FULL: options.full ? '1' : '0', PARLEY_FAULTS_SEED: options.seed ?? '' };
  return inPlainNode('faults', { ...options, env, bound: (options.full ? 60 : 5) * minute });
}

/**
 * Some tests need `node:sqlite`, which older versions of Node lack.
 * @param {string} suite
 * @param {TestOptions & {bound: number, env?: Record<string, string>}} options
 */
async function inPlainNode(suite, options) {
  const folder = runFolder(suite);
  const bundle = await bundleForNode(testFiles(suite, options.filters), folder);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const modern = major > 22 || (major === 22 && minor >= 13);
  if (!modern) await ensureHost();
  return inNode(folder, bundle, modern ? process.execPath : hostNode(), { ...options, timeout: 10_000 });
}

/** A browser shows the editor with the packed extension in it, and tests look at it from outside. @param {TestOptions} options @param {string} [suite] */
export async function e2e(options, suite = 'e2e') {
  requireEditor();
  await ensureHost();
  const folder = runFolder(suite);
  const bundle = await bundleForNode(testFiles(suite, options.filters), folder);
  const extensionsDir = join(folder, 'extensions');
  await installParley(extensionsDir);
  const size = { ...(options.full && { PARLEY_FAULTS_FULL: '1' }), ...(options.seed && { PARLEY_FAULTS_SEED: options.seed }) };
  const env = { PARLEY_EXTENSIONS_DIR: extensionsDir, PARLEY_SHOW: options.show ? '1' : '0', ...size };
  return inNode(folder, bundle, hostNode(), { ...options, env, bound: 60 * minute, timeout: 60_000 });
}

/**
 * Builds the extension and the tests that run beside it.
 * @param {string} folder where the tests go
 * @param {readonly string[]} [filters]
 * @returns {Promise<string>} what the editor is given as its tests
 */
export async function bundleIntegration(folder, filters = []) {
  await buildExtension();
  return bundleForExtensionHost(testFiles('integration', filters), folder);
}

/** In the extension host of an editor that a browser shows. @param {TestOptions} options @returns {Promise<Counts>} */
export async function integration(options) {
  requireEditor();
  await ensureHost();
  const folder = runFolder('integration');
  const index = await bundleIntegration(folder, options.filters);
  const { result, env } = communication(folder, { ...options, timeout: 20_000 });
  const editor = await startEditor({ folder: copySample(), developmentPath: root, env });
  const browser = await launchBrowser({ headless: !options.show });
  const log = new EditorLog(index);
  try {
    const page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    const exit = new Promise((/** @type {(code: number) => void} */ resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The suite did not end in 5 minutes.')), 5 * minute);
      page.on('crash', () => reject(new Error('The page crashed.')));
      void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    await page.exposeFunction('codeAutomationLog', log.add);
    await page.goto(editor.urlWith([['extensionTestsPath', remotePath(editor, index)]]));
    const code = await exit;
    if (!existsSync(result)) console.error(log.tail());
    return readResult(result, code);
  } finally {
    await browser.close();
    await editor.stop();
  }
}

/** The integration suite in desktop VS Code. @param {TestOptions} options @returns {Promise<Counts>} */
export async function desktop(options) {
  const executable = await desktopEditor();
  const folder = runFolder('desktop');
  const index = await bundleIntegration(folder, options.filters);
  const { result, env } = communication(folder, { ...options, timeout: 20_000 });
  const { code, output, timedOut } = await runDesktop(executable, index, env, 5 * minute);
  if (timedOut) throw new Error('The suite did not end in 5 minutes.');
  if (!existsSync(result)) throw new Skipped(`Desktop VS Code could not be started: ${firstLine(output)}`);
  return readResult(result, code);
}

/**
 * @param {string} folder
 * @param {string} bundle
 * @param {string} node
 * @param {TestOptions & {bound: number, timeout: number, env?: Record<string, string>}} options
 * @returns {Promise<Counts>}
 */
async function inNode(folder, bundle, node, options) {
  const { result, env } = communication(folder, options);
  const args = ['--enable-source-maps', '--disable-warning=ExperimentalWarning', join(root, 'test', 'host', 'mochaProgram.mjs'), bundle];
  const { code, timedOut } = await run(node, args, { cwd: root, env: { ...process.env, ...env, ...options.env }, bound: options.bound });
  if (timedOut) throw new Error(`The suite did not end in ${options.bound / minute} minutes.`);
  return readResult(result, code);
}

/** @param {string} folder @param {TestOptions & {timeout: number}} options */
function communication(folder, { grep, bail, timeout }) {
  const result = join(folder, 'result.json');
  return {
    result,
    env: {
      [environmentNames.result]: result,
      [environmentNames.timeout]: String(timeout),
      ...(process.stdout.isTTY ? { [environmentNames.color]: '1' } : { NO_COLOR: '1' }),
      [environmentNames.bail]: bail ? '1' : '0',
      ...(grep ? { [environmentNames.grep]: grep } : {}),
    },
  };
}

/** @param {string} result @param {number | null} code @returns {Counts} */
function readResult(result, code) {
  const counts = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : null;
  if (!counts) throw new Error(`The suite ended without a result (exit code ${code}).`);
  return counts;
}
