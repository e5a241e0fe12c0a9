/**
 * Runs Parley, and its tests, in a real editor.
 *
 *   node test/run.mjs start                 Parley in an editor in your browser; PORT and PARLEY_WORKSPACE may be set
 *   node test/run.mjs test                  all suites
 *   node test/run.mjs unit                  test/unit, in plain Node
 *   node test/run.mjs faults                test/faults, in plain Node; prints a table of what can go wrong and what came of it
 *   node test/run.mjs integration           test/integration, in the editor's extension host
 *   node test/run.mjs e2e                   test/e2e, on the packed extension in a real window; CHROMIUM may name a browser
 *   node test/run.mjs desktop               test/integration in desktop VS Code, downloaded once; VSCODE may name one
 *   node test/run.mjs screenshots           test/screenshots, which takes the pictures of the README and of out/screenshots
 *   node test/run.mjs install               only installs the editor and the browser into test/host
 *   node test/run.mjs bundle                only builds the extension and the integration suite, for a debugger
 *   node test/run.mjs simulator             only the simulator, and out/debug as the data of a desktop editor that talks to it
 *
 * After the suite, with or without `--` before them:
 *
 *   PART_OF_A_PATH …                        only the test files whose path holds one of these
 *   --grep REGEXP                           only the tests whose full title matches
 *   --bail                                  ends at the first failure
 *   --show                                  shows the browser's window
 *   --full                                  tries every fault everywhere, not only at places drawn by chance; a day of use as long as it is
 *   --seed NUMBER                           draws the places as another run did, which has printed its seed
 *
 * What failed is said once more at the end, and then how many: `N passed, N failed`, with `, N skipped` if there were any. The exit code is 0 if
 * nothing failed and every suite ran a test.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost } from './host/install.mjs';
import { outFolder } from './host/paths.mjs';
import { simulatorForDebugging } from './host/simulator.mjs';
import { Skipped } from './host/skipped.mjs';
import { start } from './host/start.mjs';
import { bundleIntegration, desktop, e2e, faults, integration, unit } from './host/suites.mjs';

/** @typedef {import('./host/suites.mjs').TestOptions} TestOptions */
/** @typedef {import('./host/suites.mjs').Counts} Counts */

/** @type {ReadonlyMap<string, (options: TestOptions) => Promise<Counts>>} */
const suites = new Map([
  ['unit', unit],
  ['faults', faults],
  ['integration', integration],
  ['e2e', e2e],
  ['desktop', desktop],
  ['screenshots', (/** @type {TestOptions} */ options) => e2e(options, 'screenshots')],
]);

const everything = ['unit', 'faults', 'integration', 'e2e', 'desktop'];

/** @param {readonly string[]} names @param {TestOptions} options */
async function runSuites(names, options) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const failures = [];
  const some = options.grep !== undefined || options.filters.length > 0;
  for (const name of names) {
    const counts = await runSuite(name, options, some && names.length > 1);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    failures.push(...counts.failures.map((failure) => `${name}: ${failure}`));
  }
  // Many suites may have printed much since.
  for (const failure of failures) console.error(`\n${failure}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
  return total.failed ? 1 : 0;
}

/**
 * @param {string} name
 * @param {TestOptions} options
 * @param {boolean} mayBeEmpty a selection may leave a suite with nothing to do when all are asked for, but not when it alone is
 * @returns {Promise<Counts>}
 */
async function runSuite(name, options, mayBeEmpty) {
  console.log(`\n# ${name}`);
  try {
    const suite = suites.get(name);
    if (!suite) throw new Error(`There is no suite ${name}.`);
    const counts = await suite(options);
    if (counts.passed + counts.failed === 0 && !mayBeEmpty) {
      return { ...counts, failed: 1, failures: ['It ran no test.'] };
    }
    return counts;
  } catch (error) {
    if (error instanceof Skipped) {
      console.log(`Skipped: ${error.message}`);
      return { passed: 0, failed: 0, skipped: 1, failures: [] };
    }
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0, failures: [String(error)] };
  }
}

/** @returns {Promise<number>} the exit code */
async function main() {
  const [what = '', ...rest] = process.argv.slice(2);
  const { values, positionals } = parseArgs({
    args: rest.filter((argument) => argument !== '--'),
    allowPositionals: true,
    options: {
      grep: { type: 'string' },
      bail: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      seed: { type: 'string' },
    },
  });
  const options = { filters: positionals, ...values };
  if (what === 'test') return runSuites(everything, options);
  if (suites.has(what)) return runSuites([what], options);
  if (what === 'start') await start();
  else if (what === 'install') await ensureHost();
  else if (what === 'bundle') await bundleIntegration(join(outFolder, 'test', 'integration'));
  else if (what === 'simulator') await simulatorForDebugging();
  else throw new Error(`What to run? One of: start, test, ${[...suites.keys()].join(', ')}, install, bundle, simulator.`);
  return 0;
}

try {
  // Not when the loop is empty: a suite that was given up may have left something open.
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exit(1);
}
