/** What the editor runs in its extension host: the tests of this folder. */
import { join } from 'node:path';
import { runMocha } from '../host/runMocha.mjs';

/** Called by the editor; a rejection is its way to say that something failed. */
export async function run(): Promise<void> {
  const { failed } = await runMocha(join(__dirname, 'tests.js'), { common: true });
  if (failed) throw new Error(`${failed} failed`);
}
