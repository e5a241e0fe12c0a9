/** The simulator of the API, for people: it answers as fast as a model writes. */
import { join } from 'node:path';
import { bundleModule } from './bundle.mjs';
import { changeSettings } from './editorSettings.mjs';
import { outFolder } from './paths.mjs';
import { onInterrupt } from './processes.mjs';

/** @typedef {import('../sim/server.ts').Simulator} Simulator */

/** Deltas a second. */
const pace = 60;

/** @param {number} [port] 0, the default: any free one @returns {Promise<Simulator>} */
export async function startSimulator(port = 0) {
  /** @type {typeof import('../sim/server.ts')} */
  const module = await import(await bundleModule('test/sim/server.ts', 'simulator'));
  return module.startSimulator({ port, deltasPerSecond: pace });
}

/** Runs it until Ctrl+C, with settings for a desktop editor that is started with `--user-data-dir=out/debug`. */
export async function simulatorForDebugging() {
  const simulator = await startSimulator(Number(process.env['PORT'] ?? 0));
  onInterrupt(() => simulator.close());
  changeSettings(join(outFolder, 'debug'), { 'parley.baseUrl': simulator.url }, 'User');
  console.log(`The simulator of the Messages API is running at ${simulator.url}`);
  await new Promise(() => {});
}
