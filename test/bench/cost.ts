/** What something cost the window, the idle window's cost taken off. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchWindow } from './benchWindow.ts';

const figures = ['busy', 'cpu', 'script', 'layout', 'style', 'hostCpu'] as const;

/** Milliseconds: of the pages' main thread, all of it (`busy` by the clock, `cpu` by the CPU's) and parts of it, and of the extension host's CPU. */
export type Cost = Readonly<Record<(typeof figures)[number], number>>;

/** A cost as it was measured, and how long that took. */
export interface Spent {
  readonly cost: Cost;
  readonly elapsed: number;
}

/** Milliseconds for which an idle window is looked at. */
const idle = 3000;

/** Begins to measure; the result ends it. */
export async function costMeter(window: BenchWindow): Promise<() => Promise<Spent>> {
  const take = async () => ({ ...(await window.metrics()), hostCpu: window.hostCpu(), at: performance.now() });
  const before = await take();
  return async () => {
    const after = await take();
    return { cost: each((name) => after[name] - before[name]), elapsed: after.at - before.at };
  };
}

/** What an idle window costs. */
export async function idleCost(window: BenchWindow): Promise<Spent> {
  const spent = await costMeter(window);
  await pause(idle);
  return spent();
}

/** What was spent beyond what an idle window spends. Of several looks at that, the one that saw least: others saw something else going on. */
export function beyondIdle({ cost, elapsed }: Spent, looks: readonly Spent[]): Cost {
  return each((name) => cost[name] - Math.min(...looks.map((look) => look.cost[name] / look.elapsed)) * elapsed);
}

function each(figure: (name: keyof Cost) => number): Cost {
  return Object.fromEntries(figures.map((name) => [name, figure(name)])) as Cost;
}
