/** Lives of a process on one history: each ends by a kill at a moment by chance, and then everything is looked at. */
import { join, resolve } from 'node:path';
import type { Simulator } from '../../sim/server.ts';
import { bundle, temporaryFolder, workerScript } from '../../unit/history/temporaryHistory.ts';
import { compare } from './compare.ts';
import { Expected } from './expected.ts';
import { find } from './found.ts';
import { readEntries } from './journal.ts';
import { Random } from './random.ts';
import { runAndKill } from './runAndKill.ts';
import { Talker } from './talk.ts';
import { useAll } from './useAll.ts';

/** Who work at the same time in the process that is killed. */
const users = ['ann', 'ben', 'cem'] as const;

/** Lines that a process has written before it is killed, at the most, and milliseconds from there to the kill. */
const mostLines = 100;
const longestDelay = 15;

/** One life in so many is killed while it starts, so many milliseconds after its process began. */
const startsKilled = 8;
const longestStart = 250;

/** Refusals that a user understands; anything else that is refused is a fault. */
const understood = [/A reply is running in this conversation\./, /The prompt is not queued any more\./, /The prompt \S+ is not queued\./];

export interface Outcome {
  readonly kills: number;
  /** How many things were acknowledged, over all lives. */
  readonly acknowledged: number;
  /** How many conversations were opened and sent in after kills. */
  readonly used: number;
  /** Kills that left SQLite a log to play, and replies that streamed when the process was killed. */
  readonly logs: number;
  readonly cutReplies: number;
  /** Everything that was wrong, with the kill after which it was; ends the run. */
  readonly wrong: readonly string[];
}

let program: Promise<string> | undefined;

/** Runs and kills processes one after the other on a new history. The same seed makes the same users and the same moments. */
export async function live(
  seed: number,
  kills: number,
  { simulator, talker }: { readonly simulator: Simulator; readonly talker: Talker },
): Promise<Outcome> {
  program ??= bundle(resolve('test/faults/kill/program.ts'), resolve('out/faults/kill.js'));
  const script = await program;
  const { folder, dispose } = temporaryFolder();
  const file = join(folder, 'parley.db');
  const random = new Random(seed);
  const expected = new Expected();
  const wrong: string[] = [];
  let [done, used, logs, cutReplies] = [0, 0, 0, 0];
  try {
    while (done < kills && wrong.length === 0) {
      done += 1;
      const history = { file, workerScript: await workerScript(), baseUrl: simulator.url };
      const atStart = random.below(startsKilled) === 0;
      const [lines, delay] = atStart ? [0, random.below(longestStart)] : [1 + random.below(mostLines), random.below(longestDelay)];
      const life = await runAndKill(script, { ...history, users, seed: random.below(2 ** 32), name: String(done) }, { lines, delay });
      for (const entry of readEntries(life.written)) expected.take(entry);
      const found = find(file, join(folder, `copy${done}.db`));
      if (found.hadLog) logs += 1;
      cutReplies += [...found.replies.values()].filter(({ status }) => status === 'streaming').length;
      const faults = [...life.faults, ...compare(expected, found), ...strange(expected.refusals)];
      talker.deltasPerSecond = Infinity;
      const use = await useAll(history, String(done), expected, found);
      talker.deltasPerSecond = Talker.pace;
      used += use.used;
      const moment = `seed ${seed}, kill ${done}, after ${lines} lines and ${delay} ms`;
      wrong.push(...[...faults, ...use.wrong].map((fault) => `${moment}: ${fault}`));
    }
    if (simulator.requests.some(({ rawBody }) => rawBody.includes('and is lost.]'))) wrong.push(`seed ${seed}: a picture was lost.`);
    return { kills: done, acknowledged: expected.acknowledged, used, logs, cutReplies, wrong };
  } finally {
    dispose();
  }
}

function strange(refusals: readonly string[]): string[] {
  return refusals.filter((reason) => !understood.some((each) => each.test(reason))).map((reason) => `refused: ${reason}`);
}
