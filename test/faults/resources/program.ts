/** The process that is measured: engine, client and history, with the database's thread. What answers is another process, so that it does not count. */
import { once } from 'node:events';
import { Sessions } from '../../../src/chat/sessions.ts';
import { openHistory } from '../../../src/history/client.ts';
import { Engine } from '../engine.ts';
import { Random } from '../kill/random.ts';
import { Day } from './day.ts';
import { measure } from './measure.ts';
import type { Plan, Said } from './plan.ts';

/** Turns after which all is left, and the server forgets what it was asked. */
const turnsOfOneSitting = 50;

function say(said: Said): void {
  process.send?.(said);
}

async function run({ file, workerScript, baseUrl, seed, stages, pause }: Plan): Promise<void> {
  const store = openHistory({ file, workerScript, log: (message) => say({ type: 'complaint', text: message }) });
  const engine = new Engine(baseUrl);
  const sessions = new Sessions(engine.parts(store), { id: 'w', name: 'W' });
  const day = new Day({ sessions, store, engine, random: new Random(seed), pause });
  for (const stage of stages) {
    while (day.turns < stage) {
      for (const end = Math.min(stage, day.turns + turnsOfOneSitting); day.turns < end; ) await day.work();
      await day.rest();
      say({ type: 'rest' });
      await once(process, 'message');
    }
    say({ type: 'measured', measured: await measure(day.turns, engine.timers) });
  }
  await sessions.dispose();
  await store.close();
}

// What leaks listeners says so by itself. What measures is experimental.
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') say({ type: 'complaint', text: String(warning) });
});

const plan: Plan = JSON.parse(process.argv[2] ?? '');
run(plan)
  .catch((error: unknown) => say({ type: 'complaint', text: error instanceof Error ? `${error.stack}` : String(error) }))
  .finally(() => process.disconnect());
