/** A window of several: a process with sessions and a history of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Plan } from '../kill/plan.ts';
import type { WindowOrder, WindowState } from './program.ts';

/** Milliseconds between two looks at what they show. */
const lookEvery = 50;
/** Milliseconds after which all windows have to show the same list. */
const convergence = 2000;

export class Window {
  written = '';
  complaints = '';
  state: WindowState | null = null;
  /** How many things were acknowledged to its user so far. */
  acknowledged = 0;
  onAcknowledged: () => void = () => {};
  readonly gone: Promise<unknown>;
  readonly #child: ChildProcess;

  constructor(script: string, plan: Plan) {
    this.#child = fork(script, [JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.gone = once(this.#child, 'close');
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.written += text;
      this.acknowledged += text.split('"type":"done"').length - 1;
      this.onAcknowledged();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaints += text;
    });
    this.#child.on('message', (state: WindowState) => {
      this.state = state;
    });
  }

  tell(order: WindowOrder): void {
    this.#child.send(order);
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Resolves when in each window so much was acknowledged, or one of them has ended. */
export async function haveWorked(windows: readonly Window[], acknowledged: number): Promise<void> {
  const enough = new Promise<void>((resolve) => {
    for (const window of windows) {
      window.onAcknowledged = () => {
        if (windows.every((each) => each.acknowledged >= acknowledged)) resolve();
      };
    }
  });
  await Promise.race([enough, ...windows.map(({ gone }) => gone)]);
}

/** Resolves when no reply streams and all windows show the same list; rejects when they do not in time. */
export async function restAll(windows: readonly Window[]): Promise<void> {
  for (const window of windows) window.tell('rest');
  for (let since = Date.now(); ; await pause(lookEvery)) {
    // What streams goes on, and with it what is queued.
    if (windows.some(({ state }) => state === null || state.busy)) since = Date.now();
    const lists = new Set(windows.map(({ state }) => JSON.stringify(state?.list)));
    if (since < Date.now() - lookEvery && lists.size === 1) return;
    if (since < Date.now() - convergence) throw new Error(`After ${convergence} ms they show ${[...lists].join(' and ')}`);
    if (windows.some(({ exitCode }) => exitCode !== null)) return;
  }
}
