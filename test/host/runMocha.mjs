/**
 * Runs a bundle of tests with mocha, in plain Node or in the extension host, and writes what came of it to the file that the environment
 * names. Run as a program, it takes the bundle as its argument.
 */
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';

/** How the runner and mocha, in another process, talk: what to run is said in the environment, what came of it in a file. */
export const environmentNames = {
  /** A regular expression: only tests whose titles match. */
  grep: 'PARLEY_TEST_GREP',
  /** Milliseconds for one test. */
  timeout: 'PARLEY_TEST_TIMEOUT',
  /** Where the counts are written, as JSON. */
  result: 'PARLEY_TEST_RESULT',
  /** Whether the terminal at the other end shows colours. */
  color: 'PARLEY_TEST_COLOR',
  /** Whether to end at the first failure. */
  bail: 'PARLEY_TEST_BAIL',
};

/** Before each line that the tests print in the extension host: the editor prints much of its own to the same place. */
export const outputMark = '[test]';

/**
 * @typedef {{passed: number, failed: number, skipped: number, failures: readonly string[]}} Counts `failures`: of each test that failed, its
 *   full title and why
 */

/**
 * @param {string} file the bundle
 * @param {{common?: boolean}} [options] `common`: the bundle is CommonJS and must be loaded by `require`, as the extension host demands
 * @returns {Promise<Counts>}
 */
export async function runMocha(file, { common = false } = {}) {
  const { env } = process;
  const result = env[environmentNames.result];
  // Tells a suite that began and broke from one that never began.
  if (result) writeFileSync(result, 'null');
  if (common) markOutput();
  const { default: Mocha } = await import('mocha');
  const grep = env[environmentNames.grep];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: Number(env[environmentNames.timeout] ?? 10_000),
    color: env[environmentNames.color] === '1',
    // An `.only` that was left behind would make CI run next to nothing.
    forbidOnly: Boolean(env['CI']),
    bail: env[environmentNames.bail] === '1',
    ...(grep ? { grep: new RegExp(grep) } : {}),
  });
  mocha.addFile(file);
  if (common) /** @type {{loadFiles(): void}} */ (/** @type {unknown} */ (mocha)).loadFiles();
  else await mocha.loadFilesAsync();
  /** @type {string[]} */
  const failures = [];
  const { stats } = await new Promise((/** @type {(runner: import('mocha').Runner) => void} */ resolve) => {
    const runner = mocha.run(() => resolve(runner));
    runner.on('fail', (test, error) => failures.push(`${test.fullTitle()}\n${error?.stack ?? String(error)}`));
  });
  const counts = { passed: stats?.passes ?? 0, failed: stats?.failures ?? 0, skipped: stats?.pending ?? 0, failures };
  if (result) writeFileSync(result, JSON.stringify(counts));
  return counts;
}

/** Before mocha is loaded, which keeps what it finds. The extension host's console lets none of its functions be replaced. */
function markOutput() {
  const { console: original } = globalThis;
  /** @type {PropertyDescriptorMap} */
  const marked = {};
  for (const name of /** @type {const} */ (['log', 'info', 'warn', 'error'])) {
    marked[name] = { value: (/** @type {unknown[]} */ ...args) => original[name](outputMark, format(...args)) };
  }
  globalThis.console = Object.create(original, marked);
}
