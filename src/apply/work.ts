import { Refused } from './plan.ts';

/** How many steps a plan may take. A step is a line that is looked at or compared; a file of 5 MB takes some hundred thousand. */
const mostSteps = 6_000_000;

/** Counts the steps of one plan and ends it when they are too many: no input can hang the editor. */
export class Work {
  readonly #limit: number;
  #steps = 0;

  constructor(limit = mostSteps) {
    this.#limit = limit;
  }

  get steps(): number {
    return this.#steps;
  }

  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.#limit) throw new Refused({ reason: 'tooLarge' });
  }
}
