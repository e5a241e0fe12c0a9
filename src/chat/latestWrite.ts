/**
 * Writes of which each replaces the one before: at most one is under way, and of those that are asked for meanwhile only the last is
 * made. So what is told at each key costs one write after the other, however slow the disk is.
 */
export class LatestWrite<T> {
  readonly #write: (value: T) => Promise<void>;
  #next: { readonly value: T } | null = null;
  #running: Promise<void> | null = null;

  constructor(write: (value: T) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when it, or what replaced it, is written. */
  put(value: T): Promise<void> {
    this.#next = { value };
    this.#running ??= this.#run();
    return this.#running;
  }

  /** What is not under way yet is not written. */
  drop(): void {
    this.#next = null;
  }

  /** Resolves when nothing is under way; never rejects. */
  async settled(): Promise<void> {
    await this.#running?.catch(() => {});
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#next; next; next = this.#next) {
        this.#next = null;
        await this.#attempt(next.value);
      }
    } finally {
      this.#running = null;
    }
  }

  /** One that failed does not matter any more when another waits. */
  async #attempt(value: T): Promise<void> {
    try {
      await this.#write(value);
    } catch (error) {
      if (!this.#next) throw error;
    }
  }
}
