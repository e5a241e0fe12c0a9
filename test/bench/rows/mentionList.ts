/** Row @: the list that `@` opens, in a workspace of 100 000 files. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inNewWindow, type Lab, openLab } from '../lab.ts';
import { type ListPaint, listPaint, watchLists } from '../listProbe.ts';
import { writeMonorepo } from '../monorepo.ts';
import { atMost, type Line, median } from '../report.ts';
import { openSubject, type Subject } from '../subjects.ts';

const fileCount = 100_000;
/** What one looks for: a word's beginning, letters of several words, a path. */
const names = ['paymentform', 'ordqueuectrl', 'billing/api'];
/** Milliseconds from key to key. */
const interval = 120;

interface Typed {
  readonly first: ListPaint;
  readonly further: readonly ListPaint[];
}

interface Run {
  /** With the first `@` in the window: the files are read meanwhile. */
  readonly reading: Typed;
  /** When they have all been read. */
  readonly read: readonly Typed[];
}

export async function mentionList({ options, repetitions }: Lab): Promise<readonly Line[]> {
  const folder = join(options.workFolder, 'monorepo');
  mkdirSync(folder, { recursive: true });
  writeMonorepo(folder, fileCount);
  const lab = await openLab(options, { folder });
  const runs: Run[] = [];
  try {
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const run = await inNewWindow(lab, async (window) => {
        await window.quiet();
        const subject = await openSubject('parley', window);
        await window.quiet();
        await watchLists(subject.frame);
        const reading = await typeName(subject, names[0] ?? '');
        await subject.frame.getByRole('group', { name: 'Files' }).getByText('Searching…').waitFor({ state: 'detached', timeout: 60_000 });
        await window.quiet();
        const read: Typed[] = [];
        for (const name of names) read.push(await typeName(subject, name));
        return { reading, read };
      });
      console.error(`  ${JSON.stringify(run, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value))}`);
      runs.push(run);
    }
  } finally {
    await lab.stop();
  }
  const line = (what: string, figure: (run: Run) => number, bound: number | null): Line => {
    const value = median(runs.map(figure));
    const met = bound === null ? null : atMost(value, bound);
    return { row: '@', what, values: { parley: value }, unit: 'ms', bound: bound === null ? '' : `≤ ${bound} ms`, met, runs };
  };
  const further = ({ read }: Run) => read.flatMap((typed) => typed.further);
  const fitting = (paints: readonly ListPaint[]) => paints.map((each) => each.fitting);
  const whole = (paints: readonly ListPaint[]) => paints.map((each) => each.whole);
  return [
    line('100 000 files: first list, nothing read yet', ({ reading }) => reading.first.whole, 100),
    line('  when all are read', ({ read }) => Math.max(...read.map(({ first }) => first.whole)), 100),
    line('100 000 files: further key, the slowest', (run) => Math.max(...fitting(further(run))), 30),
    line('  median', (run) => median(fitting(further(run))), null),
    line('  the slowest while they are being read', ({ reading }) => Math.max(...fitting(reading.further)), 30),
    line('  until all are searched: median', (run) => median(whole(further(run))), null),
    line('  until all are searched: the slowest', (run) => Math.max(...whole(further(run))), null),
  ];
}

/** Empties the box and types `@` and the name, key by key. */
async function typeName({ frame, box }: Subject, name: string): Promise<Typed> {
  await box.fill('');
  await box.focus();
  const further: ListPaint[] = [];
  await box.press('@');
  const first = await listPaint(frame, '');
  for (let length = 1; length <= name.length; length += 1) {
    await pause(interval);
    await box.press(name.charAt(length - 1));
    further.push(await listPaint(frame, name.slice(0, length)));
  }
  return { first, further };
}
