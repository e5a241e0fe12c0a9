/**
 * Measures Parley in a real editor, beside what it is to be compared with, and prints one table; out/bench/bench.json has every run.
 *
 *   node test/bench/run.mjs [--quick] [--only NAME,…] [--show] [ROW …]
 *
 * ROW is a number from 1 to 9, or @ for the list of files; without any, all rows. `--quick` takes each figure once instead of three times; `--only`
 * measures some of `parley`, `floor`, `typical` and `chat`, as the last two take most of the time; `--show` shows the windows.
 * A row that misses its bound says so and is no error: the exit code is 0 unless the benchmark itself broke.
 * Figures are worth something on a machine that does nothing else.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installParley, packExtension } from '../host/build.mjs';
import { bundleForNode } from '../host/bundle.mjs';
import { ensureHost, hostNode, requireEditor } from '../host/install.mjs';
import { root, runFolder } from '../host/paths.mjs';
import { run } from '../host/processes.mjs';
import { installSubjects } from './prepare.mjs';

const hour = 3_600_000;

try {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      show: { type: 'boolean', default: false },
    },
  });
  requireEditor();
  await ensureHost();
  const folder = runFolder('bench');
  const extensionsDir = join(folder, 'extensions');
  await installParley(extensionsDir);
  await installSubjects(folder, extensionsDir);
  const bundle = await bundleForNode(['test/bench/main.ts'], folder);
  const env = {
    ...process.env,
    PARLEY_EXTENSIONS_DIR: extensionsDir,
    PARLEY_SHOW: values.show ? '1' : '0',
    BENCH_QUICK: values.quick ? '1' : '0',
    BENCH_PACKED_SIZE: String(statSync(await packExtension()).size),
    BENCH_SUBJECTS: values.only,
    BENCH_ROWS: positionals.join(' '),
  };
  const args = ['--enable-source-maps', '--disable-warning=ExperimentalWarning', bundle];
  const { code, timedOut } = await run(hostNode(), args, { cwd: root, env, bound: 2 * hour });
  if (timedOut) throw new Error('The benchmark did not end in two hours.');
  process.exit(code ?? 1);
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exit(1);
}
