/** A day of use in compressed time: whatever it is used for, the process holds no more at its end than soon after its beginning. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { bundle, temporaryFolder, workerScript } from '../../unit/history/temporaryHistory.ts';
import { full, seed } from '../size.ts';
import { DayAnswers } from './answer.ts';
import { type Measured, measures } from './measure.ts';
import type { Plan, Said } from './plan.ts';

const stages = full ? [1_000, 10_000] : [100, 600];
const mega = 2 ** 20;
const day = 24 * 3_600_000;

/** What may be more at the end. What is not named may not be more at all. */
const bounds: Readonly<Partial<Record<(typeof measures)[number], number>>> = {
  heap: 1 * mega,
  thread: 1 * mega,
  native: 32 * mega,
  // What is used for the first time after the first measurement; one left behind by each turn would be hundreds.
  functions: 20,
};

describe('a day of use', function () {
  this.timeout(full ? 1_200_000 : 180_000);
  let simulator: Simulator;
  const place = temporaryFolder();

  before(async () => {
    simulator = await startSimulator({ requireKey: true, unlimited: true, answer: new DayAnswers().answer });
  });
  after(async () => {
    await simulator.close();
    place.dispose();
  });

  it(`leaves nothing behind: ${stages.at(-1)} turns`, async () => {
    const script = await bundle(resolve('test/faults/resources/program.ts'), resolve('out/faults/resources.js'));
    const plan: Plan = {
      ...{ file: join(place.folder, 'parley.db'), workerScript: await workerScript(), baseUrl: simulator.url },
      ...{ seed, stages, pause: Math.round(day / (stages.at(-1) ?? 1)) },
    };
    const child = fork(script, [JSON.stringify(plan)], {
      execArgv: ['--expose-gc', '--enable-source-maps', '--disable-warning=ExperimentalWarning'],
    });
    const complaints: string[] = [];
    const measured: Measured[] = [];
    child.on('message', (said: Said) => {
      switch (said.type) {
        case 'rest':
          simulator.reset();
          child.send('on');
          return;
        case 'measured':
          measured.push(said.measured);
          return;
        case 'complaint':
          complaints.push(said.text);
      }
    });
    await once(child, 'exit');
    const [first, last] = measured;
    assert.deepEqual(complaints, [], `seed ${seed}`);
    assert.ok(first && last, 'it measured itself twice');
    console.log(`${table(first, last)}\n    seed ${seed}`);
    assert.deepEqual([last.sessions, last.runs, last.timers], [0, 0, 0]);
    assert.deepEqual(grown(first, last), []);
  });
});

function grown(first: Measured, last: Measured): readonly string[] {
  return measures.filter((name) => last[name] - first[name] > (bounds[name] ?? 0));
}

function table(first: Measured, last: Measured): string {
  const inBytes: readonly (keyof Measured)[] = ['heap', 'thread', 'native'];
  const shown = (name: keyof Measured, value: number) => (inBytes.includes(name) ? `${(value / mega).toFixed(2)} MB` : String(value));
  const rows = measures.map((name) => [name, shown(name, first[name]), shown(name, last[name]), shown(name, bounds[name] ?? 0)]);
  const all = [['after turns', String(first.turns), String(last.turns), 'may grow by'], ...rows];
  return all.map(([name = '', ...cells]) => `    ${name.padEnd(12)}${cells.map((cell) => cell.padStart(14)).join('')}`).join('\n');
}
