/** Milliseconds of work at a time: with what a frame has to do besides, keys are answered in the next one. */
const slice = 8;

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Calls back when nothing else is to be done, where the browser knows; else when it is its turn. */
function later(callback: () => void): void {
  if ('scheduler' in globalThis) {
    void scheduler.postTask(callback, { priority: 'background' });
    return;
  }
  waiting.push(callback);
  // A timer that is set again and again is made to wait.
  channel.port2.postMessage(null);
}

/** Long work in slices: `if (pace.isOver) await pace.breathe();` lets keys and frames go first. */
export class Pace {
  #end = performance.now() + slice;

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  async breathe(): Promise<void> {
    await new Promise<void>(later);
    this.#end = performance.now() + slice;
  }
}
