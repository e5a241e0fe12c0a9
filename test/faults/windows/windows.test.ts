/** Several windows at once on the same conversations: no write is lost, none falls, and all of them come to show the same list. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { bundle, temporaryFolder, workerScript } from '../../unit/history/temporaryHistory.ts';
import { find } from '../kill/found.ts';
import { readEntries } from '../kill/journal.ts';
import { Talker } from '../kill/talk.ts';
import { haveWorked, restAll, Window } from './window.ts';
import { wrongIn } from './wrongIn.ts';

const full = process.env['PARLEY_FAULTS_FULL'] === '1';
const firstSeed = Number(process.env['PARLEY_FAULTS_SEED'] || Date.now() % 1_000_000_007);

/** How much is acknowledged in each window before they rest. */
const enough = full ? 600 : 80;

describe('several windows', function () {
  this.timeout(full ? 600_000 : 120_000);
  let simulator: Simulator;
  let script: string;

  before(async () => {
    simulator = await startSimulator({ answer: new Talker().answer });
    script = await bundle(resolve('test/faults/windows/program.ts'), resolve('out/faults/window.js'));
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  for (const count of [2, 5]) {
    it(`lose nothing when ${count} of them send, rename and delete at once, and come to show the same (seed ${firstSeed})`, async () => {
      const { folder, dispose } = temporaryFolder();
      const file = join(folder, 'parley.db');
      const place = { file, workerScript: await workerScript(), baseUrl: simulator.url };
      const windows = Array.from(
        { length: count },
        (_, n) => new Window(script, { ...place, seed: firstSeed + n, name: `w${n}`, users: [] }),
      );
      try {
        await haveWorked(windows, enough);
        await restAll(windows);
        for (const window of windows) window.tell('close');
        await Promise.all(windows.map(({ gone }) => gone));
        assert.deepEqual(
          windows.map(({ complaints, exitCode }) => [complaints, exitCode]),
          windows.map(() => ['', 0]),
        );
        const entries = windows.map(({ written }) => readEntries(written));
        assert.deepEqual(wrongIn(entries, find(file, join(folder, 'copy.db'))), []);
      } finally {
        for (const window of windows) window.kill();
        await Promise.all(windows.map(({ gone }) => gone));
        dispose();
      }
    });
  }
});
