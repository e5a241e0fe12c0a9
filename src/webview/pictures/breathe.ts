/** Milliseconds of work at a time: with what a frame has to do besides, keys are answered in the next one. */
const slice = 8;

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Long work in slices: `if (pace.isOver) await pace.breathe();` lets keys and frames go first. */
export class Pace {
  #end = performance.now() + slice;

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      // A timer that is set again and again is made to wait.
      channel.port2.postMessage(null);
    });
    this.#end = performance.now() + slice;
  }
}
