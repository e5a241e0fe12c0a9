import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Plan } from './plan.ts';

/** Milliseconds after which a process that has not written enough is given up. */
const patience = 20_000;

export interface Moment {
  /** How many lines it has written by then; 0: counted from its start. */
  readonly lines: number;
  /** Milliseconds from there on. */
  readonly delay: number;
}

export interface Life {
  readonly written: string;
  /** That it ended by itself, that it said anything else. */
  readonly faults: readonly string[];
}

/** Starts a process and kills it at a moment, without a chance to do anything more (`kill -9`). Resolves when it is gone. */
export async function runAndKill(script: string, plan: Plan, { lines, delay }: Moment): Promise<Life> {
  const child = spawn(process.execPath, ['--enable-source-maps', script, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'close');
  let [written, complaints, seen] = ['', '', 0];
  let killed = false;
  const kill = () => {
    killed = true;
    child.kill('SIGKILL');
  };
  const giveUp = setTimeout(() => {
    complaints += `It had written ${seen} lines of ${lines}.`;
    kill();
  }, patience);
  const killSoon = () => setTimeout(kill, delay);
  if (lines === 0) killSoon();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    const before = seen;
    seen += text.split('\n').length - 1;
    if (before < lines && seen >= lines) killSoon();
  });
  await gone;
  clearTimeout(giveUp);
  return { written, faults: [...(killed ? [] : ['It ended by itself.']), ...(complaints === '' ? [] : [complaints])] };
}
