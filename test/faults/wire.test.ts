/** Faults on the wire: each is tried with the whole engine, and what came, what is said of it and how one goes on is compared with what must be. */
import assert from 'node:assert/strict';
import { answers } from './rows/answers.ts';
import { bytes } from './rows/bytes.ts';
import { connections } from './rows/connections.ts';
import { cuts } from './rows/cuts.ts';
import { errorEvents } from './rows/errorEvents.ts';
import { events } from './rows/events.ts';
import { stalls } from './rows/stalls.ts';
import { statuses } from './rows/statuses.ts';
import { waits } from './rows/waits.ts';
import { full, seed, sizeOf } from './size.ts';
import { Stage } from './stage.ts';
import { Tally } from './tally.ts';

const rows = [...statuses, ...waits, ...answers, ...cuts, ...stalls, ...bytes, ...events, ...errorEvents, ...connections];

describe('faults on the wire', function () {
  this.timeout(full ? 1_800_000 : 120_000);
  const size = sizeOf(full, seed);
  const tally = new Tally('lost characters', 'unusable conversations', 'wrong sentences');
  let stage: Stage;

  before(async () => {
    stage = await Stage.open();
  });
  after(async () => {
    await stage.close();
    console.log(`\nFaults on the wire, ${full ? 'full' : 'small'} size, seed ${seed}\n\n${tally.text()}\n`);
  });

  it('are of at least 40 kinds, each with a name of its own', () => {
    assert.ok(rows.length >= 40, `${rows.length} kinds`);
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  });

  for (const row of rows) {
    it(row.name, async () => {
      const count = tally.begin(row.name);
      const problems: string[] = [];
      for (const fault of row.faults(size)) {
        const verdict = await stage.try(fault);
        count(verdict.lostCharacters, Math.min(1, verdict.unusable.length), Math.min(1, verdict.wrong.length));
        for (const problem of [...verdict.lost, ...verdict.unusable, ...verdict.wrong]) problems.push(`${fault.name}: ${problem}`);
      }
      assert.equal(problems.length, 0, `${problems.length} problems, seed ${seed}:\n${problems.slice(0, 8).join('\n')}`);
    });
  }
});
