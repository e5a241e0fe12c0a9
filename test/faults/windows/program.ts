/** The program of one window of several on a history: a user who works until told to rest, and the list that the window shows. */
import { Sessions } from '../../../src/chat/sessions.ts';
import { openHistory } from '../../../src/history/client.ts';
import { sessionParts } from '../kill/engine.ts';
import type { Plan } from '../kill/plan.ts';
import { Random } from '../kill/random.ts';
import { begin, tellingStore } from '../kill/teller.ts';
import { User } from '../kill/user.ts';

/** What a window tells its parent while it rests, again and again. */
export interface WindowState {
  /** Whether a reply streams in it. */
  readonly busy: boolean;
  /** The list of conversations as it is shown. */
  readonly list: readonly unknown[];
}

/** What the parent tells a window. */
export type WindowOrder = 'rest' | 'close';

/** Milliseconds between two reports. */
const tellEvery = 20;

const { file, workerScript, baseUrl, seed, name } = JSON.parse(process.argv[2] ?? '') as Plan;
const store = tellingStore(openHistory({ file, workerScript, log: (message) => process.stderr.write(`${message}\n`) }));
let count = 0;
const sessions = new Sessions(
  sessionParts(store, baseUrl, () => `${name}-${++count}`),
  { id: 'folder', name: 'folder' },
);
const user = new User({ sessions, random: new Random(seed), name, begin });
const work = user.work();
let telling: NodeJS.Timeout | undefined;

function tell(): void {
  const list = sessions.recent.map(({ id, title, pinned, messageCount }) => [id, title, pinned, messageCount]);
  process.send?.({ busy: sessions.running.length > 0, list } satisfies WindowState);
}

async function rest(): Promise<void> {
  user.rest();
  await work;
  telling = setInterval(tell, tellEvery);
}

async function close(): Promise<void> {
  await sessions.dispose();
  await store.close();
  clearInterval(telling);
  process.disconnect();
}

process.on('message', (order: WindowOrder) => {
  (order === 'rest' ? rest() : close()).catch((error: unknown) => process.stderr.write(`It could not ${order}: ${String(error)}\n`));
});
