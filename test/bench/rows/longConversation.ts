/** Row 5: a conversation of 10 000 messages beside one of 10. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copySample } from '../../host/sample.mjs';
import { openTemporaryHistory } from '../../unit/history/temporaryHistory.ts';
import type { BenchWindow } from '../benchWindow.ts';
import { markdown } from '../corpora.ts';
import { inNewWindow, type Lab, openLab } from '../lab.ts';
import { addConversation, type LongConversation, long, short, word } from '../longHistory.ts';
import { paintOf } from '../probe.ts';
import { atMost, type Line, median } from '../report.ts';
import { clickedAt } from '../startProbe.ts';
import { stream } from '../stream.ts';
import { openSubject } from '../subjects.ts';

const megabyte = 1024 * 1024;
const reply = { deltas: markdown(1000), deltasPerSecond: 200 };
const limit = 60_000;

interface Opened {
  /** Milliseconds from the click in the history to the paint of the last turn. */
  readonly opened: number;
  /** Megabytes of heap that Parley's page and what is in it take. */
  readonly heap: number;
  /** Milliseconds of the main thread for a reply in it, and of the extension host. */
  readonly busy: number;
  readonly hostCpu: number;
}

export async function longConversation({ options, repetitions }: Lab): Promise<readonly Line[]> {
  const [folder, userDataDir] = [copySample(), join(options.workFolder, 'longHistory')];
  const searches = await prepare(folder, userDataDir);
  const lab = await openLab(options, { folder, userDataDir });
  const runs: Record<'long' | 'short', Opened[]> = { long: [], short: [] };
  try {
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      for (const [name, conversation] of [['long', long] as const, ['short', short] as const]) {
        const run = await inNewWindow(lab, (window) => open(lab, window, conversation));
        console.error(`  ${conversation.title}: ${JSON.stringify(run)}`);
        runs[name].push(run);
      }
    }
  } finally {
    await lab.stop();
  }
  const compare = (what: string, figure: (run: Opened) => number, unit: Line['unit'], bound: number): readonly Line[] => {
    const ratio = median(runs.long.map((run, index) => figure(run) / (runs.short[index] ? figure(runs.short[index]) : Number.NaN)));
    const values = (name: 'long' | 'short') => ({ parley: median(runs[name].map(figure)) });
    return [
      {
        row: 5,
        what: `10 000 messages: ${what}`,
        values: { parley: ratio },
        unit: '×',
        bound: `≤ ${bound} × 10 messages`,
        met: atMost(ratio, bound),
        runs,
      },
      { row: 5, what: '  with 10 000', values: values('long'), unit, bound: '', met: null, runs: null },
      { row: 5, what: '  with 10', values: values('short'), unit, bound: '', met: null, runs: null },
    ];
  };
  const search = median(searches);
  return [
    ...compare('open to last turn painted', ({ opened }) => opened, 'ms', 1.5),
    ...compare('main thread busy with 1 000 deltas', ({ busy }) => busy, 'ms', 1.2),
    ...compare('heap of the page', ({ heap }) => heap, 'MB', 2),
    {
      row: 5,
      what: '10 000 messages: search',
      values: { parley: search },
      unit: 'ms',
      bound: '≤ 30 ms',
      met: atMost(search, 30),
      runs: searches,
    },
    { row: 5, what: '  the slowest query', values: { parley: Math.max(...searches) }, unit: 'ms', bound: '', met: null, runs: null },
  ];
}

/** Makes the history; @returns how long searches in it took, each in milliseconds. */
async function prepare(folder: string, userDataDir: string): Promise<readonly number[]> {
  const storage = join(userDataDir, 'User', 'globalStorage', 'parley.parley');
  mkdirSync(storage, { recursive: true });
  const history = await openTemporaryHistory(join(storage, 'parley.db'));
  try {
    for (const conversation of [long, short]) await addConversation(history.store, folder, conversation);
    // Rare words and common ones, two at once, the beginning of one: as people search.
    const queries = [5, 50, 500, 5_000, 20_000].flatMap((number) => [
      word(number),
      `${word(number)} ${word(number + 1)}`,
      word(number).slice(0, -1),
    ]);
    const times: number[] = [];
    for (const query of [...queries, ...queries]) {
      const began = performance.now();
      await history.store.search(query, null, 50);
      times.push(performance.now() - began);
    }
    return times.slice(queries.length);
  } finally {
    await history.dispose();
  }
}

async function open(lab: Lab, window: BenchWindow, { title, lastWord }: LongConversation): Promise<Opened> {
  await window.quiet();
  const before = await window.heapInUse();
  const subject = await openSubject('parley', window);
  await window.run('Parley: History');
  const row = subject.frame.locator('.history-open', { hasText: title });
  await row.waitFor();
  const clicked = clickedAt(subject.frame);
  const painted = paintOf(subject.frame, 'main', lastWord);
  await row.click();
  const opened = (await painted).paintedAt - (await clicked);
  await window.quiet();
  const heap = ((await window.heapInUse()) - before) / megabyte;
  const { busy, hostCpu } = await stream(lab, subject, window, reply, limit);
  return { opened, heap, busy, hostCpu };
}
