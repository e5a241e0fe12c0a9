/** The program that is killed: the engine, and users who work in it without an end. */
import { Sessions } from '../../../src/chat/sessions.ts';
import { openHistory } from '../../../src/history/client.ts';
import { sessionParts } from './engine.ts';
import type { Plan } from './plan.ts';
import { Random, seedOf } from './random.ts';
import { begin, tellingStore } from './teller.ts';
import { User } from './user.ts';

const { file, workerScript, baseUrl, seed, name, users } = JSON.parse(process.argv[2] ?? '') as Plan;
const store = tellingStore(openHistory({ file, workerScript, log: (message) => process.stderr.write(`${message}\n`) }));

for (const user of users) {
  let count = 0;
  const parts = sessionParts(store, baseUrl, () => `${name}-${user}-${++count}`);
  // Each has a workspace, so that nobody but them changes what they have.
  const sessions = new Sessions(parts, { id: user, name: user });
  const random = new Random(seedOf(`${seed} ${user}`));
  new User({ sessions, random, name: `${name}-${user}`, begin }).work().catch((error: unknown) => {
    process.stderr.write(`${user} could not go on: ${String(error)}\n`);
  });
}
